-- One row per yes-or-no column of a sheet, mark in it and what that was read as: in how many rows of
-- data. A mark is a cell of up to three signs, or a single x, v or figure; sel is 'kosong' of blank
-- cells and null of words.
with {% include 'arrange/answers_of.sql' %}

{% for name in cells %}
select
    {{ name | literal }} as kolom,
    case
        when sel_{{ name }} is null then 'kosong'
        when regexp_full_match(lower(sel_{{ name }}), '[^\w\s?]{1,3}|x+|v+|\d')
            then lower(sel_{{ name }})
    end as sel,
    lower({{ name }}) as arti,
    count(*) as banyak
from sel
group by 2, 3
{% if not loop.last %}union all{% endif %}

{% endfor %}
order by kolom, banyak desc, sel;
