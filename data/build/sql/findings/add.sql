-- Adds one finding per row of a query, by the names of its columns; what is the same in all of them
-- is a value. A column that both give is an error of DuckDB, one that neither gives stays empty.
insert into temuan by name
select
    {% for column in same %}
    ${{ column }} as {{ column }},
    {% endfor %}
    {% if rows %}
    isi.*
from ({{ rows }}) as isi
    {% endif %}
;
