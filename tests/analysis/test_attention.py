"""What stands out and what to do next: each line is worked out from published values."""

from __future__ import annotations

import math
import re
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.definitions.selection import CITY, Selection
from analysis.views import next_steps, summary_html
from analysis.views.attention import find_shortfall, list_attention
from analysis.views.clusters import read_product_clusters
from analysis.views.freshness import Freshness
from analysis.views.next_steps import list_adoption_steps, list_next_steps
from analysis.views.quality import list_quality
from analysis.views.scorecard import make_scorecard
from analysis.views.view import ProductCluster
from analysis.words import theme
from data import reference
from tests.analysis.summary_cells import KASEMEN, NEWEST, choices, cube, words
from tests.data.rows import Workspace


def test_the_largest_shortfall_in_businesses_is_worked_out_from_the_published_counts(
    demo: Workspace,
) -> None:
    found = find_shortfall(demo.publik, Selection(NEWEST))
    cell = demo.publik.query_rows(
        "select pembilang, penyebut, nilai from sel where indikator = 'proporsi_nib' "
        "and dimensi = '' and sumber = 'register' and kode_wilayah = '36.73' and periode = ?",
        [NEWEST],
    )[0]
    lacking = math.ceil(0.60 * cell["penyebut"] - cell["pembilang"])
    assert found is not None
    assert found.title == f"NIB: kurang {theme.number(lacking)} usaha dari target."
    assert found.values == (cell["nilai"], 60.0)
    by_area = demo.publik.query_rows(
        "select kode_wilayah, pembilang, penyebut from sel where indikator = 'proporsi_nib' "
        "and dimensi = '' and sumber = 'register' and tingkat = 'kecamatan' and periode = ?",
        [NEWEST],
    )
    short = {
        reference.list_kecamatan()[r["kode_wilayah"]]: math.ceil(
            0.6 * r["penyebut"] - r["pembilang"]
        )
        for r in by_area
    }
    most = max(short, key=lambda name: short[name])
    said = f"Terbanyak di Kecamatan {most}: kurang {theme.number(short[most])} usaha."
    assert found.text.endswith(said)


def test_the_weakest_kecamatan_is_named_with_its_lowest_products(demo: Workspace) -> None:
    known = cube(demo.publik)
    shares = {
        code: known["berusaha_daring", NEWEST, code, ""][0] for code in reference.list_kecamatan()
    }
    weakest = min(shares, key=lambda code: shares[code] or 0.0)
    lines = list_attention(demo.publik, Selection(NEWEST))
    line = next(line for line in lines if line.link.startswith("wilayah"))
    name = reference.list_kecamatan()[weakest]
    assert line.title.startswith(f"{name} tertinggal")
    assert line.link_text == f"Buka {name}"
    clusters = read_product_clusters(demo.publik, Selection(NEWEST, weakest))
    values = sorted(c.value for c in clusters if c.value is not None)[:2]
    assert line.values == (shares[weakest], *values)
    for value in values:
        assert theme.quantity(value, "persen") in line.text


def test_no_choice_has_more_than_three_lines_and_each_leads_on(demo: Workspace) -> None:
    for chosen in choices(demo.publik):
        lines = list_attention(demo.publik, chosen)
        assert len(lines) <= 3
        for line in lines:
            assert line.values and line.link and line.link_text
            assert not re.search(r"\b(naik|turun)\b", line.title + line.text)


@pytest.mark.parametrize(
    ("days", "cycle", "stale"),
    [(366, 12, True), (365, 12, False), (900, None, False), (None, 12, False), (93, 3, True)],
)
def test_a_figure_is_stale_when_the_next_one_is_due(
    days: int | None, cycle: int | None, stale: bool
) -> None:
    assert Freshness("2025-06", days, cycle).stale is stale


def test_an_earlier_period_is_old_by_choice_and_not_stale(demo: Workspace) -> None:
    now, then = (make_scorecard(demo.publik, Selection(p)) for p in (NEWEST, "2023-06"))
    age = demo.publik.query_rows(
        "select nilai from sel where indikator = 'kesegaran' and periode = ?", [NEWEST]
    )[0]["nilai"]
    assert now.all_stale is (age > 365)
    assert not any(found.stale for found in then.rows)
    assert list_quality(demo.publik, Selection("2023-06"))[0] == (
        "Periode yang dipilih: Juni 2023."
    )


# What to do next ---------------------------------------------------------------------------------


def test_the_next_steps_of_a_kecamatan_are_its_largest_shortfall_and_least_online_product(
    demo: Workspace,
) -> None:
    for periode, code in product(("2023-06", NEWEST), reference.list_kecamatan()):
        chosen = Selection(periode, code)
        steps = list_next_steps(demo.publik, chosen)
        shortfall = find_shortfall(demo.publik, chosen)
        assert steps[:1] == ((shortfall,) if shortfall else ())
        known = [c for c in read_product_clusters(demo.publik, chosen) if c.value is not None]
        if not known:
            continue
        least = min(known, key=lambda cluster: cluster.value or 0.0)
        assert least.answered is not None and least.online is not None
        said = steps[-1]
        assert said.title == (
            f"{least.product}: {least.answered - least.online} dari {least.answered} pembuat "
            "belum berjualan daring."
        )
        assert said.values == (least.value, least.answered - least.online)
        assert least.share in said.text
        assert ("yang terbit" in said.text) == (
            len(known) > 1 and len(known) < len(read_product_clusters(demo.publik, chosen))
        )
        query = parse_qs(urlsplit(said.link).query)
        assert urlsplit(said.link).path == "klaster"
        assert query["produk"] == [least.product]
        assert query["kecamatan"] == [reference.list_kecamatan()[code]]
        markup = summary_html.render_next_steps(steps)
        assert words(markup).startswith("Langkah berikut.")
        assert markup.count("<a href=") == len(steps)


def cluster(product: str, online: int | None, answered: int | None) -> ProductCluster:
    share = "x" if online is None or answered is None else f"{100 * online // answered} %"
    return ProductCluster("36.73.02", "Kasemen", product, product, 50, online, answered, share)


@pytest.mark.parametrize(
    ("clusters", "title"),
    [
        ((cluster("Emping", 10, 40), cluster("Tahu", 5, 20)), "Emping dan tahu: 45 dari 60"),
        ((cluster("Emping", 10, 40), cluster("Tahu", None, None)), "Emping: 30 dari 40"),
        ((cluster("Emping", 40, 40),), None),
        ((cluster("Tahu", None, None),), None),
        ((), None),
    ],
)
def test_equal_products_are_named_together_and_a_withheld_one_never(
    demo: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    clusters: tuple[ProductCluster, ...],
    title: str | None,
) -> None:
    monkeypatch.setattr(next_steps, "read_product_clusters", lambda *_: list(clusters))
    found = next_steps.find_least_product(demo.publik, KASEMEN)
    assert (found.title if found else None) == (
        f"{title} pembuat belum berjualan daring." if title else None
    )


def test_where_no_rule_finds_anything_a_sentence_says_so() -> None:
    assert "Tidak ada." in summary_html.render_next_steps([], "Tidak ada.")
    assert "Langkah" not in summary_html.render_next_steps([])


def test_the_steps_of_adoption_are_worked_out_from_the_cube(demo: Workspace) -> None:
    rows = demo.publik.query_rows(
        "select kode_wilayah, pembilang, penyebut from sel where indikator = 'berusaha_daring' "
        "and dimensi = '' and sumber = 'register' and tingkat = 'kecamatan' and periode = ?",
        [NEWEST],
    )
    offline = {r["kode_wilayah"]: r["penyebut"] - r["pembilang"] for r in rows}
    most = max(offline, key=lambda code: offline[code])
    first, second = list_adoption_steps(demo.publik, Selection(NEWEST))
    name, count = reference.list_kecamatan()[most], theme.number(offline[most])
    assert first.title.startswith(f"{name}: {count} dari ")
    assert first.title.endswith("belum berjualan daring, terbanyak dari semua kecamatan.")
    steps = demo.publik.query_rows(
        "select kategori, pembilang, nilai from sel where indikator = 'tangga_digital' "
        "and kategori != '0_1' and sumber = 'register' and kode_wilayah = '36.73' and periode = ?",
        [NEWEST],
    )
    fullest = max(steps, key=lambda r: r["nilai"])
    assert second.values == (fullest["nilai"], fullest["pembilang"])
    assert theme.number(fullest["pembilang"]) in second.title
    (own, _) = list_adoption_steps(demo.publik, KASEMEN)
    assert own.title.startswith(f"Kasemen: {theme.number(offline['36.73.02'])} dari ")


def test_steps_where_little_is_published_name_no_withheld_value(thin: Workspace) -> None:
    hidden = {
        r["kode_wilayah"]
        for r in thin.publik.query_rows(
            "select kode_wilayah from sel where indikator = 'berusaha_daring' and dimensi = '' "
            "and sumber = 'register' and tanda = 'x' and periode = ?",
            [NEWEST],
        )
    }
    for code in (CITY, *reference.list_kecamatan()):
        for line in list_adoption_steps(thin.publik, Selection(NEWEST, code)):
            named = {
                c for c, name in reference.list_kecamatan().items() if f"{name}:" in line.title
            }
            assert not named & hidden
        for line in list_next_steps(thin.publik, Selection(NEWEST, code)):
            assert not math.isnan(sum(line.values))
