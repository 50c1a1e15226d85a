"""A large text of which every line is a row, and every row as wide: a library reads it in one go.

Python's own parser is strict about quotes, and slow. So it is asked about the lines that have a
quote, one by one, and a copy is made in which cells stand between marks that no cell has. Of such
a text there is only one reading.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from data.quoting import quote_literal
from data.readers import write
from data.readers.cell import Row
from data.readers.limits import LONGEST_CELL, MAX_COLUMNS, MAX_ROWS

LARGE = 2_000_000  # bytes; below that the library is longer in loading than Python in reading
ROW_GROUP = 50_000  # rows
APART = b"\x1f"  # between the cells of the copy
QUOTE = b'"'
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "1GB",
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Regular(Iterator[Row]):
    """The rows of such a text, ``columns`` wide, and where its ``copy`` lies.

    The rows themselves are there for whoever wants them one by one.
    """

    def __init__(self, rows: Iterator[Row], copy: Path, columns: int) -> None:
        self.rows, self.copy, self.columns = rows, copy, columns

    def __next__(self) -> Row:
        return next(self.rows)


def recognise_regular(rows: Iterator[Row], path: Path, mark: str, work: Path) -> Iterator[Row]:
    """Return rows as they are, or as ``Regular`` where ``path``, in UTF-8, is worth it and is such
    a text with ``mark`` between its cells."""
    if path.stat().st_size < LARGE or not mark.isascii():
        return rows
    copy = work / f"{path.stem}.teratur"
    with path.open("rb") as lines, copy.open("wb") as out:
        columns = _copy_lines(lines, mark, out)
    if columns:
        return Regular(rows, copy, columns)
    copy.unlink()
    return rows


def _copy_lines(lines: Iterable[bytes], mark: str, out: BinaryIO) -> int:
    """Return how many columns a text has once its copy is written, 0 when it is not regular."""
    delimiter, line_end, delimiters, count = mark.encode(), b"", 0, 0
    for count, line in enumerate(lines, 1):
        if count == 1:
            line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
            delimiters = line.count(delimiter)
        text = line.removesuffix(line_end)
        if APART in text or b"\r" in text or b"\n" in text or len(text) > LONGEST_CELL:
            return 0
        text = _unquote(text, mark) if QUOTE in text else text.replace(delimiter, APART)
        if text.count(APART) != delimiters:
            return 0
        out.write(text + b"\n")
    return delimiters + 1 if 0 < delimiters < MAX_COLUMNS and count <= MAX_ROWS else 0


def _unquote(line: bytes, mark: str) -> bytes:
    """Return the cells of a line with quotes as they stand in the copy; nothing of a line that the
    strict parser does not take for a row."""
    try:
        rows = list(csv.reader([line.decode()], delimiter=mark, strict=True))
    except csv.Error:
        return b""
    return APART.join(cell.encode() for cell in rows[0])


def write_regular_parts(text: Regular, folder: Path) -> tuple[int, int]:
    """Write the rows of a text below ``folder``; return how many hold something, and their width.

    What the library does not take is read row by row.
    """
    import duckdb

    try:
        return _write_part(text, folder), text.columns
    except duckdb.Error:
        shutil.rmtree(folder)
        return write.write_parts(text.rows, folder)
    finally:
        text.copy.unlink()


def _write_part(text: Regular, folder: Path) -> int:
    """Write the part, and return how many rows it has."""
    import duckdb

    folder.mkdir()
    names = [f"k{number}" for number in range(1, text.columns + 1)]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    # Written out, not handed in: to take a parameter, the library loads pandas.
    copy, part = quote_literal(str(text.copy)), quote_literal(str(folder / "00000.parquet"))
    with duckdb.connect(config=CONFIG) as con:
        copied = con.execute(
            f"copy (from (select row_number() over () as baris, * from read_csv({copy}, "
            "auto_detect = false, header = false, quote = '', escape = '', nullstr = '', "
            f"delim = chr({ord(APART)}), new_line = '\\n', columns = {{{columns}}})) "
            f"where coalesce({', '.join(names)}) is not null) to {part} "
            f"(format parquet, compression lz4, row_group_size {ROW_GROUP})"
        ).fetchone()
    assert copied is not None
    return int(copied[0])
