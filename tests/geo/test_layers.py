"""The map: every code has its shade, no other host is asked, and no business is on it."""

from __future__ import annotations

import json
from itertools import product

import duckdb
import pydeck as pdk
import pytest

from analysis.definitions.selection import CITY, Selection
from analysis.views import views
from analysis.views.clusters import read_clusters
from analysis.words import theme
from data import reference
from geo import layers
from tests.data.rows import Workspace

CHOSEN = Selection("2025-06")
LEVELS = ("kecamatan", "kelurahan")
NOT_GIVEN = "__MAP_STYLE__"  # what pydeck writes where a caller said nothing
CODES = {"kecamatan": reference.kecamatan, "kelurahan": reference.kelurahan}


def layer(deck: pdk.Deck, name: str) -> dict[str, object]:
    (found,) = (part for part in json.loads(deck.to_json())["layers"] if part["id"] == name)
    return found


def areas(demo: Workspace, level: str, chosen: Selection = CHOSEN) -> list[dict[str, object]]:
    """Return the properties of the map's areas in the order of their codes."""
    found = layer(layers.make_deck(demo.publik, chosen, level, "light"), layers.AREAS)
    return [feature["properties"] for feature in found["data"]["features"]]


def rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


@pytest.mark.parametrize("level", LEVELS)
def test_the_map_has_no_base_map_and_names_no_address(demo: Workspace, level: str) -> None:
    text = layers.make_deck(demo.publik, CHOSEN, level, "light").to_json()
    deck = json.loads(text)
    assert deck.get("mapProvider") is None
    assert deck.get("mapStyle", NOT_GIVEN) == NOT_GIVEN
    assert "http" not in text


@pytest.mark.parametrize("level", LEVELS)
def test_every_code_of_the_level_is_joined_with_its_value(demo: Workspace, level: str) -> None:
    rows = {
        r.code: r for r in views.view_by_area(demo.publik, "berusaha_daring", level, CHOSEN).rows
    }
    assert set(layers.read_shapes(level)) == set(rows) == set(CODES[level]())
    drawn = dict(zip(layers.read_shapes(level), areas(demo, level), strict=True))
    for code, area in drawn.items():
        assert area["judul"] == CODES[level]()[code]
        assert area["teks"].startswith(f"{rows[code].text} (sintetis) berjualan daring")
        assert area["isi"] == rgb(layers.shade(rows[code].value))


@pytest.mark.parametrize("level", LEVELS)
def test_a_code_without_a_value_is_grey_and_says_no_number(demo: Workspace, level: str) -> None:
    drawn = areas(demo, level, Selection("1999-01"))
    assert len(drawn) == len(CODES[level]())
    assert {tuple(area["isi"]) for area in drawn} == {tuple(rgb(theme.NOTHING))}
    assert {area["teks"] for area in drawn} == {""}


def test_an_area_names_the_kecamatan_that_a_click_chooses(demo: Workspace) -> None:
    for level in LEVELS:
        assert {area["kode"] for area in areas(demo, level)} == set(reference.kecamatan())


@pytest.mark.parametrize(
    ("value", "step"), [(0.0, 0), (29.9, 0), (30.0, 1), (45.0, 2), (60.0, 4), (100.0, 4)]
)
def test_the_shade_changes_at_the_cuts(value: float, step: int) -> None:
    assert layers.shade(value) == theme.STEPS[step]


def test_a_share_that_is_not_known_is_grey() -> None:
    assert layers.shade(None) == theme.NOTHING


def test_the_legend_names_every_shade_and_the_grey() -> None:
    colours, words = zip(*layers.make_legend(), strict=True)
    assert colours == (*theme.STEPS, theme.NOTHING)
    assert words[0] == "di bawah 30 %"
    assert words[-2:] == ("60 % ke atas", "tidak ada nilai atau dirahasiakan")


def places(code: str) -> set[tuple[float, float]]:
    """Return where a kelurahan's marks may stand: its label point, and steps beside it."""
    label = layers.read_shapes("kelurahan")[code]["properties"]
    step = layers.SPREAD_DEGREES
    return {
        (round(label["label_lon"] + step * right, 6), round(label["label_lat"] - step * down, 6))
        for right, down in product((0, 1), (0, 0.5, 1, 1.5, 2, 2.5))
    }


def test_a_cluster_stands_at_its_kelurahans_label_point_and_never_at_a_business(
    demo: Workspace,
) -> None:
    found = read_clusters(demo.publik, CHOSEN)
    deck = layers.make_deck(demo.publik, CHOSEN, "kecamatan", "light")
    with duckdb.connect(str(demo.identity), read_only=True) as identity:
        businesses = identity.sql("select distinct bujur, lintang from usaha").fetchall()
    forbidden = {(round(x, 6), round(y, 6)) for x, y in businesses if x is not None}
    assert len(forbidden) > 1000
    for name in (layers.ALL_MAKERS, layers.ONLINE_MAKERS):
        points = layer(deck, name)["data"]
        assert len(points) == len(found) > 0
        for cluster, point in zip(found, points, strict=True):
            place = tuple(round(number, 6) for number in point["posisi"])
            assert place in places(cluster.kode_kelurahan)
            assert place not in forbidden


def test_no_two_marks_stand_at_the_same_place(demo: Workspace) -> None:
    points = layer(layers.make_deck(demo.publik, CHOSEN, "kecamatan", "light"), layers.ALL_MAKERS)
    places_taken = [tuple(point["posisi"]) for point in points["data"]]
    assert len(places_taken) == len(set(places_taken))


def test_a_discs_area_is_its_count_and_a_withheld_answer_draws_no_inner_disc(
    demo: Workspace,
) -> None:
    found = read_clusters(demo.publik, CHOSEN)
    points = layer(layers.make_deck(demo.publik, CHOSEN, "kecamatan", "light"), layers.ALL_MAKERS)
    ratio = layers.METRES_PER_MAKER**2
    for cluster, point in zip(found, points["data"], strict=True):
        assert point["jari"] ** 2 == pytest.approx(ratio * cluster.n)
        assert point["jari_daring"] ** 2 == pytest.approx(ratio * (cluster.daring or 0))
        hidden = cluster.daring is None
        assert point["warna"] == rgb(theme.NOTHING if hidden else theme.OFFLINE["light"])
        assert ("dirahasiakan" if hidden else cluster.share) in point["teks"]
    assert any(cluster.daring is None for cluster in found)


def test_the_chosen_kecamatan_has_the_heavy_border_and_the_view(demo: Workspace) -> None:
    deck = layers.make_deck(demo.publik, Selection("2025-06", "36.73.02"), "kecamatan", "dark")
    outline = layer(deck, layers.OUTLINE)
    widths = [f["properties"]["lebar"] for f in outline["data"]["features"]]
    assert widths == [4 if code == "36.73.02" else 1 for code in layers.read_shapes("kecamatan")]
    label = layers.read_shapes("kecamatan")["36.73.02"]["properties"]
    assert deck.initial_view_state.longitude == label["label_lon"]


def test_the_whole_city_has_no_heavy_border(demo: Workspace) -> None:
    deck = layers.make_deck(demo.publik, Selection("2025-06", CITY), "kecamatan", "light")
    widths = {f["properties"]["lebar"] for f in layer(deck, layers.OUTLINE)["data"]["features"]}
    assert widths == {1}
