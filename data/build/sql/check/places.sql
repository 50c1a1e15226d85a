-- One row per row whose place cannot be read, or was read otherwise, and which cell is at fault.
select
    m.berkas,
    m.baris,
    {{ key }} as kunci,
    t.kolom,
    t.tertulis as nilai,
    t.aturan,
    t.tingkat,
    t.seharusnya,
    t.langkah
from {{ rows }} as m
join tempat_{{ table.name }} as t on {{ table.place_columns | agree('m', 't') }}
where t.aturan is not null
