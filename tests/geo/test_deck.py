"""The map in the browser: every area and cluster with its own code and words, no other host, no
business on it, and light."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import duckdb
import pytest

from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views.clusters import read_product_clusters
from analysis.words import theme
from data import reference
from geo import deck, modes
from geo.labelled_map import LabelledMap, draw_map
from geo.ready import LEVELS
from tests.data.rows import Workspace

CHOSEN = Selection("2025-06", "36.73.02")
NOT_GIVEN = "__MAP_STYLE__"  # what pydeck writes where a caller said nothing
LIGHTEST = 60_000
"""Characters that the map of a first visit may take."""


def read_deck(drawn: LabelledMap, scheme: str = "light") -> dict[str, Any]:
    return json.loads(deck.write_deck(deck.make_deck(drawn, scheme)))  # type: ignore[no-any-return]


def layer(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = (part for part in found["layers"] if part["id"] == name)
    return one  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("mode", "level"),
    list(product((modes.CLUSTERS, modes.SHARE, modes.GAP, modes.ACHIEVED), LEVELS)),
)
def test_the_map_has_no_base_map_and_names_no_address(
    demo: Workspace, mode: str, level: str
) -> None:
    found = read_deck(draw_map(demo.publik, CHOSEN, mode, "lebar", level))
    assert found.get("mapProvider") is None
    assert found.get("mapStyle", NOT_GIVEN) == NOT_GIVEN
    assert "http" not in json.dumps(found)


def test_the_first_map_is_light(demo: Workspace) -> None:
    drawn = draw_map(demo.publik, Selection("2025-06"), modes.CLUSTERS, "lebar")
    assert len(drawn.marks) > 10
    assert len(deck.write_deck(deck.make_deck(drawn, "light"))) < LIGHTEST


@pytest.mark.parametrize("mode", [modes.CLUSTERS, modes.SHARE, modes.GAP, modes.ACHIEVED])
def test_each_area_is_drawn_once_with_its_code_colour_and_words(demo: Workspace, mode: str) -> None:
    drawn = draw_map(demo.publik, CHOSEN, mode, "lebar")
    features = layer(read_deck(drawn), deck.AREAS)["data"]["features"]
    shown = {area.shown.code: area.shown for area in drawn.areas}
    assert (
        [f["properties"]["kode"] for f in features]
        == list(shown)
        == list(reference.list_kecamatan())
    )
    for feature in features:
        said = shown[feature["properties"]["kode"]]
        assert feature["properties"]["judul"] == said.title
        colour = said.colour or theme.LAND["light"]
        assert feature["properties"]["isi"] == [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_no_colour_is_where_streamlit_would_dim_it(demo: Workspace) -> None:
    """What is not chosen keeps its colour: it stands a level below the one that is overridden."""
    found = read_deck(draw_map(demo.publik, CHOSEN, modes.CLUSTERS, "lebar"))
    for one in found["layers"]:
        if one.get("pickable"):
            assert "getFillColor" not in one
            assert "getColor" not in one
            assert "getFillColor" in json.dumps(one["_subLayerProps"])


def test_a_half_is_as_large_as_its_count_and_says_whose_it_is(demo: Workspace) -> None:
    for period in read_options(demo.publik).periode.values():
        found = read_product_clusters(demo.publik, Selection(period))
        drawn = draw_map(demo.publik, Selection(period), modes.CLUSTERS, "lebar")
        shapes = layer(read_deck(drawn), deck.MARKS)["data"]
        counts = []
        for cluster in found:
            pair = (cluster.online, cluster.offline)
            # Of a withheld answer the whole disc is as large as half of its makers twice.
            whole = cluster.online is None
            counts += [(cluster, cluster.n)] if whole else [(cluster, n) for n in pair]
        assert len(shapes) == len(counts)
        areas = [measure(shape["bentuk"]) for shape in shapes]
        unit = areas[0] / counts[0][1]
        for shape, area, (cluster, count) in zip(shapes, areas, counts, strict=True):
            assert shape["kode"] == cluster.code
            assert shape["judul"].startswith(f"{cluster.product}, {cluster.area}: ")
            assert area == pytest.approx(unit * count, rel=0.03, abs=unit)


def measure(corners: list[list[float]]) -> float:
    """Return the area of a polygon in square degrees."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def test_no_corner_stands_at_a_business(demo: Workspace) -> None:
    drawn = [
        draw_map(demo.publik, CHOSEN, modes.CLUSTERS, "lebar", level)
        for level in ("kecamatan", "kelurahan")
    ]
    with duckdb.connect(str(demo.identity), read_only=True) as identity:
        businesses = identity.sql("select distinct bujur, lintang from usaha").fetchall()
    forbidden = {(round(x, 5), round(y, 5)) for x, y in businesses if x is not None}
    assert len(forbidden) > 1000
    middles = {
        tuple(round(part, 5) for part in one.sheet.locate(mark.x, mark.y))
        for one in drawn
        for mark in one.marks
    }
    assert middles
    assert not middles & forbidden


def test_the_chosen_kecamatan_has_the_heavy_border_and_the_view_stays(demo: Workspace) -> None:
    chosen = read_deck(draw_map(demo.publik, CHOSEN, modes.CLUSTERS, "lebar"))
    whole = read_deck(draw_map(demo.publik, Selection("2022-06", CITY), modes.SHARE, "lebar"))
    assert len(layer(chosen, "dipilih")["data"]) == 1
    assert layer(whole, "dipilih")["data"] == []
    assert chosen["initialViewState"] == whole["initialViewState"]


def test_a_withheld_area_has_no_fill_a_dashed_border_and_its_sign(demo: Workspace) -> None:
    drawn = draw_map(demo.publik, Selection("1999-01"), modes.SHARE, "lebar")
    assert drawn.areas == ()
    silent = [
        draw_map(demo.publik, Selection(period, area), modes.SHARE, "lebar", "kelurahan")
        for period in read_options(demo.publik).periode.values()
        for area in reference.list_kecamatan()
    ]
    withheld = [(one, a) for one in silent for a in one.areas if a.shown.value is None]
    assert withheld
    for one, area in withheld:
        assert area.shown.colour == ""
        assert area.shown.text == "x"
        borders = layer(read_deck(one), "batas-x")
        assert borders["extensions"] == [{"@@type": "PathStyleExtension", "dash": True}]
        assert area.shown.text in {word["t"] for word in layer(read_deck(one), "nilai")["data"]}
