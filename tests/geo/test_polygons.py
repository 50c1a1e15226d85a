"""Each shape is a sound polygon in its place, or its row and the next step are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import METRES
from tests.geo.office import BOWTIE, Change, assert_refused, with_row


def flip(xy: np.ndarray) -> np.ndarray:
    return xy[:, ::-1]


def moved(frame: gpd.GeoDataFrame, change: Callable[[np.ndarray], np.ndarray]) -> gpd.GeoDataFrame:
    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), change), crs=frame.crs)


SPOILED: dict[str, tuple[Change, list[str]]] = {
    "swapped latitude and longitude": (
        lambda frame: moved(frame, flip),
        [
            "baris 1, kolom kode, nilai '36.73.01.1001'",
            "lintang dan bujur tertukar",
            "Yang ada -6.1",
            "pada 66 baris lain",
            "Tukar kedua koordinatnya",
        ],
    ),
    "one area swapped": (
        lambda frame: with_row(frame, 9, geometry=shapely.transform(frame.geometry.iloc[8], flip)),
        ["baris 9, kolom kode, nilai '36.73.01.1009'", "lintang dan bujur tertukar"],
    ),
    "another city": (
        lambda frame: moved(frame, lambda xy: xy + [0.7, -0.2]),
        ["baris 1", "letaknya di luar Kota Serang", "Yang ada bujur 106.8", "Periksa poligon"],
    ),
    "bow-tie": (
        lambda frame: with_row(frame, 2, geometry=BOWTIE),
        [
            "baris 2, kolom kode, nilai '36.73.01.1002'",
            "garis batasnya memotong dirinya sendiri",
            "bujur 106.15500, lintang -6.12500",
            "Fix geometries",
        ],
    ),
    "empty shape": (
        lambda frame: with_row(frame, 2, geometry=None),
        ["baris 2, kolom kode, nilai '36.73.01.1002'", "kosong", "Gambar ulang"],
    ),
    "point": (
        lambda frame: with_row(frame, 2, geometry=shapely.Point(106.16, -6.12)),
        ["baris 2", "bentuknya Point; seharusnya poligon"],
    ),
    "exchanged codes": (
        lambda frame: with_row(
            with_row(frame, 8, kode=frame["kode"].iloc[1]), 2, kode=frame["kode"].iloc[7]
        ),
        [
            "baris 2, kolom kode, nilai '36.73.01.1008'",
            "tidak terletak di Sukawana (36.73.01.1008), tetapi di sekitar Cipare",
            "Periksa apakah kodenya tertukar",
        ],
    ),
    "metres called degrees": (
        lambda frame: frame.to_crs(METRES).set_crs(4326, allow_override=True),
        ["letaknya di luar Kota Serang", "Periksa poligon dan sistem koordinatnya"],
    ),
    "degrees called metres": (
        lambda frame: frame.set_crs(METRES, allow_override=True),
        ["letaknya di luar Kota Serang", "Periksa poligon dan sistem koordinatnya"],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_file_is_refused_with_place_and_next_step(
    base: gpd.GeoDataFrame, tmp_path: Path, name: str
) -> None:
    assert_refused(base, tmp_path, *SPOILED[name])
