"""A web page under a workbook's name: what most programs of offices export as ".xls".

Spreadsheets open it with a question that people click away. Its tables are read as they are shown;
a number that the page gives beside its shown text (``x:num``) comes first. Nothing else of the page
is looked at, and no address in it is followed.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from pathlib import Path

from data.readers.cell import Row
from data.readers.formats import Tables
from data.readers.limits import LONGEST_CELL, MAX_COLUMNS, MAX_ROWS
from data.readers.unreadable import SPLIT, Unreadable

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
HEAD = 4096  # bytes in which a page names its letters
SILENT = {"script", "style", "title", "xml"}
NUMBER = re.compile(r"[-+]?(rp\.?\s*)?[\d.,]+", re.IGNORECASE)


def read_tables(path: Path, work: Path) -> Tables:
    """Return the outer tables of a page, in its order."""
    content = path.read_bytes()
    walker = _Walker()
    walker.feed(_decode(content))
    walker.close()
    tables = [rows for rows in walker.tables if any(any(row) for row in rows)]
    if not tables:
        raise Unreadable("tidak ada tabel di dalamnya.")
    for number, rows in enumerate(tables, start=1):
        yield f"Tabel {number}", iter(rows)


def _decode(content: bytes) -> str:
    """Return a page's text in the letters that it names, or in the usual ones."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = CHARSET.search(content[:HEAD])
        letters = named[1].decode("ascii") if named else "cp1252"
    try:
        return content.decode(letters, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


class _Walker(HTMLParser):
    """Where in a page the walk is, and the rows of its outer tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self.depth = self.silent = 0
        self.words: list[str] | None = None  # of the cell that is being read
        self.number: str | None = None
        self.span = (1, 1)  # its rows and columns
        self.held: dict[int, tuple[str | None, int]] = {}  # column -> what covers it, rows left

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
                self.held = {}
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self._end_row()
            self._begin_row()
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag == "br" and self.words is not None:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if self.depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if self.depth == 1 and tag == "table":
            self._end_row()
        if tag == "table":
            self.depth = max(self.depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.silent:
            self.words.append(data)

    def _begin_row(self) -> None:
        if len(self.tables[-1]) == MAX_ROWS:
            raise Unreadable(f"lebih dari {MAX_ROWS:,} baris.".replace(",", "."), SPLIT)
        self.tables[-1].append([])

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not self.tables[-1]:
            self._begin_row()  # a cell without a row of its own
        self.words, self.number = [], attributes.get("x:num") or None
        self.span = (
            _read_span(attributes.get("rowspan"), MAX_ROWS),
            _read_span(attributes.get("colspan"), MAX_COLUMNS),
        )

    def _end_cell(self) -> None:
        if self.words is None:
            return
        row, (rows, columns) = self.tables[-1][-1], self.span
        self._fill_covered(row)
        text = self.number or " ".join("".join(self.words).split()) or None
        self.words = None
        if text and len(text) > LONGEST_CELL:
            raise Unreadable(
                f"ada sel yang lebih panjang dari {LONGEST_CELL} huruf.", baris=len(self.tables[-1])
            )
        for place in range(columns):
            if rows > 1:
                # As in a workbook: words hold for all the rows that they stand beside.
                kept = text if place == 0 and text and not NUMBER.fullmatch(text) else None
                self.held[len(row)] = (kept, rows - 1)
            row.append(text if place == 0 else None)

    def _end_row(self) -> None:
        """Fill what is left of a row on its right."""
        if self.tables[-1]:
            self._fill_covered(self.tables[-1][-1])

    def _fill_covered(self, row: Row) -> None:
        """Fill the places of a row that cells of rows above reach down to."""
        while len(row) in self.held:
            column = len(row)
            text, left = self.held.pop(column)
            if left > 1:
                self.held[column] = (text, left - 1)
            row.append(text)


def _read_span(text: str | None, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.strip().isdigit() else 1
