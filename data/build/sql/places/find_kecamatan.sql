-- Two steps of resolve.sql, one row per way of naming a kecamatan:
-- first its words as they are compared, then what was found.
dibakukan as materialized (
    select
        *,
        nama_baku(kecamatan) as kec_baku,
        coalesce(bukan_kota_ini(kab_kota), false) as asing,
        menyebut_kota(kab_kota) as sebut,
        coalesce(menyebut_kota_lain(kecamatan), false) as kec_asing
    from cara
),

dicari as (
    select
        p.*,
        case when not p.asing then w.kode_wilayah end as kode,
        w.nama,
        case
            when p.asing or p.kec_asing then 'lain'
            when p.kecamatan is null then 'kosong'
            when t.kunci is not null
                then if(p.sebut, 'bertentangan', 'tetangga')
            when w.kode_wilayah is null then 'kecamatan'
            when nama_baku(w.nama) = p.kec_baku then 'ada'
            else 'alias'
        end as hasil,
        if(hasil = 'lain' and p.asing, 'kab_kota', 'kecamatan') as sel,
        {{ city.kode | literal }} as kode_induk,
        {{ city.nama | literal }} as induk,
        t.nama || ' ada di ' || t.kab_kota as tempat
    from dibakukan as p
    left join nama_wilayah as w on w.tingkat = 'kecamatan'
        and w.kunci = p.kec_baku
        and not p.kec_asing
    left join nama_tetangga as t on t.kunci = p.kec_baku
)
