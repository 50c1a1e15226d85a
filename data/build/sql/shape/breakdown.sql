-- One row: the first row in which an area comes again with another word in a column that nothing
-- takes, and those words. An area that is not written again is the one above.
with isi as (
    select m.baris, m.bagian, rapi(a.{{ cell }}) as rincian, m.* exclude (baris, bagian),
        last_value(m.{{ area }} ignore nulls) over (
            partition by m.bagian order by m.baris
            rows between unbounded preceding and current row
        ) as wilayah_baris
    from mentah_{{ source.table.name }} as m
    join {{ source.cells }} as a on a.baris = m.baris
    where m.berkas = $berkas and m.jenis_baris is null
),

kelompok as (
    select min(baris) as pertama, max(baris) as terakhir, list(distinct rincian order by rincian) as kata
    from isi
    where rincian is not null and not regexp_full_match(rincian, '[\d.,\s%-]*')
    group by bagian, nama_baku(wilayah_baris){% for name in key %}, {{ name }}{% endfor %}

    having count(distinct lower(rincian)) > 1
)

select min(terakhir) as baris, array_to_string((arg_min(kata, pertama))[:4], ', ') as kata from kelompok;
