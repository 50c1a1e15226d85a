"""From a received file to sheets of text cells on disk, whatever its format.

Every cell is text or nothing, because a code such as 0101 must not become a number before a
rule has looked at it. Row numbers are those that a person sees in the file, so that a refusal
can name them. Files of strangers are opened in a process of its own (``data.readers.child``),
which has little memory, little time and nothing to lose; this module is what the program itself
imports, and imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.readers import child
from data.readers.cell import Row
from data.readers.remark import Remark

SUFFIXES: tuple[str, ...] = (
    ".csv",
    ".dbf",
    ".dta",
    ".geojson",
    ".gpkg",
    ".ods",
    ".parquet",
    ".sav",
    ".tsv",
    ".txt",
    ".xls",
    ".xlsx",
    ".zip",
)

FETCHED = 500
"""Rows that are taken from a part at once."""


@dataclass(frozen=True)
class Sheet:
    """One table of cells, kept as Parquet parts in ``folder``.

    Every part has ``baris`` (BIGINT, the row in the file, 1-based) and ``k1`` to ``k<width>``
    (VARCHAR). Rows that are wholly blank are left out and not counted in ``rows``; the others
    keep their number. There is always a part, also of a blank sheet.
    """

    name: str
    folder: Path
    rows: int
    width: int


@dataclass(frozen=True)
class Contents:
    """What a file holds: its sheets in its order, and what in it was not taken up."""

    sheets: list[Sheet]
    remarks: list[Remark]


def contents(path: Path, folder: Path) -> Contents:
    """Return what a file holds, the sheets written below ``folder``.

    ``folder`` is new or empty; only this account can look into it. Raises InputError for an
    unknown, broken, locked or too large file, and ``folder`` is gone then.
    """
    said = child.read(path, folder, SUFFIXES)
    found = [
        Sheet(str(one["name"]), folder / str(one["folder"]), int(one["rows"]), int(one["width"]))
        for one in said["lembar"]
    ]
    return Contents(found, [Remark(**one) for one in said["catatan"]])


def sheets(path: Path, folder: Path) -> list[Sheet]:
    """Return the sheets of a file only. Raises as ``contents``."""
    return contents(path, folder).sheets


def head(sheet: Sheet, rows: int = 30) -> list[Row]:
    """Return the first rows of a sheet, row 1 first; a blank row is a row of None."""
    top: list[Row] = []
    for baris, cells in rows_of(sheet):
        if baris > rows:
            return top
        top += [[None] * sheet.width for _ in range(baris - len(top) - 1)]
        top.append(cells)
    return top


def rows_of(sheet: Sheet) -> Iterator[tuple[int, Row]]:
    """Yield each filled row of a sheet with its number in the file, in its order."""
    import duckdb  # the process that reads the file imports this module too, and has no use for it

    with duckdb.connect(config={"threads": "1"}) as con:
        for part in sorted(sheet.folder.glob("*.parquet")):
            found = con.execute("select * from read_parquet(?)", [str(part)])
            while rows := found.fetchmany(FETCHED):
                yield from ((baris, list(cells)) for baris, *cells in rows)
