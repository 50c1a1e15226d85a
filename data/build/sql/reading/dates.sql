-- One row per date of a sheet that was read as another writing of itself.
select s.baris, 'dibaca sebagai ' || s.{{ column }} as seharusnya
from mentah_{{ source.table.name }} as s
join {{ source.cells }} as a using (baris)
where s.berkas = $berkas
    and s.jenis_baris is null
    and try_cast(s.{{ column }} as date) is not null
    and s.{{ column }} is distinct from rapi(a.{{ cell }})
