"""Rows about the same thing: said twice, said otherwise in one file, said anew by a later file.

What says the same in every cell is folded. Within one file a second row of a key is refused: only
its sender knows which one is right. Between files the one received last counts, and the earlier
row is folded with a trace that names it.

A row of a wide sheet has several parts (``bagian``), one for each heading that is a value. It is
folded when all of its parts are; a part of it may be replaced alone.
"""

from __future__ import annotations

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.build.steps import Sql
from data.tables import Table


def fold_same(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Fold rows that say the same in every cell; the first of them stays.

    The temporary table ``sama_TABLE`` keeps where each was last said, if by a later file.
    """
    if not steps.read_first_row(con, "repeats/find_same", table=table, staged=staged)[0]:
        return
    steps.run(con, "repeats/fold_same", table=table, staged=staged, key=show_key(table))
    finding = Finding(
        tabel=table.name,
        aturan="baris_sama",
        tingkat="lipat",
        langkah="Tidak perlu diubah: yang sama dihitung sekali.",
    )
    add(con, finding, "repeats/same")
    con.execute("drop table terlipat")


def settle_keys(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Leave one row of every key: refuse the further ones of a file, fold those of earlier files.

    What a later file replaces of a row is in the temporary table ``diganti_TABLE``.
    """
    steps.run(con, "repeats/unsettled", table=table)
    if steps.read_first_row(con, "repeats/find_keys", table=table, rows=rows)[0]:
        _refuse_twice_in_a_file(con, table)
        _fold_replaced(con, table, rows)
    con.execute("drop table berkunci")


def _refuse_twice_in_a_file(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    finding = Finding(
        tabel=table.name,
        kolom=table.key[-1],
        aturan="kunci_tunggal",
        tingkat="galat",
        seharusnya=f"satu baris untuk tiap {' + '.join(map(table.get_label, table.key))}",
        langkah="Hapus baris yang ganda.",
    )
    add(con, finding, "repeats/twice_in_a_file", table=table, key=show_key(table))


def _fold_replaced(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Fold the rows of which every part was replaced, and flag the parts of the others."""
    about = {"tabel": table.name}
    steps.run(con, "repeats/replace", about, table=table, rows=rows, key=show_key(table))
    whole = Finding(
        tabel=table.name,
        aturan="digantikan",
        tingkat="lipat",
        langkah="Tidak perlu diubah: yang diterima terakhir yang berlaku.",
    )
    add(con, whole, "repeats/replaced")
    part = Finding(
        tabel=table.name,
        aturan="sebagian_digantikan",
        tingkat="peringatan",
        langkah="Tidak perlu diubah: sel ini memakai yang diterima terakhir, sel lain di barisnya "
        "tetap.",
    )
    add(con, part, "repeats/partly_replaced", table=table)
    con.execute("drop table utuh")


def show_key(table: Table) -> Sql:
    """Return SQL of what a row goes by in a list of findings: its own number, if any."""
    column = next((c for c in table.columns if c.name == table.key[-1]), None)
    shown = column and column.type == "teks" and not column.private
    return Sql(table.key[-1] if shown else "null")
