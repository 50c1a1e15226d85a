-- One row per area of the city: 1 kota, 6 kecamatan, 67 kelurahan.
create table wilayah as
select
    tingkat,
    kode_kemendagri as kode_wilayah,
    kode_bps,
    nama,
    nama_bps,
    kode_induk,
    kecamatan
from ref_wilayah
order by kode_kemendagri;

-- One row per kelurahan and area that contains it, itself included: joins roll up with it.
create table cakupan as
select k.kode_wilayah as kode_kelurahan, w.tingkat, w.kode_wilayah
from wilayah as k
join wilayah as w
    on k.kode_wilayah = w.kode_wilayah or starts_with(k.kode_wilayah, w.kode_wilayah || '.')
where k.tingkat = 'kelurahan';

-- A place name as compared: letters only, without its rank.
create macro nama_baku(nama) as regexp_replace(
    regexp_replace(upper(nama), '^\s*(KECAMATAN|KELURAHAN|KEC|KEL|DESA|DS|KOTA)\b\.?', ''),
    '[^A-Z]', '', 'g'
);

-- Whether words name a city or regency that is not this one. "Serang" alone is the name of both,
-- and of a kecamatan and a kelurahan: then the kecamatan and kelurahan decide.
create macro bukan_kota_ini(nama) as case
    when not regexp_matches(upper(nama), '[A-Z]') then false
    when regexp_matches(upper(nama), '\bKAB(UPATEN)?\b') then true
    else nama_baku(nama) not in ('SERANG', 'SERANGKOTA', 'SERANGBANTEN', 'SERANGPROVINSIBANTEN')
end;

-- Whether words name another city or regency though a kecamatan was to be named.
create macro menyebut_kota_lain(nama) as
    regexp_matches(upper(nama), '^\s*(KAB(UPATEN)?\b|KOTA\s+(TANGERANG|CILEGON))');

-- One row per way of naming an area: both official spellings and known aliases. A kelurahan is
-- only ever found together with its kecamatan, since names repeat across kecamatan.
create table nama_wilayah as
with ejaan as (
    select kode_wilayah, nama as ditulis from wilayah
    union all
    select kode_wilayah, nama_bps from wilayah
    union all
    select kode_kemendagri, alias from ref_alias_wilayah
)
select distinct w.tingkat, w.kode_wilayah, w.kode_induk, w.nama, nama_baku(e.ditulis) as kunci
from ejaan as e
join wilayah as w using (kode_wilayah);
