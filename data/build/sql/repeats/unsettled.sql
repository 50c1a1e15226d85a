-- diganti_TABLE: one row per part that a later file replaces, and what replaces it.
create temp table diganti_{{ table.name }} (
    berkas varchar,
    baris bigint,
    bagian varchar,
    oleh_berkas varchar,
    oleh_baris bigint
);
