"""Bars as SVG: one titled bar a row, as long as its value."""

from __future__ import annotations

import pytest

from analysis import svg, views
from analysis.indicators import INDICATORS
from analysis.selection import Selection
from analysis.view import Row, View
from tests.data.rows import Workspace


def view(kode: str, *rows: Row) -> View:
    return View(INDICATORS[kode], "Judul", "Kalimat.", rows, "Juni 2025", "Sumber")


def test_a_percentage_has_its_full_length_at_100() -> None:
    rows = (Row("1", "a", 100.0, "100,0 %"), Row("2", "b", 25.0, "25,0 %"))
    drawn = svg.bars(view("berusaha_daring", *rows))
    assert [bar.length for bar in drawn.bars] == [drawn.full, drawn.full / 4]


def test_counts_are_measured_by_the_largest() -> None:
    rows = (Row("1", "a", 50.0, "50"), Row("2", "b", 200.0, "200"), Row("3", "c", 0.0, "0"))
    drawn = svg.bars(view("jumlah_umkm", *rows))
    assert [bar.length for bar in drawn.bars] == [drawn.full / 4, drawn.full, 0]


def test_a_withheld_row_keeps_its_place_without_a_length() -> None:
    rows = (Row("1", "a", 40.0, "40,0 %"), Row("2", "b", None, "x", sign="x"))
    shown, withheld = svg.bars(view("berusaha_daring", *rows)).bars
    assert (withheld.length, withheld.text, withheld.title) == (0.0, "x", "b: x")
    assert withheld.y > shown.y


@pytest.mark.parametrize("kode", ["berusaha_daring", "jumlah_umkm"])
@pytest.mark.parametrize("rows", [(), (Row("1", "a", 0.0, "0"),), (Row("1", "a", None, "x"),)])
def test_nothing_to_draw_is_drawn_without_a_division_by_zero(
    kode: str, rows: tuple[Row, ...]
) -> None:
    drawn = svg.bars(view(kode, *rows))
    assert [bar.length for bar in drawn.bars] == [0.0] * len(rows)
    assert drawn.height > 0


def test_each_bar_has_a_title_with_value_and_counts(demo: Workspace) -> None:
    made = views.by_kecamatan(demo.publik, "berusaha_daring", Selection("2025-06"))
    drawn = svg.bars(made)
    assert [bar.title for bar in drawn.bars] == [
        f"{row.label}: {row.text} ({row.counts})" for row in made.rows
    ]
    assert [bar.length for bar in drawn.bars] == [
        pytest.approx(drawn.full * row.value / 100, abs=0.06) for row in made.rows
    ]
    assert drawn.height == 6 * svg.ROW
