"""The cheapest way to let a cell move: which units to withhold so that it moves far enough.

One linear program in which every cell may move, a shown one at the price of its unit (Kelly,
Golden and Assad, "Cell suppression: disclosure protection for sensitive tabular data", Networks
22 (1992)). Its answer is not the best for all cells together, but one program finds the whole
circle of cells, where inequality after inequality would find it step by step.
"""

from __future__ import annotations

import highspy
import numpy as np

from analysis.disclosure import highs
from analysis.disclosure.release import ReleasedCells
from analysis.disclosure.rule import TOLERANCE

NEAR = 1500
"""Cells that are looked at around a target; four times as many when it finds no way among them."""


def find_detour(release: ReleasedCells, withheld: np.ndarray, cell: int, far: float) -> set[int]:
    """Return units to withhold as well so that ``cell`` can go up by ``far``; none where nothing
    lets it."""
    near = NEAR
    while True:
        cells, sums = release.find_around(cell, near, ~release.known)
        units = _find_cheapest(release, withheld, sums, cells, cell, far)
        if units or len(cells) < near:
            return units
        near *= 4


def _find_cheapest(
    release: ReleasedCells,
    withheld: np.ndarray,
    sums: list[int],
    cells: list[int],
    cell: int,
    far: float,
) -> set[int]:
    place = {each: number for number, each in enumerate(cells)}
    value, unit = release.value[cells].astype(float), release.unit[cells]
    inside = set(sums)
    # A cell of a sum beyond those looked at stays as it is, for nothing would balance it there.
    free = np.array([inside.issuperset(release.sums_of[each]) for each in cells])
    free &= ~release.settled[unit]
    # Every cell has two columns, how far it goes up and how far down, because the price is paid for
    # either and a linear program knows no absolute value. Down it goes by its count at most. The
    # target goes up by exactly ``far``. A cell of a withheld unit moves for nothing; one that is
    # shown pays its unit's weight for the share of the way that it goes, which is the fixed price
    # of withholding it, as far as a linear program can say that.
    up, down = np.where(free, highspy.kHighsInf, 0.0), np.where(free, value, 0.0)
    low = np.zeros(2 * len(cells))
    low[place[cell]] = up[place[cell]] = far
    down[place[cell]] = 0.0
    price = np.where(withheld[unit], 0.0, release.weight[unit] / far)
    rows = [
        [
            (place[c] + side, sign * (-1.0 if c == release.sums[number][0] else 1.0))
            for c in release.sums[number]
            if c in place
            for side, sign in ((0, 1.0), (len(cells), -1.0))
        ]
        for number in sums
    ]
    solver = highs.make_solver()
    high = np.concatenate([up, down])
    solver.passModel(highs.make_model(np.concatenate([price, price]), (low, high), rows, 0.0, 0.0))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return set()
    moved = np.array(solver.getSolution().col_value) > TOLERANCE
    units = unit[moved[: len(cells)] | moved[len(cells) :]]
    return set(units[~withheld[units]].tolist())
