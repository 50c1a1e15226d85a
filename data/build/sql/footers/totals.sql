-- Adds to luar_data each total: it is alone with numbers.
insert into luar_data
with calon as (
    select baris, list_filter([{{ source.texts }}], sel -> sel is not null) as isi
    from {{ source.below }}
    semi join (select baris from awal_baris where jumlah) using (baris)
)

select baris, 'baris_rekap' as jenis
from calon
where len(list_filter(isi, sel -> not regexp_full_match(
    sel, '(Rp\.?\s*)?[-–]?[\d.,]*\s*(%|usaha|umkm|orang|peserta|unit)?'
))) <= 1;
