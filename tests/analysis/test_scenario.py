"""A scenario is arithmetic: two rules that add up to what a target takes, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import review_html, scenario
from analysis.views.commitments import Agenda
from analysis.views.comparison import find_value
from analysis.views.review import make_review
from analysis.views.scenario import Scenario, fill_lowest, make_scenario, share_equally
from analysis.views.view import Row
from tests.analysis.summary_cells import NEWEST
from tests.data.rows import Workspace

COUNTS = [(10, 100), (40, 100), (30, 50)]
"""Shares of 10, 40 and 60 per cent; 90, 60 and 20 are left."""


def test_an_equal_rate_by_hand() -> None:
    assert share_equally(COUNTS, 17) == [9, 6, 2]
    assert share_equally(COUNTS, 170) == [90, 60, 20]


def test_the_lowest_first_by_hand() -> None:
    assert fill_lowest(COUNTS, 20) == [20, 0, 0]
    assert fill_lowest(COUNTS, 40) == [35, 5, 0]  # both at 45 per cent
    assert fill_lowest(COUNTS, 75) == [52, 22, 1]  # all three at 62 per cent
    assert fill_lowest(COUNTS, 170) == [90, 60, 20]


AREAS = st.lists(
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=8,
)


@given(AREAS, st.floats(0, 1))
def test_both_rules_add_up_and_ask_of_no_area_more_than_it_has(
    counts: list[tuple[int, int]], part: float
) -> None:
    rest = [below - above for above, below in counts]
    needed = int(part * sum(rest))
    if not needed:
        return
    for rule in (share_equally, fill_lowest):
        more = rule(counts, needed)
        assert sum(more) == needed
        assert all(0 <= add <= left for add, left in zip(more, rest, strict=True))


@given(AREAS, st.floats(0, 1))
def test_the_lowest_first_leaves_nobody_raised_above_one_who_waits(
    counts: list[tuple[int, int]], part: float
) -> None:
    needed = int(part * sum(below - above for above, below in counts))
    if not needed:
        return
    more = fill_lowest(counts, needed)
    raised = [(a + m - 1) / b for (a, b), m in zip(counts, more, strict=True) if m]
    after = [(a + m + 1) / b for (a, b), m in zip(counts, more, strict=True)]
    assert max(raised) <= min(after) + 1e-9


def area(above: int | None, below: int | None) -> Row:
    return Row("36.73.02", "Kasemen", None, "", above=above, below=below)


def test_what_is_reached_or_cannot_be_says_so() -> None:
    rows = [area(5, 10)]
    assert scenario._distribute(rows, 0, "").reason == "Target ini sudah tercapai."
    assert "tidak dapat dicapai" in scenario._distribute(rows, 6, "").reason
    assert scenario._distribute(rows, 5, "").rows[0].more == (5, 5)


@pytest.mark.parametrize(
    ("kode", "goal", "said"),
    [
        ("proporsi_nib", None, "Belum ada target"),
        ("jumlah_umkm", 13000.0, "hanya untuk pangsa"),
        ("ekspor_daring", 25.0, "hanya untuk pangsa"),
    ],
)
def test_where_there_is_none_a_sentence_says_why(
    demo: Workspace, kode: str, goal: float | None, said: str
) -> None:
    found = make_scenario(demo.publik, INDICATORS[kode], Selection(NEWEST), goal, NEWEST)
    assert said in found.reason and found.rows == ()


def test_a_withheld_kecamatan_has_no_scenario(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = Row("", "", None, "x", sign="x")
    monkeypatch.setattr(scenario, "find_value", lambda *_: hidden)
    found = make_scenario(demo.publik, INDICATORS["proporsi_nib"], Selection(NEWEST), 60.0, NEWEST)
    assert found == Scenario("Tidak semua angka kecamatan ditampilkan, jadi tidak ada skenario.")


def test_it_is_of_the_target_that_is_not_reached_yet_and_marked_as_a_scenario(
    demo: Workspace,
) -> None:
    found = make_review(demo.publik, Selection(NEWEST))
    rows = {row.kode: row.scenario for row in found.rows}
    city = find_value(demo.publik, "proporsi_nib", Selection(NEWEST, CITY))
    assert city is not None and city.above is not None and city.below is not None
    nib = rows["proporsi_nib"]
    assert nib.goal == "60,0\u00a0% (Juni 2025)"
    assert nib.needed == -(-60 * city.below // 100) - city.above
    # Its target of the period is reached, so the next one is looked at.
    assert rows["berusaha_daring"].goal == "49,0\u00a0% (Juni 2026)"
    for one in (nib, rows["berusaha_daring"]):
        for n in range(2):
            assert sum(row.more[n] for row in one.rows) == one.needed
    markup = review_html.render_review(found, Agenda("", (), (), {}))
    assert markup.count('class="du-skenario"') == 2
    assert "bukan ramalan" in markup
