"""The plain method withholds what linear algebra would give back, and the judges can tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.release import ReleasedCells
from bench.plain_method import choose_plainly, find_determined
from tests.analysis.judge import attack, fixed
from tests.analysis.releases import MINIMUM, made, release, releases
from tests.pace import examples


def exposed(given_: ReleasedCells, withheld: np.ndarray) -> set[int]:
    """Return the sensitive cells that are shown, or withheld in vain."""
    hidden = {cell for cell in range(len(given_.value)) if withheld[given_.unit[cell]]}
    open_ = set(range(len(given_.value))) - hidden
    open_ |= set(attack(given_.sums, shown(given_, withheld)))
    open_ |= fixed(given_.sums, hidden - open_)
    return {cell for cell in open_ if given_.sensitive[cell]}


def shown(given_: ReleasedCells, withheld: np.ndarray) -> dict[int, int]:
    return {c: int(v) for c, v in enumerate(given_.value) if not withheld[given_.unit[c]]}


def given_zeros(given_: ReleasedCells, known: dict[int, int]) -> set[int]:
    """Return the cells that are zero because a total known to be zero says so."""
    zeros = {cell for cell, value in known.items() if value == 0}
    while True:
        more = {part for total, *parts in given_.sums if total in zeros for part in parts}
        if more <= zeros:
            return zeros
        zeros |= more


@given(releases())
@examples(200, 20)
@pytest.mark.timeout(60)
def test_no_small_cell_is_shown_or_determined(drawn: ReleasedCells) -> None:
    withheld = choose_plainly(drawn, MINIMUM)
    assert exposed(drawn, withheld) == set()
    assert withheld[drawn.unit[drawn.sensitive]].all()


@given(releases(), st.randoms(use_true_random=False))
@examples(300, 20)
def test_its_own_check_agrees_with_exact_arithmetic(drawn: ReleasedCells, rng: object) -> None:
    withheld = np.array([rng.random() < 0.4 for _ in range(int(drawn.unit.max()) + 1)])  # type: ignore[attr-defined]
    zeros = given_zeros(drawn, shown(drawn, withheld))
    hidden = {cell for cell in range(len(drawn.value)) if withheld[drawn.unit[cell]]} - zeros
    exact = {cell for cell in fixed(drawn.sums, hidden) if drawn.sensitive[cell]}
    assert set(np.flatnonzero(find_determined(drawn, withheld))) == exact


def test_a_zero_whose_total_is_a_shown_zero_protects_nothing() -> None:
    # Both leaves of the second node are zero and so is the node: hiding them hides nothing.
    table = release(np.array([[3, 50], [40, 60], [0, 70], [0, 80]]), (2, 2))
    withheld = choose_plainly(table, MINIMUM)
    assert exposed(table, withheld) == set()
    square = [[0, 1, 2], [3, 4, 5], [6, 1, 4], [7, 2, 5]]
    value = np.array([20, 7, 13, 0, 0, 0, 7, 13])
    blank = np.isin(np.arange(8), [1, 2, 4, 5])
    fake = made(value, square, sensitive=value == 7)
    assert exposed(fake, blank) == {1, 6}
    assert set(np.flatnonzero(find_determined(fake, blank))) == {1}


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
    assert exposed(table, table.primary) == {cell for cell in np.flatnonzero(table.sensitive)}
    assert exposed(table, choose_plainly(table, MINIMUM)) == set()


def test_a_table_without_small_cells_is_shown_whole() -> None:
    table = release(np.array([[30, 50], [40, 0]]), (1, 1))
    assert not choose_plainly(table, MINIMUM).any()


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
    table = made(
        [size[name] for name in names],
        [[place[name] for name in cells] for cells in sums],
        [0, 1, 0, 0, 0, 0, 0, 2, 3, 4, 5, 6, 7, 0],
        small,
    )
    assert exposed(table, choose_plainly(table, MINIMUM)) == set()
