-- Leaves out the rows of a sheet that hold nothing at all: they are no rows.
delete from mentah_{{ source.table.name }}
where berkas = $berkas
    and jenis_baris = 'baris_keterangan'
    and baris not in ({{ source.filled }});
