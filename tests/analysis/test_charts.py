"""Charts hold the view's values and say what they are."""

from __future__ import annotations

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views import charts, views
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


def test_a_full_count_has_no_limits(demo: Workspace) -> None:
    made = views.view_by_kecamatan(demo.publik, "berusaha_daring", Selection("2025-06"))
    assert charts.draw_bars(made, "light").data[0].error_x.array is None


def test_an_estimate_is_drawn_with_its_limits(demo: Workspace) -> None:
    made = views.view_estimates(demo.publik, "berusaha_daring", "", Selection("2025-06"))
    (trace,) = charts.draw_bars(made, "light").data
    for row, value, up, down in zip(
        reversed(made.rows), trace.x, trace.error_x.array, trace.error_x.arrayminus, strict=True
    ):
        assert value + up == pytest.approx(row.high)
        assert value - down == pytest.approx(row.low)
    assert list(reversed(trace.customdata)) == [row.interval for row in made.rows]


def test_a_row_without_a_value_keeps_its_place_and_shows_its_sign() -> None:
    rows = (
        Row("1", "a", 40.0, "40,0 %", low=30.0, high=50.0),
        Row("2", "b", None, "F", sign="F"),
    )
    (trace,) = charts.draw_bars(view("berusaha_daring", *rows), "light").data
    assert (trace.y[0], trace.x[0], trace.text[0]) == ("b", None, "F")
    assert (trace.error_x.array[0], trace.error_x.arrayminus[0]) == (None, None)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_rows_give_an_empty_figure_of_a_height(scheme: str) -> None:
    figure = charts.draw_bars(view("berusaha_daring"), scheme)
    assert len(figure.data[0].x) == 0
    assert figure.layout.height > 0
