-- One row per business and period, without anything that identifies it.
create or replace table usaha as
with source as (
    select * from usaha_bersih
),

produk_dikenal as (
    select distinct produk, lower(nama_produk) as ditulis from ref_kbli
),

renamed as (
    select
        -- keys
        s.periode,
        s.id_usaha,
        s.orang,
        s.kode_kelurahan,

        -- what it makes or sells
        s.kbli,
        s.kbli_versi,
        case
            when try_cast(left(s.kbli, 2) as integer) between 1 and 3 then 'A'
            when try_cast(left(s.kbli, 2) as integer) between 10 and 33 then 'C'
            when try_cast(left(s.kbli, 2) as integer) between 41 and 43 then 'F'
            when try_cast(left(s.kbli, 2) as integer) between 45 and 47 then 'G'
            when try_cast(left(s.kbli, 2) as integer) between 49 and 53 then 'H'
            when try_cast(left(s.kbli, 2) as integer) between 55 and 56 then 'I'
            when s.kbli is not null then 'lain'
        end as sektor,
        -- a product that the crosswalk does not name is 'lainnya'; an empty cell is unknown
        case when s.produk is not null then coalesce(p.produk, 'lainnya') end as produk,

        -- how big
        s.skala,
        s.kriteria_skala,
        s.omzet_rp,
        s.tenaga_kerja,
        s.tahun_mulai,
        s.status_aktif,

        -- answers: true, false, or null for unknown
        s.punya_nib,
        s.kanal_pesan,
        s.kanal_medsos,
        s.kanal_marketplace,
        s.kanal_situs,
        s.kanal_email,
        ada_kanal(
            s.kanal_pesan, s.kanal_medsos, s.kanal_marketplace, s.kanal_situs, s.kanal_email
        ) as berusaha_daring,
        s.marketplace_kota,
        s.bayar_digital,
        s.kirim_luar_provinsi,
        s.ekspor_daring,
        s.ikut_pelatihan,

        -- provenance
        coalesce(s.sintetis, false) as sintetis,
        s.berkas,
        s.baris
    from source as s
    left join produk_dikenal as p on p.ditulis = lower(s.produk)
)

select * from renamed order by periode, kode_kelurahan, skala, id_usaha;
