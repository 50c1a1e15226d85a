"""What readers can still work out when some units are withheld, and which of them would stop it.

Of every sum between cells only the withheld ones are unknown. How far a cell can move, with its
sums and no count below zero, is a linear program over the withheld cells that are tied to it.
Where a cell moves less than it must, the dual of the program says why, as an inequality over the
units that are withheld: Fischetti and Salazar, "Solving the cell suppression problem on tabular
data with linear constraints", Management Science 47 (2001), sections 3 and 4.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.highs import Meter
from analysis.disclosure.moves import NUDGE, Moves
from analysis.disclosure.release import ReleasedCells
from analysis.disclosure.rule import TOLERANCE

NEAR = 300, 1200, 4800
"""Withheld cells around a target that are looked at first, then, and before all of them are."""

SMALL = 8000
"""Cells of a whole that is looked at before its regions once its model is there."""

MANY = 100
"""Targets that are moved at once in the whole of what is tied to them."""

SETTLED = 3
"""Moving them, up and down, is worth while as long as it settles so many."""


@dataclass(frozen=True)
class Cut:
    """The target's cell stays too tight unless sum(share of withheld units) >= 1."""

    target: int
    share: dict[int, float]

    def add_up_shares(self, withheld: np.ndarray) -> float:
        """Return the sum over the withheld units."""
        return sum(share for unit, share in self.share.items() if withheld[unit])

    @property
    def hopeless(self) -> bool:
        """Whether it stays too tight even with every unit withheld."""
        return sum(self.share.values()) < 1 - TOLERANCE


@dataclass(frozen=True)
class Witness:
    """A change of withheld cells that no reader can rule out: how far it moves a target, and the
    units that must stay withheld for that."""

    far: float
    units: np.ndarray


class Separation:
    """Finds the targets that are too tight; remembers every change of cells that it has seen.

    A change that keeps all sums and leaves no count negative shows how far a cell can move, and it
    shows it for every choice in which the units that it touches are withheld. So the farthest one
    of each cell and direction is kept, and a linear program is solved only for cells for which no
    kept change is far enough.

    ``width`` is, per cell, how wide its interval must be; 0 where nothing is asked. ``meter`` reads
    the pivots that its programs take.
    """

    def __init__(
        self, release: ReleasedCells, width: np.ndarray, meter: Meter | None = None
    ) -> None:
        self.meter = meter or Meter()
        self.release = release
        self.width = width.astype(float)
        self.primary = release.primary | (release.weight == 0)
        self.primary[release.unit[width > 0]] = True
        self._seen: dict[int, dict[int, Witness]] = {1: {}, -1: {}}
        self._last: Moves | None = None
        self._tied: Moves | None = None
        self._asked = set(np.flatnonzero(width).tolist())

    def forget(self, target: int) -> None:
        """Ask nothing more of a cell that nothing can protect."""
        self._asked.remove(target)

    def measure_missing(self, cell: int, withheld: np.ndarray) -> float:
        """Return how far up a cell must be able to move, with the way down that it has."""
        return float(self.width[cell]) - self._recall_reach(cell, -1, withheld)

    def find_cuts(self, withheld: np.ndarray, until: float = math.inf) -> list[Cut]:
        """Return what the withheld units violate: an inequality for some cell of each unit that is
        too tight, and none only where the release is safe, or the meter stands at ``until``."""
        free = withheld[self.release.unit] & ~self.release.known
        doubtful = [cell for cell in sorted(self._asked) if not self._is_wide(cell, withheld)]
        if len(doubtful) > SETTLED:
            self._move_many(doubtful, free, withheld, until)
        cut_of_unit: dict[int, Cut] = {}
        for cell in doubtful:
            if self.meter.pivots > until:
                break
            unit = int(self.release.unit[cell])
            # The same mostly stops all cells of a unit.
            if unit not in cut_of_unit and not self._is_wide(cell, withheld):
                cut = self._explain(cell, free, withheld)
                if cut is not None:
                    cut_of_unit[unit] = cut
        return list(cut_of_unit.values())

    def _move_many(
        self, cells: list[int], free: np.ndarray, withheld: np.ndarray, until: float
    ) -> None:
        """Move cells in the whole of what is tied to them, many at once, while that settles some.

        Up first: going down settles few that going up does not.
        """
        while cells and self.meter.pivots < until:
            moves = self._take_whole(cells[0], free)
            here = [cell for cell in cells if cell in moves.place]
            cells = [cell for cell in cells if cell not in moves.place]
            for sign in (1, -1):
                movable = self._select_movable(here, sign, withheld)
                self._move_in_turns(moves, movable, sign, withheld, until)

    def _move_in_turns(
        self, moves: Moves, cells: list[int], sign: int, withheld: np.ndarray, until: float
    ) -> None:
        """Move ``MANY`` tight cells at a time while that settles some.

        One program can move many cells, but not all at once: where one goes up another may have to
        go down, and both stand in the goal. So each time it is the next ones' turn, and a cell that
        did not move in one company may move in another. The cells are taken in their order, since
        neighbours move in much the same circles, which takes fewer pivots than cells drawn from
        everywhere.
        """
        settled, start = SETTLED, 0
        while cells and settled >= SETTLED and self.meter.pivots < until:
            turn = (cells + cells)[start : start + min(MANY, len(cells))]
            self._move(moves, turn, sign, withheld)
            left = [cell for cell in cells if not self._is_wide(cell, withheld)]
            start = (start + MANY) % max(len(left), 1)
            cells, settled = left, len(cells) - len(left)

    def _explain(self, cell: int, free: np.ndarray, withheld: np.ndarray) -> Cut | None:
        """Return why a cell is too tight, None when it is not, looking no further than needed.

        Everything that is tied to a cell can be the whole city, and most answers lie near it. A
        region gives two answers that hold for the whole as well. With its edge held still it allows
        less than the whole does: if the cell moves far enough here, it does so in the whole. With
        its edge free to go anywhere it allows more: if the cell does not move far enough even so,
        it does not in the whole, and the dual is a valid inequality. Only where neither is the case
        a larger region is needed. Where the model of the whole is there already and small, the
        first of the two is asked in it and no region is made.
        """
        if self._moves_in_whole(cell, free, withheld):
            return None
        for moves in self._grow_regions(cell, free):
            cut = self._explain_in_region(moves, cell, withheld)
            if cut is not None or self._is_wide(cell, withheld):
                return cut
        raise AssertionError(f"no multipliers show why cell {cell} is too tight")

    def _moves_in_whole(self, cell: int, free: np.ndarray, withheld: np.ndarray) -> bool:
        tied = self._tied
        if tied is None or len(tied.cells) > SMALL or not tied.holds(cell, free):
            return False
        for sign in (1, -1):
            if turn := self._select_movable([cell], sign, withheld):
                self._move(tied, turn, sign, withheld)
        return self._is_wide(cell, withheld)

    def _select_movable(self, cells: list[int], sign: int, withheld: np.ndarray) -> list[int]:
        """Return the cells that are still too tight and could do something about it: a count of
        zero goes down no further."""
        value = self.release.value
        return [c for c in cells if (sign > 0 or value[c]) and not self._is_wide(c, withheld)]

    def _grow_regions(self, cell: int, free: np.ndarray) -> Iterator[Moves]:
        """Yield what moves around a cell, further and further, in the end everything tied to it.

        One that nothing lies beyond serves the next cell too.
        """
        for near in NEAR:
            if self._last is None or self._last.has_edge or not self._last.holds(cell, free):
                self._last = self._make_moves(cell, near, free)
            yield self._last
            if not self._last.has_edge:
                return
        yield self._take_whole(cell, free)

    def _take_whole(self, cell: int, free: np.ndarray) -> Moves:
        """Return everything that is tied to a cell; the last one again where it holds the cell."""
        if self._tied is None or not self._tied.holds(cell, free):
            self._tied = self._make_moves(cell, len(free) + 1, free)
        return self._tied

    def _make_moves(self, cell: int, near: int, free: np.ndarray) -> Moves:
        return Moves(self.release, *self.release.find_around(cell, near, free), free, self.meter)

    def _is_wide(self, cell: int, withheld: np.ndarray) -> bool:
        reach = self._recall_reach(cell, 1, withheld) + self._recall_reach(cell, -1, withheld)
        return reach >= self.width[cell] - TOLERANCE

    def _recall_reach(self, cell: int, sign: int, withheld: np.ndarray) -> float:
        """Return how far a change that was seen, and that is still possible, moves a cell."""
        seen = self._seen[sign].get(cell)
        return seen.far if seen and withheld[seen.units].all() else 0.0

    def _move(self, moves: Moves, cells: list[int], sign: int, withheld: np.ndarray) -> None:
        """Move cells up or down together as far as they need, and remember how far they went."""
        need = self.width if sign > 0 else np.minimum(self.width, self.release.value)
        change = moves.aim({cell: float(need[cell]) for cell in cells}, sign)
        units = np.unique(self.release.unit[list(change)]) if change else np.empty(0, dtype=int)
        for cell in self._asked.intersection(change):
            way = 1 if change[cell] > 0 else -1
            if abs(change[cell]) > self._recall_reach(cell, way, withheld):
                self._seen[way][cell] = Witness(abs(change[cell]), units)

    def _explain_in_region(self, moves: Moves, cell: int, withheld: np.ndarray) -> Cut | None:
        """Return why a cell is too tight, None when it is not or when the region does not say."""
        for sign in (1, -1):
            self._move(moves, [cell], sign, withheld)
            if self._is_wide(cell, withheld):
                return None
        # The interval is the way up and the way down together, and two inequalities can say that it
        # is too narrow. Down there is never more than the count itself, so up it needs the width
        # less the count: that one is tried first, since it needs the reasons of one direction only.
        # Where it is satisfied, the reasons of both directions are added up and must reach the
        # whole width. With the nudge the dual needs few units, but it is that of a slightly wider
        # program, and what follows from it may turn out to be satisfied; then the exact program
        # (nudge 0) is asked.
        width, value = float(self.width[cell]), float(self.release.value[cell])
        for nudge in (NUDGE, 0.0):
            up = moves.find_reasons(cell, width, 1, nudge)
            # It cannot go down further than to zero, so the rest it has to go up.
            cut = self._make_cut(cell, up, width - value)
            if cut is None or cut.add_up_shares(withheld) >= 1 - TOLERANCE:
                both = Counter(up) + Counter(moves.find_reasons(cell, width, -1, nudge))
                cut = self._make_cut(cell, both, width)
            if cut is not None and cut.add_up_shares(withheld) < 1 - TOLERANCE:
                return cut
        return None

    def _make_cut(self, cell: int, reasons: Mapping[int, float], needed: float) -> Cut | None:
        """Return the inequality without the units that are withheld anyhow, or never; None when
        what is withheld anyhow satisfies it."""
        # What is withheld in every choice helps in every choice: it is taken off what is needed,
        # and the rest is the new unit of measure. A unit that alone helps enough has share 1 and no
        # more, which makes the inequality stronger and cuts off no safe choice, since units are
        # withheld whole.
        left = needed - sum(far for unit, far in reasons.items() if self.primary[unit])
        if left <= TOLERANCE:
            return None
        shares = {
            unit: min(far / left, 1.0)
            for unit, far in reasons.items()
            if far > TOLERANCE and not self.primary[unit] and not self.release.settled[unit]
        }
        return Cut(cell, shares)
