-- One row per accepted row that has both a point and a kelurahan to compare it with.
select berkas, baris, kode_kelurahan, lintang, bujur
from {{ view }}
where lintang is not null and bujur is not null and kode_kelurahan is not null;
