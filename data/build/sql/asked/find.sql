-- Adds to kanal_ditanya which channels every file of a period asks. A file that asks none says nothing
-- of how the others are to be read.
insert into kanal_ditanya
with bertanya as (
    select distinct v.periode, v.berkas
    from {{ view }} as v
    semi join ditanya as d on d.berkas = v.berkas
),

kanal (kolom) as (
    values {% for name in block %}({{ name | literal }}){% if not loop.last %}, {% endif %}{% endfor %}

)

select
    {{ table.name | literal }} as tabel,
    b.periode,
    k.kolom,
    bool_and(d.kolom is not null) as ditanya
from bertanya as b
cross join kanal as k
left join ditanya as d on d.berkas = b.berkas and d.kolom = k.kolom
group by b.periode, k.kolom;
