-- The newest version of each entry, in the order in which they were made.
select r.kunci, r.versi, r.jenis, r.isi, r.peran, r.waktu
from riwayat as r
join (select kunci, max(versi) as versi from riwayat group by kunci) as m
    on m.kunci = r.kunci and m.versi = r.versi
order by (select a.rowid from riwayat as a where a.kunci = r.kunci and a.versi = 1);
