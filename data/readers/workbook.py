"""Workbooks: xlsx, xls and ods, every sheet of cells that a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data.readers.cell import Row, format_percent, spell_column, to_text
from data.readers.details import Details, find_details
from data.readers.details_xls import find_details_xls
from data.readers.formats import Tables
from data.readers.limits import MAX_CELLS
from data.readers.merged import MergedCells
from data.readers.remark import Remark
from data.readers.unreadable import TRIM, UNLOCK, Unreadable

SHOW = (
    "Bila isinya data: tampilkan lembarnya (klik kanan nama lembar, Tampilkan atau Unhide), "
    "simpan, lalu unggah lagi. Bila bukan, biarkan."
)
SAVE = "Buka di Excel atau LibreOffice, simpan, lalu unggah lagi."


def read_tables(path: Path, work: Path) -> Tables:
    """Return the sheets of a workbook; a formula gives the result that was saved with it.

    What its sender has hidden is not read, since nobody who looks at the file sees it there; a
    remark says so.
    """
    try:
        # Before the library: of a chain without end in an xls it would make gigabytes.
        is_old = path.suffix.lower() == ".xls"
        by_name = find_details_xls(path) if is_old else find_details(path)
        hidden: dict[str, int] = {}
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                cells = book.get_sheet_by_name(sheet.name)
                details = by_name.get(sheet.name, Details())
                if _is_hidden(sheet):
                    hidden[sheet.name] = sum(1 for row in _read_rows(cells, details) if any(row))
                    continue
                yield sheet.name, _read_rows(cells, details)
                yield from _remark_unsaved_formulas(sheet.name, details)
        yield from _remark_hidden_sheets({name: rows for name, rows in hidden.items() if rows})
    except PasswordError:
        raise Unreadable("dikunci dengan kata sandi.", UNLOCK) from None
    except CalamineError as error:
        if "limit exceeded" in str(error):
            raise Unreadable("terlalu besar untuk dibaca.", TRIM) from None
        raise


def _is_hidden(sheet: SheetMetadata) -> bool:
    return bool(sheet.visible != SheetVisibleEnum.Visible)


def _read_rows(sheet: CalamineSheet, details: Details) -> Iterator[Row]:
    last_row, last_column = sheet.end or (0, 0)
    # The library bounds the cells between the first and the last that are filled. It gives the
    # rows above them too, each as wide: two cells at the far corner would take ten minutes.
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise Unreadable("terlalu besar untuk dibaca.", TRIM)
    # The library leaves out the blank columns on the left, though not the blank rows above.
    blank = (sheet.start or (0, 0))[1]
    left: Row = [None] * blank
    merged = MergedCells(sheet.merged_cell_ranges or ())
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = left + list(map(to_text, cells))
        merged.fill(number, row, blank, cells)
        for column in details.percents.get(number, ()):
            share = cells[column - blank] if blank <= column < len(row) else None
            if isinstance(share, int | float) and not isinstance(share, bool):
                row[column] = format_percent(share)
        for column, shown in details.errors.get(number, {}).items():
            if column < len(row):
                row[column] = shown
        yield row


def _remark_hidden_sheets(sheets: dict[str, int]) -> Iterator[Remark]:
    """Yield a remark about the filled sheets that were passed over, by name and rows."""
    if sheets:
        named = ", ".join(f"'{name}' ({rows} baris)" for name, rows in sheets.items())
        yield Remark(
            "lembar_tersembunyi",
            f"lembar yang tampak; yang tersembunyi tidak dibaca: {named}",
            SHOW,
        )


def _remark_unsaved_formulas(sheet: str, details: Details) -> Iterator[Remark]:
    """Yield a remark about each column in which formulas have no saved result."""
    for column, (count, first) in sorted(details.unsaved.items()):
        yield Remark(
            "rumus_tanpa_hasil",
            f"hasil rumus yang tersimpan; {count} rumus di kolom {spell_column(column)} tidak "
            "memilikinya, jadi dibaca kosong",
            SAVE,
            sheet,
            first,
            column + 1,
        )
