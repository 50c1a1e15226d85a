"""Shapes fit together within the tolerance and come back exact, or what is off is measured."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.settings import SHIPPED_BOUNDARIES
from geo import METRES, boundaries, fit
from tests.geo.office import assert_sound, km2, refused, refused_frame, with_row

pytestmark = pytest.mark.lambat


def test_detailed_file_is_simplified_and_borders_stay_shared(detailed: Path) -> None:
    before = gpd.read_file(detailed)
    frame = boundaries.read_kelurahan(detailed)

    assert before.geometry.count_coordinates().sum() > fit.MAX_VERTICES
    assert frame.geometry.count_coordinates().sum() < fit.MAX_VERTICES
    assert_sound(frame, 67)
    moved = (
        before.set_index("kode_kemendagri")
        .to_crs(METRES)
        .boundary.hausdorff_distance(frame.set_index("kode_kemendagri").to_crs(METRES).boundary)
    )
    assert moved.max() < 2 * fit.SIMPLIFY_METRES


def test_a_file_of_many_corners_comes_light_with_its_borders_still_shared(tmp_path: Path) -> None:
    """The shipped boundaries as somebody surveyed them: a corner every 20 m, a little beside the
    straight line, and the same one for both neighbours."""

    def surveyed(xy: np.ndarray) -> np.ndarray:
        return xy + 6 * np.sin(xy[:, ::-1] / 40)

    shapes = gpd.read_file(SHIPPED_BOUNDARIES)[["kode_kemendagri", "geometry"]].to_crs(METRES)
    drawn = shapely.transform(shapely.segmentize(shapes.geometry.to_numpy(), 20), surveyed)
    path = tmp_path / "batas.gpkg"
    shapes.set_geometry(drawn, crs=METRES).to_file(path)

    assert shapely.get_num_coordinates(drawn).sum() > fit.MAX_VERTICES
    frame = boundaries.read_kelurahan(path)
    assert frame.geometry.count_coordinates().sum() < fit.MAX_VERTICES
    assert_sound(frame, 67)


def test_slivers_under_the_tolerance_are_closed_into_one_coverage(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "batas.gpkg"
    frame = _digitised_apart(base, metres=0.2)
    frame.to_file(path)

    assert not shapely.coverage_is_valid(frame.geometry.to_numpy())
    assert_sound(boundaries.read_kelurahan(path), 67)
    assert_sound(boundaries.read_kecamatan(path), 6)
    assert km2(boundaries.read_kelurahan(path)) == pytest.approx(km2(base), rel=0.001)


def test_many_small_slivers_together_are_refused(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame = _digitised_apart(base, metres=2)
    frame.to_file(tmp_path / "batas.gpkg")
    message = str(refused(tmp_path / "batas.gpkg"))
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


def test_overlap_is_refused_with_both_names_and_its_area(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    metres = base.to_crs(METRES)
    grown = metres.geometry.iloc[0].buffer(30)
    frame = with_row(metres, 1, geometry=grown)
    frame.to_file(tmp_path / "batas.gpkg")
    error = refused(tmp_path / "batas.gpkg")

    # The slow, obvious way: against each neighbour in turn.
    others = metres.geometry.iloc[1:]
    areas = [grown.intersection(other).area / 1e4 for other in others]
    told = {
        float(match.group(1).replace(",", "."))
        for problem in error.problems
        if (match := re.match(r"bertumpang tindih ([\d,]+) ha", problem.masalah))
    }
    assert told == {round(ha, 2) for ha in areas if ha > fit.SLIVER_HA}
    assert "baris 1, kolom kode, nilai '36.73.01.1001'" in str(error)
    assert "Rapikan batas bersama keduanya" in str(error)


def test_hole_between_kelurahan_is_refused_with_its_place(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    metres = base.to_crs(METRES)
    corner = metres.geometry.iloc[1].representative_point().buffer(100, quad_segs=1)  # 2 ha
    frame = with_row(metres, 2, geometry=metres.geometry.iloc[1].difference(corner))
    frame.to_file(tmp_path / "batas.gpkg")
    message = str(refused(tmp_path / "batas.gpkg"))

    assert "ada celah 2,00 ha di antara kelurahan; paling luas 1,00 ha" in message
    assert "Letaknya di sekitar bujur 106.1" in message
    assert "Rapatkan batas" in message


def test_gap_that_opens_to_the_rim_is_refused(base: gpd.GeoDataFrame, tmp_path: Path) -> None:
    metres = base.to_crs(METRES)
    apart = metres.set_geometry(metres.buffer(-4, join_style="mitre"), crs=METRES)
    apart.to_file(tmp_path / "batas.gpkg")
    assert "ada celah" in str(refused(tmp_path / "batas.gpkg"))


def test_land_missing_at_the_rim_is_refused_by_the_total_area(
    base: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    coast = shapely.box(106.0, -6.038, 106.3, -5.9)
    message = str(refused_frame(base.set_geometry(base.difference(coast)), tmp_path))
    assert "luas seluruhnya" in message
    assert "sekitar 266,31 km2" in message
