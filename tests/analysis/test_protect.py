"""No small cell can be read or worked out, by judges that do not know how cells were chosen."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.protect import MINIMUM, Release, determined, plain
from tests.analysis.judge import attack, fixed

Tree = tuple[int, ...]
"""Children per node of the second level; the top is their total."""


def release(values: np.ndarray, tree: Tree, units: bool = False) -> Release:
    """Return leaves x categories with every total: leaves to nodes to the top, and over categories.

    With ``units`` the two first categories of a leaf are shown or withheld together.
    """
    starts = np.cumsum([0, *tree])
    nodes = [values[a:b].sum(axis=0) for a, b in itertools.pairwise(starts)]
    rows = [values.sum(axis=0), *nodes, *values]
    full = np.array([[row.sum(), *row] for row in rows])
    width = full.shape[1]
    parents = [(0, list(range(1, 1 + len(tree))))]
    first = 1 + len(tree)
    parents += [(1 + n, [first + k for k in range(a, b)]) for n, (a, b) in
                enumerate(itertools.pairwise(starts))]  # fmt: skip
    sums = [[p * width + c, *(k * width + c for k in kids)] for p, kids in parents
            for c in range(width)]  # fmt: skip
    sums += [[r * width + c for c in range(width)] for r in range(len(full))]
    flat = full.ravel()
    unit = np.arange(len(flat))
    if units and width > 2:
        for r in range(len(full)):
            unit[r * width + 2] = unit[r * width + 1]
    return Release(flat, unit, (flat > 0) & (flat < MINIMUM), sums)


def exposed(given_: Release, withheld: np.ndarray) -> set[int]:
    """Return the sensitive cells that are shown, or withheld in vain."""
    hidden = {cell for cell in range(len(given_.value)) if withheld[given_.unit[cell]]}
    open_ = set(range(len(given_.value))) - hidden
    open_ |= set(attack(given_.sums, shown(given_, withheld)))
    open_ |= fixed(given_.sums, hidden - open_)
    return {cell for cell in open_ if given_.sensitive[cell]}


def primary_only(given_: Release, minimum: int = MINIMUM) -> np.ndarray:
    """The mutant: withholds what is small and nothing else."""
    withheld = np.zeros(int(given_.unit.max()) + 1, dtype=bool)
    withheld[given_.unit[given_.sensitive]] = True
    return withheld


def shown(given_: Release, withheld: np.ndarray) -> dict[int, int]:
    return {c: int(v) for c, v in enumerate(given_.value) if not withheld[given_.unit[c]]}


def given_zeros(given_: Release, known: dict[int, int]) -> set[int]:
    """Return the cells that are zero because a total known to be zero says so."""
    zeros = {cell for cell, value in known.items() if value == 0}
    while True:
        more = {part for total, *parts in given_.sums if total in zeros for part in parts}
        if more <= zeros:
            return zeros
        zeros |= more


count = st.one_of(st.integers(0, 12), st.integers(0, 12), st.integers(10, 400), st.just(0))


@st.composite
def releases(draw: Callable[..., object]) -> Release:
    tree = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))  # type: ignore[call-overload]
    width = draw(st.integers(1, 4))
    leaves = st.lists(count, min_size=sum(tree) * width, max_size=sum(tree) * width)  # type: ignore[operator]
    values = np.array(draw(leaves), dtype=int).reshape(sum(tree), width)  # type: ignore[call-overload]
    return release(values, tree, units=bool(draw(st.booleans())))


@given(releases())
@settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@pytest.mark.timeout(60)
def test_no_small_cell_is_shown_or_determined(drawn: Release) -> None:
    withheld = plain(drawn)
    assert exposed(drawn, withheld) == set()
    assert withheld[drawn.unit[drawn.sensitive]].all()


@given(releases(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_its_own_check_agrees_with_exact_arithmetic(drawn: Release, rng: object) -> None:
    withheld = np.array([rng.random() < 0.4 for _ in range(int(drawn.unit.max()) + 1)])  # type: ignore[attr-defined]
    zeros = given_zeros(drawn, shown(drawn, withheld))
    hidden = {cell for cell in range(len(drawn.value)) if withheld[drawn.unit[cell]]} - zeros
    exact = {cell for cell in fixed(drawn.sums, hidden) if drawn.sensitive[cell]}
    assert set(np.flatnonzero(determined(drawn, withheld))) == exact


def test_a_zero_whose_total_is_a_shown_zero_protects_nothing() -> None:
    # Both leaves of the second node are zero and so is the node: hiding them hides nothing.
    table = release(np.array([[3, 50], [40, 60], [0, 70], [0, 80]]), (2, 2))
    withheld = plain(table)
    assert exposed(table, withheld) == set()
    square = [[0, 1, 2], [3, 4, 5], [6, 1, 4], [7, 2, 5]]
    value = np.array([20, 7, 13, 0, 0, 0, 7, 13])
    blank = np.isin(np.arange(8), [1, 2, 4, 5])
    fake = Release(value, np.arange(8), value == 7, square)
    assert exposed(fake, blank) == {1, 6}
    assert set(np.flatnonzero(determined(fake, blank))) == {1}


def test_judge_works_a_single_blank_out_and_not_a_square_of_four() -> None:
    # a + b = T1, c + d = T2, a + c = S1, b + d = S2
    square = [["T1", "a", "b"], ["T2", "c", "d"], ["S1", "a", "c"], ["S2", "b", "d"]]
    assert fixed(square, {"a"}) == {"a"}
    assert fixed(square, {"a", "d"}) == {"a", "d"}
    assert fixed(square, {"a", "b", "c", "d"}) == set()
    # Three pairs determine each other, though no sum has a single blank.
    triangle = [["T1", "a", "b"], ["T2", "b", "c"], ["T3", "a", "c"]]
    assert fixed(triangle, {"a", "b", "c"}) == {"a", "b", "c"}
    assert attack(triangle, {"T1": 3, "T2": 5, "T3": 4}) == {}
    assert attack(square, {"T1": 9, "a": 4, "S2": 7}) == {"b": 5, "d": 2}


def test_judge_catches_a_protector_that_withholds_only_what_is_small() -> None:
    table = release(np.array([[3, 50], [40, 60], [70, 80]]), (3,))
    assert exposed(table, primary_only(table)) == {cell for cell in np.flatnonzero(table.sensitive)}
    assert exposed(table, plain(table)) == set()


def test_a_table_without_small_cells_is_shown_whole() -> None:
    table = release(np.array([[30, 50], [40, 0]]), (1, 1))
    assert not plain(table).any()


def test_zero_beside_small_cells_is_withheld_even_where_they_hide_each_other() -> None:
    table = release(np.array([[6, 7, 0, 40]]), (1,))
    withheld = plain(table)
    zero = int(np.flatnonzero(table.value == 0)[-1])
    assert withheld[table.unit[zero]]


def test_small_cells_that_are_alone_in_their_sum_are_bounded_by_at_least_the_minimum() -> None:
    table = release(np.array([[3, 4, 200, 300]]), (1,))
    withheld = plain(table)
    hidden = table.value[[cell for cell in table.sums[-1][1:] if withheld[table.unit[cell]]]]
    assert hidden.sum() >= MINIMUM


@pytest.mark.timeout(20)
def test_protector_ends_when_every_sum_of_an_exposed_cell_is_already_withheld() -> None:
    # x = T - y, with T and y fixed by triangles of withheld cells that no single sum gives away;
    # all of them but x go with z, a small cell of another table.
    names = ["T", "x", "y", "p", "q", "r", "s", "a", "b", "c", "d", "e", "f", "z"]
    place = {name: number for number, name in enumerate(names)}
    size = {"T": 40, "x": 4, "y": 36, "p": 10, "q": 20, "r": 10, "s": 20}
    size |= {"a": 50, "b": 60, "c": 30, "d": 46, "e": 56, "f": 30, "z": 2}
    sums = ["Txy", "aTp", "bTq", "cpq", "dyr", "eys", "frs"]
    small = np.array([name in "xz" for name in names])
    table = Release(
        np.array([size[name] for name in names]),
        np.array([0, 1, 0, 0, 0, 0, 0, 2, 3, 4, 5, 6, 7, 0]),
        small,
        [[place[name] for name in cells] for cells in sums],
    )
    assert exposed(table, plain(table)) == set()
