"""Findings in their final form: each with the heading, the place and the very text of its cell, and
nothing in it by which a person is known."""

from __future__ import annotations

import duckdb

from data.build import personal
from data.build.arrange import Source
from data.tables import TABLES


def write(con: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    """Make the store's table ``temuan`` of what the checks have found, in file order."""
    con.execute("alter table temuan add column judul varchar")
    con.execute("alter table temuan add column posisi integer")
    con.execute(
        "update temuan as t set judul = l.judul, posisi = l.k from letak as l "
        "where l.berkas = t.berkas and l.kolom = split_part(t.kolom, ' / ', -1)"
    )
    for source in sources:
        _cells(con, source)
    personal.clear(con)
    con.execute("update temuan set kolom = split_part(kolom, ' [', 1) where contains(kolom, ' [')")
    # The parts of a wide row all say what is wrong with the cells that they share.
    con.execute(
        "create table main.temuan as select distinct * from temp.temuan "
        "order by berkas, baris, posisi, aturan"
    )
    con.execute("drop table temp.temuan")


def _cells(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Show the cells of a sheet as they were written, if they may be shown."""
    private = {name for table in TABLES.values() for name in table.private}
    for column, place in con.execute(
        "select distinct kolom, posisi from temuan where berkas = ? and posisi is not null "
        "and kolom not like '% / %'",
        [source.berkas],
    ).fetchall():
        if column not in private:
            con.execute(
                f"update temuan as t set nilai = rapi(a.k{place}) from {source.cells} as a "
                "where t.berkas = ? and t.kolom = ? and a.baris = t.baris",
                [source.berkas, column],
            )
