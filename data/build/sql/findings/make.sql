-- temuan: one row per thing that is said of a file, sheet, row or cell.
-- Temporary: personal/clear.sql empties what identifies a person, and written/finish.sql copies the
-- rest into the store's file. "kunci" is what the row goes by (the value of its key); "tingkat" is
-- how serious it is: galat, peringatan, lipat or catatan.
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
