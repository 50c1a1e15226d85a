"""What readers can still work out when some units are withheld, and which of them would stop it.

Of every sum between cells only the withheld ones are unknown. How far a cell can move, with its
sums and no count below zero, is a linear program over the withheld cells that are tied to it.
Where a cell moves less than it must, the dual of the program says why, as an inequality over the
units that are withheld: Fischetti and Salazar, "Solving the cell suppression problem on tabular
data with linear constraints", Management Science 47 (2001), sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.moves import NUDGE, Moves
from analysis.disclosure.release import Release
from analysis.disclosure.rule import TOLERANCE

SETTLED = 3
"""Moving all targets at once, up and down, is worth while as long as it settles so many of them."""


@dataclass(frozen=True)
class Cut:
    """The target's cell stays too tight unless sum(share of withheld units) >= 1."""

    target: int
    share: dict[int, float]

    def reached(self, withheld: np.ndarray) -> float:
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

    ``width`` is, per cell, how wide its interval must be; 0 where nothing is asked.
    """

    def __init__(self, release: Release, width: np.ndarray) -> None:
        self.release = release
        self.width = width.astype(float)
        self.primary = release.primary | (release.weight == 0)
        self.primary[release.unit[width > 0]] = True
        self._seen: dict[int, dict[int, Witness]] = {1: {}, -1: {}}
        self._asked = set(np.flatnonzero(width).tolist())

    def forget(self, target: int) -> None:
        """Ask nothing more of a cell that nothing can protect."""
        self._asked.remove(target)

    def missing(self, cell: int, withheld: np.ndarray) -> float:
        """Return how far up a cell must be able to move, with the way down that it has."""
        return float(self.width[cell]) - self._reach(cell, -1, withheld)

    def cuts(self, withheld: np.ndarray) -> list[Cut]:
        """Return what the withheld units violate, at least one inequality for each cell that is
        too tight; none where the release is safe."""
        release = self.release
        free = withheld[release.unit] & ~release.known
        doubtful = [cell for cell in sorted(self._asked) if not self._wide(cell, withheld)]
        found: list[Cut] = []
        for cells, sums in _groups(release, free, doubtful):
            moves = Moves(release, cells, sums, free)
            waiting = [cell for cell in doubtful if cell in moves.place]
            for cell in self._together(moves, waiting, withheld):
                cut = self._why(moves, cell, withheld)
                found += [] if cut is None else [cut]
        return found

    def _together(self, moves: Moves, waiting: list[int], withheld: np.ndarray) -> Iterator[int]:
        """Move all targets at once, as long as that settles some of them; yield the others,
        one a unit, since the same mostly stops all cells of it."""
        before = len(waiting) + SETTLED
        while waiting and before - len(waiting) >= SETTLED:
            before = len(waiting)
            for sign in (1, -1):
                self._move(moves, waiting, sign, withheld)
            waiting = [cell for cell in waiting if not self._wide(cell, withheld)]
        asked: set[int] = set()
        for cell in waiting:
            unit = int(self.release.unit[cell])
            if unit not in asked and not self._wide(cell, withheld):
                yield cell
                if not self._wide(cell, withheld):
                    asked.add(unit)

    def _wide(self, cell: int, withheld: np.ndarray) -> bool:
        reach = self._reach(cell, 1, withheld) + self._reach(cell, -1, withheld)
        return reach >= self.width[cell] - TOLERANCE

    def _reach(self, cell: int, sign: int, withheld: np.ndarray) -> float:
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
            if abs(change[cell]) > self._reach(cell, way, withheld):
                self._seen[way][cell] = Witness(abs(change[cell]), units)

    def _why(self, moves: Moves, cell: int, withheld: np.ndarray) -> Cut | None:
        """Return why a cell is too tight, None when it is not after all."""
        width = float(self.width[cell])
        # It cannot go down further than to zero, so this much it has to go up.
        up = width - float(self.release.value[cell])
        self._move(moves, [cell], 1, withheld)
        short = self._reach(cell, 1, withheld) < up - TOLERANCE
        if not short:
            self._move(moves, [cell], -1, withheld)
        if self._wide(cell, withheld):
            return None
        for nudge in (NUDGE, 0.0):
            reasons = moves.reasons(cell, width, 1, nudge)
            if not short:
                for unit, far in moves.reasons(cell, width, -1, nudge).items():
                    reasons[unit] += far
            cut = self._cut(cell, reasons, up if short else width)
            if cut is not None and cut.reached(withheld) < 1 - TOLERANCE:
                return cut
        raise AssertionError(f"no multipliers show why cell {cell} is too tight")

    def _cut(self, cell: int, reasons: dict[int, float], needed: float) -> Cut | None:
        """Return the inequality without the units that are withheld anyhow, or never; None when
        what is withheld anyhow satisfies it."""
        left = needed - sum(far for unit, far in reasons.items() if self.primary[unit])
        if left <= TOLERANCE:
            return None
        shares = {
            unit: min(far / left, 1.0)
            for unit, far in reasons.items()
            if far > TOLERANCE and not self.primary[unit] and not self.release.settled[unit]
        }
        return Cut(cell, shares)


def _groups(
    release: Release, free: np.ndarray, targets: list[int]
) -> list[tuple[list[int], list[int]]]:
    """Return the withheld cells that are tied to targets and their sums, tied ones together."""
    done: set[int] = set()
    found = []
    for target in targets:
        if target in done:
            continue
        cells, sums, queue = {target}, set(), [target]
        while queue:
            for number in release.sums_of[queue.pop()]:
                if number not in sums:
                    sums.add(number)
                    fresh = [c for c in release.sums[number] if free[c] and c not in cells]
                    cells.update(fresh)
                    queue += fresh
        done |= cells
        found.append((sorted(cells), sorted(sums)))
    return found
