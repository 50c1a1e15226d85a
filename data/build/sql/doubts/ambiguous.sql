-- One row per row whose place has two readings: what a decision about it names it by (kunci),
-- what a person finds it by (tertulis), and the place as it stands there (nilai).
{% from 'doubts/rows.sql' import in_its_file %}
select distinct
    t.tabel,
    coalesce(t.kunci, {{ in_its_file('t') | sql }}) as kunci,
    t.nilai,
    coalesce(t.kunci, t.berkas || ', baris ' || t.baris) as tertulis
from temuan as t
join lembar as l using (berkas)
where t.aturan = 'wilayah_mendua'
order by all
