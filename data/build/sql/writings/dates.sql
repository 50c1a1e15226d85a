-- One row per column of dates: how many cells have a part first that can only be the day, or only the
-- month; how many could have either; how many are whole dates, and how many of those have a day
-- above the twelfth.
with sel as (
    {% for name, cell in columns.items() %}
    select {{ name | literal }} as kolom, rapi({{ cell }}) as isi
    from {{ below }}
    where {{ cell }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select
    kolom,
    count(*) filter (urutan_tanggal(isi) = 'hari') as hari,
    count(*) filter (urutan_tanggal(isi) = 'bulan') as bulan,
    count(*) filter (
        regexp_full_match(tanggal_saja(isi), '(0?[1-9]|1[0-2])[-/.](0?[1-9]|1[0-2])[-/.](\d{4}|\d{2})')
    ) as keduanya,
    -- as a date, with a time, or as the number of a spreadsheet's day
    count(*) filter (regexp_full_match(isi, '\d{4}-\d{2}-\d{2}([T ].*)?|\d{5}(\.\d+)?')) as utuh,
    count(*) filter (
        regexp_full_match(isi, '\d{4}-\d{2}-\d{2}([T ].*)?|\d{5}(\.\d+)?')
        and day(try_cast(tanggal_terbaca(tanggal_saja(isi), 'hari') as date)) > 12
    ) as utuh_akhir
from sel
group by kolom;
