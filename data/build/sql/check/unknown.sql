-- One row per accepted row that names what another table does not have.
select
    berkas,
    baris,
    {{ key }} as kunci,
    cast({{ known.column }} as varchar) as nilai
from {{ table.name }} as s
where {{ known.column }} is not null
    and not exists (
        select 1 from {{ known.table }} as o where o.{{ known.other }} = s.{{ known.column }}
    )
