-- One row per respondent and survey.
create or replace table survei as
with source as (
    select * from survei_bersih
),

kelurahan as (
    select distinct kode_wilayah, kode_induk, kunci
    from nama_wilayah
    where tingkat = 'kelurahan'
),

renamed as (
    select
        -- keys
        s.periode,
        s.id_responden,
        s.kode_kecamatan,
        -- only where the respondent named it, within the kecamatan
        k.kode_wilayah as kode_kelurahan,
        s.skala,

        -- design
        s.strata,
        s.klaster,
        s.populasi_strata,
        s.populasi_klaster,
        s.bobot,

        -- answers
        s.punya_nib,
        s.kanal_pesan,
        s.kanal_medsos,
        s.kanal_marketplace,
        s.kanal_situs,
        s.kanal_email,
        ada_kanal(
            s.kanal_pesan, s.kanal_medsos, s.kanal_marketplace, s.kanal_situs, s.kanal_email
        ) as berusaha_daring,
        s.bayar_digital,

        -- provenance
        coalesce(s.sintetis, false) as sintetis,
        s.berkas,
        s.baris
    from source as s
    left join kelurahan as k
        on k.kode_induk = s.kode_kecamatan and k.kunci = nama_baku(s.kelurahan)
)

select * from renamed order by periode, strata, id_responden;
