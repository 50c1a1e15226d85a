-- Leaves out the days of a row on which nobody came; of a row without any day all are kept, to be
-- folded.
delete from mentah_{{ table.name }}
where berkas = $berkas
    and jenis_baris = 'tak_hadir'
    and baris in (
        select baris from mentah_{{ table.name }} where berkas = $berkas and jenis_baris is null
    );
