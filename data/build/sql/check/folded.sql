-- One row per accepted row of which another one speaks for all.
select berkas, baris, {{ key }} as kunci
from (
    select
        *,
        row_number() over (
            partition by {{ table.fold.by }}
            order by
                {% for column in table.fold.order %}
                {{ column }} nulls last,
                {% endfor %}
                berkas,
                baris
        ) as ke
    from {{ view }}
)
where ke > 1
