"""Kelurahan and kecamatan, as shipped and from the file that the setting names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data import reference
from data.settings import ONCE_SHIPPED, SHIPPED_BOUNDARIES, Settings, read_settings, settings
from geo import METRES, boundaries
from tests.geo.office import assert_sound, km2


def test_shipped_kelurahan_are_67_and_fit_without_gap_or_overlap() -> None:
    frame = boundaries.read_kelurahan(SHIPPED_BOUNDARIES)

    assert_sound(frame, 67)
    assert list(frame.columns) == [
        "kode_kemendagri",
        "nama",
        "kode_kecamatan",
        "label_lon",
        "label_lat",
        "geometry",
    ]
    assert (
        dict(zip(frame["kode_kemendagri"], frame["nama"], strict=True))
        == reference.list_kelurahan()
    )
    assert shapely.union_all(frame.geometry.to_numpy()).geom_type == "Polygon"
    assert km2(frame) == pytest.approx(264.7, rel=0.01)


def test_shipped_kecamatan_are_six_and_each_is_the_union_of_its_kelurahan() -> None:
    parts = boundaries.read_kelurahan(SHIPPED_BOUNDARIES)
    frame = boundaries.read_kecamatan(SHIPPED_BOUNDARIES)

    assert_sound(frame, 6)
    assert list(frame.columns) == ["kode_kemendagri", "nama", "label_lon", "label_lat", "geometry"]
    assert (
        dict(zip(frame["kode_kemendagri"], frame["nama"], strict=True))
        == reference.list_kecamatan()
    )
    for kode, shape in zip(frame["kode_kemendagri"], frame.geometry, strict=True):
        union = parts[parts["kode_kecamatan"] == kode].geometry.union_all()
        assert shape.symmetric_difference(union).area == 0
        assert shape.geom_type == "Polygon" and not shape.interiors


def test_shipped_kecamatan_file_equals_what_the_program_dissolves() -> None:
    written = gpd.read_file(SHIPPED_BOUNDARIES.with_name("kecamatan.geojson"))
    dissolved = boundaries.read_kecamatan(SHIPPED_BOUNDARIES)

    assert list(written["kode_kemendagri"]) == list(dissolved["kode_kemendagri"])
    assert written.geometry.normalize().equals(dissolved.geometry.normalize())


def test_shipped_shapes_come_back_as_they_are_in_the_file() -> None:
    written = gpd.read_file(SHIPPED_BOUNDARIES).geometry
    assert written.normalize().equals(
        boundaries.read_kelurahan(SHIPPED_BOUNDARIES).geometry.normalize()
    )


def test_order_of_the_rows_does_not_matter(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    base.to_file(tmp_path / "urut.gpkg")
    base.sample(frac=1, random_state=7).to_file(tmp_path / "acak.gpkg")
    ordered = boundaries.read_kelurahan(tmp_path / "urut.gpkg")
    shuffled = boundaries.read_kelurahan(tmp_path / "acak.gpkg")
    assert list(shuffled["kode_kemendagri"]) == list(ordered["kode_kemendagri"])
    assert shuffled.geometry.normalize().equals(ordered.geometry.normalize())


@pytest.fixture
def fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("fresh_settings")
def test_setting_names_the_boundary_file(
    base: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.to_crs(METRES).to_file(tmp_path / "resmi.gpkg")
    toml = tmp_path / "dasbor.toml"
    toml.write_text('batas_kelurahan = "resmi.gpkg"\n', encoding="utf-8")
    assert read_settings(toml).batas_kelurahan == (tmp_path / "resmi.gpkg").resolve()

    monkeypatch.setenv("UMKM_PENGATURAN", str(toml))
    assert boundaries.read_kelurahan().equals(boundaries.read_kelurahan(tmp_path / "resmi.gpkg"))
    assert len(boundaries.read_kecamatan()) == 6


def test_without_a_setting_the_shipped_boundaries_are_used() -> None:
    assert Settings().batas_kelurahan == SHIPPED_BOUNDARIES


def test_settings_copied_from_an_earlier_example_still_find_the_shipped_boundaries(
    tmp_path: Path,
) -> None:
    file = tmp_path / "dasbor.toml"
    file.write_text(f'batas_kelurahan = "{ONCE_SHIPPED}"\n')
    assert not ONCE_SHIPPED.exists()
    assert read_settings(file).batas_kelurahan == SHIPPED_BOUNDARIES
