"""Boundary files for the tests: made sound, spoiled, and read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data.settings import ROOT
from geo import METRES, boundaries
from geo.problems import BoundaryError

DETAILED = ROOT.parent / "shared" / "geo" / "kelurahan.geojson"
BOWTIE = shapely.Polygon([(106.15, -6.13), (106.16, -6.12), (106.16, -6.13), (106.15, -6.12)])

Change = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


def plain(path: Path, column: str = "kode_kemendagri", name: str = "kode") -> gpd.GeoDataFrame:
    return gpd.read_file(path)[[column, "geometry"]].rename(columns={column: name})


def with_row(frame: gpd.GeoDataFrame, row: int, **values: object) -> gpd.GeoDataFrame:
    """Return the frame with other values in one row, counted from 1 as the messages do."""
    frame = frame.copy()
    for column, value in values.items():
        frame.loc[frame.index[row - 1], column] = value
    return frame


def refused(path: Path) -> BoundaryError:
    with pytest.raises(BoundaryError) as caught:
        boundaries.read_kelurahan(path)
    return caught.value


def refused_frame(frame: gpd.GeoDataFrame, tmp_path: Path) -> BoundaryError:
    path = tmp_path / "batas_resmi.geojson"
    frame.to_file(path)
    return refused(path)


def assert_refused(
    base: gpd.GeoDataFrame, tmp_path: Path, change: Change, words: Sequence[str]
) -> None:
    """Assert that the changed file is refused by name with these words and the next step."""
    message = str(refused_frame(change(base), tmp_path))
    assert message.startswith("batas_resmi.geojson")
    for word in [*words, "lalu muat ulang"]:
        assert word in message


def km2(frame: gpd.GeoDataFrame) -> float:
    return float(frame.to_crs(METRES).area.sum()) / 1e6


def assert_sound(frame: gpd.GeoDataFrame, count: int) -> None:
    shapes = frame.geometry.to_numpy()
    assert len(frame) == count
    assert frame.crs.to_epsg() == 4326
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert list(frame["kode_kemendagri"]) == sorted(frame["kode_kemendagri"])
    assert shapely.contains_xy(shapes, frame["label_lon"], frame["label_lat"]).all()
    city = shapely.union_all(shapes)
    assert not any(part.interiors for part in shapely.get_parts(city))
