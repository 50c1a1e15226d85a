-- All versions of one entry, the oldest first.
select kunci, versi, jenis, isi, peran, waktu
from riwayat
where kunci = :kunci
order by versi;
