-- terpotong: one row per row of a sheet whose NIK has lost its last digit: it ends in 0000, or it ends
-- in 0 like too many of its column.
create or replace temp table terpotong as
with nomor as (
    select baris, rtrim(nik, ' ''.-’') as tertulis
    from mentah_{{ table.name }}
    where berkas = $berkas and jenis_baris is null and length(nik) >= 16
),

hitungan as (
    select count(*) filter (ends_with(tertulis, '0')) as nol, count(*) as semua from nomor
)

select distinct n.baris
from nomor as n
cross join hitungan as h
where ends_with(n.tertulis, '0')
    and length(regexp_replace(n.tertulis, '\D', '', 'g')) = 16
    and (
        ends_with(regexp_replace(n.tertulis, '\D', '', 'g'), '0000')
        or h.nol = h.semua
        or h.nol >= $sedikit and h.nol > $bagian * h.semua
    );
