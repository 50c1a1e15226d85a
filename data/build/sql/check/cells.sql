-- One row per cell and rule of its column that it breaks. The rows are looked at once: each rule has
-- a bit of a number.
with bertipe as (
    select
        *,
        {% for column in columns if column.type != 'teks' %}
        {{ typed(column) }} as nilai_{{ column.name }},
        {% endfor %}
    from {{ rows }}
),

ditandai as (
    select
        *,
        {% for column, rule in broken %}
        {% if not loop.first %}|{% endif %} if({{ rule.breaks | sql }}, {{ 2 ** loop.index0 }}::bigint, 0)
        {% endfor %}
        as salah
    from bertipe
),

aturan (bit, kolom, aturan, tingkat, seharusnya, langkah) as (
    values
    {% for column, rule in broken %}
    (
        {{ 2 ** loop.index0 }}::bigint,
        {{ column.name | literal }},
        {{ rule.name | literal }},
        {{ ('peringatan' if column.soft else 'galat') | literal }},
        {{ rule.expected | literal }},
        {{ rule.step | literal }}
    ){% if not loop.last %},{% endif %}

    {% endfor %}
)

select
    d.berkas,
    d.baris,
    {{ key }} as kunci,
    -- in a wide row it is the cell below one of several headings
    case when starts_with(bagian, a.kolom || ' [') then bagian else a.kolom end as kolom,
    -- what identifies a business stays out of the main store, misplaced or not
    {% set shown = columns | rejectattr('private') | list %}
    {% if shown %}
    case a.kolom
        {% for column in shown %}
        when {{ column.name | literal }} then {{ column.name }}
        {% endfor %}
    end as nilai,
    {% endif %}
    a.aturan,
    a.tingkat,
    a.seharusnya,
    a.langkah
from ditandai as d
join aturan as a on salah <> 0 and salah & a.bit <> 0
