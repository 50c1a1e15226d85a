"""What the workbook library does not tell of the cells of an xlsx or ods.

It gives an error (#N/A, #REF!) as empty, though an empty cell may be accepted and an error must
not be; a formula without a saved result as empty, though the sender sees a number there; and a
share that shows 45,50 % as 0.455. So they are looked up in the file itself, but only in sheets
that have any.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol
from xml.parsers import expat

from data.readers.limits import MAX_COLUMNS, MAX_ROWS
from data.readers.packed import Marks, find_marked_members

NO_VALUE = rb"(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
MARKS_ODS: Marks = {
    b'value-type="error"': None,
    b'value-type="percentage"': None,
    b"table:formula=": None,
}
MARKS_XLSX: Marks = {
    b't="e"': None,
    b"t='e'": None,
    b"f>": re.compile(rb"f>" + NO_VALUE),
    # A formula that is shared with another cell.
    b' si="': re.compile(rb' si="\d+"[^>]{0,40}/>' + NO_VALUE),
}
PERCENT_FORMATS = {9, 10}  # the numbers that two of them have without being written down
Errors = dict[int, dict[int, str]]  # row (1-based) -> column (0-based) -> what the cell shows


@dataclass
class Details:
    """Of one sheet: its errors; ``percents``, by row (1-based) the columns (0-based) of numbers
    shown in percent; ``unsaved``, by column (0-based) how many formulas have no saved result, and
    the row (1-based) of the first."""

    errors: Errors = field(default_factory=lambda: defaultdict(dict))
    percents: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    unsaved: dict[int, tuple[int, int]] = field(default_factory=dict)

    def count_unsaved(self, row: int, column: int, times: int = 1) -> None:
        """Count a formula without a saved result."""
        count, first = self.unsaved.get(column, (0, row))
        self.unsaved[column] = (count + times, first)


def find_details(path: Path) -> dict[str, Details]:
    """Return what is to be told of a workbook, for each sheet name that has any.

    Raises Unreadable for one that unpacks to too much.
    """
    # To walk through the XML of a large workbook is slow, and most sheets have nothing to be told
    # of. So the bytes are searched first, as they come out of the zip, for what an error, a percent
    # or a formula without a result cannot be written without; only a sheet that has it is walked
    # through. Which styles of an xlsx show percent stands in the workbook itself, so for these the
    # bytes are searched a second time.
    is_ods = path.suffix.lower() == ".ods"
    members = find_marked_members(path, MARKS_ODS if is_ods else MARKS_XLSX)
    with zipfile.ZipFile(path) as packed:
        if is_ods:
            return _find_details_ods(packed) if "content.xml" in members else {}
        styles = _find_percent_styles(packed)
        if styles:
            members |= find_marked_members(
                path, {f' s="{style}"'.encode(): None for style in styles}
            )
        by_sheet: dict[str, Details] = {}
        for name, member in _list_sheets(packed):
            if member in members:
                cells = _CellWalker(styles)
                with packed.open(member) as sheet:
                    _walk_through(sheet, cells)
                by_sheet[name] = cells.details
    return by_sheet


def is_percent(code: str) -> bool:
    """Return whether a number format shows a hundredfold; a % in quotes is only a letter."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def _find_details_ods(packed: zipfile.ZipFile) -> dict[str, Details]:
    tables = _TableWalker()
    with packed.open("content.xml") as content:
        _walk_through(content, tables)
    return tables.details


def _find_percent_styles(packed: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the cell styles of an xlsx that show percent."""
    code_by_format = {number: "0%" for number in PERCENT_FORMATS}
    format_of_style: list[int] = []
    part = ""
    for member in set(_read_targets(packed, "/styles").values()).intersection(packed.namelist()):
        for element, attributes in _read_elements(packed, member):
            if element == "numFmt":
                code_by_format[int(attributes.get("numFmtId", -1))] = attributes.get(
                    "formatCode", ""
                )
            elif element != "xf":
                # A list of styles that others build on has the same elements.
                part = element if element.endswith("Xfs") else part
            elif part == "cellXfs":
                format_of_style.append(int(attributes.get("numFmtId", 0)))
    return {
        str(place)
        for place, number_format in enumerate(format_of_style)
        if is_percent(code_by_format.get(number_format, ""))
    }


def _read_targets(packed: zipfile.ZipFile, kind: str) -> dict[str, str]:
    """Return the parts of a workbook of one kind, by the number that it gives them."""
    return {
        attributes.get("Id", ""): target.lstrip("/") if "xl/" in target else f"xl/{target}"
        for element, attributes in _read_elements(packed, "xl/_rels/workbook.xml.rels")
        if element == "Relationship" and attributes.get("Type", "").endswith(kind)
        for target in [attributes.get("Target", "")]
    }


def _list_sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part of the file that holds it."""
    targets = _read_targets(packed, "")
    for element, attributes in _read_elements(packed, "xl/workbook.xml"):
        if element == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            yield attributes.get("name", ""), targets.get(key, "")


def _read_elements(packed: zipfile.ZipFile, member: str) -> list[tuple[str, dict[str, str]]]:
    elements: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: elements.append(
        (_drop_namespace(tag), attributes)
    )
    with packed.open(member) as file:
        parser.ParseFile(file)
    return elements


class _Walker(Protocol):
    """What a walk through a sheet tells of its way."""

    def start_element(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end_element(self, tag: str) -> None: ...
    def take_letters(self, letters: str) -> None: ...


def _walk_through(file: IO[bytes], walker: _Walker) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start_element
    parser.EndElementHandler = walker.end_element
    parser.CharacterDataHandler = walker.take_letters
    parser.ParseFile(file)


class _CellWalker:
    """Where in a sheet of an xlsx the walk is, and what it has found."""

    def __init__(self, percent_styles: set[str]) -> None:
        self.details = Details()
        self.percent_styles = percent_styles
        self.row = 0
        self.column = -1
        self.kind = self.style = ""
        self.is_formula = False
        self.words: list[str] | None = None  # of the value that is being read
        self.value = ""

    def start_element(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _drop_namespace(tag)
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), -1
        elif tag == "c":
            self.column = _parse_column(attributes["r"]) if "r" in attributes else self.column + 1
            self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
            self.is_formula, self.value = False, ""
        elif tag == "f":
            self.is_formula = True
        elif tag == "v" and (
            self.kind == "e" or self.is_formula or self.style in self.percent_styles
        ):
            self.words = []

    def end_element(self, tag: str) -> None:
        tag = _drop_namespace(tag)
        if tag == "v" and self.words is not None:
            self.value, self.words = "".join(self.words), None
        elif tag == "c":
            self._note_cell()

    def _note_cell(self) -> None:
        if self.kind == "e" and self.value:
            self.details.errors[self.row][self.column] = self.value
        elif self.value and self.style in self.percent_styles:
            self.details.percents[self.row].add(self.column)
        elif self.is_formula and not self.value and self.kind != "str":  # ="" is saved as text
            self.details.count_unsaved(self.row, self.column)

    def take_letters(self, letters: str) -> None:
        if self.words is not None:
            self.words.append(letters)


class _TableWalker:
    """Where in an ods the walk is, and what it has found, by table."""

    def __init__(self) -> None:
        self.details: dict[str, Details] = {}
        self.table = ""
        self.row = self.column = 0  # where the next ones go
        self.rows = self.columns = 1  # how often this one is repeated
        self.words: list[str] | None = None  # of the error that is being read

    def start_element(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _drop_namespace(tag)
        if tag == "table":
            self.table, self.row = attributes.get("table:name", ""), 1
        elif tag == "table-row":
            self.rows, self.column = int(attributes.get("table:number-rows-repeated", 1)), 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.columns = int(attributes.get("table:number-columns-repeated", 1))
            self.words = [] if attributes.get("calcext:value-type") == "error" else None
            kind = attributes.get("office:value-type")
            if kind == "percentage":
                self._get_details().percents[self.row].update(self._list_columns())
            elif kind is None and "table:formula" in attributes:
                for column in self._list_columns():
                    self._get_details().count_unsaved(self.row, column, self.rows)

    def end_element(self, tag: str) -> None:
        tag = _drop_namespace(tag)
        if tag == "table-row":
            self._repeat_row()
            self.row += self.rows
        elif tag in ("table-cell", "covered-table-cell"):
            if self.words is not None:
                for column in self._list_columns():
                    self._get_details().errors[self.row][column] = "".join(self.words) or "#?"
                self.words = None
            self.column += self.columns

    def _get_details(self) -> Details:
        return self.details.setdefault(self.table, Details())

    def _list_columns(self) -> range:
        """Return the columns that this cell fills."""
        return range(self.column, self.column + min(self.columns, MAX_COLUMNS))

    def _repeat_row(self) -> None:
        """Give what a row has to the rows that are written down as its repetition."""
        here = self.details.get(self.table, Details())
        more = range(self.row + 1, self.row + min(self.rows, MAX_ROWS))
        if self.row in here.errors:
            here.errors.update(dict.fromkeys(more, here.errors[self.row]))
        if self.row in here.percents:
            here.percents.update(dict.fromkeys(more, here.percents[self.row]))

    def take_letters(self, letters: str) -> None:
        if self.words is not None:
            self.words.append(letters)


def _drop_namespace(tag: str) -> str:
    """Return a tag without the prefix that some programs give it."""
    return tag.rpartition(":")[2]


def _parse_column(cell: str) -> int:
    """Return the 0-based column of 'AB12'."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", cell.upper())[:3]:
        number = number * 26 + ord(letter) - 64
    return number - 1
