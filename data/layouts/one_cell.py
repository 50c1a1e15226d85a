"""Sheets whose rows lie in one cell each: whoever wrote them did not know the delimiter.

What lies in such a cell is a row of delimited text, its quotes included.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from data.layouts.layout import CELL_MARKS

Row = Sequence[str | None]
FEWEST = 2  # rows that a mark cuts into the same number of cells


def find_mark(rows: Sequence[Row]) -> str:
    """Return the mark between the cells of rows that lie in one cell each; empty where none is."""
    texts = [texts[0] for row in rows if (texts := [cell for cell in row if (cell or "").strip()])]
    if not texts or any(sum(bool((c or "").strip()) for c in row) > 1 for row in rows):
        return ""
    rated = {mark: _rate(mark, [str(text) for text in texts]) for mark in CELL_MARKS}
    best = max(rated, key=lambda mark: rated[mark])
    return best if rated[best][0] >= FEWEST else ""


def _rate(mark: str, texts: Sequence[str]) -> tuple[int, int]:
    """Return how many rows a mark cuts into the usual number of cells, and that number."""
    widths = Counter(width for text in texts if (width := len(cut(text, mark))) > 1)
    usual, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, usual


def cut(text: str, mark: str) -> list[str]:
    """Return the cells that a mark cuts a text into; what is in quotes is one of them."""
    try:
        return next(csv.reader([" ".join(text.splitlines())], delimiter=mark), [])
    except csv.Error:
        return [text]


def open_cells(rows: Sequence[Row], mark: str) -> list[list[str | None]]:
    """Return the rows with the cells that lie in one; without a ``mark`` as they are."""
    if not mark or any(sum(bool((cell or "").strip()) for cell in row) > 1 for row in rows):
        return [list(row) for row in rows]
    opened: list[list[str | None]] = []
    for row in rows:
        text = next((cell for cell in row if (cell or "").strip()), None)
        opened.append([cell.strip() or None for cell in cut(text, mark)] if text else [])
    width = max(map(len, opened), default=0)
    return [[*row, *[None] * (width - len(row))] for row in opened]
