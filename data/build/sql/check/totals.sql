-- One row per stated total that is not the sum of its parts in the same file. A total may be a row
-- of its own area, or the last row of a sheet of parts.
with total_wilayah as (
    select berkas, baris, null as bagian, {{ totals.by }}, {{ totals.value }}
    from {{ table.name }}
    where {{ totals.whole | sql }}
),

jumlah_wilayah as (
    select berkas, {{ totals.by }}, sum({{ totals.value }}) as jumlah
    from {{ table.name }}
    where {{ totals.part | sql }}
    group by berkas, {{ totals.by }}
),

total_lembar as (
    select
        berkas,
        baris,
        bagian,
        {{ totals.by }},
        {{ typed(table.get_column(totals.value)) }} as {{ totals.value }}
    from {{ staged }}
    where jenis_baris = 'baris_jumlah'
),

jumlah_lembar as (
    select berkas, {{ totals.by }}, sum({{ totals.value }}) as jumlah
    from {{ table.name }}
    group by berkas, {{ totals.by }}
),

dibandingkan as (
    {% for part in ('wilayah', 'lembar') %}
    {% if not loop.first %}
    union all
    {% endif %}
    select s.berkas, s.baris, s.bagian, s.{{ totals.value }} as total, j.jumlah
    from total_{{ part }} as s
    join jumlah_{{ part }} as j on j.berkas = s.berkas and {{ totals.by | agree('j', 's') }}
    {% endfor %}
)

select
    berkas,
    baris,
    coalesce(bagian, {{ totals.value | literal }}) as kolom,
    cast(total as varchar) as nilai,
    $harapan || ': ' || cast(jumlah as varchar) as seharusnya
from dibandingkan
where total <> jumlah
