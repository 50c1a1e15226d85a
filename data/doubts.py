"""Rows that a person has to look at: places of two readings, and businesses that may be one.

What was decided before is applied; what was not is asked.
"""

from __future__ import annotations

import duckdb

from data.tables import Table

ALIKE = 0.88  # Jaro-Winkler; 'Kedai Bu Ani' and 'Kedai Ibu Ani' have 0.95
LARGEST_GROUP = 20  # more businesses than that under one phone share a placeholder, not an owner
SHORTEST_PHONE = 9  # digits

PHONE = "regexp_replace(regexp_replace({}, '\\D', '', 'g'), '^62', '0')"


def apply_places(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Fill in the kecamatan of rows about which somebody decided, and say so."""
    if table.place != "kelurahan":
        return
    key = table.key[-1]
    same = (
        f"k.jenis = 'wilayah' and k.tabel = '{table.name}' and s.{key} = k.a "
        "and s.kelurahan = k.b and s.kecamatan is null"
    )
    con.execute(
        f"insert into temuan select ?, s.berkas, s.baris, s.{key}, 'kecamatan / kelurahan', "
        "' / ' || s.kelurahan, 'wilayah_diputuskan', 'ubahan', k.jawaban || ' / ' || k.b, "
        f"'Tidak perlu diubah.' from {staged} as s join keputusan as k on {same}",
        [table.name],
    )
    con.execute(f"update {staged} as s set kecamatan = k.jawaban from keputusan as k where {same}")


def fold_decided(con: duckdb.DuckDBPyConnection, staged: str) -> None:
    """Fold the businesses of the register that somebody declared to be another one."""
    con.execute(
        "insert into temuan select distinct 'usaha', b.berkas, b.baris, b.id_usaha, 'id_usaha', "
        "b.id_usaha, 'ganda_diputuskan', 'lipat', 'usaha yang sama dengan ' || k.a, "
        f"'Tidak perlu diubah.' from {staged} as b join keputusan as k "
        "on k.jenis = 'ganda' and k.tabel = 'usaha' and k.jawaban = 'sama' and k.b = b.id_usaha "
        f"join {staged} as a on a.id_usaha = k.a and a.periode = b.periode "
        "anti join (select berkas, baris from temuan where tabel = 'usaha' "
        "and tingkat in ('galat', 'lipat')) as g on g.berkas = a.berkas and g.baris = a.baris"
    )


def suspect(con: duckdb.DuckDBPyConnection, view: str) -> None:
    """Flag pairs of one period with the same place and phone and nearly the same name.

    The pairs, with their names, go to the temporary table ``dugaan_ganda``; the findings name
    numbers only.
    """
    phone = PHONE.format("telepon")
    con.execute(
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
        "and k.tabel = 'usaha' and k.a = a.id_usaha and k.b = b.id_usaha)"
    )
    con.execute(
        "insert into temuan select 'usaha', berkas, baris, id_b, 'id_usaha', id_b, "
        "'dugaan_ganda', 'peringatan', 'bukan usaha yang sama dengan ' || id_a, "
        "'Putuskan di halaman Data: usaha yang sama, atau dua usaha.' from dugaan_ganda"
    )
