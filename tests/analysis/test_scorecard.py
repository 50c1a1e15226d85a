"""The capaian table and its lines: what the cube says, judged by the targets."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import scorecard, summary_html
from analysis.views.comparison import BANDS, WORST, Comparison
from analysis.views.scorecard import KEY, make_scorecard
from analysis.views.sparkline import draw_sparkline
from analysis.views.trend import APART, draw_trend
from analysis.views.view import Row
from data import reference
from tests.analysis.summary_cells import NEWEST, NO_BREAK, choices, cube, expected, point, rows_of
from tests.data.rows import Workspace


def test_every_number_of_the_table_is_the_cubes(demo: Workspace) -> None:
    known = cube(demo.publik)
    for chosen in choices(demo.publik):
        card = make_scorecard(demo.publik, chosen)
        assert {found.entry.kode for found in card.rows} == {*KEY}
        shown = rows_of(summary_html.render_scorecard(card))
        for found, cells in zip(card.rows, shown, strict=True):
            assert cells[0].startswith(found.name)
            number = expected(known, found.entry.kode, chosen)
            assert cells[1].split()[0] == number, (chosen, found.name, cells)


def test_the_worst_stands_first_with_its_capaian_word_and_distance(demo: Workspace) -> None:
    card = make_scorecard(demo.publik, Selection(NEWEST))
    targets = demo.publik.query(
        "select indikator, nilai from target where kode_wilayah = '36.73' and periode = ?", [NEWEST]
    )
    goals = dict(targets.itertuples(index=False))
    known = cube(demo.publik)
    assert {found.entry.kode for found in card.aimed} == goals.keys()
    achieved = []
    for found in card.aimed:
        value, _ = known[found.entry.kode, NEWEST, CITY, ""]
        assert value is not None and found.goal is not None
        share = 100 * value / goals[found.entry.kode]
        assert math.isclose(share, found.goal.achieved or 0.0)
        assert found.goal.reached == (value >= goals[found.entry.kode])
        assert found.goal.band == next((w for cut, w in BANDS if share >= cut), WORST)
        achieved.append(share)
    assert achieved == sorted(achieved)
    shown = rows_of(summary_html.render_scorecard(card))
    assert [cells[3:5] for cells in shown[:2]] == [
        ["52,0 % (kurang) dari 25 usaha", "▼ Belum tercapai kurang 12 usaha"],
        ["75,0 % (cukup) dari 60,0 %", "▼ Belum tercapai kurang 15,0 poin"],
    ]
    assert {cells[3] for cells in shown[4:]} == {"tanpa target"}


@pytest.mark.parametrize(
    ("direction", "value", "goal", "reached", "achieved", "lacking"),
    [
        ("naik", 30.0, 40.0, False, 75.0, "10,0 poin"),
        ("turun", 30.0, 40.0, True, 125.0, ""),
        ("turun", 50.0, 40.0, False, 75.0, "10,0 poin"),
        ("naik", 3.0, 0.0, True, None, ""),
    ],
)
def test_a_target_is_judged_in_the_direction_that_is_good(
    direction: str, value: float, goal: float, reached: bool, achieved: float | None, lacking: str
) -> None:
    entry = replace(INDICATORS["ber_nib"], arah=direction)
    found = scorecard.judge_target(
        entry, Row("", "", value, "", ""), Comparison("target", "", value=goal)
    )
    assert found is not None
    assert (found.reached, found.achieved) == (reached, achieved)
    assert found.lacking.replace(NO_BREAK, " ") == lacking
    assert found.band == "" or achieved is not None


def test_a_withheld_value_is_not_judged_and_a_neutral_one_has_no_target() -> None:
    target = Comparison("target", "", value=5.0)
    hidden = Row("", "", None, "x", sign="x")
    found = scorecard.judge_target(INDICATORS["ber_nib"], hidden, target)
    assert found is not None
    assert (found.reached, found.achieved, found.band) == (None, None, "")
    neutral = replace(INDICATORS["ber_nib"], arah="netral")
    assert scorecard.judge_target(neutral, Row("", "", 1.0, "1"), target) is None


@pytest.mark.parametrize("direction", ["naik", "turun"])
@pytest.mark.parametrize("word", [*(word for _, word in BANDS), WORST])
def test_no_word_of_praise_stands_at_a_target_that_is_not_reached(
    word: str, direction: str
) -> None:
    """The predikat is of the capaian, and from 91 per cent on it is "sangat baik"."""
    cuts = {word: cut for cut, word in BANDS} | {WORST: 20.0}
    entry = replace(INDICATORS["ber_nib"], arah=direction)
    achieved = cuts[word] + 0.5
    value = achieved if direction == "naik" else 200 - achieved
    target = Comparison("target", "", value=100.0)
    goal = scorecard.judge_target(entry, Row("", "", value, "", ""), target)
    assert goal is not None
    assert (goal.band, goal.reached) == (word, False)
    assert (goal.sign, goal.status) == ("▼", "Belum tercapai")
    assert goal.tone != "baik"
    assert (goal.tone == "buruk") == (word in scorecard.FAR)
    reached = replace(goal, reached=True)
    assert (reached.sign, reached.status, reached.tone) == ("▲", "Tercapai", "baik")
    assert scorecard.FAR == ("kurang", WORST)


def test_a_changes_verdict_is_the_surveys_own_and_stands_beside_no_class(demo: Workspace) -> None:
    tested = demo.publik.query_rows(
        "select indikator, kode_wilayah, kata from beda_survei where dimensi = '' "
        "and kategori = '' and periode = ?",
        [NEWEST],
    )
    verdicts = {(r["indikator"], r["kode_wilayah"]): r["kata"] for r in tested}
    for area in (CITY, *reference.list_kecamatan()):
        for found in make_scorecard(demo.publik, Selection(NEWEST, area)).rows:
            word = verdicts.get((found.entry.kode, found.shown.wilayah), "")
            assert found.verdict == (f"survei 2023–2025: {word}" if word else "")
    by_class = make_scorecard(demo.publik, Selection(NEWEST, skala="mikro")).rows
    assert {found.verdict for found in by_class if found.shown.skala} == {""}


def test_a_withheld_period_leaves_a_gap_and_is_named() -> None:
    rows = [point(f"202{n}-06", v) for n, v in enumerate((1.0, 2.0, None, 4.0, 5.0))]
    whole = draw_sparkline([row for row in rows if row.value], "2024-06")
    broken = draw_sparkline(rows, "2024-06")
    assert (whole.address.count("path"), broken.address.count("path")) == (1, 2)
    assert "2022-06 x" in broken.text
    assert draw_sparkline(rows[:1], "2020-06").address == ""


def test_a_line_follows_time_and_value() -> None:
    found = draw_sparkline(
        [point("2022-06", 1.0), point("2022-12", 3.0), point("2024-06", 2.0)], ""
    )
    path = re.search(r"d='M([^']*)'", found.address.replace("%20", " "))
    assert path is not None
    (x1, y1), (x2, y2), (x3, y3) = (map(float, p.split()) for p in path[1].split("L"))
    assert math.isclose((x2 - x1) / (x3 - x1), 6 / 24, abs_tol=0.01)
    assert y2 < y3 < y1, "higher values stand higher"


def test_words_of_two_lines_never_meet() -> None:
    here = [point("2022-06", 10.0), point("2023-06", 20.0), point("2024-06", 30.0)]
    there = [point("2022-06", 12.0), point("2023-06", 19.0), point("2024-06", 30.2)]
    first, second = draw_trend(here, there, "Sini", "Kota", "Persen").lines
    for one, other in zip(first.points, second.points, strict=True):
        assert abs(one.label_y - other.label_y) >= 11.5
    assert abs(first.name_y - second.name_y) >= APART
    assert draw_trend([point("2022-06", None)], [], "Sini", "Kota", "Persen").lines == ()
