"""What is said of product clusters together, and that every number drawn is the cube's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import chart_html, charts_clusters, products
from analysis.views.clusters import read_product_clusters
from analysis.views.links import write_area_name
from analysis.views.view import ProductCluster
from analysis.words import theme
from data.store.store import Store
from tests.data.rows import Workspace

NEWEST = Selection("2025-06")
KASEMEN = Selection("2025-06", "36.73.02")


@pytest.fixture
def store(demo: Workspace) -> Store:
    return demo.publik


def cluster(
    name: str, n: int, online: int | None, answered: int | None, code: str = "36.73.01"
) -> ProductCluster:
    share = (
        "x" if online is None or not answered else theme.quantity(100 * online / answered, "persen")
    )
    area = {"36.73.01": "Serang", "36.73.02": "Kasemen"}[code]
    return ProductCluster(code, area, name.lower(), name, n, online, answered, share, "sintetis")


TAHU = cluster("Tahu", 100, 20, 90)
EMPING = cluster("Emping", 60, 45, 60)
HIDDEN = cluster("Gipang", 50, None, None, "36.73.02")


def headline(*found: ProductCluster) -> str:
    return products.make_headline(found, NEWEST).subject.replace("\u00a0", " ")


def test_the_headline_names_the_most_and_the_least_online() -> None:
    assert headline(TAHU, EMPING) == (
        "2 klaster, 160 usaha: emping paling daring (75 %), tahu paling rendah (22 %)"
    )


def test_a_list_with_gaps_says_that_its_ends_are_those_of_what_is_published() -> None:
    assert "210 usaha: dari yang terbit, emping paling daring" in headline(TAHU, EMPING, HIDDEN)


def test_a_product_made_in_two_kecamatan_is_named_with_its_own() -> None:
    other = replace(TAHU, code="36.73.02", area="Kasemen", online=80, share="88,9 %")
    assert headline(TAHU, other).endswith(
        "tahu di Kasemen paling daring (89 %), tahu di Serang paling rendah (22 %)"
    )


def test_few_clusters_and_none_still_read_as_a_sentence() -> None:
    assert headline(TAHU) == "1 klaster, 100 usaha: tahu 22 % berjualan daring"
    assert headline(HIDDEN) == "1 klaster, 50 usaha"
    assert headline() == products.NONE


def test_the_headline_is_of_the_chosen_area_and_period(store: Store) -> None:
    found = read_product_clusters(store, KASEMEN)
    heading = products.make_headline(found, KASEMEN)
    assert heading.scope == "Kecamatan Kasemen, Juni 2025, semua skala"
    assert heading.subject.startswith("4 klaster, 445")


def test_every_kecamatan_has_a_panel_in_code_order_also_without_a_cluster(store: Store) -> None:
    found = read_product_clusters(store, NEWEST)
    panels = products.arrange_panels(found, NEWEST)
    assert [panel.code for panel in panels] == [f"36.73.0{n}" for n in range(1, 7)]
    assert [one for panel in panels for one in panel.clusters] == found
    empty = products.arrange_panels([], NEWEST)
    assert {panel.summary for panel in empty} == {"belum ada klaster yang terbit"}
    (only,) = products.arrange_panels(found, KASEMEN)
    assert only.summary.replace("\u00a0", " ") == "4 produk, 445 usaha"


def test_the_opportunity_says_where_most_are_not_yet_online() -> None:
    found = [TAHU, EMPING, HIDDEN]
    assert [c.product for c in products.sort_by_offline(found)] == ["Tahu", "Emping"]
    said = products.write_opportunity(found).replace("\u00a0", " ")
    assert said == (
        "Tahu di Serang dan emping di Serang memuat 85 dari 85 pembuat yang belum berjualan "
        "daring di klaster yang jawabannya terbit (100 %)."
    )
    assert products.write_opportunity([HIDDEN]) == ""


def test_the_opportunity_adds_up_to_the_published_cells(store: Store) -> None:
    found = read_product_clusters(store, NEWEST)
    whole = sum(c.offline or 0 for c in found)
    assert f"dari {theme.number(whole)} pembuat" in products.write_opportunity(found)
    markup = chart_html.render_opportunity(
        products.make_opportunity_heading(NEWEST, found), (), products.sort_by_offline(found), {}
    )
    shown = re.findall(r'<td class="du-angka">([\d.]+) <small>dari ([\d.]+)', markup)
    assert sorted(shown) == sorted(
        (theme.number(c.offline), theme.number(c.answered)) for c in found if c.offline
    )


@pytest.mark.parametrize("key", products.list_products())
def test_a_sheet_holds_the_cubes_cells(store: Store, key: str) -> None:
    for periode in read_options(store).periode.values():
        sheet = products.read_sheet(store, key, Selection(periode))
        (cell,) = store.query_rows(
            "select * from sel where indikator = 'berusaha_daring' and sumber = 'register' and "
            "kode_wilayah = ? and dimensi = 'produk' and kategori = ? and periode = ?",
            [CITY, key, periode],
        )
        assert sheet.whole is not None
        if cell["tanda"]:
            assert (sheet.whole.online, sheet.whole.share) == (None, cell["tanda"])
        else:
            assert (sheet.whole.online, sheet.whole.answered) == (
                cell["pembilang"],
                cell["penyebut"],
            )
        assert sum(c.n for c in sheet.by_kecamatan) == sheet.whole.n
        assert all(c.online is None for c in sheet.closed)
        assert all(c.online is not None and c.n >= 10 for c in sheet.by_kelurahan)


def test_a_sheet_draws_every_period_and_a_gap_where_one_is_withheld(store: Store) -> None:
    (course,) = products.read_sheet(store, "gipang", NEWEST).courses
    assert [row.code for row in course.rows] == ["2022-06", "2023-06", "2024-06", "2025-06"]
    assert [row.text for row in course.rows][:2] == ["x", "x"]
    assert course.sentence == "Kasemen"
    assert "dari waktu ke waktu, Kota Serang, Juni 2022 sampai Juni 2025" in course.title


def test_the_table_of_kelurahan_has_no_column_of_signs(store: Store) -> None:
    sheet = products.read_sheet(store, "tempe", NEWEST)
    assert sheet.closed and sheet.by_kelurahan
    markup = chart_html.render_kelurahan(sheet.heading, (), sheet)
    assert len(re.findall(r"<tr><th scope=\"row\">", markup)) == len(sheet.by_kelurahan)
    assert ">x<" not in markup
    for one in sheet.closed:
        assert f"{one.area} ({theme.number(one.n)} usaha)" in markup


def test_a_product_that_is_not_made_in_an_area_says_so(store: Store) -> None:
    sheet = products.read_sheet(store, "konveksi", KASEMEN)
    assert (sheet.whole, sheet.by_kecamatan, sheet.by_kelurahan) == (None, (), ())
    assert "belum ada nilai terbit" in products.write_sheet_headline(sheet).subject


# Split bars -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_split_bars_are_as_long_as_their_makers(store: Store, scheme: str) -> None:
    for periode in read_options(store).periode.values():
        found = read_product_clusters(store, Selection(periode))
        names = [c.product for c in found]
        figure = charts_clusters.draw_split_bars(found, names, scheme, full=200)
        long = [0.0] * len(found)
        for trace in figure.data:
            assert list(trace.customdata) == [c.key for c in found]
            long = [a + (b or 0) for a, b in zip(long, trace.x, strict=True)]
        assert long == [c.n for c in found]
        online = next(trace for trace in figure.data if trace.name == "daring")
        assert list(online.x) == [c.online for c in found]
        assert online.marker.color == theme.ONLINE[scheme]


def test_a_withheld_cluster_is_one_neutral_bar_with_its_sign() -> None:
    figure = charts_clusters.draw_split_bars([HIDDEN], ["Gipang"], "light", full=50)
    (bar,) = figure.data
    assert (bar.name, list(bar.x), bar.marker.color) == ("x", [50], theme.LINE["light"])
    assert "50 usaha · x" in [note.text for note in figure.layout.annotations]
    percent = charts_clusters.draw_split_bars([HIDDEN], ["Gipang"], "light", full=50, percent=True)
    assert list(percent.data[0].x) == [100]


def test_per_cent_leaves_out_who_gave_no_answer() -> None:
    figure = charts_clusters.draw_split_bars(
        [EMPING, TAHU], ["a", "b"], "light", full=1, percent=True
    )
    online, offline = figure.data
    assert list(online.x) == [75, pytest.approx(100 * 20 / 90)]
    assert [a + b for a, b in zip(online.x, offline.x, strict=True)] == [100, 100]
    assert "22,2\u00a0% dari 90" in [note.text for note in figure.layout.annotations]


def test_long_names_have_their_counts_below() -> None:
    name = "Kerupuk tangkil, melinjo, dan olahan hasil kebun lain"
    figure = charts_clusters.draw_split_bars([TAHU], [name], "light", full=100)
    short = charts_clusters.draw_split_bars([TAHU], ["Tahu"], "light", full=100)
    assert figure.layout.height > short.layout.height
    title, counts = figure.layout.annotations
    assert title.y > counts.y and (counts.x, counts.xanchor) == (0, "left")


def test_the_key_names_only_what_is_drawn() -> None:
    assert "tidak diketahui" in chart_html.render_key([TAHU], unknown=True)
    assert "tidak diketahui" not in chart_html.render_key([TAHU], unknown=False)
    assert "x = " in chart_html.render_key([HIDDEN], unknown=True)
    assert "x = " not in chart_html.render_key([TAHU], unknown=True)


def test_the_table_twin_has_the_numbers_of_the_bars(store: Store) -> None:
    found = read_product_clusters(store, Selection("2023-06"))
    links = {"tahu": "klaster?produk=Tahu"}
    markup = chart_html.render_cluster_table("Klaster produk", found, links, "2023-06")
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", markup, re.S)
    assert len(rows) == len(found)
    for one, (name, cells) in zip(found, rows, strict=True):
        texts = re.findall(r"<td[^>]*>(.*?)</td>", cells)
        assert one.product in name
        assert ('href="klaster?produk=Tahu"' in name) == (one.key == "tahu")
        counts = (
            [one.share]
            if one.online is None
            else [
                *(theme.number(value) for value in (one.online, one.offline, one.unknown)),
                one.share,
            ]
        )
        area = write_area_name(one.area, one.code, "2023-06")
        assert texts == [str(area), theme.number(one.n), *counts]
