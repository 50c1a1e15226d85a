"""Workbooks: xlsx, xls and ods, every sheet of cells, also a hidden one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from data.readers.cell import Row, text
from data.readers.errors import MARKS, Errors, errors
from data.readers.errors_xls import errors_xls
from data.readers.formats import Tables
from data.readers.packed import checked
from data.readers.unreadable import TRIM, UNLOCK, Unreadable


def tables(path: Path, work: Path) -> Tables:
    """Return the sheets of a workbook; a formula gives the value that was saved with it."""
    try:
        is_old = path.suffix.lower() == ".xls"
        # Before the library: of a chain without end it would make gigabytes.
        by_place = errors_xls(path) if is_old else []
        wrong = {} if is_old else errors(path, checked(path, MARKS))
        with CalamineWorkbook.from_path(str(path)) as book:
            for place, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    cells = book.get_sheet_by_name(sheet.name)
                    mine = by_place[place] if is_old else wrong.get(sheet.name, {})
                    yield sheet.name, _rows(cells, mine)
    except PasswordError:
        raise Unreadable("dikunci dengan kata sandi.", UNLOCK) from None
    except CalamineError as error:
        if "limit exceeded" in str(error):
            raise Unreadable("terlalu besar untuk dibaca.", TRIM) from None
        raise


def _rows(sheet: CalamineSheet, wrong: Errors) -> Iterator[Row]:
    # The library leaves out the blank columns on the left, though not the blank rows above.
    left: Row = [None] * (sheet.start or (0, 0))[1]
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = left + list(map(text, cells))
        for column, shown in wrong.get(number, {}).items():
            if column < len(row):
                row[column] = shown
        yield row
