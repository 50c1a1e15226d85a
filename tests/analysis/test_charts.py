"""Charts hold the view's values and say what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views import charts, charts_survey, survey_views, views
from analysis.views.heading import Heading
from analysis.views.view import Row, View
from analysis.words import theme
from tests.data.rows import Workspace

SCHEMES = ("light", "dark")


def view(kode: str, *rows: Row) -> View:
    said = Heading("Judul", Selection("2025-06"), "Juni 2025")
    return View(INDICATORS[kode], said, "Kalimat.", rows, "Sumber")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_bars_hold_the_views_values_from_the_top(demo: Workspace, scheme: str) -> None:
    made = views.view_by_kecamatan(demo.publik, "berusaha_daring", Selection("2025-06"))
    (trace,) = charts.draw_bars(made, scheme).data
    # Plotly counts from the bottom.
    assert list(reversed(trace.y)) == [row.label for row in made.rows]
    assert list(reversed(trace.x)) == [row.value for row in made.rows]
    assert list(reversed(trace.text)) == [row.text for row in made.rows]
    assert list(reversed(trace.customdata)) == [row.counts for row in made.rows]
    assert trace.marker.color == theme.ONLINE[scheme]


def test_the_axis_says_the_unit() -> None:
    made_up = charts.draw_bars(
        view("berusaha_daring", Row("1", "a", 4.0, "4", origin="sintetis")), "light"
    )
    counted = charts.draw_bars(
        view("jumlah_umkm", Row("1", "a", 4.0, "4", origin="register")), "light"
    )
    assert made_up.layout.xaxis.title.text == "Persen"
    assert counted.layout.xaxis.title.text == "Usaha"


def test_a_percentage_has_the_whole_axis_and_a_count_starts_at_zero() -> None:
    row = Row("1", "a", 4.0, "4")
    assert charts.draw_bars(view("berusaha_daring", row), "light").layout.xaxis.range == (0, 100)
    counts = charts.draw_bars(view("jumlah_umkm", row), "light").layout.xaxis
    assert (counts.range, counts.rangemode) == (None, "tozero")


def test_numbers_on_the_axis_are_indonesian() -> None:
    assert charts.draw_bars(view("jumlah_umkm"), "light").layout.separators == ",."


def test_an_estimate_is_a_dot_with_its_limits_and_no_bar(demo: Workspace) -> None:
    made = views.view_estimates(demo.publik, "berusaha_daring", "", Selection("2025-06"))
    (trace,) = charts_survey.draw_dots(made, "light").data
    assert (trace.type, trace.mode) == ("scatter", "markers")
    assert list(trace.y) == [5, 4, 3, 2, 1, 0]
    for row, value, up, down in zip(
        made.rows, trace.x, trace.error_x.array, trace.error_x.arrayminus, strict=True
    ):
        assert value + up == pytest.approx(row.high)
        assert value - down == pytest.approx(row.low)


def test_the_register_stands_in_the_rows_of_the_survey(demo: Workspace) -> None:
    newest = Selection("2025-06")
    made = views.view_estimates(demo.publik, "berusaha_daring", "", newest)
    beside = survey_views.view_register_beside(demo.publik, "berusaha_daring", "", newest)
    assert beside is not None
    turned = replace(beside, rows=tuple(reversed(beside.rows)))
    survey, register = charts_survey.draw_dots(made, "light", turned).data
    assert list(register.y) == list(survey.y)
    assert list(register.x) == [row.value for row in beside.rows]
    assert [row.code for row in made.rows] == [row.code for row in beside.rows]


def test_the_register_beside_a_survey_is_of_the_surveys_own_period(demo: Workspace) -> None:
    earlier = Selection("2022-06", "36.73.02")
    for dimension in ("", "skala_gabung"):
        made = views.view_estimates(demo.publik, "berusaha_daring", dimension, earlier)
        beside = survey_views.view_register_beside(
            demo.publik, "berusaha_daring", dimension, earlier
        )
        assert beside is not None
        assert (beside.date, made.date) == ("Juni 2025", "Juni 2025")
        assert beside.heading.selection.wilayah == made.heading.selection.wilayah


def test_a_row_without_a_value_keeps_its_place_and_shows_its_sign() -> None:
    rows = (
        Row("1", "a", 40.0, "40,0 %", low=30.0, high=50.0),
        Row("2", "b", None, "F", sign="F"),
    )
    (bars,) = charts.draw_bars(view("berusaha_daring", *rows), "light").data
    assert (bars.y[0], bars.x[0], bars.text[0]) == ("b", None, "F")
    figure = charts_survey.draw_dots(view("berusaha_daring", *rows), "light")
    (dots,) = figure.data
    assert (dots.x[1], dots.error_x.array[1], dots.error_x.arrayminus[1]) == (None, None, None)
    assert any(note.text.endswith("survei F") for note in figure.layout.annotations)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_rows_give_an_empty_figure_of_a_height(scheme: str) -> None:
    figure = charts.draw_bars(view("berusaha_daring"), scheme)
    assert len(figure.data[0].x) == 0
    assert figure.layout.height > 0
    assert charts_survey.draw_dots(view("berusaha_daring"), scheme).layout.height > 0
