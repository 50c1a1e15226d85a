-- kelebihan: one row per row of data with something to the right of the last heading: how many cells
-- below headings are filled, and what stands beyond.
create or replace temp table kelebihan as
select
    baris,
    {% for cell in inside %}
    (rapi({{ cell }}) is not null)::int{% if not loop.last %} +{% endif %}

    {% endfor %}
    as terisi,
    list_filter([{% for cell in beyond %}rapi({{ cell }}){% if not loop.last %}, {% endif %}{% endfor %}], sel -> sel is not null) as isi,
    rapi({{ beyond[0] }}) is not null as menyambung,
    count(*) over () as semua
from {{ source.below }}
where
    coalesce({% for cell in beyond %}rapi({{ cell }}){% if not loop.last %}, {% endif %}{% endfor %}) is not null
    and baris in (
        select baris from mentah_{{ source.table.name }} where berkas = $berkas and jenis_baris is null
    );
