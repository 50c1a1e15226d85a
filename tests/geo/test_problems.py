"""Several problems make one message that a person can work through."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from data.errors import InputError
from data.settings import SHIPPED_BOUNDARIES
from geo.problems import BoundaryError
from tests.geo.office import BOWTIE, plain, refused_frame, with_row


def test_boundary_error_is_an_input_error() -> None:
    assert issubclass(BoundaryError, InputError)


def test_several_problems_are_told_in_one_message(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame = with_row(with_row(base, 1, kode="salah"), 4, geometry=BOWTIE)
    error = refused_frame(frame, tmp_path)

    assert str(error).startswith(
        "batas_resmi.geojson: ada 3 hal yang perlu diperbaiki. "
        "Perbaiki semuanya, lalu muat ulang.\n- baris 1, kolom kode, nilai 'salah': "
    )
    assert "\n- baris 4, kolom kode, nilai '36.73.01.1004': poligonnya tidak sah" in str(error)
    assert "\n- kolom kode: 1 dari 67 kelurahan tidak ada: Serang (36.73.01.1001)." in str(error)
    assert len(error.problems) == 3


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    frame = plain(SHIPPED_BOUNDARIES)
    frame["kode"] = [f"salah {row}" for row in range(66)] + ["36.73.06.1013"]
    error = refused_frame(frame, tmp_path)

    assert len(error.problems) == 67
    assert "Hal yang sama pada 65 baris lain: 2 ('salah 1'), 3 ('salah 2')" in str(error)
    assert "13 ('salah 12'), dan 53 lagi." in str(error)
    assert "66 dari 67 kelurahan tidak ada: Serang (36.73.01.1001)" in str(error)
    assert "Kagungan (36.73.01.1012), dan 54 lagi." in str(error)
