"""Rows in batches: some at a time, with their numbers in the file, as wide as they are filled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from data.readers.cell import Row
from data.readers.limits import LONGEST_CELL, LONGEST_ROW, MAX_COLUMNS, MAX_ROWS
from data.readers.unreadable import SPLIT, TRIM, Unreadable

# Rows turned into columns at once: so few stay in the processor's cache, which halves the time.
BATCH = 500
LONG_CELL = f"ada sel yang memuat {{}} huruf; paling banyak {LONGEST_CELL}."
LONG_ROW = f"satu baris memuat {{}} huruf; paling banyak {LONGEST_ROW}."
SHORTEN = "Pendekkan isinya, lalu simpan ulang."


class Batch(NamedTuple):
    """Rows of one width with their numbers in the file, blank ones left out; ``letters`` are those
    of all cells."""

    numbers: list[int]
    rows: list[Row]
    width: int
    letters: int


def split_into_batches(rows: Iterator[Row]) -> Iterator[Batch]:
    """Yield rows in batches, blank ones left out. Raises Unreadable for a row that is too wide."""
    first = 1
    while batch := list(islice(rows, BATCH)):
        yield _make_batch(batch, first)
        first += len(batch)


def _make_batch(batch: list[Row], first: int) -> Batch:
    """Return what is filled of some rows, the first one's number being ``first``."""
    numbers = list(range(first, first + len(batch)))
    if not all(map(any, batch)):
        numbers = [number for number, row in zip(numbers, batch, strict=True) if any(row)]
        batch = [row for row in batch if any(row)]
    letters = _count_letters(batch, numbers)
    width = max(map(len, batch), default=0)
    # Rows end in many empty cells where somebody has formatted whole rows, which is no fault. To
    # cut them off takes a loop over every cell, so it is done only where a batch seems too wide; a
    # row that is still too wide then has something that far to the right.
    if width > MAX_COLUMNS:
        batch, width = _trim_rows(batch, numbers)
    return Batch(numbers, batch, width, letters)


def _count_letters(batch: list[Row], numbers: list[int]) -> int:
    """Return how many letters some rows have. Raises Unreadable that names the row of a cell that
    is too long, or of cells that are too long together.

    Here every format passes: few bytes of a packed file are a cell of gigabytes, or a thousand
    cells of the same long text.
    """
    total = 0
    for number, row in zip(numbers, batch, strict=True):
        letters = sum(map(len, filter(None, row)))
        total += letters
        # Most rows are short: only of a long one each cell is looked at.
        if letters > LONGEST_CELL:
            longest = max(len(cell) for cell in row if cell)
            if longest > LONGEST_CELL:
                raise Unreadable(LONG_CELL.format(longest), SHORTEN, baris=number)
            if letters > LONGEST_ROW:
                raise Unreadable(LONG_ROW.format(letters), SHORTEN, baris=number)
    return total


def _trim_rows(batch: list[Row], numbers: list[int]) -> tuple[list[Row], int]:
    """Return rows without the empty cells at their end, and the widest one's width."""
    trimmed = []
    for number, row in zip(numbers, batch, strict=True):
        last = max((place for place, cell in enumerate(row, 1) if cell), default=0)
        if last > MAX_COLUMNS:
            raise Unreadable(
                f"isi sampai kolom ke-{last}; paling banyak {MAX_COLUMNS} kolom.",
                TRIM,
                baris=number,
            )
        trimmed.append(row[:last])
    return trimmed, max(map(len, trimmed), default=0)


def check_row_count(total: int) -> int:
    """Return a number of rows. Raises Unreadable for too many."""
    if total > MAX_ROWS:
        raise Unreadable(f"lebih dari {MAX_ROWS:,} baris.".replace(",", "."), SPLIT)
    return total


def pad_rows(batch: Batch, width: int) -> list[Row]:
    """Return a batch's rows with as many cells as asked."""
    return [row + [None] * (width - len(row)) if len(row) < width else row for row in batch.rows]
