"""Many rows to Parquet parts on disk, so that no more than one part is ever held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import polars as pl

from data.readers.batches import BATCH, Batch, check_row_count, pad_rows

PART = 50_000  # rows


def write_many_parts(batches: Iterator[Batch], folder: Path) -> tuple[int, int]:
    """Write batches below ``folder``; return how many rows they have, and the widest's width.

    Raises Unreadable for more than MAX_ROWS.
    """
    total = 0
    widths: list[int] = []
    frames = map(_make_frame, batches)
    for number in count():
        part = list(islice(frames, PART // BATCH))
        if not part:
            break
        frame = pl.concat(part, how="diagonal")
        total = check_row_count(total + frame.height)
        _write_frame(frame, folder / f"{number:05}.parquet")
        widths.append(frame.width - 1)
    width = max(widths)
    for number, part_width in enumerate(widths):
        if part_width < width:
            _add_columns(folder / f"{number:05}.parquet", part_width, width)
    return total, width


def _make_frame(batch: Batch) -> pl.DataFrame:
    columns = [pl.Series("baris", batch.numbers, dtype=pl.Int64)]
    columns += [
        pl.Series(f"k{number}", cells, dtype=pl.String)
        for number, cells in enumerate(zip(*pad_rows(batch, batch.width), strict=True), 1)
    ]
    return pl.DataFrame(columns)


def _write_frame(frame: pl.DataFrame, path: Path) -> None:
    text = pl.col(pl.String)
    filled = frame.select("baris", pl.when(text != "").then(text).name.keep())
    filled.write_parquet(path, compression="lz4", statistics=False)


def _add_columns(path: Path, part_width: int, width: int) -> None:
    """Give a part that was written before a wider row came the columns that it lacks."""
    none = pl.lit(None, dtype=pl.String)
    more = [none.alias(f"k{number}") for number in range(part_width + 1, width + 1)]
    _write_frame(pl.read_parquet(path).with_columns(more), path)
