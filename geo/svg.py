"""The kecamatan as SVG paths, for maps that are part of a page and need no script."""

from __future__ import annotations

from math import cos, radians

import geopandas as gpd

from geo import boundaries


def kecamatan_paths(width: int) -> tuple[int, dict[str, str]]:
    """Return the height of a drawing of this width, and the path data of each kecamatan by code.

    Whole units: neighbours share their vertices, so rounding leaves no gap between them.
    """
    frame = boundaries.kecamatan()
    left, _, right, top = frame.total_bounds
    scale = width / (right - left)
    stretch = scale / _east_west(frame)
    paths = {
        code: "".join(
            "M"
            + " ".join(
                f"{round((x - left) * scale)},{round((top - y) * stretch)}" for x, y in ring.coords
            )
            + "z"
            for part in getattr(shape, "geoms", [shape])
            for ring in (part.exterior, *part.interiors)
        )
        for code, shape in zip(frame["kode_kemendagri"], frame.geometry, strict=True)
    }
    return _height(frame, width), paths


def kecamatan_labels(width: int) -> dict[str, tuple[int, int]]:
    """Return where a kecamatan's name stands in the drawing, by code."""
    frame = boundaries.kecamatan()
    left, _, right, top = frame.total_bounds
    scale = width / (right - left)
    stretch = scale / _east_west(frame)
    return {
        row.kode_kemendagri: (
            round((row.label_lon - left) * scale),
            round((top - row.label_lat) * stretch),
        )
        for row in frame.itertuples()
    }


def _height(frame: gpd.GeoDataFrame, width: int) -> int:
    left, bottom, right, top = frame.total_bounds
    return round(width * (top - bottom) / (right - left) / _east_west(frame))


def _east_west(frame: gpd.GeoDataFrame) -> float:
    """Return how much shorter a degree of longitude is here than one of latitude."""
    _, bottom, _, top = frame.total_bounds
    return cos(radians((bottom + top) / 2))
