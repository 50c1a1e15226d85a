"""The kecamatan as SVG paths: all of them, inside the drawing, as wide and high as they are."""

from __future__ import annotations

import re

import pytest
from shapely import Point, Polygon
from shapely.ops import unary_union

from data import reference
from geo import METRES, boundaries, svg

WIDTH = 600


def rings(path: str) -> list[list[tuple[int, int]]]:
    return [
        [(int(x), int(y)) for x, y in re.findall(r"(-?\d+),(-?\d+)", ring)]
        for ring in path.split("z")
        if ring
    ]


def test_every_kecamatan_is_drawn_inside_the_drawing() -> None:
    height, paths = svg.kecamatan_paths(WIDTH)
    assert list(paths) == list(reference.kecamatan())
    points = [point for path in paths.values() for ring in rings(path) for point in ring]
    assert (min(x for x, _ in points), max(x for x, _ in points)) == (0, WIDTH)
    assert (min(y for _, y in points), max(y for _, y in points)) == (0, height)


def test_areas_keep_their_proportions_and_no_gap_opens() -> None:
    _, paths = svg.kecamatan_paths(WIDTH)
    drawn = {code: Polygon(rings(path)[0]) for code, path in paths.items()}
    frame = boundaries.kecamatan().set_index("kode_kemendagri").to_crs(METRES)
    true = frame.geometry.area
    whole = sum(shape.area for shape in drawn.values())
    for code, shape in drawn.items():
        assert shape.area / whole == pytest.approx(true[code] / true.sum(), rel=0.02)
    assert unary_union(list(drawn.values())).area == pytest.approx(whole, rel=0.001)


def test_names_stand_in_their_kecamatan() -> None:
    _, paths = svg.kecamatan_paths(WIDTH)
    for code, (x, y) in svg.kecamatan_labels(WIDTH).items():
        assert Polygon(rings(paths[code])[0]).covers(Point(x, y))
