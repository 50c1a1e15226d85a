-- How many months lie between coaching and the register that a follow-up looks into. A month in which
-- fewer than ten were coached is left out: it could name them.
select periode, min(bulan) as bulan_min, max(bulan) as bulan_maks
from (
    select
        periode,
        date_diff('month', dibina_tanggal, cast(periode || '-01' as date)) as bulan,
        count(*) as n
    from riwayat
    where dibina_luring
    group by all
    having n >= 10
)
group by periode
order by periode
