"""Shapes of kelurahan and kecamatan: the only way the program gets them.

The box holds general boundaries (``kelurahan.geojson``). An office with official ones names its
own file in the setting ``batas_kelurahan``: GeoJSON, GeoPackage or shapefile (also zipped), in
any coordinate system, with a column of Kemendagri or BPS codes. Only kelurahan are read;
kecamatan are dissolved from them, so both levels always fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import reference
from data.settings import SHIPPED_BOUNDARIES, settings
from geo import METRES, WGS84
from geo.codes import match_codes
from geo.fit import find_fit_problems, prepare_for_browser
from geo.polygons import find_exchanged_codes, find_polygon_problems
from geo.problems import BoundaryError, Problem
from geo.reading import read_features


def read_kelurahan(path: Path | None = None) -> gpd.GeoDataFrame:
    """Return one row per kelurahan (67), sorted by code, in EPSG:4326.

    Columns: ``kode_kemendagri``, ``nama``, ``kode_kecamatan`` (from the code list, not from the
    file), ``label_lon`` and ``label_lat`` (degrees; the inside point farthest from the border),
    ``geometry`` (valid, exterior counter-clockwise, neighbours share their vertices).

    ``path`` is a boundary file; without it the setting ``batas_kelurahan`` decides. A file with
    more than ``fit.MAX_VERTICES`` vertices comes back simplified; slivers under the tolerance are
    closed.

    Raises BoundaryError, which lists every problem found, for a file that cannot be read, has no
    code column, has unknown, repeated or missing codes, or shapes that are empty, broken, in the
    wrong place or that do not fit together.
    """
    shapes = _read_checked_shapes(settings().batas_kelurahan if path is None else Path(path))
    areas = read_wilayah("kelurahan")
    # Sorted before they are simplified, so that the order of the rows changes nothing.
    shapes = prepare_for_browser(shapes.sort_index())
    return _make_frame(areas, shapes, {"kode_kecamatan": areas["kode_induk"]})


def read_kecamatan(path: Path | None = None) -> gpd.GeoDataFrame:
    """Return one row per kecamatan (6), sorted by code, in EPSG:4326.

    Each is the exact union of its rows in ``kelurahan(path)``. Columns: ``kode_kemendagri``,
    ``nama``, ``label_lon``, ``label_lat``, ``geometry``. Raises what ``kelurahan`` raises.
    """
    parts = read_kelurahan(path)
    unions = {
        kode: shapely.coverage_union_all(group.geometry.values)
        for kode, group in parts.groupby("kode_kecamatan")
    }
    return _make_frame(read_wilayah("kecamatan"), gpd.GeoSeries(unions, crs=WGS84))


def trace_outlines(areas: gpd.GeoDataFrame, tolerance: float) -> dict[str, list[list[list[float]]]]:
    """Return the rings of each area by code, as [longitude, latitude] to a metre, with the corners
    left out that ``tolerance`` metres allow. Neighbours share their border before and after."""
    light = shapely.coverage_simplify(areas.geometry.to_crs(METRES).to_numpy(), tolerance)
    degrees = gpd.GeoSeries(light, crs=METRES).to_crs(WGS84)
    return {
        code: [
            shapely.get_coordinates(ring).round(5).tolist()
            for polygon in shapely.get_parts(shape)
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        for code, shape in zip(areas["kode_kemendagri"], degrees, strict=True)
    }


def read_wilayah(tingkat: str) -> pd.DataFrame:
    """Return the code list of one level ("kelurahan", "kecamatan"), one row per area.

    Text columns of ``wilayah.csv``, indexed by and sorted on ``kode_kemendagri``.
    """
    areas = reference.read("wilayah")
    areas = areas[areas["tingkat"] == tingkat]
    return areas.set_index("kode_kemendagri").sort_index()


def _read_checked_shapes(berkas: Path) -> gpd.GeoSeries:
    """Return the shapes of a file by code, in the order of its rows.

    Each step needs what the one before has proved, so the first with problems ends it.
    """
    features = read_features(berkas)
    kolom = features.kolom
    codes, problems = match_codes(features.values, kolom, features.system)
    _stop_if(berkas, problems + find_polygon_problems(features.shapes, codes, kolom))

    shapes = gpd.GeoSeries(features.shapes.to_numpy(), index=codes, crs=WGS84)
    shipped = gpd.read_file(SHIPPED_BOUNDARIES, columns=["kode_kemendagri"])
    _stop_if(
        berkas, find_exchanged_codes(shapes, shipped.set_index("kode_kemendagri").geometry, kolom)
    )
    _stop_if(berkas, find_fit_problems(shapes, kolom))
    return shapes


def _stop_if(berkas: Path, problems: Sequence[Problem]) -> None:
    if problems:
        raise BoundaryError(berkas, problems)


def _make_frame(
    areas: pd.DataFrame, shapes: gpd.GeoSeries, extra: dict[str, pd.Series] | None = None
) -> gpd.GeoDataFrame:
    """Return shapes (indexed by code) with name, label point and extra columns."""
    # Not the centroid, which lies outside a crescent; not representative_point, which may lie
    # beside the border. Measured in metres, for a degree is not the same length both ways.
    circle = shapely.maximum_inscribed_circle(shapes.to_crs(METRES).to_numpy(), tolerance=10)
    centre = gpd.GeoSeries(shapely.get_point(circle, 0), crs=METRES).to_crs(WGS84)
    assert list(shapes.index) == list(areas.index), "codes were checked before"
    columns: dict[str, Any] = {"kode_kemendagri": shapes.index, "nama": areas["nama"]}
    columns |= extra or {}
    columns |= {"label_lon": centre.x.round(5), "label_lat": centre.y.round(5)}
    return gpd.GeoDataFrame(
        {name: np.asarray(values) for name, values in columns.items()},
        geometry=shapes.to_numpy(),
        crs=WGS84,
    )
