-- One row: of each cell, whether it holds something in any row.
select
    {% for cell in cells %}
    coalesce(bool_or(rapi({{ cell }}) is not null), false) as {{ cell }},
    {% endfor %}
from {{ below }};
