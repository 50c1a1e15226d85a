"""Cells that a sheet has merged from one row to the next: each row holds what the first one does.

A kecamatan that is written once beside two rows is that of both. Only words and dates are held: a
number beside two rows is one number for both together, and would be counted twice. Cells merged
across columns are left alone, as titles are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from data.readers.cell import Row

Range = tuple[tuple[int, int], tuple[int, int]]


class MergedCells:
    """What the merged cells of a sheet hold, as a walk down its rows comes by them."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self.starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.held: dict[int, tuple[str, int]] = {}  # column -> what it holds, its last row
        for (top, left), (bottom, _) in ranges:
            if bottom > top:
                self.starts[top + 1].append((left, bottom + 1))

    def fill(self, number: int, row: Row, blank: int, cells: Sequence[object]) -> None:
        """Fill the merged cells of a row (1-based) with what stands in the first of them.

        ``cells`` are those of the library, which leaves out ``blank`` columns on the left. A row
        that holds nothing else stays blank.
        """
        if self.held and any(row):
            self._hold(number, row)
        for column, last in self.starts.pop(number, ()):
            place = column - blank
            if 0 <= place < len(cells) and isinstance(cells[place], str | date):
                held = row[column]
                if held:
                    self.held[column] = (held, last)

    def _hold(self, number: int, row: Row) -> None:
        for column, (held, last) in list(self.held.items()):
            if number > last:
                del self.held[column]
            elif column < len(row) and not row[column]:
                row[column] = held
