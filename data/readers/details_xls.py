"""What the workbook library does not tell of the cells of an xls: see ``details``.

Only cells with an error and numbers in percent matter here; a formula always has a result, even a
made-up one.
"""

from __future__ import annotations

import io
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

from data.readers.details import Details, is_percent
from data.readers.unreadable import UNLOCK, Unreadable

IN_PERCENT = "XL_CELL_NUMBER"


def find_details_xls(path: Path) -> dict[str, Details]:
    """Return what is to be told of a workbook, by the name of each sheet.

    Raises Unreadable for one that is locked; whatever else does not add up raises an error of the
    library's or of Python's own.
    """
    try:
        # It warns of small faults on a log of its own, which nobody reads.
        book = xlrd.open_workbook(path, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Unreadable("dikunci dengan kata sandi.", UNLOCK) from error
        raise
    in_percent = {
        place
        for place, style in enumerate(book.xf_list)
        if is_percent(book.format_map[style.format_key].format_str)
    }
    return {sheet.name: _read_details(sheet, in_percent) for sheet in book.sheets()}


def _read_details(sheet: xlrd.sheet.Sheet, in_percent: set[int]) -> Details:
    details = Details()
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                details.errors[row + 1][column] = error_text_from_code.get(code, "#?")
            elif kind == XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in in_percent:
                details.percents[row + 1].add(column)
    return details
