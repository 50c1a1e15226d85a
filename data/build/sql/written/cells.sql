-- Shows the cells of a sheet as they were written, if they may be shown: all columns at once, since
-- each look at the sheet reads it anew.
update temuan as t
set nilai = case t.posisi
    {% for place in places %}
    when {{ place }} then rapi(a.k{{ place }})
    {% endfor %}
end
from {{ source.cells }} as a
where t.berkas = $berkas
    and a.baris = t.baris
    and t.posisi in ({{ places }})
    and t.kolom not like '% / %'
    and t.kolom not in (
        {%- for name in private %}{{ name | literal }}{% if not loop.last %}, {% endif %}{% endfor %});
