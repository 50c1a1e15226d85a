"""Cells of an xlsx or ods that hold an error (#N/A, #REF!): the workbook library gives them as
empty.

An empty cell may be accepted, an error must not be; so they are looked up in the file itself,
but only in sheets that have any.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol
from xml.parsers import expat

from data.readers.limits import MAX_COLUMNS, MAX_ROWS

MARKS = (b't="e"', b"t='e'", b'value-type="error"')
Errors = dict[int, dict[int, str]]  # row (1-based) -> column (0-based) -> what the cell shows


def errors(path: Path, members: set[str]) -> dict[str, Errors]:
    """Return the error cells of a workbook, for each sheet name that has any.

    ``members`` are the parts of the file in which MARKS have been seen.
    """
    if not members:
        return {}
    found: dict[str, Errors] = {}
    with zipfile.ZipFile(path) as packed:
        if path.suffix.lower() == ".ods":
            tables = _Tables()
            with packed.open("content.xml") as content:
                _walk(content, tables)
            return tables.found
        for name, member in _sheets(packed):
            if member in members:
                cells = _Cells()
                with packed.open(member) as sheet:
                    _walk(sheet, cells)
                found[name] = cells.found
    return found


def _sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part of the file that holds it."""
    targets = {
        given.get("Id", ""): given.get("Target", "")
        for element, given in _elements(packed, "xl/_rels/workbook.xml.rels")
        if element == "Relationship"
    }
    for element, given in _elements(packed, "xl/workbook.xml"):
        if element == "sheet":
            key = next((value for name, value in given.items() if name.endswith(":id")), "")
            target = targets.get(key, "")
            yield given.get("name", ""), target.lstrip("/") if "xl/" in target else f"xl/{target}"


def _elements(packed: zipfile.ZipFile, member: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, given: found.append((_local(tag), given))
    with packed.open(member) as file:
        parser.ParseFile(file)
    return found


class _Walker(Protocol):
    """What a walk through a sheet tells of its way."""

    def start(self, tag: str, given: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def letters(self, letters: str) -> None: ...


def _walk(file: IO[bytes], walker: _Walker) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.letters
    parser.ParseFile(file)


class _Cells:
    """Where in a sheet of an xlsx the walk is, and the errors so far."""

    def __init__(self) -> None:
        self.found: Errors = defaultdict(dict)
        self.row = 0
        self.column = -1
        self.is_error = False
        self.words: list[str] | None = None  # of the value that is being read

    def start(self, tag: str, given: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "row":
            self.row, self.column = int(given.get("r", self.row + 1)), -1
        elif tag == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            self.is_error = given.get("t") == "e"
        elif tag == "v" and self.is_error:
            self.words = []

    def end(self, tag: str) -> None:
        if _local(tag) == "v" and self.words is not None:
            self.found[self.row][self.column] = "".join(self.words)
            self.words = None

    def letters(self, letters: str) -> None:
        if self.words is not None:
            self.words.append(letters)


class _Tables:
    """Where in an ods the walk is, and the errors so far, by table."""

    def __init__(self) -> None:
        self.found: dict[str, Errors] = {}
        self.table = ""
        self.row = self.column = 0  # where the next ones go
        self.rows = self.columns = 1  # how often this one is repeated
        self.words: list[str] | None = None  # of the error that is being read

    def start(self, tag: str, given: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "table":
            self.table, self.row = given.get("table:name", ""), 1
        elif tag == "table-row":
            self.rows, self.column = int(given.get("table:number-rows-repeated", 1)), 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.columns = int(given.get("table:number-columns-repeated", 1))
            self.words = [] if given.get("calcext:value-type") == "error" else None

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if tag == "table-row":
            self._repeat()
            self.row += self.rows
        elif tag in ("table-cell", "covered-table-cell"):
            if self.words is not None:
                rows = self.found.setdefault(self.table, defaultdict(dict))
                for column in range(self.column, self.column + min(self.columns, MAX_COLUMNS)):
                    rows[self.row][column] = "".join(self.words) or "#?"
                self.words = None
            self.column += self.columns

    def _repeat(self) -> None:
        """Give the errors of a row to the rows that are written down as its repetition."""
        errors = self.found.get(self.table, {})
        if self.row in errors:
            for row in range(self.row + 1, self.row + min(self.rows, MAX_ROWS)):
                errors[row] = errors[self.row]

    def letters(self, letters: str) -> None:
        if self.words is not None:
            self.words.append(letters)


def _local(tag: str) -> str:
    """Return a tag without the prefix that some programs give it."""
    return tag.rpartition(":")[2]


def _column(cell: str) -> int:
    """Return the 0-based column of 'AB12'."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", cell.upper())[:3]:
        number = number * 26 + ord(letter) - 64
    return number - 1
