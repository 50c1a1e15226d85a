"""Which reader opens which suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from data.readers.cell import Row
from data.readers.looks import START, is_locked, is_page, is_what_suffix_says
from data.readers.remark import Remark
from data.readers.unreadable import UNLOCK, Unreadable

Tables = Iterator[tuple[str, Iterator[Row]] | Remark]
Reader = Callable[[Path, Path], Tables]
# Named, not imported: a text file need not wait for a map library.
READERS = {
    ".csv": "text.read_tables",
    ".dbf": "dbf.read_tables",
    ".dta": "statistics.read_tables_dta",
    ".geojson": "shapes.read_tables",
    ".gpkg": "shapes.read_tables",
    ".ods": "workbook.read_tables",
    ".parquet": "parquet.read_tables",
    ".sav": "statistics.read_tables_sav",
    ".tsv": "text.read_tables",
    ".txt": "text.read_tables",
    ".xls": "workbook.read_tables",
    ".xlsx": "workbook.read_tables",
    ".zip": "archive.read_tables",
}
HAS_SHEETS = frozenset({".gpkg", ".ods", ".xls", ".xlsx"})


def open_tables(path: Path, suffix: str, work: Path) -> Tables:
    """Return each sheet's name with its rows, in the file's order, and what is to be remarked;
    use the rows before the next.

    ``work`` is a folder for a reader's own files. Raises Unreadable.
    """
    with path.open("rb") as file:
        if is_locked(suffix, file):
            raise Unreadable("dikunci dengan kata sandi.", UNLOCK)
        if not is_what_suffix_says(suffix, file):
            raise Unreadable(f"isinya bukan {suffix} walau namanya begitu, atau rusak.")
        file.seek(0)
        is_exported = suffix == ".xls" and is_page(file.read(START))
    module, name = ("page.read_tables" if is_exported else READERS[suffix]).split(".")
    reader: Reader = getattr(import_module(f"data.readers.{module}"), name)
    return reader(path, work)
