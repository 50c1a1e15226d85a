"""Check each shape of a boundary file alone: a sound polygon, in the city, under its own code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import shapely

from data.city import OUR_CITY
from geo.codes import name_kelurahan
from geo.problems import Problem, place

AROUND_THE_CITY = shapely.box(*OUR_CITY.sekitar)
SWAPPED = shapely.box(*OUR_CITY.sekitar_tertukar)

# The same place lies in both the old and the new shape of a code. Between two public sets a
# kelurahan shares 54 % or more of its area; exchanged neighbours share next to nothing.
SAME_PLACE = 0.1

INVALID_KINDS = {
    "Self-intersection": "garis batasnya memotong dirinya sendiri",
    "Ring Self-intersection": "garis batasnya menyentuh dirinya sendiri",
    "Invalid Coordinate": "ada koordinat yang bukan angka",
}


def find_polygon_problems(
    shapes: Iterable[Any], codes: Sequence[str | None], kolom: str
) -> list[Problem]:
    """Return at most one problem per shape, in EPSG:4326; ``codes`` are only shown."""
    return [
        replace(problem, baris=baris, kolom=kolom, nilai=kode)
        for baris, (shape, kode) in enumerate(zip(shapes, codes, strict=True), 1)
        if (problem := _check_polygon(shape) or _check_place(shape))
    ]


def find_exchanged_codes(
    shapes: gpd.GeoSeries, shipped: gpd.GeoSeries, kolom: str
) -> list[Problem]:
    """Return a problem for each shape that hardly covers the shipped shape of its code.

    Both are indexed by code. This is what a join on names does: two kelurahan
    have one name, and both polygons look right alone.
    """
    problems = []
    for baris, (kode, shape) in enumerate(shapes.items(), 1):
        common = shape.intersection(shipped[kode]).area
        if common >= SAME_PLACE * min(shape.area, shipped[kode].area):
            continue
        covered = shapely.area(shapely.intersection(shipped.to_numpy(), shape))
        problems.append(
            Problem(
                f"poligonnya tidak terletak di {name_kelurahan(kode)}, tetapi di sekitar "
                f"{name_kelurahan(shipped.index[covered.argmax()])}.",
                "Periksa apakah kodenya tertukar, lalu muat ulang.",
                baris,
                kolom,
                kode,
            )
        )
    return problems


def _check_polygon(shape: Any) -> Problem | None:
    """Return what is wrong with a shape in itself."""
    if shape is None or shape.is_empty:
        return Problem(
            "bentuk wilayahnya kosong atau tidak terbaca.",
            "Gambar ulang atau salin poligonnya, lalu muat ulang.",
        )
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return Problem(
            f"bentuknya {shape.geom_type}; seharusnya poligon.",
            "Pakai lapisan poligon batas kelurahan, lalu muat ulang.",
        )
    if shape.is_valid:
        return None
    # Such as "Self-intersection[106.155 -6.125]".
    kind, _, where = shapely.is_valid_reason(shape).partition("[")
    numbers = re.findall(r"[-+.\de]+", where)
    return Problem(
        f"poligonnya tidak sah: {INVALID_KINDS.get(kind, 'susunan garis batasnya keliru')}.",
        "Perbaiki di QGIS (Fix geometries / Perbaiki geometri), lalu muat ulang.",
        bukti=f"Letaknya {place(*map(float, numbers))}." if len(numbers) == 2 else "",
    )


def _check_place(shape: Any) -> Problem | None:
    """Return what is wrong with the place of a shape."""
    west, south, east, north = shape.bounds
    extent = shapely.box(west, south, east, north)
    if AROUND_THE_CITY.covers(extent):
        return None
    if SWAPPED.covers(extent):
        return Problem(
            "lintang dan bujur tertukar; seharusnya bujur (sekitar 106) lebih dulu, lalu lintang "
            "(sekitar -6).",
            "Tukar kedua koordinatnya (QGIS: Swap X and Y coordinates), lalu muat ulang.",
            bukti=f"Yang ada {west:.5f}, {south:.5f}.",
        )
    return Problem(
        f"letaknya di luar {OUR_CITY.nama}; seharusnya di sekitar bujur {OUR_CITY.bujur}, lintang "
        f"{OUR_CITY.lintang}.",
        "Periksa poligon dan sistem koordinatnya, lalu muat ulang.",
        bukti=f"Yang ada {place(west, south)} sampai {place(east, north)}.",
    )
