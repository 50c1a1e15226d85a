"""Rows of text to parts on disk, a few at a time: Parquet, or lines of JSON for a small sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from data.readers.batches import Batch, check_row_count, pad_rows, split_into_batches
from data.readers.cell import Row

SMALL = 2  # batches; more of them are worth the loading of a library
SMALL_LETTERS = 4_000_000
"""More of them the program, which has other work, does not convert itself."""
LINES = "00000.jsonl"
"""A small sheet's only part, which the program makes a Parquet file of: it has the library open."""


def write_parts(rows: Iterator[Row], folder: Path) -> tuple[int, int]:
    """Write rows below ``folder``; return how many hold something, and the width of the widest.

    Raises Unreadable for more than MAX_ROWS or MAX_COLUMNS.
    """
    folder.mkdir()
    batches = split_into_batches(rows)
    first = list(islice(batches, SMALL + 1))
    if len(first) > SMALL or sum(batch.letters for batch in first) > SMALL_LETTERS:
        # Only a large sheet is worth loading the library that this one needs.
        from data.readers import many

        return many.write_many_parts(chain(first, batches), folder)
    return _write_lines(first, folder)


def _write_lines(batches: list[Batch], folder: Path) -> tuple[int, int]:
    width = max((batch.width for batch in batches), default=0)
    numbers = [number for batch in batches for number in batch.numbers]
    cells = [row for batch in batches for row in pad_rows(batch, width)]
    with (folder / LINES).open("w", encoding="utf-8") as out:
        for number, row in zip(numbers, cells, strict=True):
            named = {f"k{place}": cell for place, cell in enumerate(row, 1) if cell}
            out.write(json.dumps({"baris": number} | named, ensure_ascii=False) + "\n")
    return check_row_count(len(cells)), width
