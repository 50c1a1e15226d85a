-- penggantian: one row per row that a later file replaces, whole or in part.
create table penggantian (
    tabel varchar,
    berkas varchar,
    baris bigint,
    oleh_berkas varchar,
    oleh_baris bigint
);
