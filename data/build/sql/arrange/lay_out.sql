-- Adds to mentah_TABLE one row per row of a sheet below its heading; of a wide sheet, for one of the
-- headings that are values.
insert into mentah_{{ table.name }} by name
with sel as (
    select
        baris,
        {% for cell in cells %}
        rapi(k{{ cell }}) as c{{ cell }},
        {% endfor %}
        {% if presence %}
        rapi({{ presence.cell }}) as hadir,
        {% endif %}
    from {{ source.below }}
),

-- what a row is if it is not data
{% set totals = found.layout.totals %}
ditandai as (
    select
        *,
        case
            {% if not cells %}
            when true then 'baris_keterangan'
            {% else %}
            when coalesce(
                {%- for cell in cells %}c{{ cell }}{% if not loop.last %}, {% endif %}{% endfor %}
            ) is null then 'baris_keterangan'
            {% endif %}
            {% if repeated | length > 1 %}
            when
                {% for cell, heading in repeated.items() %}
                {% if not loop.first %}and {% endif %}c{{ cell }} = {{ heading | literal }}
                {% endfor %}
                then 'judul_berulang'
            {% endif %}
            {% if cells | length > 1 %}
            -- "(1) (2) (3)" below the heading: the number of each column
            when baris = {{ found.heading + 2 }}
                {% for cell in cells %}
                and translate(c{{ cell }}, '()', '') = '{{ cell }}'
                {% endfor %}
                then 'baris_nomor'
            {% endif %}
            {% if totals and totals.column in found.places %}
            when regexp_matches(
                c{{ found.places[totals.column] + 1 }}, {{ ('(?i)' ~ totals.pattern) | literal }}
            ) then 'baris_jumlah'
            {% endif %}
            {% if outside %}
            when jenis is not null then jenis
            {% endif %}
            {% if presence %}
            when hadir is null or not list_contains({{ presence.yes }}, lower(hadir)) then 'tak_hadir'
            {% endif %}
        end as jenis_baris
    from sel
    {% if outside %}
    left join luar_data using (baris)
    {% endif %}
),

-- each column of the table: its cell, what titles or the layout say for all rows, or nothing
dinamai as (
    select
        $berkas as berkas,
        $urut as urut,
        $bagian as bagian,
        baris,
        jenis_baris,
        {% for name in table.names %}
        {{ given.get(name, 'null' | sql) }} as {{ name }},
        {% endfor %}
        -- a word for "not known" is no blank cell, though both end as unknown
        {% for name in filled %}
        {{ blank.get(name, given[name]) }} is null as kosong_{{ name }},
        {% endfor %}
    from ditandai
),

-- in the table's own words, for the words that a layout declares. All words for one answer are a
-- list, and that one text: a comparison for each of the words would take as long to plan as a small
-- register to read.
diterjemahkan as (
    select *
    {% if words %}
    replace (
        {% for name, ways in words.items() %}
        case
            {% for own, written in ways.items() %}
            when list_contains(
                string_split({{ written | join(apart) | literal }}, chr(31)),
                lower({{ name }})
            ) then {% if own %}{{ own | literal }}{% else %}null{% endif %}

            {% endfor %}
            else {{ name }}
        end as {{ name }}{% if not loop.last %},{% endif %}

        {% endfor %}
    )
    {% endif %}
    from dinamai
),

-- after the layout's rewrites; the first that fits
ditulis_ulang as (
    select *
    {% if rewrites %}
    replace (
        {% for name, rules in rewrites.items() %}
        case
            {% for rule in rules %}
            when regexp_full_match({{ name }}, {{ ('(?i)(?:' ~ rule.pattern ~ ')') | literal }})
                then nullif(
                    regexp_replace(
                        {{ name }},
                        {{ ('(?i)^(?:' ~ rule.pattern ~ ')$') | literal }},
                        {{ rule.text | literal }}
                    ),
                    ''
                )
            {% endfor %}
            else {{ name }}
        end as {{ name }}{% if not loop.last %},{% endif %}

        {% endfor %}
    )
    {% endif %}
    from diterjemahkan
),

-- in the column's own writing; what cannot be read stays
dibaca as (
    select *
    {% if readings %}
    replace (
        {% for name, reading in readings.items() %}
        {{ reading }} as {{ name }}
        {%- if not loop.last %},{% endif %}

        {% endfor %}
    )
    {% endif %}
    from ditulis_ulang
),

-- blank cells that stand for "tidak"
dilengkapi as (
    select *
    {% if filled %}
    exclude (
        {%- for name in filled %}kosong_{{ name }}{% if not loop.last %}, {% endif %}{% endfor -%}
    )
    replace (
        {% for name, said in filled.items() %}
        if(kosong_{{ name }}{{ said }}, 'tidak', {{ name }}) as {{ name }}{% if not loop.last %},{% endif %}

        {% endfor %}
    )
    {% endif %}
    from dibaca
)

select
    *,
    {% for column in table.columns if column.linked_as %}
    {{ linked(column, soft(column)) | sql }} as {{ column.linked_as }},
    {% endfor %}
from dilengkapi;
