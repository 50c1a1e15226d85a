-- Gives every finding the heading and the place of its column; of several columns, of the last one.
alter table temuan add column judul varchar;

alter table temuan add column posisi integer;

update temuan as t
set judul = l.judul, posisi = l.k
from letak as l
where l.berkas = t.berkas and l.kolom = split_part(t.kolom, ' / ', -1);
