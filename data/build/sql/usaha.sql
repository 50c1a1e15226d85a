-- One row per business and period, without anything that identifies it.
create or replace table usaha as
with source as (
    select * from usaha_bersih
),

produk_dikenal as (
    select distinct produk, lower(nama_produk) as ditulis from ref_kbli
),

{% set tabel = 'usaha' %}
{% include 'asked/definition.sql' %}

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

        -- answers: true, false, or null for unknown and for what the period does not ask
        s.punya_nib,
        if(d.pesan, s.kanal_pesan, null) as kanal_pesan,
        if(d.medsos, s.kanal_medsos, null) as kanal_medsos,
        if(d.marketplace, s.kanal_marketplace, null) as kanal_marketplace,
        if(d.situs, s.kanal_situs, null) as kanal_situs,
        if(d.surel, s.kanal_email, null) as kanal_email,
        ada_kanal(
            if(d.pesan, s.kanal_pesan, false),
            if(d.medsos, s.kanal_medsos, false),
            if(d.marketplace, s.kanal_marketplace, false),
            if(d.situs, s.kanal_situs, false),
            if(d.surel, s.kanal_email, false),
            d.ada
        ) as berusaha_daring,
        -- a shop of its own or in a marketplace
        ada_kanal(
            if(d.marketplace, s.kanal_marketplace, false),
            if(d.situs, s.kanal_situs, false),
            false, false, false,
            d.marketplace or d.situs
        ) as toko_daring,
        -- a channel that is no item of its own in the index of basic ability
        ada_kanal(
            if(d.pesan, s.kanal_pesan, false),
            if(d.situs, s.kanal_situs, false),
            if(d.surel, s.kanal_email, false),
            false, false,
            d.pesan or d.situs or d.surel
        ) as kanal_lain,
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
    left join definisi_kanal as d on d.periode = s.periode
)

select * from renamed order by periode, kode_kelurahan, skala, id_usaha;
