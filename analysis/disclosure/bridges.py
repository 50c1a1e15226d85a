"""Which units are withheld in vain, since a single sum gives all their cells back.

Showing such a unit tells nothing new. (Fischetti and Salazar, section 4, make an inequality of
it; in the master problem it cost more time here than it saved.)
"""

from __future__ import annotations

import numpy as np

from analysis.disclosure.release import ReleasedCells


class Bridges:
    """The sums that a unit can be given back by."""

    def __init__(self, release: ReleasedCells) -> None:
        self._release = release
        self._found: dict[int, tuple[frozenset[int], ...]] = {}

    def is_in_vain(self, unit: int, withheld: np.ndarray) -> bool:
        """Return whether some sum gives a withheld unit back, as it has no other one withheld."""
        return any(
            not any(withheld[other] for other in others) for others in self._find_others(unit)
        )

    def _find_others(self, unit: int) -> tuple[frozenset[int], ...]:
        """Return the other units of each sum that can give the unit back, for all of its cells."""
        if unit not in self._found:
            # A unit is given back only when all its unknown cells are: those of a share, its
            # numerator and its denominator stand in different sums. A sum gives a cell back when
            # all its other units are shown, so for each cell there are some sets of units of which
            # one has to be shown as a whole. Sets that all cells of the unit have in common give
            # back the unit. A sum in which the unit stands twice gives nothing back.
            cells = [c for c in self._release.cells_of[unit] if not self._release.known[c]]
            by_cell = [self._find_others_of_cell(cell, unit) for cell in cells]
            self._found[unit] = (
                tuple(sorted(set.intersection(*by_cell), key=sorted)) if by_cell else ()
            )
        return self._found[unit]

    def _find_others_of_cell(self, cell: int, unit: int) -> set[frozenset[int]]:
        others_by_sum = set()
        for number in self._release.sums_of[cell]:
            others = [c for c in self._release.sums[number] if c != cell]
            units = {int(self._release.unit[c]) for c in others if not self._release.known[c]}
            if unit not in units:
                others_by_sum.add(frozenset(units))
        return others_by_sum
