-- kembar: one row per part that may say the same as others, numbered within those that do.
create temp table kembar as
select
    berkas,
    baris,
    urut,
    row_number() over sesama as ke,
    first_value({'berkas': berkas, 'baris': baris, 'bagian': bagian, 'urut': urut}) over sesama
        as pertama
from {{ staged }} as m
join sidik on hash({{ table.names }}) = sidik.sidik
where m.jenis_baris is null
window sesama as (partition by {{ table.names }} order by urut, berkas, baris, bagian);

-- terlipat: one row per row of a sheet of which every part was said before.
create temp table terlipat as
with seluruhnya as (
    select berkas, baris, any_value({{ key }}) as kunci, count(*) as bagiannya
    from {{ staged }}
    semi join kembar using (berkas, baris)
    group by all
)

select
    berkas,
    baris,
    any_value(s.kunci) as kunci,
    any_value(pertama.berkas) || ', baris ' || any_value(pertama.baris) as pertama
from kembar
join seluruhnya as s using (berkas, baris)
where ke > 1
group by berkas, baris
having count(*) = any_value(bagiannya);

insert into sama_{{ table.name }}
select
    pertama.berkas as berkas,
    pertama.baris as baris,
    pertama.bagian as bagian,
    max({'urut': urut, 'berkas': berkas, 'baris': baris}) as di
from kembar
semi join terlipat using (berkas, baris)
where ke > 1 and urut > pertama.urut
group by all;

drop table kembar;
