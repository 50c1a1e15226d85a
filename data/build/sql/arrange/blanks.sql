-- One row per yes-or-no column of a sheet: in how many rows of data it says yes, something else, or
-- nothing, and how many of the blank cells were read as no.
with sel as (
    select
        m.baris,
        {% for name, cell in cells.items() %}
        rapi(a.{{ cell }}) as sel_{{ name }},
        m.{{ name }},
        {% endfor %}
    from mentah_{{ table.name }} as m
    join {{ sheet }} as a on a.baris = m.baris
    where m.berkas = $berkas and m.jenis_baris is null
)

{% for name in cells %}
select
    {{ name | literal }} as kolom,
    count(*) filter (where sel_{{ name }} is not null and {{ name }} = 'ya') as ya,
    -- a dash is asked about beside the blank cells
    count(*) filter (
        where {{ name }} is distinct from 'ya' and regexp_matches(sel_{{ name }}, '[\w?]')
    ) as lain,
    count(*) filter (where sel_{{ name }} is null) as kosong,
    count(*) filter (where sel_{{ name }} is null and {{ name }} = 'tidak') as dibaca_tidak
from sel
{% if not loop.last %}union all{% endif %}

{% endfor %};
