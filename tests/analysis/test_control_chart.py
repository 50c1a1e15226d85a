"""An XmR chart stands where twelve periods compare, and elsewhere a sentence says why not."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views import review, review_html
from analysis.views.commitments import Agenda
from analysis.views.control_chart import (
    ASSURANCE,
    LOOKS,
    ControlChart,
    draw_control_chart,
    find_comparable,
)
from analysis.views.view import Row
from analysis.words import theme
from tests.analysis.summary_cells import NEWEST
from tests.data.rows import Workspace

ENTRY = INDICATORS["ber_nib"]


def rows(*values: float | None, step: int = 1) -> list[Row]:
    """Return values that follow each other by some months, from January 2024."""
    found = []
    for n, value in enumerate(values):
        month = n * step
        code = f"{2024 + month // 12}-{month % 12 + 1:02}"
        text = "x" if value is None else theme.quantity(value, "persen")
        found.append(Row(code, theme.period(code), value, text, sign="" if value else "x"))
    return found


STEADY = [40.0, 42.0] * 6


def image(chart: ControlChart) -> ElementTree.Element:
    return ElementTree.fromstring(unquote(chart.address.partition(",")[2]))


def shapes(chart: ControlChart, kind: str) -> list[ElementTree.Element]:
    return list(image(chart).iter(f"{{http://www.w3.org/2000/svg}}{kind}"))


@pytest.mark.parametrize("step", [1, 3])
def test_twelve_monthly_or_quarterly_periods_have_a_chart(step: int) -> None:
    chart = draw_control_chart(ENTRY, rows(*STEADY, step=step), 60.0)
    assert chart.reason == ""
    assert len(chart.points) == len(shapes(chart, "circle")) == 12
    assert chart.variation == LOOKS["biasa"]
    assert chart.assurance == ASSURANCE["selalu gagal"]
    assert "41,0\u00a0%" in chart.limits and "tidak dihitung ulang" in chart.limits


@pytest.mark.parametrize("number", [0, 1, 4, 11])
def test_fewer_say_how_many_there_are_and_what_speaks_instead(number: int) -> None:
    chart = draw_control_chart(ENTRY, rows(*STEADY[:number]))
    assert chart.address == "" and chart.points == ()
    assert "paling sedikit 12" in chart.reason and "uji survei" in chart.reason
    assert ("belum ada" if number < 2 else f"baru ada {number}") in chart.reason


def test_yearly_periods_are_none_of_a_chart() -> None:
    assert draw_control_chart(ENTRY, rows(*STEADY, step=12)).reason


def test_a_gap_another_step_a_withheld_value_and_another_definition_break_a_series() -> None:
    whole = rows(*STEADY)
    assert find_comparable(whole) == whole
    assert find_comparable([*whole[:5], *whole[6:]]) == whole[6:]
    assert find_comparable(rows(*STEADY[:3], None, *STEADY[4:])) == rows(*STEADY)[4:]
    assert find_comparable(rows(*STEADY[:-1], None)) == []
    other = [*whole[:4], *(replace(row, basis="pesan") for row in whole[4:])]
    assert find_comparable(other) == other[4:]


def test_a_signal_is_a_square_is_named_and_leads_the_words() -> None:
    chart = draw_control_chart(ENTRY, rows(*STEADY, 60.0))
    assert chart.variation == LOOKS["membaik"]
    assert chart.points[-1].signals == "luar batas"
    assert len(shapes(chart, "rect")) == 2, "the paper and the point"
    assert "variasi khusus, membaik; 1 dari 13 titik bertanda" in chart.text
    assert chart.assurance is None
    worse = draw_control_chart(replace(ENTRY, arah="turun"), rows(*STEADY, 60.0), 20.0)
    assert worse.variation == LOOKS["memburuk"]
    assert worse.assurance == ASSURANCE["selalu gagal"]


def test_every_word_has_a_sign_of_its_own() -> None:
    for signs in (LOOKS, ASSURANCE):
        assert len({sign for sign, _, _ in signs.values()}) == len(signs)


def test_all_is_drawn_within_the_image() -> None:
    for values in ([*STEADY, 90.0], [5.0] * 12, [*STEADY, 0.1]):
        chart = draw_control_chart(ENTRY, rows(*values), 99.0)
        for circle in shapes(chart, "circle"):
            assert 0 <= float(circle.get("cx", "")) <= 480
            assert 0 <= float(circle.get("cy", "")) <= 170


def test_a_row_of_kinerja_shows_the_chart_its_signs_and_its_table(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The made-up world has yearly periods only, so the rows are given."""
    yearly = review.make_review(demo.publik, Selection(NEWEST))
    assert all("paling sedikit 12" in row.chart.reason for row in yearly.rows)
    monkeypatch.setattr(review, "read_rows", lambda *_: rows(*STEADY, 60.0))
    found = review._make_review(demo.publik, Selection(NEWEST))
    markup = review_html.render_review(found, Agenda("", (), (), {}))
    assert markup.count("Peta kendali XmR</h4>") == len(found.rows)
    assert "<td>luar batas</td>" in markup and "variasi khusus, membaik" in markup


def test_periods_after_the_chosen_one_are_not_in_its_chart(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "read_rows", lambda *_: rows(*STEADY, 60.0, 61.0))
    found = review._make_review(demo.publik, Selection("2024-06")).rows[0]
    assert "baru ada 6" in found.chart.reason
