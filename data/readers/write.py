"""Rows of text to parts on disk, a few at a time: Parquet, or lines of JSON for a small sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from data.readers.cell import Row
from data.readers.limits import MAX_COLUMNS, MAX_ROWS
from data.readers.unreadable import SPLIT, TRIM, Unreadable

# Rows turned into columns at once: so few stay in the processor's cache, which halves the time.
BATCH = 500
SMALL = 2  # batches; more of them are worth the loading of a library
LINES = "00000.jsonl"
"""A small sheet's only part, which the program makes a Parquet file of: it has the library open."""


class Batch(NamedTuple):
    """Rows of one width with their numbers in the file, blank ones left out."""

    numbers: list[int]
    rows: list[Row]
    width: int


def write_parts(rows: Iterator[Row], folder: Path) -> tuple[int, int]:
    """Write rows below ``folder``; return how many hold something, and the width of the widest.

    Raises Unreadable for more than MAX_ROWS or MAX_COLUMNS.
    """
    folder.mkdir()
    batches = _split_into_batches(rows)
    first = list(islice(batches, SMALL + 1))
    if len(first) > SMALL:
        from data.readers import many

        return many.write_many_parts(chain(first, batches), folder)
    return _write_lines(first, folder)


def check_row_count(total: int) -> int:
    """Return a number of rows. Raises Unreadable for too many."""
    if total > MAX_ROWS:
        raise Unreadable(f"lebih dari {MAX_ROWS:,} baris.".replace(",", "."), SPLIT)
    return total


def pad_rows(batch: Batch, width: int) -> list[Row]:
    """Return a batch's rows with as many cells as asked."""
    return [row + [None] * (width - len(row)) if len(row) < width else row for row in batch.rows]


def _write_lines(batches: list[Batch], folder: Path) -> tuple[int, int]:
    width = max((batch.width for batch in batches), default=0)
    numbers = [number for batch in batches for number in batch.numbers]
    cells = [row for batch in batches for row in pad_rows(batch, width)]
    with (folder / LINES).open("w", encoding="utf-8") as out:
        for number, row in zip(numbers, cells, strict=True):
            named = {f"k{place}": cell for place, cell in enumerate(row, 1) if cell}
            out.write(json.dumps({"baris": number} | named, ensure_ascii=False) + "\n")
    return check_row_count(len(cells)), width


def _split_into_batches(rows: Iterator[Row]) -> Iterator[Batch]:
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
    width = max(map(len, batch), default=0)
    # Rows end in many empty cells where somebody has formatted whole rows, which is no fault. To
    # cut them off takes a loop over every cell, so it is done only where a batch seems too wide; a
    # row that is still too wide then has something that far to the right.
    if width > MAX_COLUMNS:
        batch, width = _trim_rows(batch, numbers)
    return Batch(numbers, batch, width)


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
