-- One row per business and period of which something from before is known.
create or replace table panel as
with urutan as (
    select *
    from (values ('mikro', 1), ('kecil', 2), ('menengah', 3)) as u (skala, ke)
),

periode_register as (
    select
        periode,
        last_day(cast(periode || '-01' as date)) as akhir,
        lag(periode) over (order by periode) as periode_sebelum
    from (select distinct periode from usaha)
),

-- a class by another criterion is another class, so those are not compared
kelas as (
    select
        s.periode,
        s.id_usaha,
        us.ke > ub.ke as naik_kelas
    from usaha as s
    join periode_register as p on p.periode = s.periode
    join usaha as b
        on b.periode = p.periode_sebelum
        and b.id_usaha = s.id_usaha
        and b.kriteria_skala = s.kriteria_skala
    join urutan as us on us.skala = s.skala
    join urutan as ub on ub.skala = b.skala
),

-- by which channels selling online is told
definisi as (
    select periode, string_agg(kolom, ',' order by kolom) filter (where ditanya) as kanal
    from kanal_ditanya
    where tabel = 'usaha'
    group by periode
),

-- the last register before an event, and the first one six months or more after it; one that is more
-- than eighteen months later says little of the event
acara as (
    select
        e.id_usaha,
        e.tanggal,
        max(p.periode) filter (where p.akhir < e.tanggal) as sebelum,
        min(p.periode) filter (
            where p.akhir >= e.tanggal + interval 6 month
            and p.akhir <= last_day(e.tanggal + interval 18 month)
        ) as sesudah
    from (select distinct id_usaha, tanggal from pembinaan where id_usaha is not null) as e
    cross join periode_register as p
    group by e.id_usaha, e.tanggal
),

binaan as (
    select
        a.sesudah as periode,
        a.id_usaha,
        max(a.tanggal) as dibina_tanggal
    from acara as a
    join usaha as b on b.periode = a.sebelum and b.id_usaha = a.id_usaha
    join usaha as s on s.periode = a.sesudah and s.id_usaha = a.id_usaha
    join definisi as db on db.periode = a.sebelum
    -- whoever sells by a channel that only one of the two registers asks has not changed
    join definisi as ds on ds.periode = a.sesudah and ds.kanal = db.kanal
    where not b.berusaha_daring
    group by a.sesudah, a.id_usaha
)

select
    periode,
    id_usaha,
    k.naik_kelas,
    b.id_usaha is not null as dibina_luring,
    b.dibina_tanggal
from kelas as k
full join binaan as b using (periode, id_usaha)
order by periode, id_usaha;

-- One row per business and period, with what is known of the same business from before.
create or replace view riwayat as
select
    u.*,
    p.naik_kelas,
    coalesce(p.dibina_luring, false) as dibina_luring,
    p.dibina_tanggal
from usaha as u
left join panel as p on p.periode = u.periode and p.id_usaha = u.id_usaha;
