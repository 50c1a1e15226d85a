-- terpotong: one row per row of a sheet whose NIK has lost its last digit: it ends in 0000, or it ends
-- in 0 like too many of its column.
create or replace temp table terpotong as
with nomor as (
    select baris, regexp_replace(nik, '\D', '', 'g') as angka
    from mentah_{{ table.name }}
    where berkas = $berkas and jenis_baris is null and nik is not null
),

utuh as (
    select
        *,
        count(*) filter (ends_with(angka, '0')) over () as nol,
        count(*) over () as semua
    from nomor
    where length(angka) = 16
)

select distinct baris
from utuh
where ends_with(angka, '0000')
    or ends_with(angka, '0') and (nol = semua or nol >= $sedikit and nol > $bagian * semua);
