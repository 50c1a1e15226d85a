"""One function per file format: bytes on disk to sheets of text cells.

Every cell is text or None, because a code such as 0101 must not become a number before a rule
has looked at it. Row numbers are those that a person sees in the file, so that a refusal can
name them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyreadstat
from python_calamine import CalamineError, CalamineWorkbook

from data.errors import InputError

Row = list[str | None]


@dataclass(frozen=True)
class Sheet:
    """One table of cells; ``rows[0]`` is row 1 of the file."""

    name: str
    rows: list[Row]


def read(path: Path) -> list[Sheet]:
    """Return the sheets of a file. Raises InputError for an unknown or unreadable format."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            path.name,
            f"format '{path.suffix}' belum dapat dibaca.",
            f"Simpan sebagai salah satu dari: {', '.join(sorted(READERS))}.",
        )
    return reader(path)


def read_csv(path: Path) -> list[Sheet]:
    """Return a delimited text file as one sheet: any of ; , tab or |, UTF-8 or cp1252."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Detectors take cp1252 for cp1250; offices' older programs write cp1252.
        text = raw.decode("cp1252", errors="replace")
    # A title row has no delimiters, so the choice looks at the richest line of the first few.
    head = text.splitlines()[:20]
    delimiter = max(";\t|,", key=lambda mark: max((line.count(mark) for line in head), default=0))
    # Line ends as they are: the reader tells one between rows from one inside a quoted cell.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [[_text(cell) for cell in row] for row in lines]
    except csv.Error as error:
        raise InputError(
            path.name,
            f"teks tidak dapat dibaca sebagai tabel ({error}).",
            "Simpan ulang sebagai CSV.",
            baris=lines.line_num,
        ) from error
    return [Sheet(path.stem, rows)]


def read_xlsx(path: Path) -> list[Sheet]:
    """Return every sheet of a workbook; dates as ISO text, whole numbers without a decimal."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        found = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except CalamineError as error:
        raise InputError(
            path.name, f"buku kerja tidak dapat dibuka ({error}).", "Simpan ulang sebagai .xlsx."
        ) from error
    return [
        Sheet(name, [[_text(cell) for cell in row] for row in rows]) for name, rows in found.items()
    ]


def read_sav(path: Path) -> list[Sheet]:
    """Return an SPSS file as one sheet: value labels as text, variable names in row 1."""
    try:
        frame, _ = pyreadstat.read_sav(str(path), apply_value_formats=True)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
        raise InputError(
            path.name, f"berkas SPSS tidak dapat dibuka ({error}).", "Ekspor ulang dari SPSS."
        ) from error
    body = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [Sheet(path.stem, [list(frame.columns), *([_text(c) for c in row] for row in body)])]


def _text(cell: object) -> str | None:
    """Return a cell as people read it, or None when it is empty."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    # A non-breaking space is what web tables leave behind; it must not make two values of one.
    text = str(cell).replace("\u00a0", " ").strip()
    return text or None


READERS: dict[str, Callable[[Path], list[Sheet]]] = {
    ".csv": read_csv,
    ".sav": read_sav,
    ".xlsx": read_xlsx,
}
