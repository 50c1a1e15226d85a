"""Delimited text, whatever its delimiter and encoding, one row at a time."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from data.readers.cell import Row
from data.readers.formats import Tables
from data.readers.limits import LONGEST_CELL
from data.readers.regular import recognise_regular
from data.readers.unreadable import Unreadable

DELIMITERS = ";\t|,^~"  # where nothing tells them apart, the earlier one
# Other marks stand in ordinary text too, so they must do better in every respect.
RARE = ":#!¦§"
BLOCK = 1024**2
SNIFFED = 20  # lines
LINE_END = re.compile("\r\n|\r|\n")
UNQUOTE = "Tutup atau hapus tanda kutipnya, lalu simpan ulang."


def read_tables(path: Path, work: Path) -> Tables:
    """Return the only sheet of a text file."""
    encoding = _find_encoding(path)
    first_lines, told_delimiter = _read_start(path, encoding)
    mark = told_delimiter or _choose_delimiter(first_lines)
    rows = _read_rows(path, encoding, first_lines, told_delimiter, mark)
    is_plain = encoding == "utf-8-sig" and not told_delimiter
    yield path.stem, recognise_regular(rows, path, mark, work) if is_plain else rows


def _find_encoding(path: Path) -> str:
    """Return how the file is written. Raises Unreadable at a zero byte, naming the line."""
    with path.open("rb") as file:
        start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        _try_decoding(path, "utf-16", "replace")
        return "utf-16"
    try:
        _try_decoding(path, "utf-8-sig", "strict")
    except UnicodeDecodeError:
        # Detectors take cp1252 for cp1250; offices' older programs write cp1252.
        _try_decoding(path, "cp1252", "replace")
        return "cp1252"
    return "utf-8-sig"


def _try_decoding(path: Path, encoding: str, errors: str) -> None:
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


def _read_start(path: Path, encoding: str) -> tuple[list[str], str | None]:
    """Return the first lines, and the delimiter that the first of them tells, if it does."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first_lines = list(islice(file, SNIFFED))
    told_delimiter = _find_told_delimiter(first_lines[0]) if first_lines else None
    return first_lines[1:] if told_delimiter else first_lines, told_delimiter


def _read_rows(
    path: Path, encoding: str, first_lines: list[str], told_delimiter: str | None, delimiter: str
) -> Iterator[Row]:
    # Line ends as they are: the parser tells one between rows from one inside a quoted cell.
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        if told_delimiter:
            yield []  # Excel's own first line, 'sep=;', tells the delimiter and holds no data
            next(file)
        width = _measure_fit(first_lines, delimiter)[1]
        yield from _parse_rows(file, delimiter, width, 2 if told_delimiter else 1)


def _parse_rows(lines: Iterator[str], delimiter: str, width: int, first: int) -> Iterator[Row]:
    """Yield the rows of lines, the first of which is row ``first`` of the file.

    Raises Unreadable, naming the row, where a quote was opened by mistake: the cell would take up
    the rows that follow, and nobody would miss them.
    """
    number, line = first - 1, 0
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(rows, first):
            if rows.line_num > line + 1 and _has_taken_rows(row, delimiter, width):
                raise Unreadable(
                    f"satu selnya memuat {rows.line_num - line - 1} baris sesudahnya, karena ada "
                    "tanda kutip yang salah tempat.",
                    UNQUOTE,
                    baris=number,
                )
            line = rows.line_num
            yield row  # type: ignore[misc]
    except csv.Error as error:
        raise Unreadable(_explain_quote_error(str(error)), UNQUOTE, baris=number + 1) from None


def _has_taken_rows(row: list[str], delimiter: str, width: int) -> bool:
    """Return whether a cell of several lines is made of rows: the rest of its own, whole ones,
    and the beginning of the last, whose rest follows it.

    People write a blank after a comma, tables do not. Of two columns it cannot be told.
    """
    # An address may well have several lines, and is allowed. What tells it from rows that a stray
    # quote has taken is arithmetic of delimiters. A cell at ``place`` that took rows holds: the
    # rest of its own row, with as many delimiters as columns follow it; whole rows, each with one
    # delimiter less than the sheet has columns; and the beginning of the last row, up to the next
    # quote. The rest of that last row follows the cell, so the row as parsed has ``place`` cells
    # before it, and after it as many as that beginning lacks. All of it must fit at once, so that
    # an address does not pass for rows. A parser that is tolerant of quotes swallowed such rows,
    # and the sums still agreed.
    delimiters = re.compile(re.escape(delimiter) + "(?! )")
    for place, cell in enumerate(row if width > 2 else ()):
        counts = [len(delimiters.findall(line)) for line in LINE_END.split(cell) if line.strip()]
        if len(counts) > 1 and len(row) == width + place - counts[-1]:
            own, *whole = counts[:-1]
            if own == width - 1 - place and all(count == width - 1 for count in whole):
                return True
    return False


def _explain_quote_error(error: str) -> str:
    """Return what the parser found, in words; it tells its errors apart by their text only."""
    if "field larger" in error:
        return (
            f"ada sel yang lebih panjang dari {LONGEST_CELL} huruf, biasanya karena tanda kutip "
            "pembuka tidak ditutup."
        )
    if "unexpected end" in error:
        return "tanda kutip pembuka tidak ditutup."
    return "ada sel yang dibuka dengan tanda kutip, dan sesudah kutip penutupnya masih ada isi."


def _find_told_delimiter(line: str) -> str | None:
    """Return the delimiter that a first line 'sep=;' tells."""
    line = line.strip("\r\n").strip('"')
    is_said = len(line) == 5 and line[:4].lower() == "sep=" and line[4] in DELIMITERS + RARE
    return line[4] if is_said else None


def _choose_delimiter(lines: list[str]) -> str:
    """Return the mark that most lines have, that they have equally often, and often."""
    # Every mark is tried as the delimiter, and what counts is how many lines it cuts into rows of
    # the same width. To count the marks themselves would be simpler, but a file with semicolons may
    # have more decimal commas than semicolons. A rare mark stands in ordinary text too
    # ("Jl. Raya: 12"), so it must be better in both respects, and in more than half the lines.
    usual, rare = (
        max(marks, key=lambda mark: _measure_fit(lines, mark)) for marks in (DELIMITERS, RARE)
    )
    better = all(
        a > b for a, b in zip(_measure_fit(lines, rare), _measure_fit(lines, usual), strict=True)
    )
    filled = sum(1 for line in lines if line.strip())
    is_common = 2 * sum(1 for line in lines if rare in line) > filled
    return rare if better and is_common else usual


def _measure_fit(lines: list[str], delimiter: str) -> tuple[int, int]:
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
