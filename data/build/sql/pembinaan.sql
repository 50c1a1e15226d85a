-- One row per business and coaching event.
create or replace table pembinaan as
with source as (
    select * from pembinaan_bersih
),

renamed as (
    select
        tanggal,
        kegiatan,
        tema,
        penyelenggara,
        id_usaha,
        orang,
        kode_kelurahan,
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from source
)

select * from renamed order by tanggal, kegiatan, berkas, baris;
