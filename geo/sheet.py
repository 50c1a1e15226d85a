"""The sheet that a map is drawn on: pixels, from longitude and latitude and back.

Over the 23 km of a city a plane is as good as any projection, so a place has the same spot on the
drawing in the browser, in an embed and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geo.ready import read_outlines

METRES_PER_DEGREE = 111_320.0
LATITUDE = math.radians(-6.1)
"""Where a degree of longitude is measured."""

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Sheet:
    """A drawing ``width`` by ``height`` pixels, whose upper left corner lies at ``left`` metres
    east and ``top`` metres north."""

    left: float
    top: float
    metres_per_pixel: float
    width: int
    height: int

    def place(self, lon: float, lat: float) -> Point:
        """Return where a place stands, in pixels from the upper left."""
        east, north = project(lon, lat)
        scale = self.metres_per_pixel
        return (east - self.left) / scale, (self.top - north) / scale

    def locate(self, x: float, y: float) -> Point:
        """Return the longitude and latitude of a pixel."""
        east, north = self.left + x * self.metres_per_pixel, self.top - y * self.metres_per_pixel
        return east / (METRES_PER_DEGREE * math.cos(LATITUDE)), north / METRES_PER_DEGREE


def project(lon: float, lat: float) -> Point:
    """Return metres east and north."""
    return lon * METRES_PER_DEGREE * math.cos(LATITUDE), lat * METRES_PER_DEGREE


def make_sheet(codes: Iterable[str], room: tuple[int, int], margin: tuple[int, int]) -> Sheet:
    """Return the sheet on which areas fill ``room`` (width, height in pixels) as far as their shape
    lets them, with a ``margin`` at each side (left and right, above and below).

    Its height is the room's, its width what the shape takes.
    """
    corners = [
        project(*point) for code in codes for ring in read_outlines()[code] for point in ring
    ]
    easts, norths = zip(*corners, strict=True)
    wide, high = max(easts) - min(easts), max(norths) - min(norths)
    scale = max(wide / (room[0] - 2 * margin[0]), high / (room[1] - 2 * margin[1]))
    width = min(room[0], math.ceil(wide / scale) + 2 * margin[0])
    height = min(room[1], math.ceil(high / scale) + 2 * margin[1])
    return Sheet(
        min(easts) - (width * scale - wide) / 2,
        max(norths) + (height * scale - high) / 2,
        scale,
        width,
        height,
    )


@cache
def draw_path(sheet: Sheet, code: str) -> str:
    """Return an area's outline as SVG path data in whole pixels; a corner that falls on the one
    before is left out."""
    parts = []
    for ring in read_outlines()[code]:
        corners = [tuple(round(part) for part in sheet.place(*point)) for point in ring]
        steps = [(x - a, y - b) for (a, b), (x, y) in zip(corners, corners[1:], strict=False)][:-1]
        moved = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0))
        parts.append(f"M{corners[0][0]} {corners[0][1]}l{moved}z".replace(" -", "-"))
    return "".join(parts)
