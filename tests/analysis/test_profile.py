"""The page of a kecamatan, and what stands where little is published."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.definitions.selection import CITY, Selection
from analysis.views import summary_html
from analysis.views.clusters import read_product_clusters
from analysis.views.headline import make_headline
from analysis.views.matrix import make_matrix
from analysis.views.profile import make_profile
from analysis.views.scorecard import make_scorecard
from analysis.views.view import Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data import reference
from tests.analysis.summary_cells import NEWEST, check_cells, choices, cube
from tests.data.rows import Workspace


def test_a_products_bar_is_as_long_as_its_makers_are_many(demo: Workspace) -> None:
    for code in reference.list_kecamatan():
        chosen = Selection(NEWEST, code)
        clusters = read_product_clusters(demo.publik, chosen)
        found = make_profile(demo.publik, chosen)
        assert list(found.products) == clusters
        longest = max(cluster.n for cluster in clusters)
        markup = summary_html.render_products(found)
        drawn = re.findall(r'class="du-belah"[^>]*width:([\d.]+)%">(.*?)</span>', markup)
        for (width, parts), cluster in zip(drawn, clusters, strict=True):
            assert float(width) == pytest.approx(100 * cluster.n / longest, abs=0.06)
            shares = [int(share) for share in re.findall(r"flex:(\d+)", parts)]
            counts = [cluster.online, cluster.offline, cluster.unknown]
            known = [count for number, count in enumerate(counts) if count or number < 2]
            assert shares == (known if cluster.online is not None else [1])


def test_a_kecamatans_gaps_and_ranks_are_worked_out_from_the_cube(demo: Workspace) -> None:
    known = cube(demo.publik)
    for code in reference.list_kecamatan():
        for found in make_profile(demo.publik, Selection(NEWEST, code)).rows:
            kode = found.found.entry.kode
            mine, city = (known[kode, NEWEST, area, ""][0] for area in (code, CITY))
            if mine is None or found.found.entry.satuan == "usaha":
                assert (found.gap.difference, found.place) == (None, None)
                continue
            assert city is not None
            others = [known[kode, NEWEST, area, ""][0] for area in reference.list_kecamatan()]
            shown = [value for value in others if value is not None]
            assert found.gap.difference == mine - city
            assert found.place == (1 + sum(value > mine for value in shown), len(shown))


def test_where_little_is_published_sentences_stand_for_what_is_missing(thin: Workspace) -> None:
    known = cube(thin.publik)
    for chosen in choices(thin.publik):
        first = make_headline(thin.publik, chosen).first
        value, sign = known["berusaha_daring", chosen.periode, chosen.wilayah, chosen.skala]
        if value is None:
            assert f"{theme.SIGNS[sign]} ({sign})" in first
        assert "target belum" not in first
        check_cells(make_matrix(thin.publik, chosen), known)
        card = summary_html.render_scorecard(make_scorecard(thin.publik, chosen))
        assert "Belum ada target untuk pilihan ini." in card
        assert "du-cip" not in card


def test_a_kecamatan_without_a_cluster_says_so(thin: Workspace) -> None:
    for code in reference.list_kecamatan():
        found = make_profile(thin.publik, Selection(NEWEST, code))
        markup = summary_html.render_products(replace(found, products=()))
        assert "Belum ada klaster produk yang cukup besar" in markup
        assert "<table" not in markup
        shown = read_product_clusters(thin.publik, Selection(NEWEST, code))
        assert ("<table" in summary_html.render_products(found)) == bool(shown)


def test_a_table_of_nothing_but_signs_is_a_sentence(demo: Workspace) -> None:
    full = make_matrix(demo.publik, Selection(NEWEST))
    hidden = tuple(
        replace(
            row, cells=tuple(replace(c, row=Row("", "", None, "x", sign="x")) for c in row.cells)
        )
        for row in full.rows
    )
    markup = summary_html.render_matrix(replace(full, rows=hidden))
    assert "<table" not in markup
    assert "Belum ada nilai yang dapat diterbitkan menurut kecamatan" in markup
    assert f"x = {theme.SIGNS['x']}" in markup
    view = view_by_area(demo.publik, "berusaha_daring", "kecamatan", Selection(NEWEST))
    none = replace(view, rows=tuple(replace(row, value=None, sign="x") for row in view.rows))
    assert "Belum ada nilai kecamatan yang dapat diterbitkan." in summary_html.render_map_heading(
        none
    )
    assert "<table" not in summary_html.render_shares(none, "Kanal daring")
