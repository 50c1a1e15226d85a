-- Gives the rows in ditempatkan the kecamatan that was decided.
update {{ staged }} as s
set kecamatan = d.jawaban
from ditempatkan as d
where s.berkas = d.berkas and s.baris = d.baris;
