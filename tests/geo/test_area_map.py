"""The small map of a page: every kecamatan with its name and value, without geometry libraries."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import pytest

from analysis.definitions.selection import Selection
from analysis.views import gaps, summary_html
from analysis.views.comparison import find_value
from analysis.views.view import View
from analysis.views.views import view_by_area
from data.settings import ROOT
from geo import area_map
from geo.area_map import AreaMap, draw_area_map
from geo.ready import read_shapes
from tests.data.rows import Workspace

CITY = Selection("2025-06")


@pytest.fixture
def view(demo: Workspace) -> View:
    return view_by_area(demo.publik, "berusaha_daring", "kecamatan", CITY)


def draw(demo: Workspace, view: View) -> AreaMap:
    return draw_area_map(view, find_value(demo.publik, "berusaha_daring", CITY))


def test_every_kecamatan_has_its_outline_name_value_and_shade(demo: Workspace, view: View) -> None:
    drawn = draw(demo, view)
    city = find_value(demo.publik, "berusaha_daring", CITY)
    assert city is not None and city.value is not None
    assert {shape.code for shape in drawn.shapes} == {row.code for row in view.rows}
    markup = summary_html.area_map(drawn)
    for shape, row in zip(drawn.shapes, view.rows, strict=True):
        assert (shape.label, shape.text) == (row.label, row.text)
        assert row.value is not None
        assert shape.step == gaps.find_step(row.value, city.value, "naik")
        assert f"{row.label}<tspan" in markup and row.text in markup
        assert f"{row.label} {row.text}" in drawn.sentence
    assert markup.count("<path") == 6
    assert "\n" not in markup, "Markdown would take a new line for the end of the drawing"


def test_outlines_lie_inside_and_neighbours_share_corners(demo: Workspace, view: View) -> None:
    drawn = draw(demo, view)
    corners = {}
    for shape in drawn.shapes:
        pairs = re.findall(r"(\d+) (\d+)", shape.path)
        points = {(int(x), int(y)) for x, y in pairs}
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)
        corners[shape.label] = points
    assert len(corners["Serang"] & corners["Kasemen"]) > 2
    assert len(corners["Serang"] & corners["Cipocok Jaya"]) > 2


def boxes(drawn: AreaMap) -> list[tuple[float, float, float, float]]:
    found = []
    for shape in drawn.shapes:
        half = area_map.LETTER * max(len(shape.label), len(shape.text)) / 2
        found.append(
            (shape.x - half, shape.x + half, shape.y - area_map.LINE, shape.y + area_map.LINE)
        )
    return found


@pytest.mark.parametrize("longer", ["", " Raya", " Raya Kota Baru Utara"])
def test_names_stand_on_the_drawing_and_not_on_one_another(
    demo: Workspace, view: View, longer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code, feature in read_shapes("kecamatan").items():
        name = feature["properties"]["nama"] + longer
        monkeypatch.setitem(
            read_shapes("kecamatan"),
            code,
            feature | {"properties": feature["properties"] | {"nama": name}},
        )
    drawn = draw(demo, view)
    for left, right, top, bottom in boxes(drawn):
        assert left >= 0 and right <= drawn.width
        assert top >= 0 and bottom <= drawn.height
    for one, other in combinations(drawn.shapes, 2):
        width = area_map.LETTER * (len(one.label) + len(other.label)) / 2
        assert abs(one.x - other.x) >= width or abs(one.y - other.y) >= area_map.WORDS, (one, other)


def test_a_withheld_area_has_no_fill_and_a_dashed_border(demo: Workspace, view: View) -> None:
    first, *others = view.rows
    hidden = replace(first, value=None, text="x", sign="x")
    drawn = draw(demo, replace(view, rows=(hidden, *others)))
    markup = summary_html.area_map(drawn)
    assert markup.count('class="du-tutup"') == 1
    assert not drawn.shapes[0].known and drawn.shapes[0].text == "x"
    assert "ditahan" in summary_html.map_legend(replace(view, rows=(hidden, *others)))
    assert "ditahan" not in summary_html.map_legend(view)


def test_the_chosen_kecamatan_is_drawn_last_and_heavier(demo: Workspace, view: View) -> None:
    drawn = draw(demo, replace(view, highlighted="36.73.01"))
    classes = re.findall(r'<path class="([^"]*)"', summary_html.area_map(drawn))
    assert ["du-terpilih" in name for name in classes] == [False] * 5 + [True]


def test_it_loads_no_geometry_library() -> None:
    said = (
        "import sys, geo.area_map; print([n for n in ('shapely', 'geopandas') if n in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
