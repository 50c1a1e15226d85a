"""From a received file to sheets of text cells on disk, whatever its format.

Every cell is text or nothing, because a code such as 0101 must not become a number before a
rule has looked at it. Row numbers are those that a person sees in the file, so that a refusal
can name them. Files of strangers are opened in a process of its own (``data.readers.child``),
which has little memory, little time and nothing to lose; this module is what the program itself
imports, and imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from data.quoting import quote_literal
from data.readers import child
from data.readers.cell import Row
from data.readers.limits import LONGEST_CELL
from data.readers.remark import Remark
from data.readers.write import LINES

ROWS = 10_000  # held at a time
EVERY = 2**62
SHOWN_LETTERS = 500
"""Of a cell in the first rows."""
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


class Sheet(NamedTuple):
    """One table of cells, kept as Parquet parts in ``folder``.

    Every part has ``baris`` (BIGINT, the row in the file, 1-based) and ``k1`` to ``k<width>``
    (VARCHAR). Rows that are wholly blank are left out and not counted in ``rows``; the others
    keep their number. There is always a part, also of a blank sheet.
    """

    name: str
    folder: Path
    rows: int
    width: int


class Contents(NamedTuple):
    """What a file holds: its sheets in its order, and what in it was not taken up."""

    sheets: list[Sheet]
    remarks: list[Remark]


def read_contents(path: Path, folder: Path) -> Contents:
    """Return what a file holds, the sheets written below ``folder``.

    ``folder`` is new or empty; only this account can look into it. Raises InputError for an
    unknown, broken, locked or too large file, and ``folder`` is gone then.
    """
    answer = child.read_in_child(path, folder, SUFFIXES)
    return Contents(
        finish_sheets(answer["lembar"], folder), [Remark(**remark) for remark in answer["catatan"]]
    )


def finish_sheets(told_sheets: Iterable[Mapping[str, Any]], folder: Path) -> list[Sheet]:
    """Return the sheets that the reading process has told of, every part of them Parquet."""
    sheets = [
        Sheet(
            str(told_sheet["name"]),
            folder / str(told_sheet["folder"]),
            int(told_sheet["rows"]),
            int(told_sheet["width"]),
        )
        for told_sheet in told_sheets
    ]
    for sheet in sheets:
        if (sheet.folder / LINES).exists():
            _convert_to_parquet(sheet)
    return sheets


def _convert_to_parquet(sheet: Sheet) -> None:
    """Make a Parquet part of the lines that the reading process wrote without a library."""
    import duckdb  # a page that only asks for SUFFIXES does not wait for it

    lines = sheet.folder / LINES
    texts = "".join(f", k{place}: 'VARCHAR'" for place in range(1, sheet.width + 1))
    with duckdb.cursor() as cursor:
        cursor.execute(
            f"copy (from read_json({quote_literal(str(lines))}, format = 'newline_delimited', "
            f"maximum_object_size = {lines.stat().st_size + 1}, "
            f"columns = {{baris: 'BIGINT'{texts}}})) "
            f"to {quote_literal(str(lines.with_suffix('.parquet')))} (format parquet)"
        )
    lines.unlink()


def read_sheets(path: Path, folder: Path) -> list[Sheet]:
    """Return the sheets of a file only. Raises as ``read_contents``."""
    return read_contents(path, folder).sheets


def read_first_rows(sheet: Sheet, rows: int = 30) -> list[Row]:
    """Return the first rows of a sheet, row 1 first; a blank row is a row of None.

    Of a long cell only its beginning: headings are short, and a few bytes of a packed file can fill
    every cell of these rows.
    """
    top: list[Row] = []
    for baris, cells in _yield_rows(sheet, rows, SHOWN_LETTERS):
        top += [[None] * sheet.width for _ in range(baris - len(top) - 1)]
        top.append(cells)
    return top


def read_numbered_rows(sheet: Sheet) -> Iterator[tuple[int, Row]]:
    """Yield the number and the cells of each row of a sheet, in their order."""
    return _yield_rows(sheet, EVERY, LONGEST_CELL)


def _yield_rows(sheet: Sheet, most: int, letters: int) -> Iterator[tuple[int, Row]]:
    """Yield number and cells of the rows up to row ``most``, of each cell the first ``letters``."""
    import duckdb  # a page that only asks for SUFFIXES does not wait for it

    cells = "".join(f", left(k{place}, {letters})" for place in range(1, sheet.width + 1))
    with duckdb.cursor() as cursor:
        for part in sorted(sheet.folder.glob("*.parquet")):
            result = cursor.execute(
                f"select baris{cells} from read_parquet(?) where baris <= ?", [str(part), most]
            )
            while rows := result.fetchmany(ROWS):
                yield from ((baris, list(cells)) for baris, *cells in rows)
