"""The half of a withheld share is told only where either half would leave every count that may be
small its values: by a twin that lists all tables, and by what a reader can ask the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.disclosure.bands import Share, add_known, choose_told
from analysis.disclosure.release import ReleasedCells, find_required_widths
from analysis.disclosure.solver import choose
from tests.analysis.judge import interval
from tests.analysis.releases import MINIMUM, answers, made
from tests.analysis.test_protect import readable
from tests.pace import examples

AREAS = 3
N, YES, NO, SILENT = range(4)
some = examples(60, 12)


class Drawn(NamedTuple):
    """Three areas and their sum: the number and the answers of each. What is withheld are answers,
    and everything a reader can fill in for them are ``tables`` (one row each, as ``cells``)."""

    release: ReleasedCells
    withheld: np.ndarray
    shares: list[Share]
    tables: np.ndarray
    cells: list[int]


def cell(row: int, what: int) -> int:
    return 4 * row + what


def release_of(counts: np.ndarray) -> ReleasedCells:
    """Return a release of the areas' yes, no and no answer: each row's number is one unit, its
    answers another."""
    rows = np.vstack([counts.sum(axis=0), counts])
    value = np.column_stack([rows.sum(axis=1), rows]).ravel()
    sums = [[cell(0, what), *(cell(row, what) for row in range(1, AREAS + 1))] for what in range(4)]
    sums += [[cell(row, N), *(cell(row, what) for what in (YES, NO, SILENT))] for row in range(4)]
    unit = [2 * row + (what > 0) for row in range(AREAS + 1) for what in range(4)]
    small = [what in (YES, NO) and value[cell(row, what)] < MINIMUM
             for row in range(AREAS + 1) for what in range(4)]  # fmt: skip
    return made(value, sums, unit, small)


def fill_in(release: ReleasedCells, withheld: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Return every table that a reader can fill in for the withheld answers of the areas, and the
    cells that its columns are: the slow obvious way."""
    hidden = [row for row in range(1, AREAS + 1) if withheld[2 * row + 1]]
    totals = [release.value[[cell(row, what) for row in hidden]].sum() for what in (YES, NO)]
    silent = release.value[[cell(row, SILENT) for row in hidden]].sum()
    columns = [(row, what) for row in hidden for what in (YES, NO)]
    filled = np.empty((1, 0), dtype=int)
    for row in hidden[:-1]:
        size = release.value[cell(row, N)]
        pairs = np.array([(y, n) for y in range(size + 1) for n in range(size + 1 - y)])
        filled = np.column_stack([
            np.repeat(filled, len(pairs), axis=0), np.tile(pairs, (len(filled), 1))
        ])  # fmt: skip
    last = np.column_stack([
        totals[k] - filled[:, k::2].sum(axis=1) for k in range(2)
    ])  # fmt: skip
    filled = np.column_stack([filled, last])
    size = np.array([release.value[cell(row, N)] for row in hidden])
    rest = size - filled[:, 0::2] - filled[:, 1::2]
    fits = (filled >= 0).all(axis=1) & (rest >= 0).all(axis=1) & (rest.sum(axis=1) == silent)
    whole = np.column_stack([filled, rest])[fits]
    return whole, [cell(*one) for one in columns] + [cell(row, SILENT) for row in hidden]


@st.composite
def worlds(draw: Callable[..., Any]) -> Drawn:
    """Areas of up to 26 businesses, two or three of which have their answers withheld."""
    counts = np.array([
        [draw(st.integers(0, 12)), draw(st.integers(0, 12)), draw(st.integers(0, 2))]
        for _ in range(AREAS)
    ])  # fmt: skip
    release = release_of(counts)
    rows = draw(st.sampled_from([(1, 2), (1, 3), (2, 3), (1, 2, 3)]))
    withheld = np.zeros(len(release.weight), dtype=bool)
    withheld[[2 * row + 1 for row in rows]] = True
    shares = [Share(cell(row, YES), cell(row, NO)) for row in draw(st.permutations(rows))]
    tables, cells = fill_in(release, withheld)
    return Drawn(release, withheld, shares, tables, cells)


def more(drawn: Drawn, share: Share, tables: np.ndarray) -> np.ndarray:
    """Return in which tables more than half say yes."""
    place = {c: n for n, c in enumerate(drawn.cells)}
    return np.asarray(tables[:, place[share.yes]] > tables[:, place[share.no]])


def tell(drawn: Drawn) -> list[bool]:
    """Return what is told, by looking at all tables: the twin."""
    tables, told = drawn.tables, []
    widths = np.minimum(np.ptp(tables, axis=0), MINIMUM)
    truth = drawn.release.value[drawn.cells][None]
    for share in drawn.shares:
        halves = more(drawn, share, tables)
        told.append(all(
            not (here := tables[halves == half]).size
            or not ((np.ptp(here, axis=0) < widths) & (here.min(axis=0) < MINIMUM)).any()
            for half in (True, False)
        ))  # fmt: skip
        if told[-1]:
            tables = tables[halves == more(drawn, share, truth)[0]]
    return told


@given(worlds())
@some
@pytest.mark.timeout(120)
def test_a_half_is_told_where_all_tables_say_that_it_may_be(drawn: Drawn) -> None:
    found = choose_told(drawn.release, drawn.withheld, drawn.shares, MINIMUM)
    assert found == tell(drawn)


@given(worlds())
@some
@pytest.mark.timeout(120)
def test_no_half_leaves_a_small_count_fewer_than_ten_values(drawn: Drawn) -> None:
    before = np.ptp(drawn.tables, axis=0)
    truth, tables = drawn.release.value[drawn.cells], drawn.tables
    told = choose_told(drawn.release, drawn.withheld, drawn.shares, MINIMUM)
    for share in [one for one, said in zip(drawn.shares, told, strict=True) if said]:
        tables = tables[more(drawn, share, tables) == more(drawn, share, truth[None])[0]]
    left = np.ptp(tables, axis=0)
    assert (left[truth < MINIMUM] >= np.minimum(before, MINIMUM)[truth < MINIMUM]).all()


@given(worlds(), st.integers(0, 10**9))
@some
@pytest.mark.timeout(120)
def test_silence_says_nothing(drawn: Drawn, number: int) -> None:
    """With any other table that a reader can fill in, the same shares have their half told."""
    told = choose_told(drawn.release, drawn.withheld, drawn.shares, MINIMUM)
    truth, tables = drawn.release.value[drawn.cells][None], drawn.tables
    for share in [one for one, said in zip(drawn.shares, told, strict=True) if said]:
        tables = tables[more(drawn, share, tables) == more(drawn, share, truth)[0]]
    other = drawn.release.value.copy()
    other[drawn.cells] = tables[number % len(tables)]
    again = replace(drawn.release, value=other)
    assert choose_told(again, drawn.withheld, drawn.shares, MINIMUM) == told


def world(*counts: tuple[int, int, int]) -> tuple[ReleasedCells, np.ndarray, list[Share]]:
    """Return areas of which all answers are withheld, and their shares."""
    release = release_of(np.array(counts))
    withheld = np.zeros(len(release.weight), dtype=bool)
    withheld[[3, 5, 7]] = True
    return release, withheld, [Share(cell(row, YES), cell(row, NO)) for row in (1, 2, 3)]


def test_some_halves_are_told_and_some_are_not() -> None:
    release, withheld, shares = world((40, 5, 0), (30, 32, 0), (3, 14, 1))
    assert choose_told(release, withheld, shares, MINIMUM) == [True, True, False]
    not_asked = [shares[0]._replace(may_be_told=False), *shares[1:]]
    assert choose_told(release, withheld, not_asked, MINIMUM) == [False, True, False]
    # Nothing is left to be told of what is shown.
    assert not any(choose_told(release, np.zeros_like(withheld), shares, MINIMUM))


def test_what_is_known_from_before_is_told_again_or_kept_in_mind() -> None:
    release, withheld, shares = world((11, 11, 2), (6, 8, 2), (3, 4, 1))
    assert choose_told(release, withheld, shares, MINIMUM) == [True, False, False]
    first, second, _ = (share._replace(known=True) for share in shares)
    assert choose_told(release, withheld, [first, *shares[1:]], MINIMUM)[0]
    # The second is too small to be told, again as well. Who remembers it would be told too much
    # with the first one.
    remembered = [shares[0], second, shares[2]]
    assert choose_told(release, withheld, remembered, MINIMUM) == [False] * 3


@given(
    st.integers(2, 4).flatmap(
        lambda rows: st.tuples(
            *(st.lists(st.integers(0, 30), min_size=2 * rows, max_size=2 * rows) for _ in range(2))
        )
    ),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
@some
@pytest.mark.timeout(120)
def test_with_halves_that_are_known_every_small_count_keeps_its_values(
    drawn: tuple[list[int], list[int]], picked: list[bool]
) -> None:
    yes, no = (np.array(one).reshape(-1, 2) for one in drawn)
    plain = answers(yes, no, (len(yes),))
    size = len(plain.value) // 3
    pairs = [Share(size + at, 2 * size + at) for at in range(size)]
    known = [pair for pair, taken in zip(pairs, picked, strict=False) if taken]
    assume(known)
    told = add_known(plain, known)
    for total, *parts in told.sums:
        assert told.value[total] == told.value[parts].sum()
    assert (told.value >= 0).all()
    choice = choose(told, MINIMUM, gap=0.0)
    hopeless = narrow(told, plain, np.ones(len(told.weight), dtype=bool))
    assert narrow(told, plain, choice.withheld) <= {*choice.given_away, *hopeless}


def narrow(told: ReleasedCells, plain: ReleasedCells, withheld: np.ndarray) -> set[int]:
    """Return the small cells that a reader who knows the halves can bound too closely."""
    known = readable(told, withheld)
    found = set()
    for one in np.flatnonzero(plain.sensitive).tolist():
        low, high = interval(told.sums, known, one)
        found |= {one} if high - low < MINIMUM - 1e-6 else set()
    return found


def test_what_no_table_prints_protects_nothing_and_is_not_protected() -> None:
    plain = answers(np.array([[20, 4]]), np.array([[20, 4]]), (1,))
    size = len(plain.value) // 3
    told = add_known(plain, [Share(size, 2 * size)])
    assert set(told.tables) == set(range(len(plain.sums)))
    assert len(told.sums) == len(plain.sums) + 1
    assert find_required_widths(told, MINIMUM)[: len(plain.value)].tolist() == (
        find_required_widths(plain, MINIMUM).tolist()
    )
    assert choose(told, MINIMUM).lost == choose(plain, MINIMUM).lost
    assert add_known(plain, []) is plain
