"""The plain method: withhold what is small, then the smallest neighbours in every sum.

It stops when linear algebra finds no withheld small cell that is determined by what is shown. It
bounds nothing more finely than that, minimises nothing, and knows of no earlier release: it is
what the exact choice is measured against.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from analysis.disclosure.release import Release


def choose_plainly(release: Release, minimum: int) -> np.ndarray:
    """Return which units to withhold, as a boolean per unit."""
    withheld = complement(release, minimum)
    sums_of, above = _list_sums_of_units(release), _find_zeros_above(release)
    while (exposed := find_determined(release, withheld)).any():
        queue: set[int] = set()
        for cell in np.flatnonzero(exposed).tolist():
            queue.update(sums_of[_widen(release, withheld, sums_of, int(release.unit[cell]))])
        _withhold_neighbours(release, withheld, queue, sums_of, above, minimum)
    return withheld


def complement(release: Release, minimum: int) -> np.ndarray:
    """Return what is small and the smallest neighbours in every sum, as a boolean per unit: no sum
    by itself gives a withheld cell back, several together may."""
    withheld = release.primary.copy()
    queue = set(range(len(release.sums)))
    _withhold_neighbours(
        release, withheld, queue, _list_sums_of_units(release), _find_zeros_above(release), minimum
    )
    return withheld


def _list_sums_of_units(release: Release) -> dict[int, list[int]]:
    sums_of: dict[int, list[int]] = defaultdict(list)
    for number, cells in enumerate(release.sums):
        for cell in cells:
            sums_of[int(release.unit[cell])].append(number)
    return sums_of


def _withhold_neighbours(
    release: Release,
    withheld: np.ndarray,
    queue: set[int],
    sums_of: dict[int, list[int]],
    above: dict[int, list[int]],
    minimum: int,
) -> None:
    """Withhold neighbours until no sum in the queue gives a withheld cell back."""
    while queue:
        cells = release.sums[queue.pop()]
        while (added := _choose_neighbour(release, withheld, above, cells, minimum)) is not None:
            withheld[added] = True
            queue.update(sums_of[added])


def _choose_neighbour(
    release: Release,
    withheld: np.ndarray,
    above: dict[int, list[int]],
    cells: list[int],
    minimum: int,
) -> int | None:
    """Return the unit to withhold next in one sum, or None when the sum tells too little.

    Withheld cells of a sum are safe together when there are at least two and, if the total is
    shown, when they add up to something: to the minimum where one is small, since their sum
    bounds each of them from above. A zero next to a small cell goes first, since a shown zero
    tells that no blank is one.
    """
    total, parts = cells[0], cells[1:]
    hidden = [
        c
        for c in cells
        if withheld[release.unit[c]] and not _is_given_away(release, withheld, above, c)
    ]
    if not hidden:
        return None
    shown = [
        c
        for c in parts
        if not withheld[release.unit[c]] and not _is_given_away(release, withheld, above, c)
    ]
    small = any(release.sensitive[cell] for cell in hidden)
    zeros = [cell for cell in shown if release.value[cell] == 0]
    if small and zeros:
        return int(release.unit[zeros[0]])
    remainder = sum(int(release.value[cell]) for cell in hidden if cell != total)
    if len(hidden) >= 2 and (total in hidden or remainder >= (minimum if small else 1)):
        return None
    if remainder == 0 and total not in hidden:
        # More zeros would only be more blanks that all are zero.
        shown = [cell for cell in shown if release.value[cell]]
    if shown:
        return int(release.unit[min(shown, key=lambda cell: release.value[cell])])
    return None if total in hidden else int(release.unit[total])


def _find_zeros_above(release: Release) -> dict[int, list[int]]:
    """Return, for each part of a sum that is zero, the totals that are zero with it."""
    above: dict[int, list[int]] = defaultdict(list)
    for total, *parts in release.sums:
        if release.value[total] == 0:
            for part in parts:
                above[part].append(total)
    return above


def _is_given_away(
    release: Release, withheld: np.ndarray, above: dict[int, list[int]], cell: int
) -> bool:
    """Return whether a total that is known to be zero says that this cell is."""
    return any(
        not withheld[release.unit[total]] or _is_given_away(release, withheld, above, total)
        for total in above.get(cell, ())
    )


def _widen(release: Release, withheld: np.ndarray, sums_of: dict[int, list[int]], unit: int) -> int:
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


def find_determined(release: Release, withheld: np.ndarray) -> np.ndarray:
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
    release: Release, withheld: np.ndarray
) -> list[tuple[list[int], list[list[int]]]]:
    """Return the withheld cells and their sums, in groups that share no withheld cell."""
    parent: dict[int, int] = {}

    def find_root(cell: int) -> int:
        while parent.setdefault(cell, cell) != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    above = _find_zeros_above(release)
    equations: list[tuple[int, list[int]]] = []
    for cells in release.sums:
        hidden = [
            cell
            for cell in cells
            if withheld[release.unit[cell]] and not _is_given_away(release, withheld, above, cell)
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
