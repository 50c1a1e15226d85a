"""Which reader opens which suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from data.readers.cell import Row
from data.readers.looks import locked, looks
from data.readers.remark import Remark
from data.readers.unreadable import UNLOCK, Unreadable

Tables = Iterator[tuple[str, Iterator[Row]] | Remark]
Reader = Callable[[Path, Path], Tables]
# Named, not imported: a text file need not wait for a map library.
READERS = {
    ".csv": "text.tables",
    ".dbf": "dbf.tables",
    ".dta": "statistics.tables_dta",
    ".geojson": "shapes.tables",
    ".gpkg": "shapes.tables",
    ".ods": "workbook.tables",
    ".parquet": "columns.tables",
    ".sav": "statistics.tables_sav",
    ".tsv": "text.tables",
    ".txt": "text.tables",
    ".xls": "workbook.tables",
    ".xlsx": "workbook.tables",
    ".zip": "archive.tables",
}
HAS_SHEETS = frozenset({".gpkg", ".ods", ".xls", ".xlsx"})


def tables(path: Path, suffix: str, work: Path) -> Tables:
    """Return each sheet's name with its rows, in the file's order, and what is to be remarked;
    use the rows before the next.

    ``work`` is a folder for a reader's own files. Raises Unreadable.
    """
    with path.open("rb") as file:
        if locked(suffix, file):
            raise Unreadable("dikunci dengan kata sandi.", UNLOCK)
        if not looks(suffix, file):
            raise Unreadable(f"isinya bukan {suffix} walau namanya begitu, atau rusak.")
    module, name = READERS[suffix].split(".")
    reader: Reader = getattr(import_module(f"data.readers.{module}"), name)
    return reader(path, work)
