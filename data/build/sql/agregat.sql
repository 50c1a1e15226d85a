-- One row per measure, area, period, category and class.
create or replace table agregat as
with source as (
    select * from agregat_bersih
),

renamed as (
    select
        ukuran,
        kode_wilayah,
        periode,
        kategori,
        skala,
        nilai,
        satuan,
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from source
)

select * from renamed order by ukuran, periode, kategori, kode_wilayah, skala;
