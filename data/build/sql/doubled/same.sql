-- One row: whether some cells say the same in every row.
select coalesce(bool_and(
    {% for cell in cells[1:] %}
    {% if not loop.first %}and {% endif %}lower(rapi({{ cell }})) is not distinct from lower(rapi({{ cells[0] }}))
    {% endfor %}
), true) as sama
from {{ below }};
