-- One row per row that breaks a rule over several columns. It is judged on typed values, and shown
-- is the cell as it was written.
with bertipe as (
    select
        berkas,
        baris,
        {{ key }} as kunci_tertulis,
        {{ rule.column }} as sel_tertulis,
        {% for column in judged %}
        {{ typed(column) }} as {{ column.name }},
        {% endfor %}
    from {{ rows }}
)

select
    berkas,
    baris,
    kunci_tertulis as kunci,
    {% if not table.get_column(rule.column).private %}
    sel_tertulis as nilai,
    {% endif %}
from bertipe
where not ({{ rule.holds | sql }})
