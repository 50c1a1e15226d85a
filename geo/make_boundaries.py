"""Make the shipped boundaries from their corner points, and prove that they fit.

    python -m geo.make_boundaries

Reads the city's ``batas_umum.csv`` (one row per corner of a kelurahan, rings not closed; BPS /
OCHA COD-AB 2020, CC BY 3.0 IGO, generalised: borders lie within 170 m of that source) and writes
``kelurahan.geojson`` and ``kecamatan.geojson`` beside it. The same input gives the same bytes.
Nothing is written unless every check holds.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data.settings import CITY_FOLDER
from geo import METRES, WGS84
from geo.boundaries import read_wilayah

CORNERS = CITY_FOLDER / "batas_umum.csv"
DECIMALS = 4  # about 11 m; enough for an area on a screen, too coarse to settle a border

EXPECTED = {"kelurahan": 67, "kecamatan": 6}
AREA_KM2 = 264.7  # of the source before it was generalised, in EPSG:32748
AREA_TOLERANCE = 0.01

Point = tuple[float, float]


class ProofError(Exception):
    """The corner points do not make the boundaries that they should; says what and how much."""


def read_rings(path: Path) -> dict[str, list[Point]]:
    """Return the corners of each kelurahan (longitude, latitude) in order, ring not closed."""
    rings: dict[str, list[Point]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            ring = rings.setdefault(row["kode_kemendagri"], [])
            if int(row["urutan"]) != len(ring):
                raise ProofError(f"{path.name}, line {line}: expected corner {len(ring)}")
            ring.append((float(row["lon"]), float(row["lat"])))
    return rings


def make_kelurahan(rings: dict[str, list[Point]]) -> gpd.GeoSeries:
    """Return one polygon per kelurahan, by code."""
    # Rounding made two corners of a ring into one here and there; the second adds nothing.
    shapes = {
        code: shapely.remove_repeated_points(shapely.Polygon(ring))
        for code, ring in sorted(rings.items())
    }
    return _make_canonical(gpd.GeoSeries(shapes, crs=WGS84))


def make_kecamatan(kelurahan: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return one polygon per kecamatan, by code: the union of its kelurahan."""
    parent = read_wilayah("kelurahan")["kode_induk"].reindex(kelurahan.index)
    unions = {
        code: shapely.coverage_union_all(group.to_numpy())
        for code, group in kelurahan.groupby(parent.to_numpy())
    }
    return _make_canonical(gpd.GeoSeries(unions, crs=WGS84))


def _make_canonical(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the shapes with a fixed first corner, exterior counter-clockwise (RFC 7946)."""
    turned = shapely.orient_polygons(shapely.normalize(shapes.to_numpy()))
    return gpd.GeoSeries(turned, index=shapes.index, crs=shapes.crs)


def prove(kelurahan: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[str]]:
    """Return the kecamatan, and one sentence per thing that holds at both levels.

    Raises ProofError with all that does not hold. Kelurahan go first: kecamatan cannot be made
    from kelurahan that do not fit.
    """
    proved = _require(_list_claims_of_level("kelurahan", kelurahan))
    kecamatan = make_kecamatan(kelurahan)
    proved += _require(_list_claims_of_level("kecamatan", kecamatan))
    proved += _require(_list_claims_of_city(kelurahan, kecamatan))
    return kecamatan, proved


def _require(claims: list[tuple[bool, str]]) -> list[str]:
    failed = [claim for holds, claim in claims if not holds]
    if failed:
        raise ProofError("does not hold:\n- " + "\n- ".join(failed))
    return [claim for _, claim in claims]


def _list_claims_of_level(name: str, shapes: gpd.GeoSeries) -> list[tuple[bool, str]]:
    array = shapes.to_numpy()
    expected_codes = list(read_wilayah(name).index)
    count, expected = len(shapes), EXPECTED[name]
    valid = int(shapely.is_valid(array).sum())
    whole = sum(shape.geom_type == "Polygon" and not shape.interiors for shape in array)
    unclean = int((~shapely.is_empty(shapely.coverage_invalid_edges(array))).sum())
    turned = sum(shapely.is_ccw(part.exterior) for part in shapely.get_parts(array))
    return [
        (count == expected, f"{count} of {expected} {name}"),
        (list(shapes.index) == expected_codes, f"{name} codes equal wilayah.csv"),
        (valid == count, f"{valid} of {count} {name} valid"),
        (whole == count, f"{whole} of {count} {name} in one part without a hole"),
        (turned == count, f"{turned} of {count} {name} counter-clockwise"),
        (
            bool(shapely.coverage_is_valid(array)),
            f"{name} coverage valid, {unclean} with an edge that does not match",
        ),
    ]


def _list_claims_of_city(
    kelurahan: gpd.GeoSeries, kecamatan: gpd.GeoSeries
) -> list[tuple[bool, str]]:
    city = shapely.union_all(kelurahan.to_numpy())
    holes = sum(len(part.interiors) for part in shapely.get_parts(city))
    parts = len(shapely.get_parts(city))
    metres = kelurahan.to_crs(METRES)
    area = float(metres.area.sum()) / 1e6
    union_area = float(shapely.area(shapely.union_all(metres.to_numpy()))) / 1e6
    parent = read_wilayah("kelurahan")["kode_induk"].reindex(kelurahan.index).to_numpy()
    # A second way to the union: the general overlay, not the one that trusts the shared corners.
    apart = sum(
        shape.symmetric_difference(shapely.union_all(kelurahan[parent == code].to_numpy())).area
        for code, shape in kecamatan.items()
    )
    decimals = shapely.get_coordinates(kelurahan.to_numpy())
    rounded = bool((decimals == decimals.round(DECIMALS)).all())
    return [
        (
            abs(area / AREA_KM2 - 1) <= AREA_TOLERANCE,
            f"area {area:.3f} km2 in EPSG:{METRES}, {100 * (area / AREA_KM2 - 1):+.2f} % of "
            f"{AREA_KM2} km2",
        ),
        (
            abs(area - union_area) < 1e-6,
            f"sum of areas and area of the union differ by {1e6 * abs(area - union_area):.1f} m2",
        ),
        (parts == 1 and holes == 0, f"city in {parts} part with {holes} holes"),
        (apart == 0, f"kecamatan differ from the union of their kelurahan by {apart} degree2"),
        (rounded, f"all corners have at most {DECIMALS} decimals"),
    ]


def to_geojson(tingkat: str, shapes: gpd.GeoSeries) -> str:
    """Return a FeatureCollection, one feature a line, so that a change shows in a diff."""
    areas = read_wilayah(tingkat)
    lines = ",\n".join(_write_feature(areas.loc[code], shape) for code, shape in shapes.items())
    return '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"


def _write_feature(area: pd.Series, shape: shapely.Polygon) -> str:
    names = ("kode_bps", "nama", "kode_induk", "kecamatan")
    feature = {
        "type": "Feature",
        "properties": {"kode_kemendagri": area.name} | {name: area[name] for name in names},
        "geometry": {"type": "Polygon", "coordinates": [list(shape.exterior.coords)]},
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def make() -> tuple[dict[Path, bytes], list[str]]:
    """Return the content of each file to write, and what was proved about it."""
    kelurahan = make_kelurahan(read_rings(CORNERS))
    kecamatan, proved = prove(kelurahan)
    files = {
        CITY_FOLDER / f"{tingkat}.geojson": to_geojson(tingkat, shapes).encode()
        for tingkat, shapes in (("kelurahan", kelurahan), ("kecamatan", kecamatan))
    }
    return files, proved


def main() -> None:
    try:
        files, proved = make()
    except ProofError as error:
        sys.exit(str(error))
    print("Proved:")
    for sentence in proved:
        print(f"- {sentence}")
    for path, content in files.items():
        path.write_bytes(content)
        print(f"Wrote {path.name}, {len(content):,} bytes")


if __name__ == "__main__":
    main()
