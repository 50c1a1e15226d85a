"""A point is held against the kelurahan that its row claims: near enough, or flagged."""

from __future__ import annotations

import json
from functools import cache

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
import shapely

from data import reference
from data.build.points import NEAR_METRES
from data.errors import SettingsError
from data.settings import Settings
from data.store.store import Store
from tests.data.rows import HEADINGS, Row, Workspace, findings, refusals, write_register
from tests.data.sent import Cells, Told, register, sends

BOUNDARIES = Settings().batas_kelurahan
EMPTY = b'{"type":"FeatureCollection","features":[]}'
GEOD = pyproj.Geod(ellps="WGS84")
INSIDE = (-6.1255, 106.16246)
TINGGAR = (-6.2071, 106.18385)
DIRECTIONS = {"north": 0, "east": 90, "south": 180, "west": 270}


@cache
def cipare() -> shapely.Geometry:
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    (shape,) = [f["geometry"] for f in features if "Cipare" in f["properties"].values()]
    return shapely.from_geojson(json.dumps(shape))


def outside(shape: shapely.Geometry, direction: str, metres: float) -> tuple[float, float]:
    """Return the point so far beyond a shape's outermost corner: nothing of it is nearer."""
    corners = shapely.get_coordinates(shape)
    axis, sign = {"north": (1, 1), "south": (1, -1), "east": (0, 1), "west": (0, -1)}[direction]
    x, y = max(corners, key=lambda corner: sign * corner[axis])
    east, north, _ = GEOD.fwd(x, y, DIRECTIONS[direction], metres)
    return north, east


def rows_at(*points: tuple[object, object]) -> list[Row]:
    """Return a business for each point, all said to lie in Cipare."""
    return [{"lintang": y, "bujur": x} for y, x in points]


def at(*points: tuple[object, object]) -> list[Cells]:
    return register(*rows_at(*points))


def flagged(store: Store | Told) -> list[bool]:
    """Return which of the businesses have a point that is flagged."""
    assert refusals(store) == [], "a point takes no business out of the count"
    told = store.query("select baris from temuan where aturan = 'titik_di_kelurahan'")["baris"]
    every = store.query("select baris from usaha order by baris")["baris"]
    return [number in set(told) for number in every]


def built(place: Workspace, *points: tuple[object, object]) -> Store:
    write_register(place.raw / "register.csv", rows_at(*points))
    return place.build()


def around() -> list[Cells]:
    """Return points at, within and beyond the distance, to each side."""
    steps = [0, NEAR_METRES * 0.98, NEAR_METRES * 1.02, 5_000]
    return at(INSIDE, *(outside(cipare(), to, metres) for to in DIRECTIONS for metres in steps))


@sends(around)
def test_half_a_kilometre_is_near_in_every_direction(told: Told) -> None:
    assert flagged(told) == [False, *[False, False, True, True] * 4]


@sends(lambda: at(("", ""), (TINGGAR[0], ""), ("", TINGGAR[1]), TINGGAR))
def test_row_without_a_whole_point_is_not_flagged(told: Told) -> None:
    assert flagged(told) == [False, False, False, True]


@sends(lambda: at(INSIDE[::-1], (0, 0), ("entah", 106.16), (-6.12, "106,16")))
def test_point_outside_the_country_is_emptied_and_not_judged_twice(told: Told) -> None:
    assert flagged(told) == [False] * 4
    rules = [(row, rule, level) for row, _, _, rule, level in findings(told)]
    assert rules == [
        (3, "batas", "peringatan"),
        (3, "batas", "peringatan"),
        (4, "batas", "peringatan"),
        (5, "jenis", "peringatan"),
    ]


@sends(lambda: at(TINGGAR))
def test_finding_names_both_places_and_not_the_point(told: Told) -> None:
    assert flagged(told) == [True]
    (said,) = told.query("from temuan").to_dict("records")
    assert said["seharusnya"] == "di dalam atau dekat Cipare; titik ini paling dekat ke Tinggar"
    assert said["judul"] == "Lintang" and said["posisi"] == list(HEADINGS).index("lintang") + 1
    assert pd.isna(said["nilai"]) and "6.2071" not in str(said)


def projects() -> str:
    """Return one project inside and one far away."""
    heading = "id_proyek;nib;uraian_skala_usaha;kecamatan_usaha;kelurahan_usaha;latitude;longitude"
    rows = [f"P{n};{n:013};Usaha Mikro;Serang;Cipare" for n in (1, 2)]
    lines = [f"{row};{y};{x}" for row, (y, x) in zip(rows, [INSIDE, TINGGAR], strict=True)]
    return "\n".join([heading, *lines, ""])


@sends(projects)
def test_points_of_projects_are_judged_too(told: Told) -> None:
    assert findings(told) == [(3, "lintang", None, "titik_di_kelurahan", "peringatan")]


@sends(lambda: register({"lintang": TINGGAR[0], "bujur": TINGGAR[1], "skala": "?"}, {}))
def test_refused_row_says_nothing_of_its_point(told: Told) -> None:
    assert [finding[3] for finding in findings(told)] == ["nilai_dikenal"]


def test_office_s_own_boundaries_decide_whatever_their_format_system_and_codes(
    workspace: Workspace,
) -> None:
    shapes = gpd.read_file(BOUNDARIES)
    codes = pd.read_csv(reference.find_path("wilayah"), dtype=str).set_index("kode_kemendagri")
    shapes["KODE"] = shapes["kode_kemendagri"].map(codes["kode_bps"])
    # Everything lies a degree farther east, so that the usual points are far away.
    moved = shapes[["KODE", "geometry"]].assign(geometry=shapes.translate(1, 0))
    moved.set_crs(4326, allow_override=True).to_crs(32748).to_file(workspace.folder / "resmi.gpkg")
    east = (INSIDE[0], INSIDE[1] + 1)
    assert flagged(built(workspace, INSIDE, east)) == [False, True]
    _use(workspace, "resmi.gpkg")
    assert flagged(built(workspace, INSIDE, east)) == [True, False]


@pytest.mark.parametrize(
    "content", [None, b"bukan peta", b'{"type":"FeatureCollection","features":[]}']
)
def test_boundaries_that_cannot_be_used_are_named_with_the_setting(
    workspace: Workspace, content: bytes | None
) -> None:
    path = workspace.folder / "rusak.geojson"
    if content is not None:
        path.write_bytes(content)
    _use(workspace, path.name)
    with pytest.raises(SettingsError, match=r"rusak\.geojson.*batas_kelurahan"):
        built(workspace, INSIDE)


def _use(workspace: Workspace, name: str) -> None:
    text = workspace.toml.read_text(encoding="utf-8")
    workspace.toml.write_text(f'{text}batas_kelurahan = "{name}"\n', encoding="utf-8")
