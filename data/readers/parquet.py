"""Parquet: any type of column as text, column names in row 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from data.readers.cell import Row, turn_into_rows
from data.readers.formats import Tables
from data.readers.limits import MAX_COLUMNS, MAX_ROWS
from data.readers.unreadable import SPLIT, Unreadable

ROWS = 20_000  # at a time


def read_tables(path: Path, work: Path) -> Tables:
    """Return the only sheet of a Parquet file."""
    yield path.stem, _read_rows(path)


def _read_rows(path: Path) -> Iterator[Row]:
    # A pattern in the name is a letter of it, and other files beside it are no part of it.
    stored = pl.scan_parquet(path, glob=False, hive_partitioning=False)
    names = stored.collect_schema().list_names()
    rows = stored.select(pl.len()).collect().item()
    # A few bytes can declare any number of rows.
    if rows > MAX_ROWS or len(names) > MAX_COLUMNS:
        raise Unreadable(f"terlalu besar: {rows} baris, {len(names)} kolom.", SPLIT)
    yield list(names)
    for start in range(0, rows, ROWS):
        part = stored.slice(start, ROWS).collect()
        yield from turn_into_rows((name, part[name].to_list()) for name in names)
