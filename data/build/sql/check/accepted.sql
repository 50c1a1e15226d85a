-- One row per part that broke no rule and that no later file replaces: its columns in their types,
-- its links, the code of its place, and where it was read.
create temp view {{ view }} as
with ditolak as (
    select distinct berkas, baris
    from temuan
    where tabel = {{ table.name | literal }} and tingkat in ('galat', 'lipat')
)

select
    {% for column in table.columns %}
    {{ soft(column) }} as {{ column.name }},
    {% endfor %}
    {% for column in table.columns if column.linked_as %}
    m.{{ column.linked_as }},
    {% endfor %}
    t.kode as {{ table.place_code }},
    m.berkas,
    m.baris
from {{ staged }} as m
anti join ditolak using (berkas, baris)
anti join diganti_{{ table.name }} using (berkas, baris, bagian)
left join tempat_{{ table.name }} as t on {{ table.place_columns | agree('m', 't') }};
