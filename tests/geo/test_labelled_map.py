"""The labelled map: half discs as large as their counts, and no word over another."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import comparison, html, views
from analysis.views.area_panel import make_panel
from analysis.views.clusters import read_product_clusters
from analysis.views.tiles import make_tile
from analysis.words import theme
from analysis.words.language import LANGUAGES, speaking
from data import reference
from geo import labelled_map, modes, shades
from geo.halves import measure_halves, trace_disc, trace_half
from geo.labelled_map import BANDS, LINE, LabelledMap, draw_map
from geo.placing import Box, Spot, place_boxes
from geo.ready import read_outlines
from geo.sheet import Sheet, make_sheet
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


def make_land(sheet: Sheet, code: str) -> BaseGeometry:
    """Return an area's outline in the pixels of a sheet."""
    rings = read_outlines()[code]
    return shapely.union_all([shapely.Polygon([sheet.place(*p) for p in ring]) for ring in rings])


def find_astray(drawn: LabelledMap) -> list[str]:
    """Return what stands beside its area without a line that leads into it: a mark by its discs, a
    name by its middle. A line that ends elsewhere leads astray too."""
    lands = {area.shown.code: make_land(drawn.sheet, area.shown.code) for area in drawn.areas}
    astray = []
    for area in drawn.areas:
        place = shapely.Point(area.line or (area.x, area.y))
        if not lands[area.shown.code].buffer(3).contains(place):
            astray.append(area.name)
    for mark in drawn.marks:
        home, h = lands[mark.cluster.code], mark.halves
        sides = [trace_disc(h.whole)] if h.whole else [trace_half(h.online, -1)]
        sides += [] if h.whole else [trace_half(h.offline, 1)]
        discs = [shapely.Polygon([(mark.x + x, mark.y + y) for x, y in side]) for side in sides]
        beside = sum(disc.difference(home.buffer(1)).area for disc in discs)
        led = mark.line is not None and home.buffer(1).contains(shapely.Point(mark.line))
        if beside > 0.15 * sum(disc.area for disc in discs) and not led:
            astray.append(mark.title)
    return astray


@pytest.mark.parametrize(("size", "mode"), list(product(BANDS, MODES)))
def test_each_name_and_mark_stands_in_its_kecamatan_or_is_led_there(
    demo: Workspace, size: str, mode: str
) -> None:
    for language, period in product(LANGUAGES, read_options(demo.publik).periode.values()):
        with speaking(language):
            drawn = draw_map(demo.publik, Selection(period), mode, size)
        assert find_astray(drawn) == [], (language, period)
        # And none is half on the land and half in the sea.
        land = shapely.union_all([make_land(drawn.sheet, a.shown.code) for a in drawn.areas])
        led = {area.name for area in drawn.areas if area.line}
        led |= {f"{m.cluster.area} {m.name}" for m in drawn.marks if m.line}
        for name, box in rectangles(drawn).items():
            whole = shapely.box(*box)
            assert name in led or whole.difference(land).area < 0.4 * whole.area, name


@pytest.mark.parametrize("area", list(reference.list_kecamatan()))
@pytest.mark.parametrize("size", ["lebar", "sempit"])
def test_words_of_kelurahan_are_free_of_each_other_and_led_to_their_place(
    demo: Workspace, area: str, size: str
) -> None:
    drawn = draw_map(demo.publik, Selection("2025-06", area), modes.CLUSTERS, size, "kelurahan")
    assert find_astray(drawn) == []
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
def test_the_key_names_every_shade(demo: Workspace, mode: str) -> None:
    for kode in (modes.ONLINE, *modes.list_shaded("kecamatan")):
        found = modes.make_mode_legend(demo.publik, NEWEST, mode, kode)
        assert len(found) == (0 if mode == modes.CLUSTERS else 5)
        assert len(set(found)) == len(found)
        known = {colour for colour, _ in found}
        shown = modes.show_areas(demo.publik, NEWEST, mode, kode=kode)
        assert {one.colour for one in shown if one.colour} <= known


def test_the_key_of_gaps_has_the_limits_in_the_unit_of_the_gaps(demo: Workspace) -> None:
    """Each area's printed gap lies between the two limits that stand beside its colour."""
    for period in read_options(demo.publik).periode.values():
        chosen = Selection(period)
        words = dict(modes.make_mode_legend(demo.publik, chosen, modes.GAP))
        assert all("poin" in said for said in words.values())
        said = modes.describe_shades(demo.publik, chosen, modes.GAP)
        city = make_tile(demo.publik, modes.ONLINE, chosen).row.text
        assert city in said and "poin persen" in said
        for one in modes.show_areas(demo.publik, chosen, modes.GAP):
            assert one.value is not None
            found = re.findall(r"[\d,]+", words[one.colour])
            limits = [float(part.replace(",", ".")) for part in found]
            low, high = {1: (0.0, limits[0]), 2: tuple(limits)}[len(limits)]
            if "atau lebih" in words[one.colour]:
                low, high = limits[0], 100.0
            assert low - 0.06 <= abs(one.value) <= high + 0.06, one
            assert ("di bawah" in words[one.colour]) == (
                one.value < 0 and "dari kota" not in words[one.colour]
            )


def test_a_capaian_says_whose_target_it_is_against(demo: Workspace) -> None:
    """No kecamatan of the made-up city has a target of its own: key, map and panel say so."""
    said = modes.describe_shades(demo.publik, NEWEST, modes.ACHIEVED)
    assert said == (
        "Capaian terhadap target Kota Serang (45,0\u00a0%); kecamatan belum punya target sendiri"
    )
    for one in modes.show_areas(demo.publik, NEWEST, modes.ACHIEVED):
        words = f"capaian {one.text} dari target kota (45,0\u00a0%)"
        assert words in one.title
        panel = make_panel(demo.publik, Selection(NEWEST.periode, one.code))
        assert any(words in line.lower() and "target sendiri" in line for line in panel.lines)


def test_a_target_of_its_own_is_what_a_kecamatan_is_held_against(
    monkeypatch: pytest.MonkeyPatch, demo: Workspace
) -> None:
    def find(store: object, kode: str, selection: Selection) -> float | None:
        return {CITY: 50.0, "36.73.02": 40.0}.get(selection.wilayah)

    monkeypatch.setattr(comparison, "find_target", find)
    monkeypatch.setattr(modes, "find_target", find)
    by_code = {one.code: one for one in modes.show_areas(demo.publik, NEWEST, modes.ACHIEVED)}
    assert "dari target kecamatan ini (40,0\u00a0%)" in by_code["36.73.02"].title
    assert "dari target kota (50,0\u00a0%)" in by_code["36.73.01"].title
    assert "kecamatan sendiri bila ada" in modes.describe_shades(
        demo.publik, NEWEST, modes.ACHIEVED
    )
    small = replace(NEWEST, skala="mikro")
    assert modes.ACHIEVED not in modes.offer_modes(demo.publik, small)
    assert all(one.value is None for one in modes.show_areas(demo.publik, small, modes.ACHIEVED))


def test_another_indicator_is_drawn_with_its_own_values_and_limits(demo: Workspace) -> None:
    assert "ber_nib" in modes.list_shaded("kelurahan")
    for kode in modes.list_shaded("kecamatan"):
        drawn = draw_map(demo.publik, NEWEST, modes.SHARE, "sempit", kode=kode)
        rows = views.view_by_area(demo.publik, kode, "kecamatan", NEWEST).rows
        assert [area.shown.text for area in drawn.areas] == [row.text for row in rows]
        cuts = shades.choose_cuts(demo.publik, INDICATORS[kode])
        assert [area.shown.colour for area in drawn.areas] == [
            "" if row.value is None else shades.shade(row.value, cuts) for row in rows
        ]
        assert (
            INDICATORS[kode].judul
            in modes.make_map_heading(demo.publik, NEWEST, modes.SHARE, "kecamatan", kode).title
        )


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
    assert any(spot.line for spot in spots.values())
    assert place_boxes(boxes, sheet) == spots
