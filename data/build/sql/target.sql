-- One row per indicator, area and period.
create or replace table target as
with source as (
    select * from target_bersih
),

renamed as (
    select
        indikator,
        kode_wilayah,
        periode,
        nilai,
        dokumen,
        halaman,
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from source
)

select * from renamed order by indikator, periode, kode_wilayah;
