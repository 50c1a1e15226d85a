-- One row per further row of a file with a key that the file had before: only its sender knows
-- which one is right.
select distinct
    berkas,
    baris,
    {{ key }} as kunci,
    {% if table.key[-1] not in table.private %}
    cast({{ table.key[-1] }} as varchar) as nilai,
    {% endif %}
from (
    select
        *,
        row_number() over (
            partition by urut, {{ table.key }} order by berkas, baris, bagian
        ) as ke
    from berkunci
)
where ke > 1
