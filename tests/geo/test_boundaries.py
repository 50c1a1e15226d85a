"""Boundaries: what ships holds what it claims, and an office's own file is read or explained."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from data import reference
from data.errors import InputError
from data.settings import ROOT, Settings, read_settings, settings
from geo import boundaries, make_boundaries
from geo.boundaries import METRES, SHIPPED, BoundaryError

DETAILED = ROOT.parent / "shared" / "geo" / "kelurahan.geojson"
BOWTIE = shapely.Polygon([(106.15, -6.13), (106.16, -6.12), (106.16, -6.13), (106.15, -6.12)])

Change = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


@pytest.fixture
def detailed() -> Path:
    if not DETAILED.exists():
        pytest.skip("the detailed boundaries are not on this computer")
    return DETAILED


@pytest.fixture(params=["shipped", "detailed"])
def base(request: pytest.FixtureRequest) -> gpd.GeoDataFrame:
    """A sound file of 67 features with kode and geometry, to be spoiled by a test."""
    path = SHIPPED if request.param == "shipped" else request.getfixturevalue("detailed")
    return _plain(path)


def _plain(path: Path, column: str = "kode_kemendagri", name: str = "kode") -> gpd.GeoDataFrame:
    return gpd.read_file(path)[[column, "geometry"]].rename(columns={column: name})


def _flip(xy: np.ndarray) -> np.ndarray:
    return xy[:, ::-1]


def _moved(frame: gpd.GeoDataFrame, change: Callable[[np.ndarray], np.ndarray]) -> gpd.GeoDataFrame:
    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), change), crs=frame.crs)


def _with(frame: gpd.GeoDataFrame, row: int, **values: object) -> gpd.GeoDataFrame:
    """Return the frame with other values in one row, counted from 1 as the messages do."""
    frame = frame.copy()
    for column, value in values.items():
        frame.loc[frame.index[row - 1], column] = value
    return frame


def _refused(path: Path) -> BoundaryError:
    with pytest.raises(BoundaryError) as caught:
        boundaries.kelurahan(path)
    return caught.value


def _refused_frame(frame: gpd.GeoDataFrame, tmp_path: Path) -> BoundaryError:
    path = tmp_path / "batas_resmi.geojson"
    frame.to_file(path)
    return _refused(path)


def _km2(frame: gpd.GeoDataFrame) -> float:
    return float(frame.to_crs(METRES).area.sum()) / 1e6


def _assert_sound(frame: gpd.GeoDataFrame, count: int) -> None:
    shapes = frame.geometry.to_numpy()
    assert len(frame) == count
    assert frame.crs.to_epsg() == 4326
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert list(frame["kode_kemendagri"]) == sorted(frame["kode_kemendagri"])
    assert shapely.contains_xy(shapes, frame["label_lon"], frame["label_lat"]).all()
    city = shapely.union_all(shapes)
    assert not any(part.interiors for part in shapely.get_parts(city))


# What ships


def test_shipped_kelurahan_are_67_and_fit_without_gap_or_overlap() -> None:
    frame = boundaries.kelurahan(SHIPPED)

    _assert_sound(frame, 67)
    assert list(frame.columns) == [
        "kode_kemendagri",
        "nama",
        "kode_kecamatan",
        "label_lon",
        "label_lat",
        "geometry",
    ]
    assert dict(zip(frame["kode_kemendagri"], frame["nama"], strict=True)) == reference.kelurahan()
    assert shapely.union_all(frame.geometry.to_numpy()).geom_type == "Polygon"
    assert _km2(frame) == pytest.approx(264.7, rel=0.01)


def test_shipped_kecamatan_are_six_and_each_is_the_union_of_its_kelurahan() -> None:
    parts = boundaries.kelurahan(SHIPPED)
    frame = boundaries.kecamatan(SHIPPED)

    _assert_sound(frame, 6)
    assert list(frame.columns) == ["kode_kemendagri", "nama", "label_lon", "label_lat", "geometry"]
    assert dict(zip(frame["kode_kemendagri"], frame["nama"], strict=True)) == reference.kecamatan()
    for kode, shape in zip(frame["kode_kemendagri"], frame.geometry, strict=True):
        union = parts[parts["kode_kecamatan"] == kode].geometry.union_all()
        assert shape.symmetric_difference(union).area == 0
        assert shape.geom_type == "Polygon" and not shape.interiors


def test_shipped_kecamatan_file_equals_what_the_program_dissolves() -> None:
    written = gpd.read_file(SHIPPED.with_name("kecamatan.geojson"))
    dissolved = boundaries.kecamatan(SHIPPED)

    assert list(written["kode_kemendagri"]) == list(dissolved["kode_kemendagri"])
    assert written.geometry.normalize().equals(dissolved.geometry.normalize())


def test_shipped_shapes_come_back_as_they_are_in_the_file() -> None:
    written = gpd.read_file(SHIPPED).geometry
    assert written.normalize().equals(boundaries.kelurahan(SHIPPED).geometry.normalize())


def test_making_the_boundaries_again_gives_the_same_bytes() -> None:
    files, proved = make_boundaries.make()

    assert sorted(path.name for path in files) == ["kecamatan.geojson", "kelurahan.geojson"]
    for path, content in files.items():
        # A checkout on Windows may have turned the line ends.
        assert path.read_bytes().replace(b"\r\n", b"\n") == content
    assert "67 of 67 kelurahan" in proved
    assert "6 of 6 kecamatan" in proved


def test_proof_fails_with_numbers_when_a_corner_moves_on_one_side_only() -> None:
    rings = make_boundaries.read_rings(make_boundaries.CORNERS)
    lon, lat = rings["36.73.01.1002"][0]
    rings["36.73.01.1002"][0] = (round(lon + 0.001, 4), lat)
    kelurahan = make_boundaries.make_kelurahan(rings)

    with pytest.raises(make_boundaries.ProofError, match=r"kelurahan coverage valid, \d+ with"):
        make_boundaries.prove(kelurahan)


def test_corners_out_of_order_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "titik.csv"
    path.write_text("kode_kemendagri,urutan,lon,lat\n36.73.01.1001,1,106.1,-6.1\n")
    with pytest.raises(make_boundaries.ProofError, match=r"titik\.csv, line 2: expected corner 0"):
        make_boundaries.read_rings(path)


# An office's own file


@pytest.mark.parametrize("epsg", [4326, METRES])
@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.shp"])
def test_office_file_is_read_in_each_format_and_coordinate_system(
    base: gpd.GeoDataFrame, tmp_path: Path, name: str, epsg: int
) -> None:
    path = tmp_path / name
    base.to_crs(epsg).to_file(path)

    _assert_sound(boundaries.kelurahan(path), 67)
    _assert_sound(boundaries.kecamatan(path), 6)
    assert _km2(boundaries.kelurahan(path)) == pytest.approx(_km2(base), rel=0.001)


def test_detailed_file_is_simplified_and_borders_stay_shared(detailed: Path) -> None:
    before = gpd.read_file(detailed)
    frame = boundaries.kelurahan(detailed)

    assert before.geometry.count_coordinates().sum() > boundaries.MAX_VERTICES
    assert frame.geometry.count_coordinates().sum() < boundaries.MAX_VERTICES
    _assert_sound(frame, 67)
    moved = (
        before.set_index("kode_kemendagri")
        .to_crs(METRES)
        .boundary.hausdorff_distance(frame.set_index("kode_kemendagri").to_crs(METRES).boundary)
    )
    assert moved.max() < 2 * boundaries.SIMPLIFY_METRES


def test_zipped_shapefile_is_read(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "isi"
    folder.mkdir()
    base.to_file(folder / "batas.shp")
    path = Path(shutil.make_archive(str(tmp_path / "batas"), "zip", folder))
    _assert_sound(boundaries.kelurahan(path), 67)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda kode: kode, id="with dots"),
        pytest.param(lambda kode: kode.replace(".", ""), id="without dots"),
        pytest.param(lambda kode: int(kode.replace(".", "")), id="number"),
        pytest.param(lambda kode: float(kode.replace(".", "")), id="number with decimals"),
        pytest.param(lambda kode: f" {kode} ", id="with spaces"),
    ],
)
def test_same_code_is_recognised_however_it_is_written(
    base: gpd.GeoDataFrame, tmp_path: Path, write: Callable[[str], object]
) -> None:
    path = tmp_path / "batas.gpkg"
    base.assign(kode=[write(kode) for kode in base["kode"]]).to_file(path)
    assert len(boundaries.kelurahan(path)) == 67


@pytest.mark.parametrize("column", [*boundaries.CODE_COLUMNS, "KODE_KEMENDAGRI", "Kode Desa"])
def test_each_name_of_the_code_column_is_recognised(tmp_path: Path, column: str) -> None:
    system = boundaries.CODE_COLUMNS[column.lower().replace(" ", "_")]
    path = tmp_path / "batas.geojson"
    _plain(SHIPPED, system, column).to_file(path)
    assert len(boundaries.kelurahan(path)) == 67


@pytest.mark.filterwarnings("ignore:Column names longer than 10 characters")
@pytest.mark.filterwarnings("ignore:Normalized/laundered field name")
def test_shapefile_that_cut_the_column_name_is_read(tmp_path: Path) -> None:
    gpd.read_file(SHIPPED).to_file(tmp_path / "batas.shp")
    assert len(boundaries.kelurahan(tmp_path / "batas.shp")) == 67


@pytest.mark.parametrize("source", ["shipped", "detailed"])
def test_bps_codes_alone_give_the_same_kelurahan(
    source: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    original = SHIPPED if source == "shipped" else request.getfixturevalue("detailed")
    path = tmp_path / "batas.gpkg"
    _plain(original, "kode_bps", "kode_bps").to_file(path)

    expected, frame = boundaries.kelurahan(original), boundaries.kelurahan(path)
    assert frame.drop(columns="geometry").equals(expected.drop(columns="geometry"))
    assert frame.geometry.equals(expected.geometry)


def test_kemendagri_code_goes_before_a_plain_column_called_kode(tmp_path: Path) -> None:
    path = tmp_path / "batas.geojson"
    frame = _plain(SHIPPED, name="kode_kemendagri")
    frame.assign(kode=range(67)).to_file(path)
    assert len(boundaries.kelurahan(path)) == 67


def test_order_of_the_rows_does_not_matter(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    base.to_file(tmp_path / "urut.gpkg")
    base.sample(frac=1, random_state=7).to_file(tmp_path / "acak.gpkg")
    ordered = boundaries.kelurahan(tmp_path / "urut.gpkg")
    shuffled = boundaries.kelurahan(tmp_path / "acak.gpkg")
    assert list(shuffled["kode_kemendagri"]) == list(ordered["kode_kemendagri"])
    assert shuffled.geometry.normalize().equals(ordered.geometry.normalize())


def test_missing_coordinate_system_in_degrees_is_taken_as_wgs84(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    base.to_file(tmp_path / "batas.shp")
    (tmp_path / "batas.prj").unlink()
    _assert_sound(boundaries.kelurahan(tmp_path / "batas.shp"), 67)


def test_layer_without_codes_in_a_geopackage_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "batas.gpkg"
    _plain(SHIPPED).drop(columns="kode").to_file(path, layer="sungai")
    _plain(SHIPPED).to_file(path, layer="kelurahan")
    assert len(boundaries.kelurahan(path)) == 67


def test_slivers_under_the_tolerance_are_closed_into_one_coverage(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "batas.gpkg"
    frame = _digitised_apart(base, metres=0.2)
    frame.to_file(path)

    assert not shapely.coverage_is_valid(frame.geometry.to_numpy())
    _assert_sound(boundaries.kelurahan(path), 67)
    _assert_sound(boundaries.kecamatan(path), 6)
    assert _km2(boundaries.kelurahan(path)) == pytest.approx(_km2(base), rel=0.001)


def test_many_small_slivers_together_are_refused(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame = _digitised_apart(base, metres=2)
    frame.to_file(tmp_path / "batas.gpkg")
    message = str(_refused(tmp_path / "batas.gpkg"))
    assert re.search(r"tumpang tindih dan celah kecil berjumlah \d+,\d\d ha", message)


def _digitised_apart(frame: gpd.GeoDataFrame, metres: float) -> gpd.GeoDataFrame:
    """Return each area with its own small errors, as if drawn without its neighbours."""
    random = np.random.default_rng(1)

    def draw(xy: np.ndarray) -> np.ndarray:
        drawn = xy + random.normal(0, metres, xy.shape)
        drawn[-1] = drawn[0]
        return drawn

    frame = frame.to_crs(METRES)
    drawn = [shapely.transform(shape, draw) for shape in frame.geometry]
    return frame.set_geometry(shapely.make_valid(drawn), crs=METRES)


# Settings


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
    assert boundaries.kelurahan().equals(boundaries.kelurahan(tmp_path / "resmi.gpkg"))
    assert len(boundaries.kecamatan()) == 6


def test_without_a_setting_the_shipped_boundaries_are_used() -> None:
    assert Settings().batas_kelurahan == SHIPPED


# What is wrong is said with its place and the next step


def test_boundary_error_is_an_input_error() -> None:
    assert issubclass(BoundaryError, InputError)


SPOILED: dict[str, tuple[Change, list[str]]] = {
    "wrong code": (
        lambda frame: _with(frame, 5, kode="36.04.01.2001"),
        [
            "baris 5, kolom kode, nilai '36.04.01.2001'",
            "bukan kode kelurahan Kota Serang",
            "seperti 36.73.01.1001",
            "Betulkan kodenya atau hapus baris ini",
        ],
    ),
    "code that is no code": (
        lambda frame: _with(frame, 5, kode="Lopang"),
        ["baris 5, kolom kode, nilai 'Lopang'", "Betulkan kodenya"],
    ),
    "empty code": (
        lambda frame: _with(frame, 2, kode=None),
        ["baris 2, kolom kode", "kode kosong", "Isi kodenya"],
    ),
    "BPS code among Kemendagri codes": (
        lambda frame: _with(frame, 1, kode="3673040001"),
        ["nilai '3673040001'", "ini kode BPS", "Ubah nama kolomnya menjadi kode_bps"],
    ),
    "code of a kecamatan": (
        lambda frame: _with(frame, 1, kode="36.73.01"),
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
        lambda frame: _with(frame, 3, kode="36.73.01.1002"),
        [
            "baris 3, kolom kode, nilai '36.73.01.1002'",
            "Cipare (36.73.01.1002) sudah dipakai di baris 2",
            "gabungkan (dissolve)",
        ],
    ),
    "swapped latitude and longitude": (
        lambda frame: _moved(frame, _flip),
        [
            "baris 1, kolom kode, nilai '36.73.01.1001'",
            "lintang dan bujur tertukar",
            "Yang ada -6.1",
            "pada 66 baris lain",
            "Tukar kedua koordinatnya",
        ],
    ),
    "one area swapped": (
        lambda frame: _with(frame, 9, geometry=shapely.transform(frame.geometry.iloc[8], _flip)),
        ["baris 9, kolom kode, nilai '36.73.01.1009'", "lintang dan bujur tertukar"],
    ),
    "another city": (
        lambda frame: _moved(frame, lambda xy: xy + [0.7, -0.2]),
        ["baris 1", "letaknya di luar Kota Serang", "Yang ada bujur 106.8", "Periksa poligon"],
    ),
    "bow-tie": (
        lambda frame: _with(frame, 2, geometry=BOWTIE),
        [
            "baris 2, kolom kode, nilai '36.73.01.1002'",
            "garis batasnya memotong dirinya sendiri",
            "bujur 106.15500, lintang -6.12500",
            "Fix geometries",
        ],
    ),
    "empty shape": (
        lambda frame: _with(frame, 2, geometry=None),
        ["baris 2, kolom kode, nilai '36.73.01.1002'", "kosong", "Gambar ulang"],
    ),
    "point": (
        lambda frame: _with(frame, 2, geometry=shapely.Point(106.16, -6.12)),
        ["baris 2", "bentuknya Point; seharusnya poligon"],
    ),
    "exchanged codes": (
        lambda frame: _with(
            _with(frame, 8, kode=frame["kode"].iloc[1]), 2, kode=frame["kode"].iloc[7]
        ),
        [
            "baris 2, kolom kode, nilai '36.73.01.1008'",
            "tidak terletak di Sukawana (36.73.01.1008), tetapi di sekitar Cipare",
            "Periksa apakah kodenya tertukar",
        ],
    ),
    "no code column": (
        lambda frame: frame.rename(columns={"kode": "wilayah"}),
        ["tidak ada kolom kode kelurahan", "Kolom yang ada: wilayah", "Beri nama kode_kemendagri"],
    ),
    "metres called degrees": (
        lambda frame: frame.to_crs(METRES).set_crs(4326, allow_override=True),
        ["WGS 84 (derajat)", "tampak dalam meter", "sistem koordinat yang benar"],
    ),
    "degrees called metres": (
        lambda frame: frame.set_crs(METRES, allow_override=True),
        ["UTM zone 48S (meter)", "tampak dalam derajat", "sistem koordinat yang benar"],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_file_is_refused_with_place_and_next_step(
    base: gpd.GeoDataFrame, tmp_path: Path, name: str
) -> None:
    change, words = SPOILED[name]
    message = str(_refused_frame(change(base), tmp_path))

    assert message.startswith("batas_resmi.geojson")
    for word in [*words, "lalu muat ulang"]:
        assert word in message


def test_overlap_is_refused_with_both_names_and_its_area(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    metres = base.to_crs(METRES)
    grown = metres.geometry.iloc[0].buffer(30)
    frame = _with(metres, 1, geometry=grown)
    frame.to_file(tmp_path / "batas.gpkg")
    error = _refused(tmp_path / "batas.gpkg")

    # The slow, obvious way: against each neighbour in turn.
    others = metres.geometry.iloc[1:]
    areas = [grown.intersection(other).area / 1e4 for other in others]
    told = {
        float(match.group(1).replace(",", "."))
        for problem in error.problems
        if (match := re.match(r"bertumpang tindih ([\d,]+) ha", problem.masalah))
    }
    assert told == {round(ha, 2) for ha in areas if ha > boundaries.SLIVER_HA}
    assert "baris 1, kolom kode, nilai '36.73.01.1001'" in str(error)
    assert "Rapikan batas bersama keduanya" in str(error)


def test_hole_between_kelurahan_is_refused_with_its_place(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    metres = base.to_crs(METRES)
    corner = metres.geometry.iloc[1].representative_point().buffer(100, quad_segs=1)  # 2 ha
    frame = _with(metres, 2, geometry=metres.geometry.iloc[1].difference(corner))
    frame.to_file(tmp_path / "batas.gpkg")
    message = str(_refused(tmp_path / "batas.gpkg"))

    assert "ada celah 2,00 ha di antara kelurahan; paling luas 1,00 ha" in message
    assert "Letaknya di sekitar bujur 106.1" in message
    assert "Rapatkan batas" in message


def test_gap_that_opens_to_the_rim_is_refused(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    metres = base.to_crs(METRES)
    apart = metres.set_geometry(metres.buffer(-4, join_style="mitre"), crs=METRES)
    apart.to_file(tmp_path / "batas.gpkg")
    assert "ada celah" in str(_refused(tmp_path / "batas.gpkg"))


def test_land_missing_at_the_rim_is_refused_by_the_total_area(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    coast = shapely.box(106.0, -6.038, 106.3, -5.9)
    message = str(_refused_frame(base.set_geometry(base.difference(coast)), tmp_path))
    assert "luas seluruhnya" in message
    assert "sekitar 266,31 km2" in message


def test_several_problems_are_told_in_one_message(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame = _with(_with(base, 1, kode="salah"), 4, geometry=BOWTIE)
    error = _refused_frame(frame, tmp_path)

    assert str(error).startswith(
        "batas_resmi.geojson: ada 3 hal yang perlu diperbaiki. "
        "Perbaiki semuanya, lalu muat ulang.\n- baris 1, kolom kode, nilai 'salah': "
    )
    assert "\n- baris 4, kolom kode, nilai '36.73.01.1004': poligonnya tidak sah" in str(error)
    assert "\n- kolom kode: 1 dari 67 kelurahan tidak ada: Serang (36.73.01.1001)." in str(error)
    assert len(error.problems) == 3


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    frame = _plain(SHIPPED)
    frame["kode"] = [f"salah {row}" for row in range(66)] + ["36.73.06.1013"]
    error = _refused_frame(frame, tmp_path)

    assert len(error.problems) == 67
    assert "Hal yang sama pada 65 baris lain: 2 ('salah 1'), 3 ('salah 2')" in str(error)
    assert "13 ('salah 12'), dan 53 lagi." in str(error)
    assert "66 dari 67 kelurahan tidak ada: Serang (36.73.01.1001)" in str(error)
    assert "Kagungan (36.73.01.1012), dan 54 lagi." in str(error)


@examples(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(dropped=st.sets(st.integers(0, 66), min_size=1, max_size=12))
def test_exactly_the_dropped_kelurahan_are_called_missing(
    tmp_path: Path, dropped: set[int]
) -> None:
    frame = _plain(SHIPPED)
    codes = set(frame["kode"].iloc[sorted(dropped)])
    message = str(_refused_frame(frame.drop(index=sorted(dropped)), tmp_path))
    assert set(re.findall(r"36\.73\.\d\d\.\d{4}", message)) == codes


# Files that are no boundary file


@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.shp", "batas.zip"])
@pytest.mark.parametrize("content", [b"\x00\xff\x13 bukan peta", b"", b"PK\x03\x04"])
def test_garbage_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = str(_refused(path))

    assert message.startswith(f"{name}: isinya ({len(content)} byte) tidak dapat dibaca")
    assert "GeoJSON, GeoPackage atau shapefile" in message
    assert "lalu muat ulang" in message


def test_half_a_geojson_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batas.geojson"
    path.write_bytes(SHIPPED.read_bytes()[:20_000])
    assert "tidak dapat dibaca sebagai peta" in str(_refused(path))


def test_shapefile_without_its_companions_names_them(tmp_path: Path) -> None:
    _plain(SHIPPED).to_file(tmp_path / "batas.shp")
    (tmp_path / "batas.shx").unlink()
    assert "Sertakan berkas .shp, .shx, .dbf dan .prj" in str(_refused(tmp_path / "batas.shp"))


def test_missing_file_is_refused_with_its_folder_and_the_setting(tmp_path: Path) -> None:
    message = str(_refused(tmp_path / "batas.gpkg"))
    assert message.startswith("batas.gpkg: berkas batas tidak ditemukan di ")
    assert str(tmp_path) in message
    assert "pengaturan batas_kelurahan" in message


def test_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batas.csv"
    path.write_text("kode_kemendagri,nama\n36.73.01.1001,Serang\n")
    assert "tabel tanpa bentuk wilayah" in str(_refused(path))


def test_file_without_rows_lacks_all_kelurahan(tmp_path: Path) -> None:
    _plain(SHIPPED).iloc[:0].to_file(tmp_path / "batas.gpkg")
    assert "67 dari 67 kelurahan tidak ada" in str(_refused(tmp_path / "batas.gpkg"))


def test_two_layers_with_codes_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "batas.gpkg"
    for layer in ("lama", "baru"):
        _plain(SHIPPED).to_file(path, layer=layer)
    message = str(_refused(path))
    assert "2 lapisan" in message and "lama" in message and "baru" in message


@pytest.mark.parametrize("prj", [None, 'LOCAL_CS["gambar",UNIT["metre",1]]'])
def test_metres_without_a_place_on_earth_are_refused(tmp_path: Path, prj: str | None) -> None:
    _plain(SHIPPED).to_crs(METRES).to_file(tmp_path / "batas.shp")
    (tmp_path / "batas.prj").unlink()
    if prj:
        (tmp_path / "batas.prj").write_text(prj)
    message = str(_refused(tmp_path / "batas.shp"))
    assert "tampak dalam meter" in message
    assert ".prj" in message
