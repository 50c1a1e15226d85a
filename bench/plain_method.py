"""The plain method: withhold what is small, then the smallest neighbours in every sum.

It stops when linear algebra finds no withheld small cell that is determined by what is shown. It
bounds nothing more finely than that, minimises nothing, and knows of no earlier release: it is
what the exact choice is measured against.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from analysis.disclosure.complement import (
    complement,
    find_zeros_above,
    is_given_away,
    list_sums_of_units,
    withhold_neighbours,
)
from analysis.disclosure.release import ReleasedCells


def choose_plainly(release: ReleasedCells, minimum: int) -> np.ndarray:
    """Return which units to withhold, as a boolean per unit."""
    withheld = complement(release, minimum)
    sums_of, above = list_sums_of_units(release), find_zeros_above(release)
    while (exposed := find_determined(release, withheld)).any():
        queue: set[int] = set()
        for cell in np.flatnonzero(exposed).tolist():
            queue.update(sums_of[_widen(release, withheld, sums_of, int(release.unit[cell]))])
        withhold_neighbours(release, withheld, queue, sums_of, above, minimum)
    return withheld


def _widen(
    release: ReleasedCells, withheld: np.ndarray, sums_of: dict[int, list[int]], unit: int
) -> int:
    """Withhold the smallest shown cell in the nearest sums of an exposed unit; return its unit.

    Its own sums may be withheld whole and yet fixed by what lies beyond them, so the search goes
    from sum to sum until it meets a shown cell. There is one: sums that show nothing fix nothing.
    """
    near = set(sums_of[unit])
    while True:
        cells = {cell for number in near for cell in release.sums[number]}
        shown = [cell for cell in sorted(cells) if not withheld[release.unit[cell]]]
        if shown:
            chosen = int(release.unit[min(shown, key=lambda cell: release.value[cell])])
            withheld[chosen] = True
            return chosen
        wider = {number for cell in cells for number in sums_of[int(release.unit[cell])]}
        assert wider > near, "a cell is fixed by sums that show nothing"
        near = wider


def find_determined(release: ReleasedCells, withheld: np.ndarray) -> np.ndarray:
    """Return, per cell, whether it is sensitive, withheld and yet fixed by what is shown.

    The published sums are linear equations in the withheld cells. A cell is fixed exactly when
    its unit vector lies in their row space, which is when its diagonal entry of the projection
    onto that space is one.
    """
    fixed = np.zeros(len(release.value), dtype=bool)
    for unknowns, equations in _split_blocks(release, withheld):
        place = {cell: number for number, cell in enumerate(unknowns)}
        matrix = np.zeros((len(equations), len(unknowns)))
        for row, cells in enumerate(equations):
            for cell in cells:
                if cell in place:
                    matrix[row, place[cell]] = -1.0 if cell == cells[0] else 1.0
        weight, basis = np.linalg.eigh(matrix @ matrix.T)
        kept = weight > 1e-9
        rows = (basis[:, kept] / np.sqrt(weight[kept])).T @ matrix
        fixed[unknowns] = np.square(rows).sum(axis=0) > 1 - 1e-6
    return fixed & release.sensitive


def _split_blocks(
    release: ReleasedCells, withheld: np.ndarray
) -> list[tuple[list[int], list[list[int]]]]:
    """Return the withheld cells and their sums, in groups that share no withheld cell."""
    parent: dict[int, int] = {}

    def find_root(cell: int) -> int:
        while parent.setdefault(cell, cell) != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    above = find_zeros_above(release)
    equations: list[tuple[int, list[int]]] = []
    for cells in release.sums:
        hidden = [
            cell
            for cell in cells
            if withheld[release.unit[cell]] and not is_given_away(release, withheld, above, cell)
        ]
        if hidden:
            for cell in hidden:
                parent[find_root(cell)] = find_root(hidden[0])
            equations.append((hidden[0], cells))
    unknowns: dict[int, list[int]] = defaultdict(list)
    for cell in list(parent):
        unknowns[find_root(cell)].append(cell)
    rows: dict[int, list[list[int]]] = defaultdict(list)
    for first, cells in equations:
        rows[find_root(first)].append(cells)
    return [(unknowns[key], rows[key]) for key in unknowns]
