"""Maps as SVG: the same shapes, shades and marks as the tool's map, and small."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views import views
from analysis.words import theme
from data import reference
from geo import METRES, boundaries, map_svg, shades
from tests.data.rows import Workspace

CHOSEN = Selection("2025-06")
LIMIT_LETTERS = 7_000


def polygon(path: str) -> shapely.Polygon:
    """Return the shape that path data of whole relative steps draws."""
    start, steps = re.fullmatch(r"M(.*)l(.*)z", path).groups()  # type: ignore[union-attr]
    numbers = [int(n) for n in re.findall(r"-?\d+", start + " " + steps)]
    return shapely.Polygon(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0))


def test_each_kecamatan_has_its_shape_place_and_shade(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "berusaha_daring", CHOSEN)
    drawn = map_svg.draw_areas(view, shades.CUTS)
    rows = {row.label: row for row in view.rows}
    assert {area.label for area in drawn.areas} == set(reference.list_kecamatan().values())
    whole = boundaries.read_kecamatan().to_crs(METRES).set_index("nama").area
    shapes = {area.label: polygon(area.path) for area in drawn.areas}
    total = sum(shape.area for shape in shapes.values())
    for area in drawn.areas:
        row, shape = rows[area.label], shapes[area.label]
        assert shape.is_valid
        assert shape.area / total == pytest.approx(whole[area.label] / whole.sum(), rel=0.02)
        assert shape.contains(shapely.Point(area.x, area.y))
        assert area.colour == shades.shade(row.value)
        assert area.title == f"{row.label}: {row.text} ({row.counts})"
    bounds = shapely.total_bounds(list(shapes.values()))
    assert (bounds >= 0).all()
    assert (bounds[2:] <= (drawn.width, drawn.height)).all()
    assert sum(len(area.path) for area in drawn.areas) < LIMIT_LETTERS


def test_neighbours_share_their_border(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "berusaha_daring", CHOSEN)
    shapes = [polygon(area.path) for area in map_svg.draw_areas(view, shades.CUTS).areas]
    joined = shapely.union_all(shapes)
    assert joined.geom_type == "Polygon"
    assert sum(s.area for s in shapes) == pytest.approx(joined.area, rel=0.001)


def test_a_withheld_kecamatan_has_no_shade_of_its_own(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "naik_kelas", CHOSEN)
    withheld = {row.label for row in view.rows if row.value is None}
    drawn = map_svg.draw_areas(view, shades.choose_cuts(demo.publik, view.indicator)).areas
    assert withheld
    assert {a.label for a in drawn if not a.known} == withheld
    assert {(a.colour, a.text) for a in drawn if not a.known} == {(theme.NOTHING, "x")}


@pytest.mark.parametrize("kode", ["usaha_aktif", "naik_kelas", "marketplace_kota", "skor_digital"])
def test_shades_of_an_indicator_tell_its_kecamatan_apart_in_every_period(
    demo: Workspace, kode: str
) -> None:
    entry = INDICATORS[kode]
    cuts = shades.choose_cuts(demo.publik, entry)
    assert list(cuts) == sorted(set(cuts))
    periods = demo.publik.query("select distinct periode from sel where indikator = ?", [kode])
    used = {
        shades.shade(row.value, cuts)
        for period in periods["periode"]
        for row in views.view_by_kecamatan(demo.publik, kode, Selection(period)).rows
        if row.value is not None
    }
    assert len(used) >= 3
    assert len(shades.make_legend(cuts, entry.satuan)) == len(theme.STEPS) + 1
