"""The exact choice is safe by a judge that shares no code with it, and no safe one is cheaper."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import rule
from analysis.disclosure.release import ReleasedCells, find_required_widths
from analysis.disclosure.solver import Choice, choose
from bench.plain_method import choose_plainly
from tests.analysis.judge import interval
from tests.analysis.releases import MINIMUM, answers, made, release, releases
from tests.pace import examples

TIGHT = 1e-6
slow = examples(100, 12)


def readable(given_: ReleasedCells, withheld: np.ndarray) -> dict[int, int]:
    """Return what a reader has in hand: every shown cell, and what was known before."""
    open_ = ~withheld[given_.unit] | given_.known
    return {cell: int(given_.value[cell]) for cell in np.flatnonzero(open_).tolist()}


def wide(given_: ReleasedCells, withheld: np.ndarray, cell: int) -> float:
    low, high = interval(given_.sums, readable(given_, withheld), cell)
    assert low - TIGHT <= given_.value[cell] <= high + TIGHT, "the judge excludes the truth"
    return high - low


def asked(given_: ReleasedCells, minimum: int) -> dict[int, int]:
    """Return how wide each interval must be, found by looking at every sum until nothing changes:
    the slow twin of ``find_required_widths``."""
    rows = set(given_.unit[given_.sensitive].tolist())
    found = {
        int(cell): minimum for cell in np.flatnonzero(given_.sensitive & ~given_.known).tolist()
    }
    while True:
        hidden = rows | {int(given_.unit[cell]) for cell in found}
        before = len(found)
        for total, *parts in given_.sums:
            if not any(given_.sensitive[cell] for cell in (total, *parts)):
                continue
            for cell in parts:
                zeros = [
                    other
                    for other, *below in given_.sums
                    if cell in below
                    and given_.value[other] == 0
                    and int(given_.unit[other]) not in hidden
                ]
                free = given_.value[cell] == 0 and not given_.known[cell] and not zeros
                if free and int(given_.unit[cell]) not in rows:
                    found.setdefault(cell, 1)
        if len(found) == before:
            return found


def betrayed(given_: ReleasedCells, withheld: np.ndarray, minimum: int = MINIMUM) -> set[int]:
    """Return the cells that a reader can bound more closely than the rule allows."""
    needs = asked(given_, minimum)
    return {cell for cell, need in needs.items() if wide(given_, withheld, cell) < need - TIGHT}


def cheapest(given_: ReleasedCells, minimum: int = MINIMUM) -> float:
    """Return the least that any safe choice loses, by trying all of them."""
    needs = asked(given_, minimum)
    first = np.zeros(len(given_.weight), dtype=bool)
    first[given_.unit[given_.sensitive]] = True
    first[given_.unit[list(needs)]] = True
    rest = np.flatnonzero(~first).tolist()
    tried = []
    for size in range(len(rest) + 1):
        for more in itertools.combinations(rest, size):
            withheld = first.copy()
            withheld[list(more)] = True
            tried.append((given_.weight[withheld].sum(), withheld))
    for lost, withheld in sorted(tried, key=lambda pair: pair[0]):
        if not betrayed(given_, withheld, minimum):
            return float(lost)
    return float("inf")


def exact(given_: ReleasedCells) -> Choice:
    return choose(given_, MINIMUM, gap=0.0)


@given(releases(most=3))
@slow
@pytest.mark.timeout(120)
def test_every_small_cell_keeps_a_wide_interval(drawn: ReleasedCells) -> None:
    choice = exact(drawn)
    assert choice.withheld[drawn.unit[drawn.sensitive]].all()
    assert betrayed(drawn, choice.withheld) <= {*choice.given_away, *hopeless(drawn)}
    assert set(choice.given_away) == {c for c in hopeless(drawn) if drawn.sensitive[c]}


def hopeless(given_: ReleasedCells) -> set[int]:
    """Return the cells that stay too tight with everything withheld that can be."""
    return betrayed(given_, np.ones(len(given_.weight), dtype=bool))


@given(releases(most=4))
@slow
@pytest.mark.timeout(120)
def test_no_more_is_lost_than_with_the_plain_method_where_that_is_safe(
    drawn: ReleasedCells,
) -> None:
    usual = choose_plainly(drawn, MINIMUM)
    choice = exact(drawn)
    assert choice.gap <= 1e-6
    if not betrayed(drawn, usual):
        assert choice.lost <= drawn.measure_loss(usual) + 1e-6


@given(
    st.lists(st.sampled_from([0, 1, 4, 9, 12, 30, 200]), min_size=4, max_size=6),
    st.booleans(),
)
@examples(48, 6)
@pytest.mark.timeout(120)
def test_no_safe_choice_is_cheaper_than_the_exact_one(leaves: list[int], square: bool) -> None:
    if square:
        table = release(np.array(leaves[:4]).reshape(2, 2), (2,))
    else:
        table = release(np.array([leaves]), (1,))
    if hopeless(table):
        return
    choice = exact(table)
    assert choice.lost == pytest.approx(cheapest(table))
    assert choice.bound == pytest.approx(choice.lost)


def test_linked_answers_are_chosen_at_the_least_loss() -> None:
    table = answers(np.array([[3], [15], [40]]), np.array([[30], [25], [60]]), (3,))
    # A total of one category repeats its only part, so rows of one kelurahan are one choice.
    choice = exact(table)
    assert betrayed(table, choice.withheld) == set()
    assert choice.lost < table.measure_loss(choose_plainly(table, MINIMUM)) + 1e-6


def test_a_count_of_nine_beside_a_large_one_is_wide_only_with_room_above_and_below() -> None:
    # 9 + 400 + 2 = 411: blank 9 and 2 alone would be bounded by their sum of 11.
    choice = exact(made([411, 9, 400, 2], [[0, 1, 2, 3]]))
    assert choice.withheld.tolist() == [False, True, False, True]
    choice = exact(made([408, 4, 400, 4], [[0, 1, 2, 3]]))
    assert choice.withheld.tolist() == [False, True, True, True]


def test_a_table_without_small_cells_is_shown_whole() -> None:
    choice = exact(release(np.array([[30, 50], [40, 0]]), (1, 1)))
    assert not choice.withheld.any()
    assert (choice.lost, choice.bound, choice.gap) == (0, 0, 0)


def test_zero_beside_small_cells_is_withheld_even_where_they_hide_each_other() -> None:
    table = made([53, 6, 7, 0, 40], [[0, 1, 2, 3, 4]])
    assert exact(table).withheld.tolist() == [False, True, True, True, False]


def test_zero_that_a_shown_zero_total_gives_away_stays_shown() -> None:
    table = release(np.array([[3, 50], [40, 60], [0, 70], [0, 80]]), (2, 2))
    choice = exact(table)
    zeros = np.flatnonzero(table.value == 0)
    assert not choice.withheld[table.unit[zeros]].any()
    assert betrayed(table, choice.withheld) == set()


@given(releases(most=3))
@slow
def test_widths_are_those_of_a_slow_look_at_every_sum(drawn: ReleasedCells) -> None:
    found = find_required_widths(drawn, MINIMUM)
    assert {int(c): int(found[c]) for c in np.flatnonzero(found)} == asked(drawn, MINIMUM)


def single_sums(given_: ReleasedCells) -> np.ndarray:
    """The mutant: one more blank in each sum with a single one, and no look at all sums at once."""
    withheld = given_.primary.copy()
    for _ in range(len(given_.sums)):
        for cells in given_.sums:
            blank = [cell for cell in cells if withheld[given_.unit[cell]]]
            if len(blank) == 1:
                rest = [cell for cell in cells if cell != blank[0]]
                withheld[given_.unit[min(rest, key=lambda cell: given_.value[cell])]] = True
    return withheld


def test_judge_catches_a_choice_of_what_is_small_and_nothing_else() -> None:
    table = release(np.array([[3, 50], [40, 60], [70, 80]]), (3,))
    assert betrayed(table, table.primary) == set(np.flatnonzero(table.sensitive).tolist())
    assert betrayed(table, exact(table).withheld) == set()


def test_judge_catches_complements_chosen_by_single_sums() -> None:
    # Two blanks in each sum, and yet 4 + 5 leaves neither the room to be ten.
    table = made([209, 4, 5, 200], [[0, 1, 2, 3]])
    assert betrayed(table, single_sums(table)) == {1, 2}
    # Three pairs determine each other, though no sum has a single blank.
    triangle = made([13, 25, 20, 4, 9, 16], [[0, 3, 4], [1, 4, 5], [2, 3, 5]])
    assert betrayed(triangle, single_sums(triangle)) == {3, 4}
    assert betrayed(triangle, exact(triangle).withheld) == set()


def test_a_cell_that_an_earlier_release_showed_is_no_cover() -> None:
    # 4 + 20 + 30: 20 is the cheapest cover, unless everybody has read it already.
    table = made([54, 4, 20, 30], [[0, 1, 2, 3]])
    assert exact(table).withheld.tolist() == [False, True, True, False]
    seen = replace(table, known=np.array([False, False, True, False]))
    choice = exact(seen)
    assert choice.withheld.tolist() == [False, True, False, True]
    assert betrayed(seen, choice.withheld) == set()
    assert betrayed(seen, exact(table).withheld) == {1}


def test_what_earlier_releases_give_away_is_named_and_protects_nothing_more() -> None:
    table = made([54, 4, 20, 30, 64, 10], [[0, 1, 2, 3], [4, 0, 5]], known=[0, 2, 3])
    choice = exact(table)
    assert choice.given_away == (1,)
    assert choice.withheld.tolist() == [False, True, False, False, False, False]
    assert choice.lost == choice.bound == pytest.approx(np.log2(6))


@given(releases(most=3), st.randoms(use_true_random=False))
@slow
@pytest.mark.timeout(120)
def test_what_is_known_already_is_never_relied_on(drawn: ReleasedCells, rng: object) -> None:
    shown = np.array([rng.random() < 0.3 for _ in drawn.value])  # type: ignore[attr-defined]
    seen = replace(drawn, known=shown & ~drawn.sensitive)
    choice = exact(seen)
    assert betrayed(seen, choice.withheld) <= {*choice.given_away, *hopeless(seen)}
    assert set(choice.given_away) == {c for c in hopeless(seen) if seen.sensitive[c]}


def test_units_of_no_weight_are_withheld_from_the_start() -> None:
    table = made([54, 4, 20, 30], [[0, 1, 2, 3]], weight=[1, 1, 1, 0])
    assert exact(table).withheld.tolist() == [False, True, False, True]


def test_the_choice_without_a_search_is_safe_and_says_how_far_it_may_be_off() -> None:
    rng = np.random.default_rng(5)
    table = release(rng.integers(0, 60, (12, 5)), (4, 4, 4))
    hasty, best = choose(table, MINIMUM, gap=0.0, pivots=0), exact(table)
    assert betrayed(table, hasty.withheld) == set()
    assert hasty.gap > 0
    assert hasty.bound <= best.lost <= hasty.lost


def test_the_same_release_gets_the_same_choice() -> None:
    rng = np.random.default_rng(7)
    table = release(rng.integers(0, 60, (20, 6)), (5, 5, 5, 5))
    first, second = choose(table, MINIMUM), choose(table, MINIMUM)
    assert first.withheld.tolist() == second.withheld.tolist()
    assert first.gap <= 0.01


@pytest.mark.parametrize(
    ("count", "answered", "minimum", "is_small"),
    [
        (9, False, rule.PUBLIC, True),
        (10, True, rule.PUBLIC, False),
        (0, False, rule.PUBLIC, False),
        (0, True, rule.PUBLIC, True),
        (4, False, rule.ACADEMICS, True),
        (5, False, rule.ACADEMICS, False),
        (2, True, rule.OFFICIALS, True),
        (3, True, rule.OFFICIALS, False),
    ],
)
def test_a_count_is_sensitive_below_the_minimum_of_its_audience(
    count: int, answered: bool, minimum: int, is_small: bool
) -> None:
    assert rule.is_sensitive(count, answered, minimum) is is_small


def test_an_interval_is_tight_when_it_has_fewer_values_than_the_minimum() -> None:
    assert rule.is_tight(0, 9, rule.PUBLIC)
    assert not rule.is_tight(0, 10, rule.PUBLIC)
    assert not rule.is_tight(3, 13, rule.PUBLIC)
    assert rule.is_tight(40, 49.5, rule.PUBLIC)
