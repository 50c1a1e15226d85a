-- The rows of data of a sheet, with each yes-or-no cell as it was written and as it was read.
sel as (
    select
        m.baris,
        {% for name, cell in cells.items() %}
        rapi(a.{{ cell }}) as sel_{{ name }},
        m.{{ name }},
        {% endfor %}
    from mentah_{{ table.name }} as m
    join {{ sheet }} as a on a.baris = m.baris
    where m.berkas = $berkas and m.jenis_baris is null
)
