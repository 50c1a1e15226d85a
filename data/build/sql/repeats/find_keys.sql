-- berkunci: one row per part whose key occurs more than once. The others, most of a million, are
-- not put in order. A row that lacks the end of its key, or its place, is compared with none.
create temp table berkunci as
with bertempat as (
    {% if table.place_code in table.key %}
    select m.*, t.kode as {{ table.place_code }}
    from {{ rows }} as m
    join tempat_{{ table.name }} as t on {{ table.place_columns | agree('m', 't') }}
    where t.kode is not null
    {% else %}
    from {{ rows }}
    {% endif %}
),

bernomor as (
    select berkas, baris, bagian, urut, {{ table.key }}
    from bertempat
    where {{ table.key[-1] }} is not null
)

from bernomor
where hash({{ table.key }}) in (
    select hash({{ table.key }}) from bernomor group by 1 having count(*) > 1
);

select exists (from berkunci);
