"""Rows that a person has to look at: places of two readings, and businesses that may be one.

What was decided before is applied; what was not is asked.
"""

from __future__ import annotations

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.tables import Table

AMBIGUOUS = steps.read("doubts/ambiguous")
"""A query of the store: the rows about whose place somebody has to be asked."""


def apply_places(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Fill in the kecamatan of rows about which somebody decided, and say so."""
    about = {"tabel": table.name}
    if table.place != "kelurahan" or not steps.read_first_row(con, "doubts/any_decided", about)[0]:
        return
    steps.run(con, "doubts/find_decided", about, table=table, staged=staged)
    finding = Finding(
        tabel=table.name,
        kolom="kecamatan / kelurahan",
        aturan="wilayah_diputuskan",
        tingkat="ubahan",
        langkah="Tidak perlu diubah.",
    )
    add(con, finding, "doubts/decided")
    steps.run(con, "doubts/fill_decided", staged=staged)


def fold_decided(con: duckdb.DuckDBPyConnection, staged: str) -> None:
    """Of the businesses of a period that somebody declared to be one, fold all but the first."""
    finding = Finding(
        tabel="usaha",
        kolom="id_usaha",
        aturan="ganda_diputuskan",
        tingkat="lipat",
        langkah="Tidak perlu diubah.",
    )
    add(con, finding, "doubts/declared_one", staged=staged)


def suspect(con: duckdb.DuckDBPyConnection, view: str) -> None:
    """Flag pairs of accepted businesses that may be one; ``dugaan_ganda`` has them with names."""
    steps.run(con, "doubts/find_suspected", view=view)
    finding = Finding(
        tabel="usaha",
        kolom="id_usaha",
        aturan="dugaan_ganda",
        tingkat="peringatan",
        langkah="Putuskan di halaman Data: usaha yang sama, atau dua usaha.",
    )
    add(con, finding, "doubts/suspected")
