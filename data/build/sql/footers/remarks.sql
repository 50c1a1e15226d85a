-- Adds to luar_data the rows from a note or signature on, up to the next row that may be data.
insert into luar_data
with terpenuh as (
    -- among the first rows is a full one
    select max(
        {% for cell in source.columns %}
        {% if not loop.first %}+{% endif %} ({{ cell }} is not null)::int
        {% endfor %}
    ) as isinya
    from {{ source.below }}
    where baris <= $awal_data + 1000
),

akhir as (
    select *, coalesce({{ source.texts }}) as awal
    from {{ source.below }}
    where baris >= $pertama
),

-- thin: fewer cells than a full row, at most one of those that a row of data needs, and no number
-- first, as there is in a column that numbers the rows
ditimbang as (
    select
        baris,
        awal,
        len(list_filter([{{ source.texts }}], sel -> sel is not null))
            < (select isinya from terpenuh)
        and
        {%- for cell in needed %} (rapi({{ cell }}) is not null)::int +{% endfor %} 0 <= 1
        and not regexp_full_match(awal, '\d+[.)]?') as tipis
    from akhir
    where awal is not null and baris not in (select baris from luar_data)
),

-- the thin rows between two that may be data
kelompok as (
    select *, count(*) filter (not tipis) over (order by baris) as ke
    from ditimbang
),

dibuka as (
    select
        *,
        bool_or(regexp_full_match(awal, {{ remarks | literal }})) over (
            partition by ke order by baris
        ) as terbuka
    from kelompok
    where tipis
)

select baris, 'baris_keterangan' as jenis
from dibuka
where terbuka;
