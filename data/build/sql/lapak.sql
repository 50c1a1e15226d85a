-- One row per shop listing and period.
create or replace table lapak as
with source as (
    select * from lapak_bersih
),

renamed as (
    select
        periode,
        platform,
        lapak,
        kode_kecamatan,
        produk,
        kategori,
        harga_rp,
        terjual,
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from source
)

select * from renamed order by periode, platform, berkas, baris;
