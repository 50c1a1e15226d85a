"""Bars as SVG: one titled bar a row, as long as its value."""

from __future__ import annotations

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views import chart_svg, views
from analysis.views.heading import Heading
from analysis.views.view import Row, View
from tests.data.rows import Workspace


def view(kode: str, *rows: Row) -> View:
    said = Heading("Judul", Selection("2025-06"), "Juni 2025")
    return View(INDICATORS[kode], said, "Kalimat.", rows, "Sumber")


def test_a_percentage_has_its_full_length_at_100() -> None:
    rows = (Row("1", "a", 100.0, "100,0 %"), Row("2", "b", 25.0, "25,0 %"))
    drawn = chart_svg.draw_bars(view("berusaha_daring", *rows))
    assert [bar.length for bar in drawn.bars] == [drawn.full, drawn.full / 4]


def test_counts_are_measured_by_the_largest() -> None:
    rows = (Row("1", "a", 50.0, "50"), Row("2", "b", 200.0, "200"), Row("3", "c", 0.0, "0"))
    drawn = chart_svg.draw_bars(view("jumlah_umkm", *rows))
    assert [bar.length for bar in drawn.bars] == [drawn.full / 4, drawn.full, 0]


def test_a_withheld_row_keeps_its_place_without_a_length() -> None:
    rows = (Row("1", "a", 40.0, "40,0 %"), Row("2", "b", None, "x", sign="x"))
    shown, withheld = chart_svg.draw_bars(view("berusaha_daring", *rows)).bars
    assert (withheld.length, withheld.text, withheld.title) == (0.0, "x", "b: x")
    assert withheld.y > shown.y


@pytest.mark.parametrize("kode", ["berusaha_daring", "jumlah_umkm"])
@pytest.mark.parametrize("rows", [(), (Row("1", "a", 0.0, "0"),), (Row("1", "a", None, "x"),)])
def test_nothing_to_draw_is_drawn_without_a_division_by_zero(
    kode: str, rows: tuple[Row, ...]
) -> None:
    drawn = chart_svg.draw_bars(view(kode, *rows))
    assert [bar.length for bar in drawn.bars] == [0.0] * len(rows)
    assert drawn.height > 0


def test_each_bar_has_a_title_with_value_and_counts(demo: Workspace) -> None:
    made = views.view_by_kecamatan(demo.publik, "berusaha_daring", Selection("2025-06"))
    drawn = chart_svg.draw_bars(made)
    assert [bar.title for bar in drawn.bars] == [
        f"{row.label}: {row.text} ({row.counts})" for row in made.rows
    ]
    assert [bar.length for bar in drawn.bars] == [
        pytest.approx(drawn.full * row.value / 100, abs=0.06) for row in made.rows
    ]
    assert drawn.height == 6 * chart_svg.ROW


def over_time(*values: float | None) -> View:
    rows = (
        Row(f"{2021 + n}-06", f"Juni {2021 + n}", v, "x" if v is None else f"{v}", sign="")
        for n, v in enumerate(values)
    )
    return view("berusaha_daring", *rows)


def test_a_line_starts_at_zero_and_is_as_high_as_its_values() -> None:
    drawn = chart_svg.draw_line(over_time(20.0, 40.0))
    low, high = drawn.points
    assert drawn.ticks[0] == (chart_svg.BASE, "0")
    assert chart_svg.BASE - high.y == pytest.approx(2 * (chart_svg.BASE - low.y), abs=0.2)
    assert drawn.pieces == ((low, high),)
    # The words above the highest point stay inside the drawing.
    assert high.y > chart_svg.TOP


def test_points_stand_as_far_apart_as_their_periods() -> None:
    rows = (Row(code, code, 1.0, "1") for code in ("2021-06", "2022-06", "2024-06"))
    first, second, third = chart_svg.draw_line(view("jumlah_umkm", *rows)).points
    assert third.x - second.x == pytest.approx(2 * (second.x - first.x), abs=0.2)


def test_a_withheld_point_stands_on_the_base_and_joins_nothing() -> None:
    drawn = chart_svg.draw_line(over_time(20.0, None, 30.0, 31.0))
    assert [point.y == chart_svg.BASE for point in drawn.points] == [False, True, False, False]
    assert drawn.pieces == ((drawn.points[2], drawn.points[3]),)
    assert drawn.points[1].title == "Juni 2022: x"


@pytest.mark.parametrize("values", [(), (None,), (0.0,), (None, None), (0.0, 0.0)])
def test_a_line_of_nothing_is_drawn_without_a_division_by_zero(
    values: tuple[float | None, ...],
) -> None:
    drawn = chart_svg.draw_line(over_time(*values))
    assert all(point.y == chart_svg.BASE for point in drawn.points)


def test_of_many_periods_the_newest_and_few_others_are_named() -> None:
    names = [
        point.name for point in chart_svg.draw_line(over_time(*[1.0] * 12)).points if point.name
    ]
    assert names[-1] == "Juni 2032"
    assert len(names) <= chart_svg.ROOM


def test_long_labels_stand_above_their_bars() -> None:
    drawn = chart_svg.draw_bars(
        view("tangga_digital", Row("1", "0 dan 1: belum berjualan daring", 50.0, "50,0 %"))
    )
    assert (drawn.stacked, drawn.left, drawn.row) == (True, 0, chart_svg.STACKED_ROW)
    assert drawn.bars[0].length == drawn.full / 2
