"""An office's file is read in the format it has, or the reason why not is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from data.settings import SHIPPED_BOUNDARIES
from geo import METRES, boundaries, reading
from tests.geo.office import assert_refused, assert_sound, km2, plain, refused

pytestmark = pytest.mark.lambat


@pytest.mark.parametrize("epsg", [4326, METRES])
@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.shp"])
def test_office_file_is_read_in_each_format_and_coordinate_system(
    base: gpd.GeoDataFrame, tmp_path: Path, name: str, epsg: int
) -> None:
    path = tmp_path / name
    base.to_crs(epsg).to_file(path)

    assert_sound(boundaries.read_kelurahan(path), 67)
    assert_sound(boundaries.read_kecamatan(path), 6)
    assert km2(boundaries.read_kelurahan(path)) == pytest.approx(km2(base), rel=0.001)


def test_zipped_shapefile_is_read(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "isi"
    folder.mkdir()
    base.to_file(folder / "batas.shp")
    path = Path(shutil.make_archive(str(tmp_path / "batas"), "zip", folder))
    assert_sound(boundaries.read_kelurahan(path), 67)


@pytest.mark.parametrize("column", [*reading.CODE_COLUMNS, "KODE_KEMENDAGRI", "Kode Desa"])
def test_each_name_of_the_code_column_is_recognised(tmp_path: Path, column: str) -> None:
    system = reading.CODE_COLUMNS[column.lower().replace(" ", "_")]
    path = tmp_path / "batas.geojson"
    plain(SHIPPED_BOUNDARIES, system, column).to_file(path)
    assert len(boundaries.read_kelurahan(path)) == 67


@pytest.mark.filterwarnings("ignore:Column names longer than 10 characters")
@pytest.mark.filterwarnings("ignore:Normalized/laundered field name")
def test_shapefile_that_cut_the_column_name_is_read(tmp_path: Path) -> None:
    gpd.read_file(SHIPPED_BOUNDARIES).to_file(tmp_path / "batas.shp")
    assert len(boundaries.read_kelurahan(tmp_path / "batas.shp")) == 67


def test_kemendagri_code_goes_before_a_plain_column_called_kode(tmp_path: Path) -> None:
    path = tmp_path / "batas.geojson"
    frame = plain(SHIPPED_BOUNDARIES, name="kode_kemendagri")
    frame.assign(kode=range(67)).to_file(path)
    assert len(boundaries.read_kelurahan(path)) == 67


def test_missing_coordinate_system_in_degrees_is_taken_as_wgs84(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    base.to_file(tmp_path / "batas.shp")
    (tmp_path / "batas.prj").unlink()
    assert_sound(boundaries.read_kelurahan(tmp_path / "batas.shp"), 67)


def test_file_without_a_code_column_is_refused_with_the_columns_it_has(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    words = [
        "tidak ada kolom kode kelurahan",
        "Kolom yang ada: wilayah",
        "Beri nama kode_kemendagri",
    ]
    assert_refused(base, tmp_path, lambda frame: frame.rename(columns={"kode": "wilayah"}), words)


@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.shp", "batas.zip"])
@pytest.mark.parametrize("content", [b"\x00\xff\x13 bukan peta", b"", b"PK\x03\x04"])
def test_garbage_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = str(refused(path))

    assert message.startswith(f"{name}: isinya ({len(content)} byte) tidak dapat dibaca")
    assert "GeoJSON, GeoPackage atau shapefile" in message
    assert "lalu muat ulang" in message


def test_half_a_geojson_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batas.geojson"
    path.write_bytes(SHIPPED_BOUNDARIES.read_bytes()[:20_000])
    assert "tidak dapat dibaca sebagai peta" in str(refused(path))


def test_shapefile_without_its_companions_names_them(tmp_path: Path) -> None:
    plain(SHIPPED_BOUNDARIES).to_file(tmp_path / "batas.shp")
    (tmp_path / "batas.shx").unlink()
    assert "Sertakan berkas .shp, .shx, .dbf dan .prj" in str(refused(tmp_path / "batas.shp"))


def test_missing_file_is_refused_with_its_folder_and_the_setting(tmp_path: Path) -> None:
    message = str(refused(tmp_path / "batas.gpkg"))
    assert message.startswith("batas.gpkg: berkas batas tidak ditemukan di ")
    assert str(tmp_path) in message
    assert "pengaturan batas_kelurahan" in message


def test_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batas.csv"
    path.write_text("kode_kemendagri,nama\n36.73.01.1001,Serang\n")
    assert "tabel tanpa bentuk wilayah" in str(refused(path))


def test_file_without_rows_lacks_all_kelurahan(tmp_path: Path) -> None:
    plain(SHIPPED_BOUNDARIES).iloc[:0].to_file(tmp_path / "batas.gpkg")
    assert "67 dari 67 kelurahan tidak ada" in str(refused(tmp_path / "batas.gpkg"))


def test_table_beside_the_layer_is_passed_over(tmp_path: Path) -> None:
    """QGIS keeps the styles of a GeoPackage in such a table."""
    path = tmp_path / "batas.gpkg"
    plain(SHIPPED_BOUNDARIES).to_file(path, layer="kelurahan")
    pyogrio.write_dataframe(pd.DataFrame({"kode": ["gaya"]}), path, layer="layer_styles")
    assert len(boundaries.read_kelurahan(path)) == 67


def test_two_layers_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "batas.gpkg"
    for layer in ("lama", "baru"):
        plain(SHIPPED_BOUNDARIES).to_file(path, layer=layer)
    message = str(refused(path))
    assert "2 lapisan" in message and "lama" in message and "baru" in message


@pytest.mark.parametrize("prj", [None, 'LOCAL_CS["gambar",UNIT["metre",1]]'])
def test_metres_without_a_place_on_earth_are_refused(tmp_path: Path, prj: str | None) -> None:
    plain(SHIPPED_BOUNDARIES).to_crs(METRES).to_file(tmp_path / "batas.shp")
    (tmp_path / "batas.prj").unlink()
    if prj:
        (tmp_path / "batas.prj").write_text(prj)
    message = str(refused(tmp_path / "batas.shp"))
    assert "tampak dalam meter" in message
    assert ".prj" in message
