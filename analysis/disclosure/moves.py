"""The linear program over the withheld cells that are tied together: how far can they move?"""

from __future__ import annotations

from collections import defaultdict

import highspy
import numpy as np

from analysis.disclosure import highs
from analysis.disclosure.release import ReleasedCells
from analysis.disclosure.rule import TOLERANCE

NUDGE = 1e-5
"""How much of its room a shown cell gets while asking which ones would help, so that of all the
equally good duals one comes out that needs few of them."""


class Moves:
    """Changes of withheld ``cells`` from their true values that keep ``sums`` and leave no count
    negative.

    Cells at the edge, which stand in other sums too, do not move: what moves, moves whatever lies
    beyond. Only for ``find_reasons`` they go anywhere, so that those hold whatever lies beyond. One
    warm model: bounds and costs change from question to question, the basis stays.
    """

    def __init__(
        self,
        release: ReleasedCells,
        cells: list[int],
        sums: list[int],
        free: np.ndarray,
        meter: highs.Meter,
    ) -> None:
        self._release = release
        self._meter = meter
        self.free = free
        around = {c for n in sums for c in release.sums[n] if not release.known[c]}
        self.cells = np.array(cells + sorted(around.difference(cells)))
        self.place = {cell: number for number, cell in enumerate(self.cells.tolist())}
        inside = set(sums)
        self._free = free[self.cells]
        within = [inside.issuperset(release.sums_of[cell]) for cell in self.cells.tolist()]
        self._edge = np.flatnonzero(self._free & ~np.array(within))
        value = release.value[self.cells].astype(float)
        self._low = np.where(self._free, -value, 0.0)
        self._high = np.where(self._free, highspy.kHighsInf, 0.0)
        self._beyond = self._low[self._edge], self._high[self._edge]
        self._low[self._edge] = self._high[self._edge] = 0.0
        self._aimed: list[int] = []
        self._solver = highs.make_solver(**highs.WARM)
        self._solver.passModel(self._make_model(sums))

    @property
    def has_edge(self) -> bool:
        """Whether there are withheld cells that stand in other sums too."""
        return len(self._edge) > 0

    def holds(self, cell: int, free: np.ndarray) -> bool:
        """Whether a cell is among these, and the cells that may move are still the same."""
        return cell in self.place and bool((self.free == free).all())

    def aim(self, far: dict[int, float], sign: int) -> dict[int, float]:
        """Move the given cells up (``sign`` 1) or down (-1), each as far as it goes up to ``far``,
        together as far as they go; return the cells that move, and by how much."""
        self._set_goal(far, sign)
        self._run()
        change = np.array(self._solver.getSolution().col_value)
        moved = np.flatnonzero(np.abs(change) > TOLERANCE)
        return dict(zip(self.cells[moved].tolist(), change[moved].tolist(), strict=True))

    def find_reasons(self, cell: int, width: float, sign: int, nudge: float) -> dict[int, float]:
        """Return, per unit, by how much withholding it could at most let a cell move.

        The sums are equations, so with any multipliers of them the cell's change can be written as
        a sum over all cells: reduced cost times change. Shown cells do not change, so the cell can
        only move by what the withheld ones contribute. Each contribution has a limit whatever else
        is withheld: a cell goes down by its value at most; one that goes up has no limit, and
        counts as the whole width that is asked. The limits added up by unit are what this returns.
        Any multipliers give something true; the program is solved to get good ones. That is why
        its bounds may be nudged while it is solved: ``nudge`` is the share of its room that a shown
        cell gets.
        """
        self._set_goal({cell: width}, sign)
        self._set_bounds(self._edge, *self._beyond)
        shown = np.flatnonzero(~self._free)
        room = np.minimum(self._release.value[self.cells[shown]], width)
        self._set_bounds(shown, -nudge * room, np.full(len(shown), nudge * width))
        self._run()
        reduced = np.array(self._solver.getSolution().col_dual) * max(width, 1.0)
        for columns in (shown, self._edge):
            self._set_bounds(columns, np.zeros(len(columns)), np.zeros(len(columns)))
        return self._add_up_by_unit(reduced, width)

    def _set_goal(self, far: dict[int, float], sign: int) -> None:
        for column in self._aimed:
            self._solver.changeColCost(column, 0.0)
            self._solver.changeColBounds(column, self._low[column], self._high[column])
        self._aimed = [self.place[cell] for cell in far]
        for column, most in zip(self._aimed, far.values(), strict=True):
            # Going further than needed would only keep the others from moving. The cost is one for
            # the whole way, so that a cell that needs ten counts no more than one that needs three.
            low, high = self._low[column], min(self._high[column], most)
            if sign < 0:
                low, high = max(self._low[column], -most), self._high[column]
            self._solver.changeColCost(column, sign / max(most, 1.0))
            self._solver.changeColBounds(column, low, high)

    def _add_up_by_unit(self, reduced: np.ndarray, width: float) -> dict[int, float]:
        reduced[np.abs(reduced) < TOLERANCE] = 0.0
        value = self._release.value[self.cells]
        far = np.where(reduced > 0, width, np.minimum(-reduced * value, width))
        help_of_unit: dict[int, float] = defaultdict(float)
        for column in np.flatnonzero(far * (reduced != 0)).tolist():
            help_of_unit[int(self._release.unit[self.cells[column]])] += float(far[column])
        return help_of_unit

    def _set_bounds(self, columns: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        self._solver.changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def _run(self) -> None:
        self._solver.run()
        self._meter.read(self._solver)
        status = self._solver.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, status

    def _make_model(self, sums: list[int]) -> highspy.HighsLp:
        rows = [
            [
                (self.place[cell], -1.0 if cell == self._release.sums[number][0] else 1.0)
                for cell in self._release.sums[number]
                if cell in self.place
            ]
            for number in sums
        ]
        program = highs.make_model(
            np.zeros(len(self.cells)), (self._low, self._high), rows, 0.0, 0.0
        )
        program.sense_ = highspy.ObjSense.kMaximize
        return program
