-- ditanya: one row per sheet and channel that it has a column for.
create temp table ditanya (berkas varchar, tabel varchar, kolom varchar);
