"""Rows that a person has to look at: places of two readings, and businesses that may be one.

What was decided before is applied; what was not is asked.
"""

from __future__ import annotations

import duckdb

from data.build.places import KECAMATAN
from data.tables import Table

ALIKE = 0.88  # Jaro-Winkler; 'Kedai Bu Ani' and 'Kedai Ibu Ani' have 0.95
LARGEST_GROUP = 20  # more businesses than that under one phone share a placeholder, not an owner
SHORTEST_PHONE = 9  # digits
# 0812..., +62 812... and the 812... that a spreadsheet leaves of it are one number.
PHONE = "regexp_replace(regexp_replace(regexp_replace({}, '\\D', '', 'g'), '^62', '0'), '^8', '08')"

SHEETS = "create table lembar (berkas varchar, sha256 varchar)"
# A row without a number of its own is known by its place in a file of this content.
ROW = "left(l.sha256, 12) || regexp_extract(l.berkas, '( \\[.*)?$') || ', baris ' || {}.baris"
AMBIGUOUS = f"""
    select distinct
        t.tabel, coalesce(t.kunci, {ROW.format("t")}) as kunci, t.nilai,
        coalesce(t.kunci, t.berkas || ', baris ' || t.baris) as tertulis
    from temuan as t join lembar as l using (berkas)
    where t.aturan = 'wilayah_mendua' order by all
"""


def apply_places(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Fill in the kecamatan of rows about which somebody decided, and say so."""
    if (
        table.place != "kelurahan"
        or not con.execute(
            "select 1 from keputusan where jenis = 'wilayah' and tabel = ? limit 1", [table.name]
        ).fetchone()
    ):
        return
    key = f"coalesce(p.{table.key[-1]}, {ROW.format('p')})"
    con.execute(
        "create or replace temp table ditempatkan as "
        "select p.berkas, p.baris, any_value(k.jawaban) as jawaban, "
        "any_value(p.kecamatan) as kecamatan, any_value(k.b) as kelurahan, "
        f"any_value(p.{table.key[-1]}) as kunci "
        f"from {staged} as p join lembar as l using (berkas) join keputusan as k "
        f"on k.jenis = 'wilayah' and k.tabel = '{table.name}' and k.a = {key} "
        f"and k.b = p.kelurahan where p.jenis_baris is null and ({KECAMATAN}) is null "
        "group by p.berkas, p.baris"
    )
    con.execute(
        "insert into temuan select ?, berkas, baris, kunci, 'kecamatan / kelurahan', "
        "coalesce(kecamatan, '') || ' / ' || kelurahan, 'wilayah_diputuskan', 'ubahan', "
        "jawaban || ' / ' || kelurahan, 'Tidak perlu diubah.' from ditempatkan",
        [table.name],
    )
    con.execute(
        f"update {staged} as s set kecamatan = d.jawaban from ditempatkan as d "
        "where s.berkas = d.berkas and s.baris = d.baris"
    )


def fold_decided(con: duckdb.DuckDBPyConnection, staged: str) -> None:
    """Of the businesses of a period that somebody declared to be one, fold all but the first.

    Only those count that are there and were not refused: nobody is folded into a missing one.
    """
    con.execute(
        "insert into temuan select 'usaha', berkas, baris, id_usaha, 'id_usaha', id_usaha, "
        "'ganda_diputuskan', 'lipat', 'usaha yang sama dengan ' || pertama, "
        "'Tidak perlu diubah.' from (select s.berkas, s.baris, s.id_usaha, "
        "row_number() over w as ke, first_value(s.id_usaha) over w as pertama "
        f"from {staged} as s join satu_usaha as k on k.id_usaha = s.id_usaha "
        "anti join (select berkas, baris from temuan where tabel = 'usaha' "
        "and tingkat in ('galat', 'lipat')) as g on g.berkas = s.berkas and g.baris = s.baris "
        "where s.jenis_baris is null "
        "window w as (partition by s.periode, k.kelompok order by k.urutan)) where ke > 1"
    )


def suspect(con: duckdb.DuckDBPyConnection, view: str) -> None:
    """Flag pairs of one period with the same place and phone and nearly the same name.

    The pairs, with their names, go to the temporary table ``dugaan_ganda``; the findings name
    numbers only.
    """
    con.execute(suspected(view))
    con.execute(
        "insert into temuan select 'usaha', berkas, baris, id_b, 'id_usaha', id_b, "
        "'dugaan_ganda', 'peringatan', 'satu baris untuk tiap usaha; mirip dengan ' || id_a, "
        "'Putuskan di halaman Data: usaha yang sama, atau dua usaha.' from dugaan_ganda"
    )


def suspected(view: str) -> str:
    """Return a statement that makes ``dugaan_ganda`` of a view of accepted businesses."""
    phone = PHONE.format("telepon")
    return (
        "create temp table dugaan_ganda as with calon as ("
        f"select periode, id_usaha, kode_kelurahan, {phone} as nomor, berkas, baris, "
        "coalesce(nama_usaha, nama_pemilik) as nama, lower(coalesce(nama_usaha, nama_pemilik)) "
        f"as kunci from {view} where telepon is not null), "
        "berdua as (select periode, kode_kelurahan, nomor from calon "
        f"where length(nomor) >= {SHORTEST_PHONE} and kunci is not null "
        f"group by all having count(*) between 2 and {LARGEST_GROUP}), "
        "pilihan as (select c.* from calon as c "
        "join berdua using (periode, kode_kelurahan, nomor)) "
        "select a.periode, a.kode_kelurahan, a.id_usaha as id_a, b.id_usaha as id_b, "
        "a.nama as nama_a, b.nama as nama_b, b.nomor as telepon, b.berkas, b.baris, "
        "a.berkas as berkas_a, a.baris as baris_a from pilihan as a join pilihan as b "
        "using (periode, kode_kelurahan, nomor) "
        "where (a.berkas, a.baris) < (b.berkas, b.baris) and a.id_usaha <> b.id_usaha "
        f"and jaro_winkler_similarity(a.kunci, b.kunci) >= {ALIKE} "
        "and not exists (select 1 from keputusan as k where k.jenis = 'ganda' "
        "and k.tabel = 'usaha' and (k.a, k.b) in "
        "((a.id_usaha, b.id_usaha), (b.id_usaha, a.id_usaha)))"
    )
