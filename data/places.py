"""From the words of a place to its code: by name within its parent, never by cutting codes.

The distinct ways in which a table's rows name their place are resolved once, in ``tempat_TABLE``;
a row that cannot be resolved has a rule there instead of a code.
"""

from __future__ import annotations

import duckdb

from data.literal import literal
from data.tables import PLACE_COLUMNS, Table

RESOLVED = "tempat_{}"
# What a search can find: severity, rule, what was expected, next step.
UNKNOWN = (
    "wilayah_dikenal",
    "nama wilayah Kota Serang, dengan kecamatannya",
    "Samakan ejaannya dengan daftar wilayah di halaman Metode.",
)
OUTCOMES = {
    "tak_dikenal": UNKNOWN,
    "kosong": UNKNOWN,
    "lain": (
        "wilayah_lain",
        "wilayah di Kota Serang",
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

# A kecamatan's cell that names the city says nothing about the kecamatan.
KECAMATAN = """
    case
        when regexp_matches(upper(p.kecamatan), '^\\s*KOTA\\s*SERANG') then null
        else nama_baku(p.kecamatan)
    end
"""


def resolve(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Make ``tempat_TABLE``: one row per way of naming a place in ``staged``.

    Columns: the table's place words, kode (null when unresolved), tingkat, aturan,
    seharusnya, langkah (null when there is nothing to say), tertulis (the words as shown).
    """
    words = PLACE_COLUMNS[table.place]
    shown = " || ' / ' || ".join(f"coalesce(p.{word}, '')" for word in words[1:])
    said = ", ".join(
        f"({literal(outcome)}, {literal(_severity(table, outcome))}, "
        f"{', '.join(map(literal, texts))})"
        for outcome, texts in OUTCOMES.items()
        if table.placed or outcome != "kosong"
    )
    con.execute(
        f"create temp table {RESOLVED.format(table.name)} as "
        f"with p as (select distinct {', '.join(words)} from {staged} where jenis_baris is null), "
        f"dicari as ({SEARCHES[table.place]}), "
        f"arti (hasil, tingkat, aturan, seharusnya, langkah) as (values {said}) "
        f"select {', '.join(words)}, kode, tingkat, aturan, langkah, "
        f"replace(seharusnya, '{{nama}}', coalesce(nama, '')) as seharusnya, {shown} as tertulis "
        "from dicari as p left join arti using (hasil)"
    )


def _severity(table: Table, outcome: str) -> str:
    if outcome in {"alias", "tanpa_kecamatan"}:
        return "ubahan"
    return "galat" if table.placed else "peringatan"


KELURAHAN = f"""
    select
        p.*,
        case
            when not bukan_kota_ini(coalesce(p.kab_kota, ''))
                and not menyebut_kota_lain(coalesce(p.kecamatan, ''))
                then coalesce(w.kode_wilayah, sendiri.kode_wilayah)
        end as kode,
        coalesce(w.nama, sendiri.nama) as nama,
        case
            when bukan_kota_ini(p.kab_kota) or menyebut_kota_lain(p.kecamatan)
                then 'lain'
            when w.kode_wilayah is not null and nama_baku(w.nama) = nama_baku(p.kelurahan)
                and nama_baku(kec.nama) = nama_baku(p.kecamatan) then 'ada'
            when w.kode_wilayah is not null then 'alias'
            when coalesce(p.kecamatan, p.kelurahan) is null then 'kosong'
            when sendiri.kode_wilayah is not null then 'tanpa_kecamatan'
            when {KECAMATAN} is null and mendua.kunci is not null then 'mendua'
            else 'tak_dikenal'
        end as hasil
    from p
    left join nama_wilayah as kec on kec.tingkat = 'kecamatan' and kec.kunci = {KECAMATAN}
    left join nama_wilayah as w on w.tingkat = 'kelurahan'
        and w.kode_induk = kec.kode_wilayah and w.kunci = nama_baku(p.kelurahan)
    left join (
        select kunci, min(kode_wilayah) as kode_wilayah, min(nama) as nama
        from nama_wilayah where tingkat = 'kelurahan'
        group by kunci having count(distinct kode_wilayah) = 1
    ) as sendiri on {KECAMATAN} is null and sendiri.kunci = nama_baku(p.kelurahan)
    left join (
        select kunci from nama_wilayah where tingkat = 'kelurahan'
        group by kunci having count(distinct kode_wilayah) > 1
    ) as mendua on mendua.kunci = nama_baku(p.kelurahan)
"""

KEC = """
    select
        p.*,
        case when not bukan_kota_ini(coalesce(p.kab_kota, '')) then w.kode_wilayah end as kode,
        w.nama,
        case
            when bukan_kota_ini(p.kab_kota) or menyebut_kota_lain(p.kecamatan)
                then 'lain'
            when p.kecamatan is null then 'kosong'
            when w.kode_wilayah is null then 'tak_dikenal'
            when nama_baku(w.nama) = nama_baku(p.kecamatan) then 'ada'
            else 'alias'
        end as hasil
    from p
    left join nama_wilayah as w on w.tingkat = 'kecamatan'
        and w.kunci = nama_baku(p.kecamatan)
        and not menyebut_kota_lain(p.kecamatan)
"""

# 'Kota Serang' is the city, 'Serang' the kecamatan: the rank decides, where it is said.
WILAYAH = """
    select
        p.*,
        case when not bukan_kota_ini(coalesce(p.kab_kota, '')) then w.kode_wilayah end as kode,
        w.nama,
        case
            when bukan_kota_ini(p.kab_kota) or menyebut_kota_lain(p.wilayah) then 'lain'
            when w.kode_wilayah is null and p.wilayah is null then 'kosong'
            when w.kode_wilayah is null then 'tak_dikenal'
            when p.wilayah is null or nama_baku(w.nama) = nama_baku(p.wilayah) then 'ada'
            else 'alias'
        end as hasil
    from p
    left join nama_wilayah as w
        on w.kunci = nama_baku(coalesce(p.wilayah, p.kab_kota))
        and not menyebut_kota_lain(coalesce(p.wilayah, ''))
        and w.tingkat = case
            when p.wilayah is null then 'kota'
            when regexp_matches(upper(p.wilayah), '^\\s*KOTA\\b') then 'kota'
            else 'kecamatan'
        end
"""

SEARCHES = {
    "kelurahan": KELURAHAN,
    "kecamatan": KEC,
    "wilayah": WILAYAH,
}
