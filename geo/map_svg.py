"""Maps as inline SVG: the shapes, shades and marks of ``geo.layers``, small enough for an embed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

from analysis.definitions.selection import CITY
from analysis.views.view import View
from analysis.words import theme
from geo import boundaries
from geo.ready import read_shapes
from geo.shades import shade

WIDTH = 1000
"""Units of every map; its height follows from the shape of what is shown."""
TOLERANCE = 40.0
"""Metres that a border may move: about a pixel and a half of a map of the city on a phone."""
METRES_PER_DEGREE = 111_320.0
PADDING = 0.04
"""Of the width, around a kecamatan that is shown alone."""


@dataclass(frozen=True)
class Area:
    """One kecamatan: its outline as SVG path data, its colour, where its words stand."""

    code: str
    path: str
    x: int
    y: int
    label: str
    title: str
    text: str = theme.NO_VALUE
    colour: str = theme.NOTHING
    known: bool = False


@dataclass(frozen=True)
class Map:
    """A map's geometry: what the template writes down."""

    width: int
    height: int
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class _Frame:
    """The plane of a map: metres east and north of the city's corner, and the part shown."""

    left: float
    top: float
    metres_per_unit: float
    height: int

    def at(self, east: float, north: float) -> tuple[int, int]:
        return (
            round((east - self.left) / self.metres_per_unit),
            round((self.top - north) / self.metres_per_unit),
        )


def draw_kecamatan(width: int) -> Map:
    """Return the kecamatan without values, in a drawing of this width."""
    frame = _make_frame(CITY, width)
    return Map(width, frame.height, tuple(_draw_area(frame, c) for c in read_shapes("kecamatan")))


def draw_areas(view: View, cuts: Sequence[float]) -> Map:
    """Return a view's kecamatan, shaded by value."""
    frame = _make_frame(CITY)
    row_of_area = {row.code: row for row in view.rows}
    drawn = []
    for code in read_shapes("kecamatan"):
        area, row = _draw_area(frame, code), row_of_area.get(code)
        if row:
            more = f" ({row.counts})" if row.counts else ""
            area = replace(
                area,
                colour=shade(row.value, cuts),
                known=row.value is not None,
                text=row.text,
                title=f"{area.label}: {row.text}{more}",
            )
        drawn.append(area)
    return Map(WIDTH, frame.height, tuple(drawn))


def _draw_area(frame: _Frame, code: str) -> Area:
    """Return a kecamatan without a value."""
    label = read_shapes("kecamatan")[code]["properties"]
    x, y = frame.at(*_project(label["label_lon"], label["label_lat"]))
    return Area(
        code,
        _draw_path(frame, code),
        x,
        y,
        label["nama"],
        title=f"{label['nama']}: {theme.NO_VALUE}",
    )


@cache
def _draw_path(frame: _Frame, code: str) -> str:
    """Return path data in whole units; a corner that falls on the one before is left out."""
    parts = []
    for polygon in shapely.get_parts(_read_outlines()[code]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [frame.at(*point) for point in ring.coords]
            steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
            moved = " ".join(f"{x} {y}" for x, y in steps[:-1] if (x, y) != (0, 0))
            parts.append(f"M{points[0][0]} {points[0][1]}l{moved}z".replace(" -", "-"))
    return "".join(parts)


@cache
def _read_outlines() -> dict[str, shapely.Geometry]:
    """Return the kecamatan in metres, with fewer corners; neighbours still share theirs."""
    frame: gpd.GeoDataFrame = boundaries.kecamatan()
    flat = shapely.transform(frame.geometry.to_numpy(), _project_all)
    light = shapely.coverage_simplify(flat, TOLERANCE)
    return dict(zip(frame["kode_kemendagri"], light, strict=True))


@cache
def _make_frame(area: str, width: int = WIDTH) -> _Frame:
    """Return the plane for a map of the city, or of one kecamatan with a margin."""
    parts = list(_read_outlines().values()) if area == CITY else [_read_outlines()[area]]
    left, low, right, top = shapely.total_bounds(parts)
    margin = 0.0 if area == CITY else PADDING * (right - left)
    # Half a stroke at the rim would be cut off.
    margin += 0.003 * (right - left)
    scale = (right - left + 2 * margin) / width
    return _Frame(left - margin, top + margin, scale, math.ceil((top - low + 2 * margin) / scale))


def _project(lon: float, lat: float) -> tuple[float, float]:
    ((east, north),) = _project_all(np.array([[lon, lat]]))
    return float(east), float(north)


def _project_all(degrees: np.ndarray) -> np.ndarray:
    """Return metres east and north; over 23 km a plane is as good as any projection."""
    return degrees * [METRES_PER_DEGREE * math.cos(math.radians(-6.1)), METRES_PER_DEGREE]
