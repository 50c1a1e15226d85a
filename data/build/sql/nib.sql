-- One row per NIB: the earliest project speaks, investment and workers are summed.
create or replace table nib as
with source as (
    select * from nib_bersih
),

urut as (
    select
        *,
        row_number() over w as ke,
        count(*) over v as jumlah_proyek,
        sum(jumlah_investasi_rp) over v as investasi_semua_rp,
        sum(tki) over v as tki_semua
    from source
    window
        w as (
            partition by nib
            order by tanggal_pengajuan nulls last, id_proyek nulls last, berkas, baris
        ),
        v as (partition by nib)
),

renamed as (
    select
        -- keys
        usaha_oss,
        orang,
        kode_kelurahan,

        -- the project that speaks
        id_proyek,
        tanggal_terbit,
        tanggal_pengajuan,
        jenis_perusahaan,
        status_modal,
        risiko,
        skala,
        kbli,
        kbli_versi,

        -- all projects
        jumlah_proyek,
        -- not cast back: a sum of bigint is a hugeint, which no number of projects can exceed
        investasi_semua_rp as jumlah_investasi_rp,
        cast(tki_semua as bigint) as tki,

        -- provenance
        coalesce(sintetis, false) as sintetis,
        berkas,
        baris
    from urut
    where ke = 1
)

select * from renamed order by kode_kelurahan, skala, id_proyek;
