"""Rows of a sheet that belong to no business: totals, notes, and who signed the list.

How they begin is data (``reference/luar_data.csv``). A total is alone with numbers. A note or a
signature is known by its first words, and what follows belongs to it, such as the name between
"Kepala Bidang" and "NIP", as long as it fills less than a row of data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from data import reference
from data.quoting import literal
from data.tables import PLACE_COLUMNS

if TYPE_CHECKING:
    from data.build.arrange import Source

TOTAL, REMARK = "baris_rekap", "baris_keterangan"
LOOK = 1_000  # rows; among them is a full one
NUMBERED = r"\d+[.)]?"  # the first cell of a row of data, in a column that numbers them
FIGURE_FIRST = "awal between '0' and '9~'"  # no total or note begins so; most rows of data do
FIGURE = r"(Rp\.?\s*)?[-–]?[\d.,]*\s*(%|usaha|umkm|orang|peserta|unit)?"


def find(con: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Make the temporary table ``luar_data`` of a sheet's rows outside its data: baris, jenis.

    Return whether there is any.
    """
    con.execute("create or replace temp table luar_data (baris bigint, jenis varchar)")
    # Most sheets have none, so that their million rows are looked at once and no further.
    con.execute(
        "create or replace temp table awal_baris as select baris, jumlah, keterangan from ("
        f"select baris, {_begins('jumlah')} as jumlah, {_begins('keterangan')} as keterangan "
        f"from (select baris, coalesce({source.texts}) as awal from {source.below}) "
        f"where not {FIGURE_FIRST}) where jumlah or keterangan"
    )
    found = con.execute(
        "select bool_or(jumlah), min(baris) filter (keterangan) from awal_baris"
    ).fetchone()
    assert found is not None
    has_totals, first_remark = found
    if has_totals:
        _totals(con, source)
    if first_remark is not None:
        _remarks(con, source, first_remark)
    row = con.execute("select count(*) from luar_data").fetchone()
    assert row is not None
    return bool(row[0])


def _totals(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    figures = f"len(list_filter(isi, sel -> not regexp_full_match(sel, {literal(FIGURE)})))"
    con.execute(
        f"insert into luar_data select baris, {literal(TOTAL)} from (select baris, "
        f"list_filter([{source.texts}], sel -> sel is not null) as isi from {source.below} "
        "semi join (select baris from awal_baris where jumlah) using (baris)) "
        f"where {figures} <= 1"
    )


def _remarks(con: duckdb.DuckDBPyConnection, source: Source, first: int) -> None:
    """Add the rows from a note or signature on, up to the next row that may be data."""
    count = " + ".join(f"(k{i + 1} is not null)::int" for i in range(source.sheet.width))
    full = con.execute(
        f"select max({count}) from {source.below} where baris <= ?",
        [source.found.heading + 1 + LOOK],
    ).fetchone()
    assert full is not None
    con.execute(
        "insert into luar_data with akhir as ("
        f"select baris, awal, len(list_filter([{source.texts}], sel -> sel is not null)) < ? "
        f"and {_needed(source)} <= 1 "
        f"and not regexp_full_match(awal, {literal(NUMBERED)}) as tipis "
        f"from (select *, coalesce({source.texts}) as awal from {source.below} "
        "where baris >= ?) where awal is not null and baris not in (select baris from luar_data)), "
        "kelompok as "
        "(select *, count(*) filter (not tipis) over (order by baris) as ke from akhir), "
        f"dibuka as (select *, bool_or({_begins('keterangan')}) "
        "over (partition by ke order by baris) as terbuka from kelompok where tipis) "
        f"select baris, {literal(REMARK)} from dibuka where terbuka",
        [full[0], first],
    )


def _needed(source: Source) -> str:
    """Return SQL of how many of the cells that a row of data needs are filled."""
    table, places = source.table, source.found.places
    names = [column.name for column in table.columns if column.required]
    names += PLACE_COLUMNS[table.place] if table.placed else ()
    filled = [f"(rapi(k{places[name] + 1}) is not null)::int" for name in names if name in places]
    return f"({' + '.join(filled) or 0})"


def _begins(kind: str) -> str:
    """Return SQL of whether a row's first words are those of a total, or of a remark."""
    rows = reference.read("luar_data")
    patterns = rows[rows["jenis"] == kind]["pola"]
    return f"regexp_full_match(awal, {literal('(?is)' + '|'.join(f'(?:{p})' for p in patterns))})"
