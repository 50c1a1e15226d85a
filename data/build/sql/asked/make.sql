-- kanal_ditanya: one row per table, period and channel: whether the definition of that period has it.
create or replace table kanal_ditanya (
    tabel varchar,
    periode varchar,
    kolom varchar,
    ditanya boolean
);
