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

{% set tabel = 'survei' %}
{% include 'asked/definition.sql' %}

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

        -- answers: true, false, or null for unknown and for what the survey does not ask
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
        s.bayar_digital,

        -- provenance
        coalesce(s.sintetis, false) as sintetis,
        s.berkas,
        s.baris
    from source as s
    left join kelurahan as k
        on k.kode_induk = s.kode_kecamatan and k.kunci = nama_baku(s.kelurahan)
    left join definisi_kanal as d on d.periode = s.periode
)

select * from renamed order by periode, strata, id_responden;
