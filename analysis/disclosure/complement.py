"""Complements: the smallest neighbours of withheld cells, so that no sum alone gives one back."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from analysis.disclosure.release import ReleasedCells


def complement(release: ReleasedCells, minimum: int) -> np.ndarray:
    """Return what is small and the smallest neighbours in every sum, as a boolean per unit: no sum
    by itself gives a withheld cell back, several together may."""
    withheld = release.primary.copy()
    queue = set(release.tables)
    withhold_neighbours(
        release, withheld, queue, list_sums_of_units(release), find_zeros_above(release), minimum
    )
    return withheld


def list_sums_of_units(release: ReleasedCells) -> dict[int, list[int]]:
    """Return the numbers of the sums that each unit stands in."""
    sums_of: dict[int, list[int]] = defaultdict(list)
    for number, cells in release.tables.items():
        for cell in cells:
            sums_of[int(release.unit[cell])].append(number)
    return sums_of


def withhold_neighbours(
    release: ReleasedCells,
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
    release: ReleasedCells,
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
        if withheld[release.unit[c]] and not is_given_away(release, withheld, above, c)
    ]
    if not hidden:
        return None
    shown = [
        c
        for c in parts
        if not withheld[release.unit[c]] and not is_given_away(release, withheld, above, c)
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


def find_zeros_above(release: ReleasedCells) -> dict[int, list[int]]:
    """Return, for each part of a sum that is zero, the totals that are zero with it."""
    above: dict[int, list[int]] = defaultdict(list)
    for total, *parts in release.sums:
        if release.value[total] == 0:
            for part in parts:
                above[part].append(total)
    return above


def is_given_away(
    release: ReleasedCells, withheld: np.ndarray, above: dict[int, list[int]], cell: int
) -> bool:
    """Return whether a total that is known to be zero says that this cell is."""
    return any(
        not withheld[release.unit[total]] or is_given_away(release, withheld, above, total)
        for total in above.get(cell, ())
    )
