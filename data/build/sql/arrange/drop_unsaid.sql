-- Leaves out the parts of wide rows that say nothing; the others count.
delete from mentah_{{ table.name }} as s
using tak_terisi as k
where s.berkas = $berkas and s.baris = k.baris and s.bagian = k.bagian;
