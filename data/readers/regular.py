"""A large text of which every line is a row, and every row as wide: one library reads it in one go.

Python's own parser is strict about quotes, and slow. Where there is no quote there is nothing to
be strict about: a cell is what stands between two delimiters, and both say the same of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from data.readers import write
from data.readers.cell import Row
from data.readers.limits import LONGEST_CELL, MAX_COLUMNS, MAX_ROWS

LARGE = 2_000_000  # bytes; below that the library is longer in loading than Python in reading
ROW_GROUP = 50_000  # rows
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "1GB",
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Regular(Iterator[Row]):
    """The rows of such a text, and what a library has to know of it.

    ``end`` is how its lines end, ``columns`` how many there are. The rows themselves are there for
    whoever wants them one by one.
    """

    def __init__(self, rows: Iterator[Row], path: Path, mark: str, end: str, columns: int) -> None:
        self.rows, self.path, self.mark, self.end, self.columns = rows, path, mark, end, columns

    def __next__(self) -> Row:
        return next(self.rows)


def regular(rows: Iterator[Row], path: Path, mark: str) -> Iterator[Row]:
    """Return rows as they are, or as ``Regular`` where ``path``, in UTF-8, is worth it and is such
    a text with ``mark`` between its cells."""
    if path.stat().st_size < LARGE or not mark.isascii():
        return rows
    with path.open("rb") as file:
        first = file.readline()
        end = b"\r\n" if first.endswith(b"\r\n") else b"\n"
        marks = first.count(mark.encode())
        file.seek(0)
        count = 0
        for line in file:
            count += 1
            text = line.removesuffix(end)
            if text.count(mark.encode()) != marks or len(text) > LONGEST_CELL:
                return rows
            if b'"' in text or b"\r" in text or b"\n" in text:
                return rows
    if not 0 < marks < MAX_COLUMNS or count > MAX_ROWS:
        return rows
    return Regular(rows, path, mark, end.decode(), marks + 1)


def parts(text: Regular, folder: Path) -> tuple[int, int]:
    """Write the rows of a text below ``folder``; return how many hold something, and their width.

    What the library does not take is read row by row.
    """
    import duckdb

    try:
        return _copied(text, folder), text.columns
    except duckdb.Error:
        shutil.rmtree(folder)
        return write.parts(text.rows, folder)


def _copied(text: Regular, folder: Path) -> int:
    """Write the part, and return how many rows it has."""
    import duckdb

    folder.mkdir()
    plain = folder / "asal"  # whatever the file is called, the library takes this for no pattern
    plain.symlink_to(text.path.resolve())
    names = [f"k{number}" for number in range(1, text.columns + 1)]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    with duckdb.connect(config=CONFIG) as con:
        copied = con.execute(
            "copy (from (select row_number() over () as baris, * from read_csv($asal, "
            "auto_detect = false, header = false, quote = '', escape = '', nullstr = '', "
            f"delim = $mark, new_line = $end, columns = {{{columns}}})) "
            f"where coalesce({', '.join(names)}) is not null) to $part "
            f"(format parquet, compression lz4, row_group_size {ROW_GROUP})",
            {
                "asal": str(plain),
                "mark": text.mark,
                "end": text.end.replace("\r", "\\r").replace("\n", "\\n"),
                "part": str(folder / "00000.parquet"),
            },
        ).fetchone()
    plain.unlink()
    assert copied is not None
    return int(copied[0])
