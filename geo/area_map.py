"""A small map of the kecamatan for a page: outlines, names and values in SVG units.

A serving process has no geometry libraries, so the outlines are those that ``geo.ready`` has kept,
laid on whole units: corners that fall together are one, and neighbours still share theirs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from analysis.definitions.indicators import translate_indicator
from analysis.views.gaps import measure_gap
from analysis.views.view import Row, View
from analysis.words import theme
from geo.ready import read_shapes

WIDTH, MARGIN = 1000, 12
LETTER, LINE = 25, 50
"""About how wide a letter of a name is, and how high a line of words, in units, where the map is
smallest and its words largest."""

WORDS = 2 * LINE + 8
"""How high a name with its value is."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class AreaShape:
    """A kecamatan: its outline as path data, where its words stand, and the shade of its value
    beside the city's (``step``, see ``analysis.views.gaps``)."""

    code: str
    path: str
    x: int
    y: int
    label: str
    text: str
    known: bool
    step: int
    chosen: bool
    title: str


@dataclass(frozen=True)
class AreaMap:
    """A map's geometry: what the template writes down."""

    width: int
    height: int
    shapes: tuple[AreaShape, ...]
    sentence: str


def draw_area_map(view: View, city: Row | None) -> AreaMap:
    """Return a view's kecamatan, shaded by how far each lies from the city's value."""
    plane = _make_plane()
    by_code = {row.code: row for row in view.rows}
    shapes = tuple(
        _draw_shape(plane, code, by_code.get(code), view, city) for code in read_shapes("kecamatan")
    )
    said = "; ".join(shape.title for shape in shapes)
    return AreaMap(
        WIDTH,
        plane.height,
        _part_words(shapes, plane.height),
        f"Peta {theme.inside(view.title)}. {said}.",
    )


def _draw_shape(
    plane: _Plane, code: str, row: Row | None, view: View, city: Row | None
) -> AreaShape:
    label = read_shapes("kecamatan")[code]["properties"]
    name = str(label["nama"])
    x, y = plane.at(label["label_lon"], label["label_lat"])
    half = round(LETTER * len(name) / 2) + MARGIN
    value = row.value if row else None
    gap = measure_gap(translate_indicator(view.indicator.kode), value, city.value if city else None)
    text = row.text if row else theme.NO_VALUE
    return AreaShape(
        code,
        _draw_path(plane, code),
        min(max(x, half), WIDTH - half),
        min(max(y, LINE), plane.height - LINE),
        name,
        text,
        value is not None,
        gap.step,
        code == view.highlighted,
        f"{name} {text}" + (f" ({gap.text} dari kota)" if gap.text else ""),
    )


def _part_words(shapes: tuple[AreaShape, ...], height: int) -> tuple[AreaShape, ...]:
    """Return the shapes with words that do not stand on those of another: from the top, the later
    ones move down as far as it takes."""
    placed: list[AreaShape] = []
    for shape in sorted(shapes, key=lambda each: each.y):
        for other in placed:
            width = LETTER * (len(shape.label) + len(other.label)) / 2
            if abs(shape.x - other.x) < width and shape.y - other.y < WORDS:
                shape = replace(shape, y=min(other.y + WORDS, height - LINE))
        placed.append(shape)
    order = [shape.code for shape in shapes]
    return tuple(sorted(placed, key=lambda each: order.index(each.code)))


@dataclass(frozen=True)
class _Plane:
    """Where degrees lie on the drawing; over 20 km a plane is as good as any projection."""

    west: float
    north: float
    units_per_degree: float
    squeeze: float
    height: int

    def at(self, lon: float, lat: float) -> tuple[int, int]:
        return (
            round(MARGIN + (lon - self.west) * self.squeeze * self.units_per_degree),
            round(MARGIN + (self.north - lat) * self.units_per_degree),
        )


@cache
def _make_plane() -> _Plane:
    corners = [
        point for code in read_shapes("kecamatan") for ring in _rings(code) for point in ring
    ]
    west, east = min(lon for lon, _ in corners), max(lon for lon, _ in corners)
    south, north = min(lat for _, lat in corners), max(lat for _, lat in corners)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
    return _Plane(west, north, scale, squeeze, math.ceil((north - south) * scale) + 2 * MARGIN)


@cache
def _draw_path(plane: _Plane, code: str) -> str:
    """Return path data in whole units; a corner that falls on the one before is left out."""
    parts = []
    for ring in _rings(code):
        points = [plane.at(*point) for point in ring]
        kept = [p for p, before in zip(points, [None, *points], strict=False) if p != before]
        parts.append("M" + "L".join(f"{x} {y}" for x, y in kept) + "Z")
    return "".join(parts)


def _rings(code: str) -> list[Ring]:
    """Return the rings of a kecamatan in degrees, of all its parts."""
    geometry: dict[str, Any] = read_shapes("kecamatan")[code]["geometry"]
    many = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
    return [[(lon, lat) for lon, lat, *_ in ring] for polygon in polygons for ring in polygon]
