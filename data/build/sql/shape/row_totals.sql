-- One row per row of a wide sheet whose stated total is not the sum of its parts.
with bagian as (
    select baris, sum(try_cast({{ value }} as bigint)) as jumlah, count(*) as banyak
    from mentah_{{ source.table.name }}
    where
        berkas = $berkas
        and jenis_baris is null
        and baris not in (
            select baris from temuan where berkas = $berkas and tingkat = 'galat' and baris is not null
        )
    group by baris
    having count(*) = count(try_cast({{ value }} as bigint))
),

tertulis as (
    select baris, rapi({{ cell }}) as tertulis from {{ source.below }}
)

select
    b.baris,
    t.tertulis as nilai,
    'jumlah bagian-bagiannya: ' || b.jumlah || '; di kolom jumlah tertulis ' || t.tertulis as seharusnya
from bagian as b
join tertulis as t using (baris)
where try_cast({{ reading }} as bigint) is distinct from b.jumlah and t.tertulis is not null
