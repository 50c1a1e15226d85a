-- How many businesses are in a row of a table in one state and not in the other, for n and for each
-- answer. ``lain`` are the rows of differing.sql; without an id, a business that left may be the one
-- that came, so that of both sides only the larger counts. {memberships} says of each of them in
-- which row of which table it counts, and with which answer.
with orang as (
    select *, row_number() over () as nomor from lain
),

keanggotaan as (
    {memberships}
),

per_usaha as (
    select
        k.indikator,
        c.tingkat,
        k.dimensi,
        c.kode_wilayah,
        k.kategori,
        coalesce(k.id_usaha, cast(k.nomor as varchar)) as siapa,
        bool_and(k.id_usaha is null) as tanpa_id,
        {sides}
    from keanggotaan as k
    join cakupan as c using (kode_kelurahan)
    where k.jawaban > 0
    group by all
)

select
    indikator,
    tingkat,
    dimensi,
    kode_wilayah,
    kategori,
    {movers}
from per_usaha
group by all
