"""Each feature is told by its code, in either system and however it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import SHIPPED_BOUNDARIES
from geo import boundaries
from tests.geo.office import Change, assert_refused, plain, refused_frame, with_row
from tests.pace import examples

pytestmark = pytest.mark.lambat


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda kode: kode, id="with dots"),
        pytest.param(lambda kode: kode.replace(".", ""), id="without dots"),
        pytest.param(lambda kode: int(kode.replace(".", "")), id="number"),
        pytest.param(lambda kode: float(kode.replace(".", "")), id="number with decimals"),
        pytest.param(lambda kode: f" {kode} ", id="with spaces"),
        pytest.param(lambda kode: "ID" + kode.replace(".", ""), id="as COD-AB does"),
    ],
)
def test_same_code_is_recognised_however_it_is_written(
    base: gpd.GeoDataFrame, tmp_path: Path, write: Callable[[str], object]
) -> None:
    path = tmp_path / "batas.gpkg"
    base.assign(kode=[write(kode) for kode in base["kode"]]).to_file(path)
    assert len(boundaries.read_kelurahan(path)) == 67


@pytest.mark.parametrize("source", ["shipped", "detailed"])
def test_bps_codes_alone_give_the_same_kelurahan(
    source: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    original = SHIPPED_BOUNDARIES if source == "shipped" else request.getfixturevalue("detailed")
    path = tmp_path / "batas.gpkg"
    plain(original, "kode_bps", "kode_bps").to_file(path)

    expected, frame = boundaries.read_kelurahan(original), boundaries.read_kelurahan(path)
    assert frame.drop(columns="geometry").equals(expected.drop(columns="geometry"))
    assert frame.geometry.equals(expected.geometry)


SPOILED: dict[str, tuple[Change, list[str]]] = {
    "wrong code": (
        lambda frame: with_row(frame, 5, kode="36.04.01.2001"),
        [
            "baris 5, kolom kode, nilai '36.04.01.2001'",
            "bukan kode kelurahan Kota Serang",
            "seperti 36.73.01.1001",
            "Betulkan kodenya atau hapus baris ini",
        ],
    ),
    "code that is no code": (
        lambda frame: with_row(frame, 5, kode="Lopang"),
        ["baris 5, kolom kode, nilai 'Lopang'", "Betulkan kodenya"],
    ),
    "empty code": (
        lambda frame: with_row(frame, 2, kode=None),
        ["baris 2, kolom kode", "kode kosong", "Isi kodenya"],
    ),
    "BPS code among Kemendagri codes": (
        lambda frame: with_row(frame, 1, kode="3673040001"),
        ["nilai '3673040001'", "ini kode BPS", "Ubah nama kolomnya menjadi kode_bps"],
    ),
    "code of a kecamatan": (
        lambda frame: with_row(frame, 1, kode="36.73.01"),
        ["nilai '36.73.01'", "ini kode kecamatan", "Pakai berkas batas kelurahan"],
    ),
    "missing kelurahan": (
        lambda frame: frame.drop(index=frame.index[[7, 40]]),
        [
            "kolom kode",
            "2 dari 67 kelurahan tidak ada",
            "Sukawana (36.73.01.1008)",
            "Tambahkan poligonnya",
        ],
    ),
    "repeated code": (
        lambda frame: with_row(frame, 3, kode="36.73.01.1002"),
        [
            "baris 3, kolom kode, nilai '36.73.01.1002'",
            "Cipare (36.73.01.1002) sudah dipakai di baris 2",
            "gabungkan (dissolve)",
        ],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_file_is_refused_with_place_and_next_step(
    base: gpd.GeoDataFrame, tmp_path: Path, name: str
) -> None:
    assert_refused(base, tmp_path, *SPOILED[name])


@examples(40, 5)
@given(dropped=st.sets(st.integers(0, 66), min_size=1, max_size=12))
def test_exactly_the_dropped_kelurahan_are_called_missing(
    tmp_path: Path, dropped: set[int]
) -> None:
    frame = plain(SHIPPED_BOUNDARIES)
    codes = set(frame["kode"].iloc[sorted(dropped)])
    message = str(refused_frame(frame.drop(index=sorted(dropped)), tmp_path))
    assert set(re.findall(r"36\.73\.\d\d\.\d{4}", message)) == codes
