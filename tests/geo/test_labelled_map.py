"""The labelled map: half discs as large as their counts, and no word over another."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import combinations, product

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import html, views
from analysis.views.clusters import read_product_clusters
from analysis.views.tiles import make_tile
from analysis.words import theme
from analysis.words.language import LANGUAGES, speaking
from data import reference
from geo import labelled_map, modes, shades
from geo.halves import measure_halves, trace_disc, trace_half
from geo.labelled_map import BANDS, LINE, LabelledMap, draw_map
from geo.placing import Box, Spot, place_boxes
from geo.sheet import make_sheet
from tests.data.rows import Workspace

NEWEST = Selection("2025-06")
MODES = (modes.CLUSTERS, modes.SHARE, modes.GAP, modes.ACHIEVED, modes.BESIDE_CITY)
Rectangle = tuple[float, float, float, float]


def rectangles(drawn: LabelledMap) -> dict[str, Rectangle]:
    """Return (left, top, right, bottom) of all words and marks, as they are drawn."""
    band, found = drawn.band, {}
    for area in drawn.areas:
        wide = area.width
        high = band.name * LINE
        if drawn.mode != modes.CLUSTERS:
            name = labelled_map.measure_width(area.name, band.name, bold=True)
            wide, high = (
                max(name, labelled_map.measure_width(area.shown.text, band.name)),
                2 * high,
            )
        found[area.name] = (
            area.x - wide / 2,
            area.y - high / 2,
            area.x + wide / 2,
            area.y + high / 2,
        )
    for mark in drawn.marks:
        half = max(mark.name_width / 2, mark.halves.tallest)
        found[f"{mark.cluster.area} {mark.name}"] = (
            mark.x - half,
            mark.name_y - 0.75 * band.product,
            mark.x + half,
            mark.count_y,
        )
    return found


@pytest.mark.parametrize(("size", "mode"), list(product(BANDS, MODES)))
def test_no_word_or_mark_covers_another_in_any_period_and_language(
    demo: Workspace, size: str, mode: str
) -> None:
    for language, period in product(LANGUAGES, read_options(demo.publik).periode.values()):
        with speaking(language):
            drawn = draw_map(demo.publik, Selection(period), mode, size)
        found = rectangles(drawn)
        assert len(found) >= 6
        for (one, a), (other, b) in combinations(found.items(), 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (one, other)
        for name, box in found.items():
            inside = box[0] >= 0 and box[1] >= 0
            assert inside and box[2] <= drawn.sheet.width and box[3] <= drawn.sheet.height, name


@pytest.mark.parametrize("area", list(reference.list_kecamatan()))
def test_no_word_covers_another_in_a_kecamatan_by_kelurahan(demo: Workspace, area: str) -> None:
    drawn = draw_map(demo.publik, Selection("2025-06", area), modes.CLUSTERS, "lebar", "kelurahan")
    found = rectangles(drawn)
    assert len(found) >= len(drawn.areas) == len(set(drawn.areas))
    covered = [
        (one, other)
        for (one, a), (other, b) in combinations(found.items(), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert covered == []


@pytest.mark.parametrize("size", list(BANDS))
def test_a_place_stays_over_the_periods(demo: Workspace, size: str) -> None:
    places: dict[str, set[float]] = {}
    for period in read_options(demo.publik).periode.values():
        drawn = draw_map(demo.publik, Selection(period), modes.CLUSTERS, size)
        for mark in drawn.marks:
            places.setdefault(f"{mark.cluster.code} {mark.cluster.key}", set()).add(mark.x)
        for area in drawn.areas:
            places.setdefault(area.name, set()).add(area.x)
    assert {len(found) for found in places.values()} == {1}


@pytest.mark.parametrize(("n", "online"), [(190, 134), (80, 16), (10, 0), (1, 1), (12, None)])
def test_the_area_of_each_half_is_its_count(n: int, online: int | None) -> None:
    halves = measure_halves(n, online, None if online is None else n - online, 2.0)
    if online is None:
        assert halves.online == halves.offline == 0
        assert math.pi * halves.whole**2 == pytest.approx(math.pi * 4 * n / 2)
        return
    for radius, count in ((halves.online, online), (halves.offline, n - online)):
        assert math.pi * radius**2 / 2 == pytest.approx(math.pi * 4 * count / 2)


def test_a_polygon_of_a_half_is_a_half_disc_on_its_own_side() -> None:
    for side in (-1, 1):
        corners = trace_half(10.0, side)
        assert all(side * x > 0 for x, _ in corners)
        assert all(math.hypot(x - side * 0.5, y) == pytest.approx(10) for x, y in corners)
    assert all(math.hypot(*corner) == pytest.approx(7) for corner in trace_disc(7.0))


def test_the_svg_draws_what_the_map_says(demo: Workspace) -> None:
    for period, size in product(read_options(demo.publik).periode.values(), BANDS):
        drawn = draw_map(demo.publik, Selection(period), modes.CLUSTERS, size)
        markup = html.render_map(drawn, "Peta", {})
        assert drawn.sheet.width == BANDS[size].room[0] or drawn.sheet.height <= BANDS[size].room[1]
        radii = [float(r) for r in re.findall(r"a([\d.]+) [\d.]+ 0 0 [01] 0", markup)]
        counts = [
            count
            for c in read_product_clusters(demo.publik, Selection(period))
            if c.online is not None
            for count in (c.online, c.offline)
        ]
        assert len(radii) == len(counts) > 15
        unit = radii[0] ** 2 / counts[0]
        for radius, count in zip(radii, counts, strict=True):
            assert radius == pytest.approx(math.sqrt(unit * count), abs=0.15)
        assert re.findall(r'class="du-kata-ya"[^>]*>([\d.]+)<', markup) == [
            theme.number(count) for count in counts[::2]
        ]
        assert re.findall(r'class="du-kata-belum"[^>]*>([\d.]+)<', markup) == [
            theme.number(count) for count in counts[1::2]
        ]


def test_each_mode_shows_the_value_that_the_cube_has(demo: Workspace) -> None:
    for period in read_options(demo.publik).periode.values():
        chosen = Selection(period, CITY)
        city = make_tile(demo.publik, modes.ONLINE, chosen).row.value
        rows = views.view_by_area(demo.publik, modes.ONLINE, "kecamatan", chosen).rows
        plain, share, gap = (
            modes.show_areas(demo.publik, chosen, mode)
            for mode in (modes.CLUSTERS, modes.SHARE, modes.GAP)
        )
        for row, a, b, c in zip(rows, plain, share, gap, strict=True):
            assert a.text == b.text == row.text
            assert (a.colour, b.colour) == ("", shades.shade(row.value))
            assert row.value is not None and city is not None
            assert c.text == theme.signed(row.value - city, "poin")
            assert c.title.startswith(f"{row.label}: {row.text}")


def test_capaian_is_offered_only_where_somebody_set_a_target(demo: Workspace) -> None:
    assert modes.ACHIEVED in modes.offer_modes(demo.publik, NEWEST)
    assert modes.ACHIEVED not in modes.offer_modes(demo.publik, Selection("2022-06"))
    shown = modes.show_areas(demo.publik, NEWEST, modes.ACHIEVED)
    goal = 45.0
    for one, row in zip(
        shown,
        views.view_by_area(demo.publik, modes.ONLINE, "kecamatan", NEWEST).rows,
        strict=True,
    ):
        assert row.value is not None
        assert one.value == pytest.approx(100 * row.value / goal)
    assert len({one.colour for one in shown}) > 1


@pytest.mark.parametrize("mode", MODES)
def test_the_key_names_every_shade(mode: str) -> None:
    found = modes.make_mode_legend(mode)
    assert len(found) == (0 if mode == modes.CLUSTERS else 5)
    assert len(set(found)) == len(found)
    assert INDICATORS[modes.ONLINE].satuan == "persen"


@pytest.mark.parametrize("colours", [theme.STEPS])
def test_shades_are_told_apart_by_their_neighbours_in_grey(colours: tuple[str, ...]) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for a, b in zip(colours, colours[1:], strict=False):
        light, dark = sorted((luminance(a), luminance(b)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 1.2


def find_overlaps(boxes: Sequence[Box], spots: Mapping[str, Spot]) -> list[tuple[str, str]]:
    """Return the pairs of boxes that cover each other."""
    found = []
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            a, b = spots[one.key], spots[other.key]
            if (
                abs(a.x - b.x) < (one.width + other.width) / 2
                and abs(a.y - b.y) < (one.height + other.height) / 2
            ):
                found.append((one.key, other.key))
    return found


def test_boxes_that_cannot_fit_are_led_to_their_area() -> None:
    """More boxes than a kecamatan has room for: none covers another, and those beyond the border
    say so."""
    sheet = make_sheet(list(reference.list_kecamatan()), (358, 420), (8, 6))
    boxes = [Box(f"b{number}", "36.73.01", 60, 40) for number in range(14)]
    spots = place_boxes(boxes, sheet)
    assert find_overlaps(boxes, spots) == []
    assert any(spot.outside for spot in spots.values())
    assert place_boxes(boxes, sheet) == spots
