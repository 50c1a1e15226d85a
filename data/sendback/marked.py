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
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from data.errors import InputError
from data.layouts.headings import find_heading_row

Row = list[str | None]

ROWS = 1_048_576  # a worksheet's last row
COLUMNS = 16_384  # and last column
CELL = 32_767  # characters in a cell or a note, counted as UTF-16
NOTES = 65_530  # notes in one sheet; more make a spreadsheet program slow to open
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
SAID = {
    "galat": "Galat: baris ini belum diterima.",
    "peringatan": "Peringatan: baris ini diterima, tetapi isinya perlu diperiksa.",
    "ubahan": "Ubahan: baris ini diterima dengan isi yang disesuaikan.",
    "lipat": "Lipat: baris ini digabungkan dan tidak dihitung tersendiri.",
}
LEVELS = list(LOOKS)
# Typed into a text cell, a 16-digit NIK keeps its last digit and =1+1 stays three characters.
TEXT = {"num_format": "@"}


@dataclass(frozen=True)
class _Finding:
    row: int
    column: int | None
    heading: str | None
    level: str
    expected: str | None
    step: str | None


@dataclass
class _Page:
    """One sheet being written: row by row, since the workbook keeps no row behind it."""

    sheet: Any
    formats: dict[str, Any]
    heading: int
    silent: int  # findings whose cell gets a colour without a note
    notes: int = 0


def marked(
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
    given = list(sheets)
    assert set(findings["lembar"].dropna()) <= {name for name, _ in given}, "no such sheet"
    names = _sheet_names([name for name, _ in given])
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
        for number, ((name, rows), shown) in enumerate(zip(given, names, strict=True)):
            found = _of_sheet(findings, name, first=number == 0)
            head, every = _peeked(rows)
            heading = (headings or {}).get(name) or find_heading_row(head) + 1
            page = _Page(book.add_worksheet(shown), formats, heading, _silent(found, heading))
            _dress(page, head)
            _fill(page, name, every, found)
    return out.getvalue()


def with_blank_rows(numbered: Iterable[tuple[int, Row]]) -> Iterator[Row]:
    """Yield rows in file order with an empty list for every row number that is left out."""
    expected = 1
    for number, row in numbered:
        for _ in range(expected, number):
            yield []
        yield row
        expected = number + 1


def _peeked(rows: Iterable[Row]) -> tuple[list[Row], Iterator[Row]]:
    every = iter(rows)
    head = list(islice(every, LOOK))
    return head, chain(head, every)


def _of_sheet(findings: pd.DataFrame, name: str, first: bool) -> pd.DataFrame:
    here = findings["lembar"] == name
    part = findings[here | findings["lembar"].isna() if first else here]
    order = part["tingkat"].map(LEVELS.index) if len(part) else part["tingkat"]
    part = part.assign(urutan=order, baris=pd.to_numeric(part["baris"]).astype("Float64"))
    return part.sort_values(["baris", "posisi", "urutan"], na_position="first", kind="stable")


def _each(findings: pd.DataFrame, heading: int) -> Iterator[_Finding]:
    """Yield findings one by one: as objects all at once they would outweigh the sheet."""
    columns = ["baris", "posisi", "judul_kolom", "tingkat", "seharusnya", "langkah"]
    for row, column, *words in zip(*(findings[name] for name in columns), strict=True):
        title, level, expected, step = (None if pd.isna(word) else str(word) for word in words)
        assert level is not None
        yield _Finding(
            heading if pd.isna(row) else int(row),
            None if pd.isna(column) else int(column),
            title,
            level,
            expected,
            step,
        )


def _silent(findings: pd.DataFrame, heading: int) -> int:
    """Return how many findings lie beyond the notes of a sheet.

    Counted beforehand: a note at the heading cannot be added once later rows are written.
    """
    cells = pd.DataFrame(
        {"baris": findings["baris"].fillna(heading), "posisi": findings["posisi"].fillna(1)}
    )
    cells = cells[(cells["baris"] != heading) | (cells["posisi"] != 1)]
    return int(((~cells.duplicated()).cumsum() > NOTES - 1).sum())


def _fill(page: _Page, name: str, rows: Iterable[Row], findings: pd.DataFrame) -> None:
    """Write a sheet's rows, each with its findings; both come in the order of their rows."""
    of_file = findings["baris"].isna()
    early = list(_each(findings[of_file], page.heading))
    groups = groupby(_each(findings[~of_file], page.heading), key=lambda finding: finding.row)
    waiting = next(groups, None)
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > ROWS or len(row) > COLUMNS:
            raise InputError(
                f"lembar '{name}'",
                "terlalu besar untuk satu lembar kerja (1.048.576 baris, 16.384 kolom).",
                "Pecah berkasnya menjadi beberapa bagian, lalu muat satu per satu.",
            )
        found = early if number == page.heading else []
        if waiting is not None and waiting[0] == number:
            found = [*found, *waiting[1]]
            waiting = next(groups, None)
        _write_row(page, number, row, found)
    # A finding may lie below the last row, which a reader saw and these rows leave out.
    left = early if number < page.heading else []
    while waiting is not None:
        left = [*left, *waiting[1]]
        waiting = next(groups, None)
    for number, here in groupby(sorted(left, key=lambda f: f.row), key=lambda f: f.row):
        _write_row(page, number, [], list(here))


def _write_row(page: _Page, number: int, row: Row, findings: list[_Finding]) -> None:
    cells: dict[int, list[_Finding]] = {}
    for finding in findings:
        cells.setdefault(finding.column or 1, []).append(finding)
    plain = page.formats[""]
    for column, text in enumerate(row, start=1):
        if column in cells:
            continue
        if text and page.sheet.write_string(number - 1, column - 1, _clean(text), plain):
            _put(page, number, column, [_cut(text)])
    if number == page.heading and page.silent and 1 not in cells:
        _put(page, number, 1, [_more(page.silent)])
    for column, here in cells.items():
        text = row[column - 1] if column <= len(row) else None
        _write_cell(page, number, column, text, here)


def _write_cell(
    page: _Page, number: int, column: int, text: str | None, findings: list[_Finding]
) -> None:
    look = page.formats[min((finding.level for finding in findings), key=LEVELS.index)]
    parts = list(dict.fromkeys(_said(finding, text) for finding in findings))
    if not text:
        page.sheet.write_blank(number - 1, column - 1, None, look)
    elif page.sheet.write_string(number - 1, column - 1, _clean(text), look):
        parts.append(_cut(text))
    if (number, column) == (page.heading, 1):
        _put(page, number, column, ([_more(page.silent)] if page.silent else []) + parts)
    elif page.notes < NOTES - 1:
        page.notes += 1
        _put(page, number, column, parts)


def _more(count: int) -> str:
    number = f"{count:,}".replace(",", ".")
    return (
        f"Masih ada {number} temuan lagi di lembar ini yang hanya diberi warna, tanpa catatan. "
        "Perbaiki dahulu yang sudah bercatatan, lalu muat ulang berkasnya."
    )


def _put(page: _Page, number: int, column: int, parts: list[str]) -> None:
    text = _fitting(parts)
    lines = sum(1 + len(line) // 44 for line in text.split("\n"))
    size = {"width": 320, "height": min(20 + 17 * lines, 500)}  # pixels
    page.sheet.write_comment(number - 1, column - 1, text, size)


def _fitting(parts: list[str]) -> str:
    """Return the parts as one text; those that a note cannot hold are counted at its end."""
    room = CELL - 100
    kept: list[str] = []
    for part in parts:
        room -= _length(part) + 2
        if room < 0:
            break
        kept.append(part)
    if not kept:
        # One character takes at most two UTF-16 units.
        kept = [parts[0][: CELL // 2 - 100] + " ..."]
    more = len(parts) - len(kept)
    return "\n\n".join(kept + ([f"... dan {more} temuan lagi pada sel ini."] if more else []))


def _said(finding: _Finding, text: str | None) -> str:
    """Return one finding as lines: what is wrong, what is expected, what to do."""
    lines = [SAID[finding.level]]
    if finding.heading:
        lines.append(f"Kolom: {finding.heading}")
    if finding.column is not None:
        lines.append(f"Tertulis: {_short(text)}" if text else "Tertulis: (kosong)")
    if finding.expected:
        lines.append(f"Seharusnya: {finding.expected}")
    if finding.step:
        lines.append(f"Langkah: {finding.step}")
    return _clean("\n".join(lines))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def _cut(text: str) -> str:
    return (
        f"Isi sel ini dipotong: aslinya {_length(text)} karakter, sedangkan satu sel memuat "
        f"{CELL}. Perbaiki sel ini di berkas aslinya."
    )


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _clean(text: str) -> str:
    """Return text without the few code points that no XML file can hold."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def _dress(page: _Page, head: list[Row]) -> None:
    """Set widths from the first rows, keep the heading in sight, and quiet Excel's own marks."""
    page.sheet.set_comments_author("Pemeriksaan data")
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if page.heading <= FROZEN:
        page.sheet.freeze_panes(page.heading, 0)
    # A title above the heading runs on over its neighbours and says nothing of its column.
    body = head[page.heading - 1 :]
    for column in range(max((len(row) for row in head), default=0)):
        cells = (row[column] or "" for row in body if column < len(row))
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        page.sheet.set_column(column, column, min(max(longest + 2, 8), 40), page.formats[""])


def _sheet_names(names: list[str]) -> list[str]:
    """Return names that a workbook allows: 31 characters, no signs of its own, each once."""
    shown: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", " ", _clean(name)).strip("' ")[:31].strip("' ") or "Lembar"
        taken = {other.casefold() for other in shown}
        candidate, count = plain, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{plain[:26]} ({count})"
        shown.append(candidate)
    return shown
