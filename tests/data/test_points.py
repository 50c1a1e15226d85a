"""A point is held against the kelurahan that its row claims: near enough, or flagged."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
import shapely

from data import reference
from data.errors import SettingsError
from data.points import NEAR_METRES
from data.settings import Settings
from tests.data.rows import FIRST_ROW, HEADINGS, Row, Workspace, findings, refusals, write_register

BOUNDARIES = Settings().batas_kelurahan
EMPTY = b'{"type":"FeatureCollection","features":[]}'
GEOD = pyproj.Geod(ellps="WGS84")
INSIDE = (-6.1255, 106.16246)
TINGGAR = (-6.2071, 106.18385)
DIRECTIONS = {"north": 0, "east": 90, "south": 180, "west": 270}


@pytest.fixture(scope="module")
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


def flagged(place: Workspace, points: list[tuple[object, object]], **cells: object) -> list[bool]:
    """Return which of the points, all said to lie in Cipare, are flagged."""
    rows: list[Row] = [{"lintang": y, "bujur": x} | cells for y, x in points]
    write_register(place.raw / "register.csv", rows)
    store = place.build()
    assert refusals(store) == [], "a point takes no business out of the count"
    told = store.query("select baris from temuan where aturan = 'titik_di_kelurahan'")["baris"]
    return [number in set(told) for number in range(FIRST_ROW, FIRST_ROW + len(points))]


def test_half_a_kilometre_is_near_in_every_direction(
    workspace: Workspace, cipare: shapely.Geometry
) -> None:
    steps = [0, NEAR_METRES * 0.98, NEAR_METRES * 1.02, 5_000]
    points = [outside(cipare, to, metres) for to in DIRECTIONS for metres in steps]
    assert flagged(workspace, [INSIDE, *points]) == [False, *[False, False, True, True] * 4]


def test_row_without_a_whole_point_is_not_flagged(workspace: Workspace) -> None:
    far = TINGGAR
    points: list[tuple[object, object]] = [("", ""), (far[0], ""), ("", far[1]), far]
    assert flagged(workspace, points) == [False, False, False, True]


def test_point_outside_the_country_is_emptied_and_not_judged_twice(workspace: Workspace) -> None:
    swapped, zero = INSIDE[::-1], (0, 0)
    assert flagged(workspace, [swapped, zero, ("entah", 106.16), (-6.12, "106,16")]) == [False] * 4
    rules = [(row, rule, level) for row, _, _, rule, level in findings(workspace.gudang)]
    assert rules == [
        (3, "batas", "peringatan"),
        (3, "batas", "peringatan"),
        (4, "batas", "peringatan"),
        (5, "jenis", "peringatan"),
    ]


def test_finding_names_both_places_and_not_the_point(workspace: Workspace) -> None:
    assert flagged(workspace, [TINGGAR]) == [True]
    (told,) = workspace.gudang.query("from temuan").to_dict("records")
    assert told["seharusnya"] == "di dalam atau dekat Cipare; titik ini paling dekat ke Tinggar"
    assert told["judul"] == "Lintang" and told["posisi"] == list(HEADINGS).index("lintang") + 1
    assert pd.isna(told["nilai"]) and "6.2071" not in str(told)


def test_points_of_projects_are_judged_too(workspace: Workspace) -> None:
    heading = "id_proyek;nib;uraian_skala_usaha;kecamatan_usaha;kelurahan_usaha;latitude;longitude"
    rows = [f"P{n};{n:013};Usaha Mikro;Serang;Cipare" for n in (1, 2)]
    lines = [f"{row};{y};{x}" for row, (y, x) in zip(rows, [INSIDE, TINGGAR], strict=True)]
    (workspace.raw / "oss.csv").write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    assert findings(workspace.build()) == [(3, "lintang", None, "titik_di_kelurahan", "peringatan")]


def test_refused_row_says_nothing_of_its_point(workspace: Workspace) -> None:
    rows: list[Row] = [{"lintang": TINGGAR[0], "bujur": TINGGAR[1], "skala": "?"}, {}]
    write_register(workspace.raw / "register.csv", rows)
    assert [finding[3] for finding in findings(workspace.build())] == ["nilai_dikenal"]


def test_office_s_own_boundaries_decide_whatever_their_format_system_and_codes(
    workspace: Workspace,
) -> None:
    shapes = gpd.read_file(BOUNDARIES)
    codes = pd.read_csv(reference.path("wilayah"), dtype=str).set_index("kode_kemendagri")
    shapes["KODE"] = shapes["kode_kemendagri"].map(codes["kode_bps"])
    # Everything lies a degree farther east, so that the usual points are far away.
    moved = shapes[["KODE", "geometry"]].assign(geometry=shapes.translate(1, 0))
    moved.set_crs(4326, allow_override=True).to_crs(32748).to_file(workspace.folder / "resmi.gpkg")
    assert flagged(workspace, [INSIDE]) == [False]
    _use(workspace, "resmi.gpkg")
    east = (INSIDE[0], INSIDE[1] + 1)
    assert flagged(workspace, [INSIDE, east]) == [True, False]


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
        flagged(workspace, [INSIDE])


def _use(workspace: Workspace, name: str) -> None:
    text = workspace.toml.read_text(encoding="utf-8")
    workspace.toml.write_text(f'{text}batas_kelurahan = "{name}"\n', encoding="utf-8")
