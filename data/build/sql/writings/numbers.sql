-- One row per column of numbers that has a comma or a point: how often, and in which writing.
-- koma: 12,000 alone; titik: 12.000 alone; indonesia and inggris: cells that can be read in one way
-- only; desimal_titik: 45.5, which a program writes too. contoh_ is the first cell of its kind.
with sel as (
    {% for name, cells in columns.items() %}
    {% set last = loop.last %}
    {% for cell in cells %}
    select {{ name | literal }} as kolom, baris, rapi({{ cell }}) as tertulis
    from {{ below }}
    where contains({{ cell }}, ',') or contains({{ cell }}, '.')
    {% if not (last and loop.last) %}
    union all
    {% endif %}
    {% endfor %}
    {% endfor %}
),

angka as (
    select
        kolom,
        baris,
        tertulis,
        regexp_replace(tertulis, '(?i)^Rp\.?\s*|\s*(%|persen)$', '', 'g') as isi
    from sel
),

dinilai as (
    select
        kolom,
        baris,
        tertulis,
        regexp_full_match(isi, '-?[1-9]\d{0,2},\d{3}') as koma,
        regexp_full_match(isi, '-?[1-9]\d{0,2}\.\d{3}') as titik,
        regexp_full_match(
            isi,
            '-?\d+,(\d{1,2}|\d{4,})|-?0,\d+|-?\d{1,3}(\.\d{3})+,(\d+|-)|-?[1-9]\d{0,2}(\.\d{3}){2,}'
        ) as indonesia,
        regexp_full_match(isi, '-?[1-9]\d{0,2}(,\d{3})+\.\d+|-?[1-9]\d{0,2}(,\d{3}){2,}') as inggris,
        regexp_full_match(isi, '-?\d+\.(\d{1,2}|\d{4,})|-?0\.\d+') as desimal_titik
    from angka
)

select
    kolom,
    count(*) filter (koma) as koma,
    count(*) filter (titik) as titik,
    count(*) filter (indonesia) as indonesia,
    count(*) filter (inggris) as inggris,
    count(*) filter (desimal_titik) as desimal_titik,
    arg_min(tertulis, baris) filter (koma) as contoh_koma,
    arg_min(tertulis, baris) filter (titik) as contoh_titik
from dinilai
group by kolom
order by kolom;
