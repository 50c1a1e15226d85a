-- tempat_TABLE: one row per way of naming a place in a staging table, with the code of that place or
-- what is to be said of it; its columns are those of unresolved.sql. Each way is resolved once.
create temp table tempat_{{ table.name }} as
with cara as (
    select distinct {{ table.place_columns }}
    from {{ staged }}
    where jenis_baris is null
),

-- Each search gives: kode and nama of what was found, hasil (an outcome), sel (the cell in
-- question), induk and kode_induk (where it was sought), tempat (where the word lies). The words are
-- made comparable once: a macro is planned anew wherever it stands, and its patterns with it.
{% include 'places/find_' ~ table.place ~ '.sql' %},

isi as (
    select
        *,
        coalesce(
            case sel
                {% for word in table.place_columns %}
                when {{ word | literal }} then {{ word }}
                {% endfor %}
            end,
            ''
        ) as ditulis
    from dicari
),

tak_dikenal as (
    select distinct hasil, ditulis, kode_induk, nama_baku(ditulis) as kunci
    from isi
    where hasil in ('kelurahan', 'kecamatan', 'wilayah')
),

-- How many of the letters may stay: 'Trondol' keeps 0.88 of 'Terondol', 'Cipete' 0.67 of 'Cipare'.
-- Jaro-Winkler, which leans on the first letters, misses 'Penancangan' (0.83).
dekat as (
    select
        t.hasil,
        t.ditulis,
        t.kode_induk,
        w.nama || case
            when t.hasil = 'kelurahan' and t.kode_induk = {{ city.kode | literal }}
                then ' (Kecamatan ' || k.nama || ')'
            else ''
        end as disebut,
        w.nama,
        1 - damerau_levenshtein(w.kunci, t.kunci) / greatest(length(w.kunci), length(t.kunci))
            as sisa
    from tak_dikenal as t
    join nama_wilayah as w
        on (t.hasil = 'wilayah' and w.tingkat <> 'kelurahan' or w.tingkat = t.hasil)
        and starts_with(w.kode_wilayah, t.kode_induk)
    left join wilayah as k on k.kode_wilayah = w.kode_induk
    where sisa >= 0.75
),

-- The nearest known name of an unknown one, among those it may be: it is shown, never taken.
mirip as (
    select hasil, ditulis, kode_induk, '; mungkin ' || arg_max(disebut, (sisa, nama)) as mirip
    from dekat
    group by all
),

{% include 'places/outcomes.sql' %}


select
    {{ table.place_columns }},
    kode,
    tingkat,
    aturan,
    langkah,
    replace(
        replace(
            replace(
                replace(seharusnya, '{nama}', coalesce(nama, '')),
                '{induk}', coalesce(induk, '')
            ),
            '{tempat}', coalesce(tempat, '')
        ),
        '{mirip}', coalesce(mirip, '')
    ) as seharusnya,
    coalesce(sel, {{ table.place_columns[1:] | join(' / ') | literal }}) as kolom,
    case
        when sel is not null then ditulis
        {% if table.place == 'kelurahan' %}
        else coalesce(kecamatan, '') || ' / ' || coalesce(kelurahan, '')
        {% else %}
        else coalesce({{ table.place }}, '')
        {% endif %}
    end as tertulis
from isi
left join arti using (hasil)
left join mirip using (hasil, ditulis, kode_induk);
