"""Of which withheld shares the half may be told in which they lie: more than half, or the rest.

Whoever has this program can ask it whether a half would have been told had it been the other one.
So a half is told only where either of the two could be: no answer, and no silence, says more than
the half itself. For the same reason every hidden count is looked at, and not only the small ones,
which nobody but the program knows from the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import highspy
import numpy as np

from analysis.disclosure import highs
from analysis.disclosure.release import ReleasedCells
from analysis.disclosure.rule import TOLERANCE

ANY = -highspy.kHighsInf, highspy.kHighsInf
HALVES = {True: (1.0, highspy.kHighsInf), False: (-highspy.kHighsInf, 0.0)}
"""What is left for yes less no, where more than half say yes and where they do not."""

MOST = 1e7
"""More than any count is, so that no program is without a bound."""

NONE_FITS = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}

TOGETHER = 3
"""Counts are moved together as long as that settles so many."""


class Share(NamedTuple):
    """The cells of those who say yes and no; whether the half may be told that they lie in, and
    whether readers know it from before."""

    yes: int
    no: int
    may_be_told: bool = True
    known: bool = False


def add_known(release: ReleasedCells, shares: Collection[Share]) -> ReleasedCells:
    """Return a release of which readers know the halves that some shares lie in.

    The larger side of a share is the smaller one and what it is more: that is one sum each, with a
    cell that nobody publishes. More than half is one more than no, which everybody knows.
    """
    value: list[int] = []
    unit: list[int] = []
    known: list[bool] = []
    sums: list[list[int]] = []
    size, units = len(release.value), len(release.weight)
    for number, (yes, no, *_) in enumerate(shares):
        more = release.value[yes] > release.value[no]
        large, small = (yes, no) if more else (no, yes)
        rest, one = size + len(value), size + len(value) + 1
        sums.append([large, small, rest, *([one] if more else [])])
        value += [release.value[large] - release.value[small] - int(more), 1]
        unit += [units + number] * 2
        known += [False, True]
    if not sums:
        return release
    loose = range(len(release.sums), len(release.sums) + len(sums))
    return replace(
        release,
        value=np.append(release.value, value),
        unit=np.append(release.unit, unit),
        sensitive=np.append(release.sensitive, np.zeros(len(value), dtype=bool)),
        sums=release.sums + sums,
        weight=np.append(release.weight, np.zeros(len(sums))),
        known=np.append(release.known, known),
        loose=release.loose | frozenset(loose),
    )


def choose_told(
    release: ReleasedCells, withheld: np.ndarray, shares: Sequence[Share], minimum: int
) -> list[bool]:
    """Return, per share, whether its half is told.

    With any half that is told, the other one in its place as well, each hidden count that a reader
    may still take for one below ``minimum`` keeps that many values; where it had fewer, those that
    it had. What is told earlier in the list is known to the later ones.
    """
    # Whether a half that is known from before is told again must not depend on whether it is still
    # true, so it is looked at like any other. Where it cannot be told again readers know it all the
    # same, and the others have to be safe with that.
    asked = list(shares)
    while True:
        told = _choose_told(release, withheld, asked, minimum)
        lost = [n for n, s in enumerate(asked) if s.may_be_told and s.known and not told[n]]
        if not lost:
            return told
        for n in lost:
            asked[n] = asked[n]._replace(may_be_told=False)


def _choose_told(
    release: ReleasedCells, withheld: np.ndarray, shares: Sequence[Share], minimum: int
) -> list[bool]:
    """Do the same with what is known only of the shares that may not be told."""
    told = [False] * len(shares)
    if not any(share.may_be_told for share in shares):
        return told
    free = withheld[release.unit] & ~release.known
    # A share stands with its two cells in one sum, so that they hang together; one of them may be
    # known from before.
    waiting = {n: c for n, s in enumerate(shares) for c in (s.no, s.yes) if free[c]}
    while waiting:
        cells, sums = release.find_around(next(iter(waiting.values())), len(free) + 1, free)
        inside = set(cells)
        here = [n for n, cell in waiting.items() if cell in inside]
        readers = _Readers(release, cells, sums, [shares[n] for n in here], minimum)
        for n, answer in zip(here, readers.choose(), strict=True):
            told[n] = answer
            del waiting[n]
    return told


@dataclass
class _Range:
    """The least and the greatest value that was seen of each count, as whole numbers."""

    low: np.ndarray
    high: np.ndarray

    def add(self, values: np.ndarray) -> None:
        """Take in a table that fits what is known."""
        self.low = np.minimum(self.low, np.ceil(values - TOLERANCE))
        self.high = np.maximum(self.high, np.floor(values + TOLERANCE))


class _Readers:
    """What hidden counts that hang together can still be for a reader: one linear program, of which
    the limits of the shares and the goal change, and all tables that it has found so far."""

    def __init__(
        self,
        release: ReleasedCells,
        cells: list[int],
        sums: list[int],
        shares: Sequence[Share],
        minimum: int,
    ) -> None:
        self._shares = shares
        self._minimum = minimum
        self._place = {cell: number for number, cell in enumerate(cells)}
        self._more = [bool(release.value[s.yes] > release.value[s.no]) for s in shares]
        self._rows = [self._make_row(release, [(s.yes, 1.0), (s.no, -1.0)]) for s in shares]
        self._limits = [ANY] * len(shares)
        self._tables: list[np.ndarray] = []
        self._goal: list[int] = []
        self._solver = highs.make_solver(**highs.WARM)
        self._first, model = self._make_model(release, sums)
        self._solver.passModel(model)
        self._least = np.full(len(cells), float(minimum))

    def choose(self) -> list[bool]:
        """Return, per share, whether its half is told."""
        for number, share in enumerate(self._shares):
            if share.known and not share.may_be_told:
                self._limit(number, HALVES[self._more[number]])
        self._least = np.minimum(self._least, self._measure_widths())
        return [self._tell(number) for number in range(len(self._shares))]

    def _tell(self, number: int) -> bool:
        """Return whether a share's half is told, and know from now on what readers know."""
        if not self._shares[number].may_be_told:
            return False
        for half in HALVES.values():
            self._limit(number, half)
            if any(True for _ in self._find_too_narrow()):
                self._limit(number, ANY)
                return False
        self._limit(number, HALVES[self._more[number]])
        return True

    def _measure_widths(self) -> np.ndarray:
        """Return how many values each count has, at least where that is the minimum."""
        seen = self._look_around()
        assert seen is not None, "the true table fits what is known"
        for column in self._list_narrow(seen):
            self._widen(seen, column)
        return seen.high - seen.low

    def _find_too_narrow(self) -> Iterator[int]:
        """Yield counts that may be small and have too few values left; none where no table fits,
        since then readers know the other half anyhow."""
        seen = self._look_around()
        for column in [] if seen is None else self._list_narrow(seen):
            assert seen is not None
            self._widen(seen, column)
            narrow = seen.high[column] - seen.low[column] < self._least[column]
            if narrow and seen.low[column] < self._minimum:
                yield column

    def _look_around(self) -> _Range | None:
        """Return the range of each count as far as tables that move many at once show it, None
        where no table fits."""
        tables = self._list_fitting()
        if not tables:
            first = self._solve([], 1.0)
            if first is None:
                return None
            tables = [first]
        seen = _Range(np.full(len(self._place), np.inf), np.full(len(self._place), -np.inf))
        for table in tables:
            seen.add(table)
        waiting = self._list_narrow(seen)
        for sign in (-1.0, 1.0):
            settled = TOGETHER
            while waiting and settled >= TOGETHER:
                self._move(seen, waiting, sign)
                left = self._list_narrow(seen)
                waiting, settled = left, len(waiting) - len(left)
        return seen

    def _widen(self, seen: _Range, column: int) -> None:
        """Take a count as far as it goes, or as far as is needed."""
        for sign in (-1.0, 1.0):
            if seen.high[column] - seen.low[column] < self._least[column]:
                self._move(seen, [column], sign)

    def _list_narrow(self, seen: _Range) -> list[int]:
        return [int(one) for one in np.flatnonzero(seen.high - seen.low < self._least)]

    def _move(self, seen: _Range, columns: list[int], sign: float) -> None:
        table = self._solve(columns, sign)
        assert table is not None, "a table that fits was there before"
        seen.add(table)

    def _list_fitting(self) -> list[np.ndarray]:
        """Return the tables found so far that fit the limits of today."""
        set_ = [n for n, limits in enumerate(self._limits) if limits != ANY]
        return [table for table in self._tables if all(self._fits(table, n) for n in set_)]

    def _fits(self, table: np.ndarray, number: int) -> bool:
        low, high = self._limits[number]
        entries, _ = self._rows[number]
        return (
            low - TOLERANCE <= sum(s * table[column] for column, s in entries) <= high + TOLERANCE
        )

    def _limit(self, number: int, limits: tuple[float, float]) -> None:
        """Say between what limits yes less no of a share lies."""
        low, high = (limit - self._rows[number][1] for limit in limits)
        self._limits[number] = low, high
        self._solver.changeRowBounds(self._first + number, low, high)

    def _solve(self, goal: list[int], sign: float) -> np.ndarray | None:
        """Return a table with the greatest (``sign`` -1) or least sum of the goal's columns."""
        for column in self._goal:
            self._solver.changeColCost(column, 0.0)
        for column in goal:
            self._solver.changeColCost(column, sign)
        self._goal = goal
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in NONE_FITS:
            return None
        assert status == highspy.HighsModelStatus.kOptimal, status
        self._tables.append(np.array(self._solver.getSolution().col_value))
        return self._tables[-1]

    def _make_row(
        self, release: ReleasedCells, signed: list[tuple[int, float]]
    ) -> tuple[highs.Row, float]:
        """Return the hidden counts of a signed sum, by column, and what the others add up to."""
        hidden = [(self._place[cell], sign) for cell, sign in signed if cell in self._place]
        rest = sum(sign * release.value[cell] for cell, sign in signed if cell not in self._place)
        return hidden, float(rest)

    def _make_model(self, release: ReleasedCells, sums: list[int]) -> tuple[int, highspy.HighsLp]:
        """Return the program, and the number of the first share's row in it."""
        tables = [
            self._make_row(release, [(whole, -1.0), *((part, 1.0) for part in parts)])
            for whole, *parts in (release.sums[number] for number in sums)
        ]
        rows = [hidden for hidden, _ in (*tables, *self._rows)]
        size, free = len(self._place), len(self._shares)
        bounds = np.zeros(size), np.full(size, MOST)
        model = highs.make_model(np.zeros(size), bounds, rows, 0.0, 0.0)
        rest = [-shown for _, shown in tables]
        model.row_lower_ = np.array(rest + [ANY[0]] * free)
        model.row_upper_ = np.array(rest + [ANY[1]] * free)
        return len(tables), model
