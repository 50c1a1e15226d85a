-- One row per respondent and survey.
create table survei as
with source as (
    select * from survei_tertaut
),

renamed as (
    select
        -- keys
        periode,
        id_responden,
        kode_kecamatan,
        skala,

        -- design
        strata,
        klaster,
        populasi_strata,
        bobot,

        -- answers
        punya_nib,
        kanal_pesan,
        kanal_medsos,
        kanal_marketplace,
        kanal_situs,
        kanal_email,
        kanal_pesan or kanal_medsos or kanal_marketplace or kanal_situs or kanal_email
            as berusaha_daring,
        bayar_digital,

        -- provenance
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from source
)

select * from renamed order by periode, strata, id_responden;
