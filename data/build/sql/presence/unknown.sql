-- One row per row of data whose cell below a day says neither that somebody came nor that not.
select baris, rapi({{ presence.cell }}) as nilai
from {{ source.below }}
where rapi({{ presence.cell }}) is not null
    and not list_contains({{ presence.known }}, lower(rapi({{ presence.cell }})))
    and baris in (
        select baris
        from mentah_{{ source.table.name }}
        where berkas = {{ source.berkas | literal }} and coalesce(jenis_baris, 'tak_hadir') = 'tak_hadir'
    )
