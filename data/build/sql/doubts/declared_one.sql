-- One row per business of a period that somebody declared to be one with an earlier one of its
-- group. Only those count that are there and were not refused: nobody is folded into a missing one.
with tersisih as (
    select berkas, baris
    from temuan
    where tabel = 'usaha' and tingkat in ('galat', 'lipat')
),

sekelompok as (
    select
        s.berkas,
        s.baris,
        s.id_usaha,
        row_number() over kelompok as ke,
        first_value(s.id_usaha) over kelompok as pertama
    from {{ staged }} as s
    join satu_usaha as k on k.id_usaha = s.id_usaha
    anti join tersisih as t on t.berkas = s.berkas and t.baris = s.baris
    where s.jenis_baris is null
    window kelompok as (partition by s.periode, k.kelompok order by k.urutan)
)

select
    berkas,
    baris,
    id_usaha as kunci,
    id_usaha as nilai,
    'usaha yang sama dengan ' || pertama as seharusnya
from sekelompok
where ke > 1
