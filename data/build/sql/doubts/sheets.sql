-- lembar: one row per sheet that was read, with the hash of its file.
create table lembar (berkas varchar, sha256 varchar);
