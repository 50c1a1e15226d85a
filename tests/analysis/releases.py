"""Random releases of tables that hang together, small enough for slow judges."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from analysis.disclosure.release import ReleasedCells

MINIMUM = 10
Tree = tuple[int, ...]
"""Children per node of the second level; the top is their total."""


def made(
    value: Sequence[int] | np.ndarray,
    sums: Iterable[Sequence[int]],
    unit: Sequence[int] | None = None,
    sensitive: Sequence[bool] | np.ndarray | None = None,
    weight: Sequence[float] | None = None,
    known: Sequence[int] = (),
) -> ReleasedCells:
    """Return a release; by default each cell is a unit and costs log2(2 + value), and is
    sensitive from 1 to 9."""
    values = np.array(value)
    units = np.arange(len(values)) if unit is None else np.array(unit)
    small = (values > 0) & (values < MINIMUM) if sensitive is None else np.array(sensitive)
    rows = int(units.max()) + 1
    cost = [np.log2(2 + values[units == row].max(initial=0)) for row in range(rows)]
    return ReleasedCells(
        values,
        units,
        small,
        [list(cells) for cells in sums],
        np.array(cost if weight is None else weight, dtype=float),
        np.isin(np.arange(len(values)), known),
    )


def layout(tree: Tree, width: int) -> tuple[int, list[list[int]]]:
    """Return how many cells a table has, and its sums: leaves to nodes to the top, each with a
    total over ``width`` categories that stands first in its row."""
    starts = np.cumsum([0, *tree])
    parents = [(0, list(range(1, 1 + len(tree))))]
    parents += [
        (1 + node, [1 + len(tree) + leaf for leaf in range(first, last)])
        for node, (first, last) in enumerate(itertools.pairwise(starts.tolist()))
    ]
    wide = width + 1
    rows = 1 + len(tree) + sum(tree)
    sums = [
        [p * wide + c, *(k * wide + c for k in kids)] for p, kids in parents for c in range(wide)
    ]
    sums += [[row * wide + c for c in range(wide)] for row in range(rows)]
    return rows * wide, sums


def filled(leaves: np.ndarray, tree: Tree) -> np.ndarray:
    """Return all cells of a table (``layout``) from its leaves x categories."""
    starts = np.cumsum([0, *tree])
    nodes = [leaves[a:b].sum(axis=0) for a, b in itertools.pairwise(starts)]
    rows = [leaves.sum(axis=0), *nodes, *leaves]
    return np.array([[row.sum(), *row] for row in rows]).ravel()


def release(leaves: np.ndarray, tree: Tree, units: bool = False) -> ReleasedCells:
    """Return one table; with ``units`` its two first categories are withheld together."""
    size, sums = layout(tree, leaves.shape[1])
    unit = np.arange(size).reshape(-1, leaves.shape[1] + 1)
    if units and leaves.shape[1] > 1:
        unit[:, 2] = unit[:, 1]
    return made(filled(leaves, tree), sums, np.unique(unit, return_inverse=True)[1].ravel())


def answers(yes: np.ndarray, no: np.ndarray, tree: Tree) -> ReleasedCells:
    """Return a table of counts and the linked table of its two answers, which is withheld by row:
    an answer of nobody is small too where somebody answered."""
    size, sums = layout(tree, yes.shape[1])
    above, below = filled(yes, tree), filled(no, tree)
    whole = above + below
    linked = [[cell + k * size for cell in cells] for k in range(3) for cells in sums]
    linked += [[cell, cell + size, cell + 2 * size] for cell in range(size)]
    small = [(whole > 0) & (whole < MINIMUM)]
    small += [(part < MINIMUM) & (whole > 0) for part in (above, below)]
    unit = np.concatenate([np.arange(size), size + np.arange(size), size + np.arange(size)])
    return made(np.concatenate([whole, above, below]), linked, unit.tolist(), np.concatenate(small))


count = st.one_of(st.integers(0, 12), st.integers(0, 12), st.integers(10, 400), st.just(0))


@st.composite
def releases(draw: Callable[..., Any], most: int = 4) -> ReleasedCells:
    """Tables of up to ``most`` nodes with up to ``most`` leaves and categories each."""
    tree = tuple(draw(st.lists(st.integers(1, most), min_size=1, max_size=most)))
    shape = sum(tree), draw(st.integers(1, most))
    leaves = st.lists(count, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    first, second = (np.array(draw(leaves), dtype=int).reshape(shape) for _ in range(2))
    if draw(st.booleans()):
        return answers(first, second, tree)
    return release(first, tree, units=draw(st.booleans()))
