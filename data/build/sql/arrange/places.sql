-- letak: one row per column of a sheet that was recognised, with its heading and where it stands.
create temp table letak (berkas varchar, kolom varchar, judul varchar, k integer);
