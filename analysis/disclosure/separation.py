"""What readers can still work out when some units are withheld, and which of them would stop it.

Of every sum between cells only the withheld ones are unknown. How far a cell can move, with its
sums and no count below zero, is a linear program over the withheld cells that are tied to it.
Where a cell moves less than it must, the dual of the program says why, as an inequality over the
units that are withheld: Fischetti and Salazar, "Solving the cell suppression problem on tabular
data with linear constraints", Management Science 47 (2001), sections 3 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.moves import Moves
from analysis.disclosure.release import Release
from analysis.disclosure.rule import TOLERANCE


@dataclass(frozen=True)
class Cut:
    """The target's cell stays too tight unless sum(share of withheld units) >= 1."""

    target: int
    share: dict[int, float]

    @property
    def hopeless(self) -> bool:
        """Whether it stays too tight even with every unit withheld."""
        return sum(self.share.values()) < 1 - TOLERANCE


@dataclass(frozen=True)
class Witness:
    """A change of withheld cells that no reader can rule out: how far it moves a target, and the
    units that must stay withheld for that."""

    far: float
    units: frozenset[int]


class Separation:
    """Finds the targets that are too tight; remembers every change of cells that it has seen.

    ``width`` is, per cell, how wide its interval must be; 0 where nothing is asked.
    """

    def __init__(self, release: Release, width: np.ndarray) -> None:
        self.release = release
        self.width = width.astype(float)
        self.primary = release.primary | (release.weight == 0)
        self.primary[release.unit[width > 0]] = True
        self._seen: tuple[dict[int, Witness], ...] = ({}, {})
        self._targets = np.flatnonzero(width).tolist()

    def forget(self, target: int) -> None:
        """Ask nothing more of a cell that nothing can protect."""
        self._targets.remove(target)

    def cuts(self, withheld: np.ndarray) -> list[Cut]:
        """Return what the withheld units violate, at least one inequality for each cell that is
        too tight; none where the release is safe."""
        release = self.release
        free = withheld[release.unit] & ~release.known
        doubtful = [cell for cell in self._targets if not self._wide(cell, withheld)]
        found: list[Cut] = []
        for cells, sums in _groups(release, free, doubtful):
            moves = Moves(release, cells, sums, free)
            asked = [cell for cell in doubtful if cell in moves.place]
            for sign in (1, -1):
                self._together(moves, asked, withheld, sign)
            done: set[int] = set()  # one reason a unit: the same mostly holds for its other cells
            for cell in asked:
                unit = int(release.unit[cell])
                if unit not in done and not self._wide(cell, withheld):
                    cuts = self._alone(moves, cell, withheld)
                    done.update(unit for _ in cuts)
                    found += cuts
        return found

    def _wide(self, cell: int, withheld: np.ndarray) -> bool:
        reach = 0.0
        for seen in self._seen:
            if cell in seen and all(withheld[unit] for unit in seen[cell].units):
                reach += seen[cell].far
        return reach >= self.width[cell] - TOLERANCE

    def _together(self, moves: Moves, asked: list[int], withheld: np.ndarray, sign: int) -> None:
        """Look for one change that moves all targets at once: it mostly settles most of them."""
        waiting = [cell for cell in asked if not self._wide(cell, withheld)]
        if waiting:
            moves.aim({cell: self._need(cell, sign) for cell in waiting}, sign)
            self._remember(moves, waiting, sign)

    def _need(self, cell: int, sign: int) -> float:
        """Return how far a cell has to move: up by what its way down to zero leaves to be had."""
        if sign > 0:
            return float(self.width[cell])
        return float(min(self.width[cell], self.release.value[cell]))

    def _remember(self, moves: Moves, cells: list[int], sign: int) -> None:
        change = moves.change()
        units = frozenset(self.release.unit[list(change)].tolist()) if change else frozenset()
        seen = self._seen[sign < 0]
        for cell in cells:
            far = sign * change.get(cell, 0.0)
            if far > TOLERANCE and (cell not in seen or seen[cell].far < far + TOLERANCE):
                seen[cell] = Witness(far, units)

    def _alone(self, moves: Moves, cell: int, withheld: np.ndarray) -> list[Cut]:
        """Bound one cell; return why it is too tight, or nothing when it is not."""
        for sign in (1, -1):
            moves.aim({cell: self._need(cell, sign)}, sign)
            change = moves.change()
            far = sign * change.get(cell, 0.0)
            units = frozenset(self.release.unit[list(change)].tolist()) if change else frozenset()
            self._seen[sign < 0][cell] = Witness(max(far, 0.0), units)
            if self._wide(cell, withheld):
                return []
            if sign > 0:
                up = far
        width, value = self.width[cell], float(self.release.value[cell])
        reasons = moves.reasons(cell, self.width[cell], 1)
        needed = width - value
        if up >= needed - TOLERANCE:
            for unit, share in moves.reasons(cell, self.width[cell], -1).items():
                reasons[unit] += share
            needed = width
        return [self._cut(cell, reasons, needed)]

    def _cut(self, cell: int, reasons: dict[int, float], needed: float) -> Cut:
        """Return the inequality without the units that are withheld anyhow, or never."""
        always = sum(far for unit, far in reasons.items() if self.primary[unit])
        left = needed - min(always, needed)
        assert left > TOLERANCE, "a cell that is too tight has an inequality that it violates"
        return Cut(
            cell,
            {
                unit: min(far / left, 1.0)
                for unit, far in reasons.items()
                if far > TOLERANCE and not self.primary[unit] and not self.release.settled[unit]
            },
        )


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
