-- Two steps of resolve.sql, one row per way of naming a place that is the city or a kecamatan:
-- first its words as they are compared, then what was found.
-- A city and a kecamatan of it may have one name: the rank decides, where it is said. Where only a
-- city or regency is named, the name alone is either of them.
dibakukan as materialized (
    select
        *,
        nama_baku(wilayah) as wil_baku,
        coalesce(bukan_kota_ini(kab_kota), false) as asing,
        menyebut_kota(kab_kota) as sebut,
        coalesce(menyebut_kota_lain(wilayah), false) as wil_asing,
        kode_tertulis(wilayah) as kode_wil
    from cara
),

dicari as (
    select
        p.*,
        w.nama,
        case
            when p.asing or p.wil_asing
                or (p.kode_wil is not null and bukan_kota_ini(p.wilayah)) then 'lain'
            when coalesce(p.wilayah, p.kab_kota) is null then 'kosong'
            when p.wilayah is null and not p.sebut
                then if(w.kode_wilayah is null, 'wilayah', 'kota_atau_kabupaten')
            when t.kunci is not null
                then if(p.sebut, 'bertentangan', 'tetangga')
            when w.kode_wilayah is null then 'wilayah'
            when p.wilayah is null or p.kode_wil is not null
                or nama_baku(w.nama) = p.wil_baku then 'ada'
            else 'alias'
        end as hasil,
        case when hasil in ('ada', 'alias') then w.kode_wilayah end as kode,
        if(
            hasil = 'kota_atau_kabupaten' or (hasil = 'lain' and p.asing),
            'kab_kota', 'wilayah'
        ) as sel,
        {{ city.kode | literal }} as kode_induk,
        {{ city.nama | literal }} as induk,
        t.nama || ' ada di ' || t.kab_kota as tempat
    from dibakukan as p
    left join nama_wilayah as w
        on w.kunci = coalesce(
            kode_tertulis(coalesce(p.wilayah, p.kab_kota)),
            p.wil_baku,
            nama_kota(p.kab_kota)
        )
        and not p.wil_asing
        and case
            when p.wilayah is null then w.tingkat = 'kota'
            when p.kode_wil is not null then w.tingkat <> 'kelurahan'
            when regexp_matches(upper(p.wilayah), '^\s*KOTA\b') then w.tingkat = 'kota'
            else w.tingkat = 'kecamatan'
        end
    left join nama_tetangga as t on t.kunci = p.wil_baku
)
