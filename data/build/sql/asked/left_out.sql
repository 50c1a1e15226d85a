-- One row per file that asks some channels and leaves others out, with those.
select
    v.berkas,
    $harapan || string_agg(k.judul, '; ' order by k.urutan) as seharusnya
from (select distinct berkas from {{ view }}) as v
semi join ditanya as d on d.berkas = v.berkas
cross join (
    values
    {% for name in block %}
    ({{ name | literal }}, {{ table.get_label(name) | literal }}, {{ loop.index }}){% if not loop.last %},{% endif %}

    {% endfor %}
) as k (kolom, judul, urutan)
anti join ditanya as d on d.berkas = v.berkas and d.kolom = k.kolom
group by v.berkas
