-- Two steps of resolve.sql, one row per way of naming a kelurahan:
-- first its words as they are compared, then what was found.
dibakukan as materialized (
    select
        *,
        kecamatan_baku(kecamatan) as kec_baku,
        nama_baku(kelurahan) as kel_baku,
        coalesce(bukan_kota_ini(kab_kota), false) as asing,
        menyebut_kota(kab_kota) as sebut,
        coalesce(menyebut_kota_lain(kecamatan), false) as kec_asing
    from cara
),

dicari as (
    select
        p.*,
        case
            when not p.asing and not p.kec_asing
                then coalesce(w.kode_wilayah, if(p.kec_baku is null, di_kota.kode_tunggal, null))
        end as kode,
        coalesce(w.nama, if(p.kec_baku is null, di_kota.nama_tunggal, null)) as nama,
        case
            when p.asing or p.kec_asing then 'lain'
            when w.kode_wilayah is not null and nama_baku(w.nama) = p.kel_baku
                and nama_baku(kec.nama) = p.kec_baku then 'ada'
            when w.kode_wilayah is not null then 'alias'
            when coalesce(p.kecamatan, p.kelurahan) is null then 'kosong'
            when p.kec_baku is null and di_kota.kode_tunggal is not null then 'tanpa_kecamatan'
            when p.kec_baku is null and di_kota.kunci is not null then 'mendua'
            when t.kunci is not null
                then if(p.sebut, 'bertentangan', 'tetangga')
            when kec.kode_wilayah is null and p.kec_baku is not null then 'kecamatan'
            when p.kelurahan is null then 'tanpa_kelurahan'
            when kec.kode_wilayah is not null and di_kota.kunci is not null then 'kecamatan_lain'
            else 'kelurahan'
        end as hasil,
        case
            when hasil in ('bertentangan', 'tetangga', 'kecamatan') then 'kecamatan'
            when hasil in ('tanpa_kelurahan', 'kecamatan_lain', 'kelurahan') then 'kelurahan'
            when hasil = 'lain' and p.asing then 'kab_kota'
            when hasil = 'lain' then 'kecamatan'
        end as sel,
        if(hasil = 'kecamatan', {{ city.kode | literal }}, coalesce(kec.kode_wilayah, {{ city.kode | literal }})) as kode_induk,
        coalesce('Kecamatan ' || kec.nama, {{ city.nama | literal }}) as induk,
        coalesce(
            t.nama || ' ada di ' || t.kab_kota,
            di_kota.nama || ' ada di Kecamatan ' || di_kota.kecamatan
        ) as tempat
    from dibakukan as p
    left join nama_wilayah as kec on kec.tingkat = 'kecamatan' and kec.kunci = p.kec_baku
    left join nama_wilayah as w on w.tingkat = 'kelurahan'
        and w.kode_induk = kec.kode_wilayah and w.kunci = p.kel_baku
    left join nama_kelurahan as di_kota on di_kota.kunci = p.kel_baku
    left join nama_tetangga as t on t.kunci = p.kec_baku
)
