"""A received file as a workbook in which every faulty cell is coloured and explains itself.

Each cell stands in its own row and column and reads back as it was, so that an officer can
correct the workbook and load it again as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from data.errors import InputError
from data.layouts.headings import find_heading_row
from data.sendback import sheet_findings
from data.sendback.notes import (
    fit_into_note,
    replace_unwritable,
    say_cut,
    say_finding,
    say_more_findings,
)
from data.sendback.sheet_findings import (
    LEVELS,
    Finding,
    count_findings_without_note,
    select_findings,
    yield_findings,
)

Row = list[str | None]

ROWS = 1_048_576  # a worksheet's last row
COLUMNS = 16_384  # and last column
LOOK = 200  # rows read ahead for the heading and the widths
FROZEN = 20  # rows; a heading further down would leave no room to scroll

# Fill and border together: the kinds stay apart in grey print. Most serious first.
RED, AMBER, BLUE, GREY = "#f7cfcb", "#fbe6b6", "#d3e4f5", "#e2e5e6"
DARK_RED, DARK_AMBER, DARK_BLUE, DARK_GREY = "#a3231b", "#8a5a00", "#1f4e79", "#55666c"
THICK, DASHED, THIN, DOTTED = 5, 3, 1, 4  # the numbers Excel gives its borders
LOOKS = {
    "galat": {"bg_color": RED, "border": THICK, "border_color": DARK_RED},
    "peringatan": {"bg_color": AMBER, "border": DASHED, "border_color": DARK_AMBER},
    "ubahan": {"bg_color": BLUE, "border": THIN, "border_color": DARK_BLUE},
    "lipat": {"bg_color": GREY, "border": DOTTED, "border_color": DARK_GREY},
}
# Typed into a text cell, a 16-digit NIK keeps its last digit and =1+1 stays three characters.
TEXT = {"num_format": "@"}


@dataclass
class _Page:
    """One sheet being written: row by row, since the workbook keeps no row behind it."""

    sheet: Any
    formats: dict[str, Any]
    heading: int
    without_note: int  # findings whose cell gets only a colour
    notes: int = 0


def write_marked_workbook(
    sheets: Iterable[tuple[str, Iterable[Row]]],
    findings: pd.DataFrame,
    *,
    headings: Mapping[str, int] | None = None,
    folder: Path | None = None,
) -> bytes:
    """Return an xlsx workbook with the sheets' cells and the findings as colours and notes.

    ``sheets`` gives names and rows, row 1 first and blank rows as empty lists; the rows may come
    from a generator and are read once. ``findings`` has baris, posisi (both from 1), judul_kolom,
    tingkat, seharusnya, langkah and lembar; one without a position is noted at its row's first
    cell, one without a row at the heading, one without a sheet in the first. ``headings`` gives
    a sheet's heading row, from 1, where it is known. ``folder`` holds the rows while they are
    written, else the system's own for such files.

    A text longer than a cell holds is cut and says so. Raises InputError when a sheet is larger
    than a worksheet can be.
    """
    named_rows = list(sheets)
    names = [name for name, _ in named_rows]
    assert set(findings["lembar"].dropna()) <= set(names), "no such sheet"
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "tmpdir": None if folder is None else str(folder),
    }
    out = BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        formats = {level: book.add_format(TEXT | look) for level, look in LOOKS.items()}
        formats[""] = book.add_format(TEXT)
        shown_names = _choose_sheet_names(names)
        for number, ((name, rows), shown) in enumerate(zip(named_rows, shown_names, strict=True)):
            of_sheet = select_findings(findings, name, first=number == 0)
            first_rows, all_rows = _read_ahead(rows)
            heading = (headings or {}).get(name) or find_heading_row(first_rows) + 1
            without_note = count_findings_without_note(of_sheet, heading)
            page = _Page(book.add_worksheet(shown), formats, heading, without_note)
            _set_look(page, first_rows)
            _write_rows(page, name, all_rows, of_sheet)
    return out.getvalue()


def add_blank_rows(numbered: Iterable[tuple[int, Row]]) -> Iterator[Row]:
    """Yield rows in file order with an empty list for every row number that is left out."""
    expected = 1
    for number, row in numbered:
        for _ in range(expected, number):
            yield []
        yield row
        expected = number + 1


def _read_ahead(rows: Iterable[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Return the first rows of a sheet, and all of its rows: a generator gives them only once."""
    rest = iter(rows)
    first_rows = list(islice(rest, LOOK))
    return first_rows, chain(first_rows, rest)


def _write_rows(page: _Page, name: str, rows: Iterable[Row], findings: pd.DataFrame) -> None:
    """Write a sheet's rows, each with its findings; both come in the order of their rows."""
    # The workbook is written to disk row by row and never goes back, so that a sheet of a million
    # rows takes little memory. So rows and findings walk side by side: the findings are grouped by
    # their row, and the next group waits until the rows have come to it. A dictionary of findings
    # by row would be simpler, but as objects all at once they outweigh the sheet itself.
    has_no_row = findings["baris"].isna()
    of_heading = list(yield_findings(findings[has_no_row], page.heading))
    groups = groupby(yield_findings(findings[~has_no_row], page.heading), key=attrgetter("row"))
    waiting = next(groups, None)
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > ROWS or len(row) > COLUMNS:
            raise InputError(
                f"lembar '{name}'",
                "terlalu besar untuk satu lembar kerja (1.048.576 baris, 16.384 kolom).",
                "Pecah berkasnya menjadi beberapa bagian, lalu muat satu per satu.",
            )
        of_row = of_heading if number == page.heading else []
        if waiting is not None and waiting[0] == number:
            of_row = [*of_row, *waiting[1]]
            waiting = next(groups, None)
        _write_row(page, number, row, of_row)
    # A finding may lie below the last row, which a reader saw and these rows leave out.
    below_last_row = of_heading if number < page.heading else []
    while waiting is not None:
        below_last_row = [*below_last_row, *waiting[1]]
        waiting = next(groups, None)
    below_last_row = sorted(below_last_row, key=attrgetter("row"))
    for number, of_blank_row in groupby(below_last_row, key=attrgetter("row")):
        _write_row(page, number, [], list(of_blank_row))


def _write_row(page: _Page, number: int, row: Row, findings: list[Finding]) -> None:
    by_column: dict[int, list[Finding]] = {}
    for finding in findings:
        by_column.setdefault(finding.column or 1, []).append(finding)
    plain = page.formats[""]
    for column, text in enumerate(row, start=1):
        if column in by_column:
            continue
        if text and page.sheet.write_string(
            number - 1, column - 1, replace_unwritable(text), plain
        ):
            _write_note(page, number, column, [say_cut(text)])
    if number == page.heading and page.without_note and 1 not in by_column:
        _write_note(page, number, 1, [say_more_findings(page.without_note)])
    for column, of_cell in by_column.items():
        text = row[column - 1] if column <= len(row) else None
        _write_cell(page, number, column, text, of_cell)


def _write_cell(
    page: _Page, number: int, column: int, text: str | None, findings: list[Finding]
) -> None:
    look = page.formats[min((finding.level for finding in findings), key=LEVELS.index)]
    parts = list(dict.fromkeys(say_finding(finding, text) for finding in findings))
    if not text:
        page.sheet.write_blank(number - 1, column - 1, None, look)
    elif page.sheet.write_string(number - 1, column - 1, replace_unwritable(text), look):
        parts.append(say_cut(text))
    if (number, column) == (page.heading, 1):
        more = [say_more_findings(page.without_note)] if page.without_note else []
        _write_note(page, number, column, more + parts)
    elif page.notes < sheet_findings.NOTES - 1:
        page.notes += 1
        _write_note(page, number, column, parts)


def _write_note(page: _Page, number: int, column: int, parts: list[str]) -> None:
    text = fit_into_note(parts)
    lines = sum(1 + len(line) // 44 for line in text.split("\n"))
    size = {"width": 320, "height": min(20 + 17 * lines, 500)}  # pixels
    page.sheet.write_comment(number - 1, column - 1, text, size)


def _set_look(page: _Page, first_rows: list[Row]) -> None:
    """Set widths from the first rows, keep the heading in sight, and quiet Excel's own marks."""
    page.sheet.set_comments_author("Pemeriksaan data")
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if page.heading <= FROZEN:
        page.sheet.freeze_panes(page.heading, 0)
    # A title above the heading runs on over its neighbours and says nothing of its column.
    body = first_rows[page.heading - 1 :]
    for column in range(max((len(row) for row in first_rows), default=0)):
        cells = (row[column] or "" for row in body if column < len(row))
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        page.sheet.set_column(column, column, min(max(longest + 2, 8), 40), page.formats[""])


def _choose_sheet_names(names: list[str]) -> list[str]:
    """Return names that a workbook allows: 31 characters, no signs of its own, each once."""
    shown: list[str] = []
    for name in names:
        plain = (
            re.sub(r"[\[\]:*?/\\]", " ", replace_unwritable(name)).strip("' ")[:31].strip("' ")
            or "Lembar"
        )
        taken = {other.casefold() for other in shown}
        candidate, count = plain, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{plain[:26]} ({count})"
        shown.append(candidate)
    return shown
