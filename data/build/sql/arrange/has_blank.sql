-- Whether a row of a sheet may hold nothing at all: most sheets have none.
select exists (
    from mentah_{{ table.name }} where berkas = $berkas and jenis_baris = 'baris_keterangan'
);
