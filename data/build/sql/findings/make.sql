-- temuan: one row per thing that is said of a file, sheet, row or cell.
-- Temporary: the store's file gets the findings when nothing personal is left in them.
create temp table temuan (
    tabel varchar,
    berkas varchar,
    baris bigint,
    kunci varchar,
    kolom varchar,
    nilai varchar,
    aturan varchar,
    tingkat varchar,
    seharusnya varchar,
    langkah varchar
);
