-- Fills diganti_TABLE: of every key the part that was said last counts. A row that was refused
-- replaces nothing: better an old answer than none.
insert into diganti_{{ table.name }}
with ditolak as (
    select berkas, baris
    from temuan
    where tabel = $tabel and tingkat = 'galat'
),

calon as (
    select
        b.berkas,
        b.baris,
        b.bagian,
        {{ table.key | of('b') }},
        coalesce(s.di, {'urut': b.urut, 'berkas': b.berkas, 'baris': b.baris}) as di
    from berkunci as b
    left join sama_{{ table.name }} as s
        on s.berkas = b.berkas
        and s.baris = b.baris
        and s.bagian is not distinct from b.bagian
    anti join ditolak as d on d.berkas = b.berkas and d.baris = b.baris
),

berurutan as (
    select *, row_number() over sekunci as ke, first_value(di) over sekunci as oleh
    from calon
    window sekunci as (partition by {{ table.key }} order by di.urut desc, di)
)

select berkas, baris, bagian, oleh.berkas as oleh_berkas, oleh.baris as oleh_baris
from berurutan
where ke > 1;

insert into penggantian
select distinct $tabel, berkas, baris, oleh_berkas, oleh_baris
from diganti_{{ table.name }};

-- utuh: one row per row of which every part was replaced.
create temp table utuh as
with seluruhnya as (
    select berkas, baris, any_value({{ key }}) as kunci, count(*) as bagiannya
    from {{ rows }}
    semi join diganti_{{ table.name }} using (berkas, baris)
    group by all
)

select
    berkas,
    baris,
    any_value(kunci) as kunci,
    any_value(oleh_berkas || ', baris ' || oleh_baris) as oleh
from diganti_{{ table.name }}
join seluruhnya using (berkas, baris)
group by berkas, baris
having count(*) = any_value(bagiannya);
