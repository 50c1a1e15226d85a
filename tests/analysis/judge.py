"""Judges of disclosure control that share no code with the protector.

``interval`` is a linear program for each end of what a reader can find out; ``fixed`` is exact
rational arithmetic over all sums at once; ``attack`` is what a reader with a pencil does: fill in
every sum that has one blank, and every sum whose blanks add up to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np
from scipy.optimize import linprog

Cell = TypeVar("Cell", bound=Hashable)


def fixed(sums: Iterable[Sequence[Cell]], blank: set[Cell]) -> set[Cell]:
    """Return the blank cells whose value the sums determine. A sum is [total, part, part ...].

    Reduced row echelon form: a cell is determined when some row holds it alone.
    """
    pivots: dict[Cell, dict[Cell, Fraction]] = {}
    uses: dict[Cell, set[Cell]] = defaultdict(set)  # cell -> pivots whose row holds it
    for total, *parts in sums:
        row = {cell: Fraction(1) for cell in parts if cell in blank}
        if total in blank:
            row[total] = Fraction(-1)
        for cell in [c for c in row if c in pivots]:
            _subtract(row, pivots[cell], row[cell])
        row = {cell: weight for cell, weight in row.items() if weight}
        if not row:
            continue
        pivot = next(iter(row))
        scale = row[pivot]
        row = {cell: weight / scale for cell, weight in row.items()}
        for other in list(uses[pivot]):
            changed = pivots[other]
            _subtract(changed, row, changed.get(pivot, Fraction(0)))
            for cell in row:
                (uses[cell].add if changed.get(cell) else uses[cell].discard)(other)
                if not changed.get(cell):
                    changed.pop(cell, None)
        pivots[pivot] = row
        for cell in row:
            uses[cell].add(pivot)
    return {pivot for pivot, row in pivots.items() if len(row) == 1}


def _subtract(row: dict[Cell, Fraction], other: dict[Cell, Fraction], times: Fraction) -> None:
    for cell, weight in other.items():
        row[cell] = row.get(cell, Fraction(0)) - times * weight


def attack(sums: Sequence[Sequence[Cell]], known: dict[Cell, int]) -> dict[Cell, int]:
    """Return what can be worked out from known cells, one sum at a time."""
    sums_of: dict[Cell, list[int]] = defaultdict(list)
    for number, cells in enumerate(sums):
        for cell in cells:
            sums_of[cell].append(number)
    all_known, found = dict(known), {}
    queue = list(range(len(sums)))
    while queue:
        total, *parts = sums[queue.pop()]
        missing = [cell for cell in (total, *parts) if cell not in all_known]
        shown = sum(all_known[part] for part in parts if part in all_known)
        if missing == [total]:
            news = {total: shown}
        elif total in all_known and len(missing) == 1:
            news = {missing[0]: all_known[total] - shown}
        elif total in all_known and missing and all_known[total] == shown:
            news = dict.fromkeys(missing, 0)  # counts are not negative
        else:
            continue
        all_known |= news
        found |= news
        queue += [number for cell in news for number in sums_of[cell]]
    return found


def interval(
    sums: Iterable[Sequence[Cell]], known: dict[Cell, int], cell: Cell
) -> tuple[float, float]:
    """Return the least and the largest value that a cell can have for a reader of ``known``.

    One linear program over all blank cells, made anew for each question; counts are not negative.
    """
    rows = [one for one in sums if any(part not in known for part in one)]
    blank = list(dict.fromkeys(part for one in rows for part in one if part not in known))
    place = {part: number for number, part in enumerate(blank)}
    if cell not in place:
        return (float(known[cell]), float(known[cell])) if cell in known else (0.0, np.inf)
    left, right = np.zeros((len(rows), len(blank))), np.zeros(len(rows))
    for number, (total, *parts) in enumerate(rows):
        for part, sign in [(total, -1), *((part, 1) for part in parts)]:
            if part in place:
                left[number, place[part]] += sign
            else:
                right[number] -= sign * known[part]
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(blank))
        goal[place[cell]] = sign
        found = linprog(goal, A_eq=left, b_eq=right, bounds=(0, None))
        assert found.status in (0, 3), found.message  # optimal, or without an end
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends[0], ends[1]
