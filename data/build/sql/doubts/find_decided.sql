-- ditempatkan: one row per row whose kecamatan somebody has decided, since it does not say its own.
create or replace temp table ditempatkan as
{% from 'doubts/rows.sql' import in_its_file %}
select
    p.berkas,
    p.baris,
    any_value(k.jawaban) as jawaban,
    any_value(p.kecamatan) as kecamatan,
    any_value(k.b) as kelurahan,
    any_value(p.{{ table.key[-1] }}) as kunci
from {{ staged }} as p
join lembar as l using (berkas)
join keputusan as k
    on k.jenis = 'wilayah'
    and k.tabel = $tabel
    and k.a = coalesce(p.{{ table.key[-1] }}, {{ in_its_file('p') | sql }})
    and k.b = p.kelurahan
where p.jenis_baris is null and kecamatan_baku(p.kecamatan) is null
group by p.berkas, p.baris;
