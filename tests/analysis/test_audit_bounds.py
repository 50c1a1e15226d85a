"""The bounds are those of plain linear programming, and what is called safe has a witness."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from analysis.audit.bounds import Range, System, narrow
from analysis.disclosure import rule
from tests.pace import examples

MOST = 1000.0


def everything(low: float, high: float) -> bool:
    """Count every range as too narrow, so that all are returned."""
    return True


def system(rows: list[list[float]], values: list[int], shown: list[bool]) -> System:
    """Return sums that come to nothing (total first) over counts, of which some are shown."""
    exact = np.array(values, dtype=float)
    hidden = ~np.array(shown)
    matrix = np.array(rows, dtype=float).reshape(-1, len(values))
    rest = -(matrix[:, ~hidden] @ exact[~hidden])
    count = int(hidden.sum())
    return System(
        np.zeros(count), np.full(count, MOST), csr_array(matrix[:, hidden]), rest, rest.copy()
    )


def twin(given_: System, column: int) -> tuple[int, int]:
    """Return the least and greatest whole number that a count may have: two programs of their own,
    from nothing."""
    found = []
    for sign in (1, -1):
        cost = np.zeros(len(given_.low))
        cost[column] = sign
        solved = linprog(
            cost,
            A_eq=given_.rows.toarray() if given_.rows.shape[0] else None,
            b_eq=given_.row_low if given_.rows.shape[0] else None,
            bounds=list(zip(given_.low, given_.high, strict=True)),
        )
        assert solved.status == 0, solved.message
        found.append(sign * solved.fun)
    return int(np.ceil(found[0] - 1e-6)), int(np.floor(found[1] + 1e-6))


@st.composite
def tables(draw: st.DrawFn) -> tuple[System, np.ndarray]:
    """Return a table of counts with all its totals, some of them shown, and the hidden counts."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    size = height * width
    inner = np.array(draw(st.lists(st.integers(0, 15), min_size=size, max_size=size)))
    inner = inner.reshape(height, width)
    full = np.block(
        [
            [inner.sum(keepdims=True), inner.sum(0, keepdims=True)],
            [inner.sum(1, keepdims=True), inner],
        ]
    )
    place = np.arange(full.size).reshape(full.shape)
    rows = []
    for total, *parts in [*place.tolist(), *place.T.tolist()]:
        row = [0.0] * full.size
        row[total] = 1.0
        for part in parts:
            row[part] = -1.0
        rows.append(row)
    shown = draw(st.lists(st.booleans(), min_size=full.size, max_size=full.size))
    values = full.ravel().tolist()
    hidden = [value for value, open_ in zip(values, shown, strict=True) if not open_]
    return system(rows, values, shown), np.array(hidden, dtype=float)


@examples(240, 20)
@given(tables())
def test_every_range_is_the_one_of_two_linear_programs(given_: tuple[System, np.ndarray]) -> None:
    asked, truth = given_
    targets = np.arange(len(truth))
    found = narrow(asked, truth, targets, everything)
    assert {c: (r.low, r.high) for c, r in found.items()} == {
        c: twin(asked, c) for c in targets.tolist()
    }


@examples(240, 20)
@given(tables())
def test_what_is_called_narrow_is_exactly_what_is(given_: tuple[System, np.ndarray]) -> None:
    asked, truth = given_
    tight = partial(rule.is_tight, minimum=rule.PUBLIC)
    targets = np.flatnonzero(truth < rule.PUBLIC)
    found = narrow(asked, truth, targets, tight)
    assert set(found) == {c for c in targets.tolist() if tight(*twin(asked, c))}


def test_the_sums_that_hold_a_count_are_named_and_no_other() -> None:
    # 20 = a + b with b at least 8 by another sum; a third sum has nothing to do with it.
    values = [20, 9, 11, 30, 19, 40, 25, 15]
    rows = [
        [1, -1, -1, 0, 0, 0, 0, 0],
        [0, 0, -1, 1, -1, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, -1, -1],
    ]
    shown = [True, False, False, True, True, True, False, False]
    asked = system([[float(x) for x in row] for row in rows], values, shown)
    found = narrow(asked, np.array([9.0, 11.0, 25.0, 15.0]), np.array([0]), everything)
    assert found == {0: Range(9, 9, frozenset({0, 1}), frozenset())}


def test_a_limit_of_another_count_that_holds_one_is_named() -> None:
    asked = system([[1.0, -1.0, -1.0]], [12, 5, 7], [True, False, False])
    asked.low[1], asked.high[1] = 6.0, 14.0  # as a rounded value of 10 says
    (found,) = narrow(asked, np.array([5.0, 7.0]), np.array([0]), everything).values()
    assert (found.low, found.high, found.columns) == (0, 6, frozenset({1}))


def test_a_count_that_no_sum_holds_may_be_anything() -> None:
    asked = system([], [3], [False])
    (found,) = narrow(asked, np.array([3.0]), np.array([0]), everything).values()
    assert (found.low, found.high) == (0, MOST)


def test_nothing_asked_is_nothing_found() -> None:
    asked = system([[1.0, -1.0]], [3, 3], [False, False])
    assert narrow(asked, np.array([3.0, 3.0]), np.array([], dtype=int), everything) == {}


def test_knowledge_that_contradicts_itself_is_noticed() -> None:
    asked = system([[1.0, -1.0, -1.0]], [12, 5, 7], [True, False, False])
    asked.row_low[0] = asked.row_high[0] = 5.0
    with pytest.raises(AssertionError, match="contradicts"):
        narrow(asked, np.array([5.0, 7.0]), np.array([0]), everything)
