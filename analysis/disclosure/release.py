"""A release as its protection sees it: numbered cells, the sums between them, rows as units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class ReleasedCells:
    """All cells of all tables that are published together.

    ``value``, ``unit``, ``sensitive`` and ``known`` have one entry a cell, ``weight`` one a unit.
    Cells of one unit are shown or withheld together (a share, its numerator and its denominator);
    its weight is the information that is lost with it, in any measure; one of weight 0 is
    withheld from the start. ``sensitive`` cells must
    not be worked out. ``known`` cells are no secret whatever this release does with them: they
    stand in an earlier one, or the city printed them. Each of ``sums`` is a list of cells, the
    first being the sum of the others. Of ``loose`` ones, by their number, a part is what others are
    less than a total: they say what readers know beside the tables, and no table has that part.
    """

    value: np.ndarray
    unit: np.ndarray
    sensitive: np.ndarray
    sums: list[list[int]]
    weight: np.ndarray
    known: np.ndarray
    loose: frozenset[int] = frozenset()

    @cached_property
    def primary(self) -> np.ndarray:
        """One boolean per unit: withheld for a count of its own."""
        sensitive_units = np.zeros(len(self.weight), dtype=bool)
        sensitive_units[self.unit[self.sensitive]] = True
        return sensitive_units

    @cached_property
    def settled(self) -> np.ndarray:
        """One boolean per unit: all its cells are known, and withholding it protects nothing."""
        all_known = np.ones(len(self.weight), dtype=bool)
        all_known[self.unit[~self.known]] = False
        return all_known & ~self.primary

    @cached_property
    def cells_of(self) -> list[list[int]]:
        """The cells of each unit."""
        cells: list[list[int]] = [[] for _ in self.weight]
        for cell, unit in enumerate(self.unit.tolist()):
            cells[unit].append(cell)
        return cells

    @cached_property
    def sums_of(self) -> dict[int, list[int]]:
        """The sums that a cell stands in, by the cell's number."""
        sums: dict[int, list[int]] = defaultdict(list)
        for number, cells in enumerate(self.sums):
            for cell in cells:
                sums[cell].append(number)
        return sums

    @cached_property
    def tables(self) -> dict[int, list[int]]:
        """The sums that are printed, by number."""
        return {n: cells for n, cells in enumerate(self.sums) if n not in self.loose}

    def find_around(self, cell: int, near: int, among: np.ndarray) -> tuple[list[int], list[int]]:
        """Return about ``near`` cells that are tied to one, the closest first, and the sums that
        tie them. ``among`` says, one boolean a cell, which ones count."""
        cells, sums = {cell: None}, dict[int, None]()
        for each in (queue := [cell]):
            if len(cells) >= near:
                break
            for number in self.sums_of[each]:
                if number not in sums:
                    sums[number] = None
                    fresh = [c for c in self.sums[number] if among[c] and c not in cells]
                    cells.update(dict.fromkeys(fresh))
                    queue += fresh
        return list(cells), list(sums)

    def measure_loss(self, withheld: np.ndarray) -> float:
        """Return the information lost with the withheld units."""
        return float(self.weight[withheld].sum())


def find_required_widths(release: ReleasedCells, minimum: int) -> np.ndarray:
    """Return, per cell, how wide the interval must be that readers can set up for it; 0 where
    nothing is asked.

    That is the minimum for a sensitive cell. A zero next to one in a sum is withheld as well, and
    must not follow from the rest (width 1): if zeros were always shown, no blank would be one,
    and everybody could raise each blank's lower bound. A zero that a shown zero total gives away
    stays shown, since withholding it would say nothing less. What is known is asked nothing of.
    """
    # Hiding a zero can make the next zero need hiding: its row is no longer shown, so the zero
    # total that gave others away is gone, and those may stand beside a small count themselves. So
    # the sums wait in a queue, and come back to it when a row near them has been hidden.
    width = np.where(release.sensitive & ~release.known, minimum, 0)
    hidden = release.primary.copy()
    queue = [n for n, cells in release.tables.items() if release.sensitive[cells].any()]
    beside = set(queue)
    while queue:
        for cell in release.sums[queue.pop()][1:]:
            unit = release.unit[cell]
            not_a_hidden_zero = release.value[cell] or release.known[cell] or release.primary[unit]
            if not_a_hidden_zero or width[cell] or _is_given_away(release, hidden, cell):
                continue
            width[cell] = 1
            if not hidden[unit]:
                hidden[unit] = True
                # Its row gives no parts of it away any more, next to which may be a small cell too.
                mine = {n for other in release.cells_of[unit] for n in release.sums_of[other]}
                parts = {part for n in mine for part in release.sums[n][1:]}
                queue += sorted({n for p in parts for n in release.sums_of[p]} & beside)
    return width


def _is_given_away(release: ReleasedCells, hidden: np.ndarray, cell: int) -> bool:
    """Return whether a shown zero total says that this cell is zero."""
    totals = {release.sums[n][0] for n in release.sums_of[cell]} - {cell}
    return any(not release.value[total] and not hidden[release.unit[total]] for total in totals)
