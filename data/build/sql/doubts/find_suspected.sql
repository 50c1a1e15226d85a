-- dugaan_ganda: one row per pair of businesses of one period that may be one, with their names:
-- the same kelurahan and phone, and nearly the same name. What was decided is not asked again.
create temp table dugaan_ganda as
with calon as (
    select
        periode,
        id_usaha,
        kode_kelurahan,
        -- 0812..., +62 812... and the 812... that a spreadsheet leaves of it are one number
        regexp_replace(
            regexp_replace(regexp_replace(telepon, '\D', '', 'g'), '^62', '0'), '^8', '08'
        ) as nomor,
        berkas,
        baris,
        coalesce(nama_usaha, nama_pemilik) as nama,
        lower(coalesce(nama_usaha, nama_pemilik)) as kunci
    from {{ view }}
    where telepon is not null
),

-- more than 20 businesses under one phone share a placeholder, not an owner
senomor as (
    select periode, kode_kelurahan, nomor
    from calon
    where length(nomor) >= 9 and kunci is not null
    group by all
    having count(*) between 2 and 20
),

pilihan as (
    select c.*
    from calon as c
    join senomor using (periode, kode_kelurahan, nomor)
)

select
    a.periode,
    a.kode_kelurahan,
    a.id_usaha as id_a,
    b.id_usaha as id_b,
    a.nama as nama_a,
    b.nama as nama_b,
    b.nomor as telepon,
    b.berkas,
    b.baris,
    a.berkas as berkas_a,
    a.baris as baris_a
from pilihan as a
join pilihan as b using (periode, kode_kelurahan, nomor)
where (a.berkas, a.baris) < (b.berkas, b.baris)
    and a.id_usaha <> b.id_usaha
    -- 'Kedai Bu Ani' and 'Kedai Ibu Ani' have 0.95
    and jaro_winkler_similarity(a.kunci, b.kunci) >= 0.88
    and not exists (
        select 1
        from keputusan as k
        where k.jenis = 'ganda'
            and k.tabel = 'usaha'
            and (k.a, k.b) in ((a.id_usaha, b.id_usaha), (b.id_usaha, a.id_usaha))
    );
