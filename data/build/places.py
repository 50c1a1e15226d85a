"""From the words of a place to its code: by name within its parent, never by cutting codes.

The distinct ways in which a table's rows name their place are resolved once, in ``tempat_TABLE``;
a row that cannot be resolved has a rule there instead of a code.
"""

from __future__ import annotations

import duckdb

from data.quoting import literal
from data.tables import PLACE_COLUMNS, Table

RESOLVED = "tempat_{}"
ALIKE = 0.75  # share of letters that may stay: 'Trondol' keeps 0.88 of 'Terondol', 'Cipete' 0.67 of
# 'Cipare'. Jaro-Winkler, which leans on the first letters, misses 'Penancangan' (0.83).
SPELLING = "Samakan ejaannya dengan daftar wilayah di halaman Metode."
# What a search can find: rule, what was expected, next step. {nama} is the area that was found,
# {induk} where it was sought, {tempat} where what is written does lie, {mirip} the
# nearest known name, which is only shown.
OUTCOMES = {
    "kosong": ("wilayah_dikenal", "nama wilayah Kota Serang", "Isi nama wilayahnya."),
    "wilayah": ("wilayah_dikenal", "nama wilayah Kota Serang{mirip}", SPELLING),
    "kecamatan": ("wilayah_dikenal", "nama kecamatan di Kota Serang{mirip}", SPELLING),
    "kelurahan": ("wilayah_dikenal", "nama kelurahan di {induk}{mirip}", SPELLING),
    "tanpa_kelurahan": ("wilayah_dikenal", "nama kelurahan di {induk}", "Isi kelurahannya."),
    "kecamatan_lain": (
        "wilayah_dikenal",
        "kelurahan di {induk}; {tempat}",
        "Ejaannya sudah benar. Perbaiki kecamatannya, atau kelurahannya.",
    ),
    "bertentangan": (
        "wilayah_dikenal",
        "kecamatan di Kota Serang; {tempat}",
        "Perbaiki kecamatannya, atau kabupaten/kotanya.",
    ),
    "kota_atau_kabupaten": (
        "kota_atau_kabupaten",
        "Kota Serang atau Kabupaten Serang",
        "Tulis Kota atau Kabupaten di depan namanya.",
    ),
    "lain": (
        "wilayah_lain",
        "wilayah di Kota Serang",
        "Hapus baris ini bila usahanya memang di luar Kota Serang.",
    ),
    "tetangga": (
        "wilayah_lain",
        "wilayah di Kota Serang; {tempat}",
        "Hapus baris ini bila usahanya memang di luar Kota Serang.",
    ),
    "mendua": ("wilayah_mendua", "nama kelurahan dengan kecamatannya", "Isi kecamatannya."),
    "alias": ("ejaan_wilayah", "{nama}", "Tidak perlu diubah."),
    "tanpa_kecamatan": (
        "kecamatan_dilengkapi",
        "{nama}, satu-satunya yang bernama itu",
        "Isi kecamatannya bila ini salah.",
    ),
}
SAID = ("kode", "tingkat", "aturan", "langkah", "seharusnya", "kolom", "tertulis")
"""What is said of every way of naming a place, beside its words."""
READ_OTHERWISE = {"alias", "tanpa_kecamatan"}

# A kecamatan's cell that names the city says nothing about the kecamatan.
KECAMATAN = """
    case
        when regexp_matches(upper(p.kecamatan), '^\\s*KOTA\\s*SERANG') then null
        else nama_baku(p.kecamatan)
    end
"""
# The words of a place as compared, each worked out once: a macro is planned anew wherever it
# stands, and its patterns with it.
ELSEWHERE = (
    "coalesce(bukan_kota_ini(p.kab_kota), false) as asing, menyebut_kota(p.kab_kota) as sebut"
)
COMPARED = {
    "kelurahan": f"{KECAMATAN} as kec_baku, nama_baku(p.kelurahan) as kel_baku, {ELSEWHERE}, "
    "coalesce(menyebut_kota_lain(p.kecamatan), false) as kec_asing",
    "kecamatan": f"nama_baku(p.kecamatan) as kec_baku, {ELSEWHERE}, "
    "coalesce(menyebut_kota_lain(p.kecamatan), false) as kec_asing",
    "wilayah": f"nama_baku(p.wilayah) as wil_baku, {ELSEWHERE}, "
    "coalesce(menyebut_kota_lain(p.wilayah), false) as wil_asing, "
    "kode_tertulis(p.wilayah) as kode_wil",
}


def unresolved(table: Table) -> str:
    """Return a statement that makes ``tempat_TABLE`` of a staging table without rows."""
    columns = ", ".join(f"{name} varchar" for name in (*PLACE_COLUMNS[table.place], *SAID))
    return f"create temp table {RESOLVED.format(table.name)} ({columns})"


def resolve(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Make ``tempat_TABLE``: one row per way of naming a place in ``staged``.

    Columns: the table's place words, kode (null when unresolved), tingkat, aturan, seharusnya,
    langkah (null when there is nothing to say), kolom (the cell in question, or all of them),
    tertulis (its words as shown).
    """
    words = PLACE_COLUMNS[table.place]
    shown = " || ' / ' || ".join(f"coalesce({word}, '')" for word in words[1:])
    cell = "case sel " + " ".join(f"when '{word}' then {word}" for word in words) + " end"
    said = ", ".join(
        f"({literal(outcome)}, {literal(_severity(table, outcome))}, "
        f"{', '.join(map(literal, texts))})"
        for outcome, texts in OUTCOMES.items()
        if table.placed or outcome != "kosong"
    )
    expected = "seharusnya"
    for name in ("nama", "induk", "tempat", "mirip"):
        expected = f"replace({expected}, '{{{name}}}', coalesce({name}, ''))"
    con.execute(
        f"create temp table {RESOLVED.format(table.name)} as "
        f"with ditulis as (select distinct {', '.join(words)} from {staged} "
        "where jenis_baris is null), "
        f"p as materialized (select *, {COMPARED[table.place]} from ditulis as p), "
        f"dicari as ({SEARCHES[table.place]}), "
        f"isi as (select *, coalesce({cell}, '') as ditulis from dicari), mirip as ({NEAREST}), "
        f"arti (hasil, tingkat, aturan, seharusnya, langkah) as (values {said}) "
        f"select {', '.join(words)}, kode, tingkat, aturan, langkah, {expected} as seharusnya, "
        f"coalesce(sel, {literal(' / '.join(words[1:]))}) as kolom, "
        f"case when sel is null then {shown} else ditulis end as tertulis "
        "from isi left join arti using (hasil) "
        "left join mirip using (hasil, ditulis, kode_induk)"
    )


def _severity(table: Table, outcome: str) -> str:
    if outcome in READ_OTHERWISE:
        return "ubahan"
    return "galat" if table.placed else "peringatan"


LETTERS = """
    1 - damerau_levenshtein(w.kunci, i.kunci) / greatest(length(w.kunci), length(i.kunci))
"""

# The nearest known name of an unknown one, among those it may be: it is shown, never taken.
NEAREST = f"""
    select
        i.hasil, i.ditulis, i.kode_induk,
        '; mungkin ' || arg_max(
            w.nama || case
                when i.hasil = 'kelurahan' and i.kode_induk = '36.73'
                    then ' (Kecamatan ' || k.nama || ')'
                else ''
            end,
            ({LETTERS}, w.nama)
        ) as mirip
    from (
        select distinct hasil, ditulis, kode_induk, nama_baku(ditulis) as kunci from isi
        where hasil in ('kelurahan', 'kecamatan', 'wilayah')
    ) as i
    join nama_wilayah as w
        on (i.hasil = 'wilayah' and w.tingkat <> 'kelurahan' or w.tingkat = i.hasil)
        and starts_with(w.kode_wilayah, i.kode_induk)
        and {LETTERS} >= {ALIKE}
    left join wilayah as k on k.kode_wilayah = w.kode_induk
    group by all
"""

# Each search gives a row per way: kode and nama of what was found, hasil (an outcome), sel (the
# cell in question), induk and kode_induk (where it was sought), tempat (where the word lies).
KELURAHAN = """
    select
        p.*,
        case
            when not p.asing and not p.kec_asing
                then coalesce(w.kode_wilayah, if(p.kec_baku is null, di_kota.kode_tunggal, null))
        end as kode,
        coalesce(w.nama, if(p.kec_baku is null, di_kota.nama_tunggal, null))
            as nama,
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
        if(hasil = 'kecamatan', '36.73', coalesce(kec.kode_wilayah, '36.73')) as kode_induk,
        coalesce('Kecamatan ' || kec.nama, 'Kota Serang') as induk,
        coalesce(
            t.nama || ' ada di ' || t.kab_kota,
            di_kota.nama || ' ada di Kecamatan ' || di_kota.kecamatan
        ) as tempat
    from p
    left join nama_wilayah as kec on kec.tingkat = 'kecamatan' and kec.kunci = p.kec_baku
    left join nama_wilayah as w on w.tingkat = 'kelurahan'
        and w.kode_induk = kec.kode_wilayah and w.kunci = p.kel_baku
    left join nama_kelurahan as di_kota on di_kota.kunci = p.kel_baku
    left join nama_tetangga as t on t.kunci = p.kec_baku
"""

KEC = """
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
        '36.73' as kode_induk, 'Kota Serang' as induk, t.nama || ' ada di ' || t.kab_kota as tempat
    from p
    left join nama_wilayah as w on w.tingkat = 'kecamatan'
        and w.kunci = p.kec_baku
        and not p.kec_asing
    left join nama_tetangga as t on t.kunci = p.kec_baku
"""

# 'Kota Serang' is the city, 'Serang' the kecamatan: the rank decides, where it is said. Where only
# a city or regency is named, 'Serang' alone is either of them.
WILAYAH = """
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
        '36.73' as kode_induk, 'Kota Serang' as induk, t.nama || ' ada di ' || t.kab_kota as tempat
    from p
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
            when regexp_matches(upper(p.wilayah), '^\\s*KOTA\\b') then w.tingkat = 'kota'
            else w.tingkat = 'kecamatan'
        end
    left join nama_tetangga as t on t.kunci = p.wil_baku
"""

SEARCHES = {
    "kelurahan": KELURAHAN,
    "kecamatan": KEC,
    "wilayah": WILAYAH,
}
