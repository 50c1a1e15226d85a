-- One row per statement of a count.
create or replace table catatan as
with source as (
    select * from catatan_bersih
),

renamed as (
    select
        tanggal,
        angka,
        batas_bawah,
        mikro,
        kecil,
        menengah,
        pernyataan,
        kantor,
        dasar,
        sumber,
        rujukan,
        kode_wilayah,
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from source
)

select * from renamed order by tanggal, kantor, angka;
