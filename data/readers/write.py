"""Rows of text to Parquet parts on disk, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import polars as pl

from data.readers.cell import Row
from data.readers.limits import MAX_COLUMNS, MAX_ROWS
from data.readers.unreadable import SPLIT, TRIM, Unreadable

PART = 50_000  # rows
# Rows turned into columns at once: so few stay in the processor's cache, which halves the time.
BATCH = 500


def parts(rows: Iterator[Row], folder: Path) -> tuple[int, int]:
    """Write rows below ``folder``; return how many hold something, and the width of the widest.

    Raises Unreadable for more than MAX_ROWS or MAX_COLUMNS.
    """
    folder.mkdir()
    total = 0
    widths: list[int] = []
    frames = _frames(rows)
    for number in count():
        part = list(islice(frames, PART // BATCH))
        if not part and number:
            break
        frame = pl.concat(part, how="diagonal") if part else _frame([], 0)
        total += frame.height
        if total > MAX_ROWS:
            raise Unreadable(f"lebih dari {MAX_ROWS:,} baris.".replace(",", "."), SPLIT)
        _write(frame, folder / f"{number:05}.parquet")
        widths.append(frame.width - 1)
    width = max(widths)
    for number, given in enumerate(widths):
        if given < width:
            _widen(folder / f"{number:05}.parquet", given, width)
    return total, width


def _frames(rows: Iterator[Row]) -> Iterator[pl.DataFrame]:
    """Yield batches of rows as frames, blank rows left out."""
    first = 1
    while batch := list(islice(rows, BATCH)):
        yield _frame(batch, first)
        first += len(batch)


def _frame(batch: list[Row], first: int) -> pl.DataFrame:
    """Return rows as a frame with their numbers, the first one being ``first``."""
    numbers: list[int] = list(range(first, first + len(batch)))
    if not all(map(any, batch)):
        numbers = [number for number, row in zip(numbers, batch, strict=True) if any(row)]
        batch = [row for row in batch if any(row)]
    widths = set(map(len, batch))
    width = max(widths, default=0)
    if width > MAX_COLUMNS:
        batch, width = _trimmed(batch, numbers)
        widths = {0, width}
    if len(widths) > 1:
        batch = [row + [None] * (width - len(row)) for row in batch]
    columns = [pl.Series("baris", numbers, dtype=pl.Int64)]
    columns += [
        pl.Series(f"k{number}", cells, dtype=pl.String)
        for number, cells in enumerate(zip(*batch, strict=True), 1)
    ]
    return pl.DataFrame(columns)


def _trimmed(batch: list[Row], numbers: list[int]) -> tuple[list[Row], int]:
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


def _write(frame: pl.DataFrame, path: Path) -> None:
    text = pl.col(pl.String)
    filled = frame.select("baris", pl.when(text != "").then(text).name.keep())
    filled.write_parquet(path, compression="lz4", statistics=False)


def _widen(path: Path, given: int, width: int) -> None:
    """Give a part that was written before a wider row came the columns that it lacks."""
    none = pl.lit(None, dtype=pl.String)
    more = [none.alias(f"k{number}") for number in range(given + 1, width + 1)]
    _write(pl.read_parquet(path).with_columns(more), path)
