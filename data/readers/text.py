"""Delimited text, whatever its delimiter and encoding, one row at a time."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from data.readers.cell import Row
from data.readers.formats import Tables
from data.readers.limits import LONGEST_CELL
from data.readers.unreadable import Unreadable

DELIMITERS = ";\t|,"  # where nothing tells them apart, the earlier one
BLOCK = 1024**2
SNIFFED = 20  # lines
# No text that is read has a zero byte. A last line of two such cells comes out as two cells,
# unless a cell before it was left open and swallowed it.
ZERO = "\0"
UNQUOTE = "Tutup atau hapus tanda kutipnya, lalu simpan ulang."


def tables(path: Path, work: Path) -> Tables:
    """Return the only sheet of a text file."""
    yield path.stem, _rows(path, _encoding(path))


def _encoding(path: Path) -> str:
    """Return how the file is written. Raises Unreadable at a zero byte, naming the line."""
    with path.open("rb") as file:
        start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        _decode(path, "utf-16", "replace")
        return "utf-16"
    try:
        _decode(path, "utf-8-sig", "strict")
    except UnicodeDecodeError:
        # Detectors take cp1252 for cp1250; offices' older programs write cp1252.
        _decode(path, "cp1252", "replace")
        return "cp1252"
    return "utf-8-sig"


def _decode(path: Path, encoding: str, errors: str) -> None:
    """Walk through the whole file once, holding one block of it."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    lines = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            letters = decoder.decode(block)
            zero = letters.find("\0")
            if zero >= 0:
                lines += letters.count("\n", 0, zero)
                raise Unreadable("ada bita nol, jadi ini bukan teks biasa.", baris=lines)
            lines += letters.count("\n")
        decoder.decode(b"", final=True)


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    # Line ends as they are: the parser tells one between rows from one inside a quoted cell.
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        start = list(islice(file, SNIFFED))
        said = _said(start[0]) if start else None
        if said:
            yield []  # Excel's own first line, 'sep=;', tells the delimiter and holds no data
            del start[0]
        delimiter = said or _delimiter(start)
        lines = chain(start, file, [ZERO + delimiter + ZERO])
        yield from _parsed(lines, delimiter, 2 if said else 1)


def _parsed(lines: Iterator[str], delimiter: str, first: int) -> Iterator[Row]:
    """Yield the rows of lines, the first of which is row ``first`` of the file."""
    number = first - 1
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), first):
            if row and row[-1].endswith(ZERO):
                if row == [ZERO, ZERO]:
                    return
                raise Unreadable("tanda kutip pembuka tidak ditutup.", UNQUOTE, baris=number)
            yield row  # type: ignore[misc]
    except csv.Error:
        raise Unreadable(
            f"ada sel yang lebih panjang dari {LONGEST_CELL} huruf, biasanya karena tanda kutip "
            "pembuka tidak ditutup.",
            UNQUOTE,
            baris=number + 1,
        ) from None


def _said(line: str) -> str | None:
    """Return the delimiter that a first line 'sep=;' tells."""
    line = line.strip("\r\n").strip('"')
    is_said = len(line) == 5 and line[:4].lower() == "sep=" and line[4] in DELIMITERS
    return line[4] if is_said else None


def _delimiter(lines: list[str]) -> str:
    """Return the mark that most lines have, that they have equally often, and often."""
    return max(DELIMITERS, key=lambda mark: _fit(lines, mark))


def _fit(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Return how well a delimiter fits: lines that have it plus lines of the usual width, then
    that width.

    A title has none. A decimal comma is in the data but not in the heading, so that in a file
    with semicolons it comes second.
    """
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0, 0
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0, 0
    usual, lines_of_it = max(counts.items(), key=lambda item: (item[1], item[0]))
    return counts.total() + lines_of_it, usual
