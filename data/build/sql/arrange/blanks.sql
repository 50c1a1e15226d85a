-- One row per yes-or-no column of a sheet: in how many rows of data it says yes, something else, or
-- nothing, and how many of the blank cells were read as no.
with {% include 'arrange/answers_of.sql' %}


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
