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

-- A kecamatan as compared. A cell that names the city says nothing about the kecamatan.
create macro kecamatan_baku(nama) as case
    when regexp_matches(upper(nama), '^\s*{{ city.nama.upper().split() | join('\\s*') | sql }}') then null
    else nama_baku(nama)
end;

-- An area's own code, without points, of kab/kota or kecamatan; null for words and other numbers.
-- Both code systems begin with the same digits for this city, and only with them.
create macro kode_tertulis(nama) as case
    when regexp_full_match(nama, '\s*\d{2}\.?\d{2}(\.?\d{2,3})?\s*') then regexp_replace(nama, '\D', '', 'g')
end;

-- A city or regency as compared: without its province behind it.
create macro nama_kota(nama) as nama_baku(
    regexp_replace(upper(nama), '[\s,(-]*(PROV(INSI)?\b\.?\s*)?\b{{ city.provinsi.upper() | sql }}\W*$', '')
);

-- Whether words or a code name a city or regency that is not this one. The name alone may be that of
-- both, and of a kecamatan and a kelurahan: then the kecamatan and kelurahan decide.
create macro bukan_kota_ini(nama) as case
    when kode_tertulis(nama) is not null then not starts_with(kode_tertulis(nama), {{ city.digits | literal }})
    when not regexp_matches(upper(nama), '[A-Z]') then false
    when regexp_matches(upper(nama), '\bKAB(UPATEN)?\b') then true
    else nama_kota(nama) not in ({{ city.bare_name | literal }}, {{ (city.bare_name ~ 'KOTA') | literal }})
end;

-- Whether words say that they mean the city, and not a regency, kecamatan or kelurahan of its name.
create macro menyebut_kota(nama) as coalesce(
    regexp_matches(upper(nama), '\bKOTA\b') or starts_with(kode_tertulis(nama), {{ city.digits | literal }}), false
);

-- Whether words name another city or regency though a kecamatan was to be named.
create macro menyebut_kota_lain(nama) as
    regexp_matches(upper(nama), '^\s*(KAB(UPATEN)?\b|KOTA\s+({{ city.kota_lain | join('|') | upper | sql }}))');

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
join wilayah as w using (kode_wilayah)
union
-- A whole code is as good as a name; it is never cut.
select tingkat, kode_wilayah, kode_induk, nama, unnest([replace(kode_wilayah, '.', ''), kode_bps])
from wilayah where tingkat <> 'kelurahan';

-- One row per way of naming a kelurahan: where one of that name lies, and which it is where there
-- is only one.
create table nama_kelurahan as
select
    n.kunci,
    min(n.nama) as nama,
    string_agg(distinct k.nama, ' dan ' order by k.nama) as kecamatan,
    case when count(distinct n.kode_wilayah) = 1 then min(n.kode_wilayah) end as kode_tunggal,
    case when count(distinct n.kode_wilayah) = 1 then min(n.nama) end as nama_tunggal
from nama_wilayah as n
join wilayah as k on k.kode_wilayah = n.kode_induk
where n.tingkat = 'kelurahan'
group by n.kunci;

-- One row per kecamatan of a neighbour: what names one lies elsewhere and is no slip of the pen.
create table nama_tetangga as
select nama_baku(nama) as kunci, min(nama) as nama, min(kab_kota) as kab_kota
from ref_tetangga group by 1;
