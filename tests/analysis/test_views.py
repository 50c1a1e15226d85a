"""Views show what the cube's cells say, and nothing of a cell that is withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pandas as pd
import pytest

from analysis.definitions.dimensions import UNKNOWN
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import html, tiles, views
from analysis.views.cells import read_reference_rows
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.view import Row, View
from analysis.words import theme
from tests.data.rows import Workspace

NEWEST = "2025-06"
BEFORE_ALL = Selection("1999-01")
IN_KECAMATAN = [kode for kode, entry in INDICATORS.items() if "kecamatan" in entry.levels]


def cells(demo: Workspace, kode: str, **where: str) -> list[dict[str, object]]:
    """Return the cube's own cells of an indicator, read without the code under test."""
    frame = demo.publik.query("select * from sel where indikator = ?", [kode])
    for name, value in ({"sumber": "register"} | where).items():
        frame = frame[frame[name] == value]
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def shown(row: Row) -> tuple[object, ...]:
    return (row.value, row.below, row.n, row.sign, row.origin)


def published(cell: dict[str, object]) -> tuple[object, ...]:
    names = ("nilai", "penyebut", "n", "tanda", "asal")
    return tuple(cell[name] for name in names)


def selections(demo: Workspace) -> Iterator[Selection]:
    """Return every period for the city, and every area with every class for the newest."""
    offered = read_options(demo.publik)
    yield from (Selection(periode) for periode in offered.periode.values())
    for area, skala in product(offered.kecamatan.values(), offered.skala.values()):
        yield Selection(NEWEST, area, skala)


def all_views(demo: Workspace, chosen: Selection) -> Iterator[View]:
    """Return every view that a page can ask for with a choice."""
    for kode, entry in INDICATORS.items():
        yield views.view_by_period(demo.publik, kode, chosen)
        if chosen.wilayah == CITY:  # they show every area whichever is chosen
            for level in entry.levels[1:]:
                yield views.view_by_area(demo.publik, kode, level, chosen)
            if kode in IN_KECAMATAN:
                yield views.view_by_kecamatan(demo.publik, kode, chosen)
        for dimension in (name for name in entry.tables if name):
            yield views.view_by_category(demo.publik, kode, dimension, chosen)


@pytest.mark.parametrize("skala", ["", "mikro", "kecil_menengah"])
@pytest.mark.parametrize("kode", ["berusaha_daring", "jumlah_umkm", "ber_nib"])
def test_by_kecamatan_is_the_cube_highest_first(demo: Workspace, kode: str, skala: str) -> None:
    view = views.view_by_kecamatan(demo.publik, kode, Selection(NEWEST, skala=skala))
    expected = cells(
        demo,
        kode,
        tingkat="kecamatan",
        periode=NEWEST,
        dimensi="skala_gabung" if skala else "",
        kategori=skala,
    )
    assert {row.code: shown(row) for row in view.rows} == {
        cell["kode_wilayah"]: published(cell) for cell in expected
    }
    assert len(view.rows) == 6
    values = [row.value for row in view.rows]
    assert values == sorted(values, key=lambda v: -1.0 if v is None else v, reverse=True)


@pytest.mark.parametrize(("level", "count"), [("kecamatan", 6), ("kelurahan", 67)])
def test_by_area_has_every_area_of_the_level(demo: Workspace, level: str, count: int) -> None:
    view = views.view_by_area(demo.publik, "berusaha_daring", level, Selection(NEWEST))
    expected = cells(demo, "berusaha_daring", tingkat=level, periode=NEWEST, dimensi="")
    assert {row.code: shown(row) for row in view.rows} == {
        cell["kode_wilayah"]: published(cell) for cell in expected
    }
    assert len(view.rows) == count


@pytest.mark.parametrize("area", [CITY, "36.73.02"])
def test_by_period_is_one_row_per_period_in_order(demo: Workspace, area: str) -> None:
    view = views.view_by_period(demo.publik, "berusaha_daring", Selection(NEWEST, area))
    expected = cells(demo, "berusaha_daring", kode_wilayah=area, dimensi="")
    assert [(row.code, *shown(row)) for row in view.rows] == [
        (cell["periode"], *published(cell))
        for cell in sorted(expected, key=lambda cell: str(cell["periode"]))
    ]
    assert view.highlighted == NEWEST


@pytest.mark.parametrize(
    ("kode", "dimension"),
    [(e.kode, d) for e in INDICATORS.values() for d in e.tables if d],
)
def test_by_category_is_the_cube_in_the_order_of_the_breakdown(
    demo: Workspace, kode: str, dimension: str
) -> None:
    view = views.view_by_category(demo.publik, kode, dimension, Selection(NEWEST))
    expected = cells(demo, kode, kode_wilayah=CITY, periode=NEWEST, dimensi=dimension)
    found = {row.code: shown(row) for row in view.rows}
    assert found.items() <= {cell["kategori"]: published(cell) for cell in expected}.items()
    assert {cell["kategori"] for cell in expected} - set(found) <= {UNKNOWN}


def test_estimates_are_the_surveys_cells_with_their_limits(demo: Workspace) -> None:
    view = views.view_estimates(demo.publik, "berusaha_daring", "", Selection(NEWEST))
    expected = cells(
        demo,
        "berusaha_daring",
        tingkat="kecamatan",
        periode=NEWEST,
        dimensi="",
        sumber="survei",
    )
    assert [(row.code, row.value, row.low, row.high, row.sign) for row in view.rows] == [
        (c["kode_wilayah"], c["nilai"], c["bawah"], c["atas"], c["tanda"])
        for c in sorted(expected, key=lambda cell: str(cell["kode_wilayah"]))
    ]
    for row in view.rows:
        if row.value is not None:
            assert row.low < row.value < row.high
            assert row.interval.endswith(" %")


@pytest.mark.parametrize("kode", [k for k, entry in INDICATORS.items() if not entry.labels])
def test_a_tile_is_the_citys_cell_and_the_change_since_the_period_before(
    demo: Workspace, kode: str
) -> None:
    tile = tiles.make_tile(demo.publik, kode, Selection(NEWEST))
    (now,) = cells(demo, kode, kode_wilayah=CITY, periode=NEWEST, dimensi="")
    (before,) = cells(demo, kode, kode_wilayah=CITY, periode="2024-06", dimensi="")
    assert shown(tile.row) == published(now)
    if tile.indicator.satuan == "hari":
        assert tile.change == ""
    else:
        unit = "poin persen" if tile.indicator.satuan == "persen" else tile.indicator.satuan
        difference = theme.signed(now["nilai"] - before["nilai"], unit)
        assert tile.change == f"{difference} sejak Juni 2024"


def test_a_tile_of_the_oldest_period_has_no_change(demo: Workspace) -> None:
    tile = tiles.make_tile(demo.publik, "jumlah_umkm", Selection("2022-06"))
    assert (tile.row.value, tile.row.origin, tile.change) == (11307, "terbit", "")


def test_a_tile_that_does_not_exist_for_a_kecamatan_says_that_it_is_the_citys(
    demo: Workspace,
) -> None:
    tile = tiles.make_tile(demo.publik, "ekspor_daring", Selection(NEWEST, "36.73.02", "mikro"))
    assert tile.row == tiles.make_tile(demo.publik, "ekspor_daring", Selection(NEWEST)).row
    assert tile.note == "Hanya terbit untuk seluruh kota dan semua skala."
    assert tile.scope == "Kota Serang, Juni 2025, semua skala"


def test_a_target_is_compared_only_with_the_cell_that_it_is_for(demo: Workspace) -> None:
    city = tiles.make_tile(demo.publik, "berusaha_daring", Selection(NEWEST))
    assert city.target.replace("\u00a0", " ").startswith("Target 45,0 %: ")
    for other in (
        Selection("2024-06"),
        Selection(NEWEST, "36.73.02"),
        Selection(NEWEST, CITY, "mikro"),
    ):
        assert tiles.make_tile(demo.publik, "berusaha_daring", other).target == ""


def test_the_sentence_says_the_citys_value_and_both_ends(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "berusaha_daring", Selection(NEWEST))
    city = tiles.make_tile(demo.publik, "berusaha_daring", Selection(NEWEST)).row
    for text in ("Juni 2025", city.text, city.counts, view.rows[0].label, view.rows[-1].text):
        assert text in view.sentence


def test_a_table_holds_the_rows_exact_values(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "berusaha_daring", Selection(NEWEST))
    table = views.make_table(view)
    assert list(table["Kode"]) == [row.code for row in view.rows]
    assert list(table["Nilai (persen)"]) == [row.value for row in view.rows]
    assert list(table["Pembilang"]) == [row.above for row in view.rows]
    assert set(table["Asal"]) == {"Data sintetis"}
    assert set(table["Sumber"]) == {"Register UMKM Kota Serang"}


def test_a_withheld_row_shows_nothing_but_its_sign(demo: Workspace) -> None:
    withheld = 0
    for chosen in selections(demo):
        for view in all_views(demo, chosen):
            for row in view.rows:
                if row.sign != "x":
                    continue
                withheld += 1
                numbers = (row.value, row.above, row.below, row.n, row.low, row.high)
                assert (*numbers, row.text, row.counts, row.interval) == (None,) * 6 + ("x", "", "")
    assert withheld


def test_a_withheld_tile_gives_nothing_away_by_change_or_target(demo: Workspace) -> None:
    for chosen in selections(demo):
        for kode in INDICATORS:
            tile = tiles.make_tile(demo.publik, kode, chosen)
            if tile.row.value is None:
                assert (tile.change, tile.target) == ("", "")


def test_clusters_are_the_cubes_products_by_kelurahan(demo: Workspace) -> None:
    found = read_product_clusters(demo.publik, Selection(NEWEST), "kelurahan")
    where = {"tingkat": "kelurahan", "periode": NEWEST, "dimensi": "produk"}
    counts = {
        (c["kode_wilayah"], c["kategori"]): c["n"]
        for c in cells(demo, "jumlah_umkm", **where)
        if c["kategori"] not in ("lainnya", UNKNOWN) and (c["n"] or 0) >= 10
    }
    assert sorted(cluster.n for cluster in found) == sorted(counts.values())
    table = html.render_clusters(
        make_clusters_heading(Selection(NEWEST), found), found, synthetic=False
    )
    shown = [int(n) for n in re.findall(r'<td class="du-angka">(\d+)</td>', table)]
    assert shown == sorted((c.n for c in found), reverse=True)
    answers = {
        (c["kode_wilayah"], c["kategori"]): c["pembilang"]
        for c in cells(demo, "berusaha_daring", **where)
    }
    assert sorted(map(str, (c.online for c in found))) == sorted(
        str(answers[key]) for key in counts
    )


def test_a_cluster_whose_answer_is_withheld_shows_no_share(demo: Workspace) -> None:
    of_each = (read_product_clusters(demo.publik, s, "kelurahan") for s in selections(demo))
    found = [c for some in of_each for c in some]
    hidden = [c for c in found if c.online is None]
    assert hidden
    assert {c.share for c in hidden} == {"x"}
    assert all(c.share.endswith("%") for c in found if c.online is not None)
    assert min(c.n for c in found) >= 10


def test_clusters_of_a_kecamatan_are_those_of_the_city_that_lie_in_it(demo: Workspace) -> None:
    city = read_product_clusters(demo.publik, Selection(NEWEST), "kelurahan")
    for area in ("36.73.01", "36.73.02"):
        inside = [c for c in city if c.code.startswith(area + ".")]
        assert inside
        assert read_product_clusters(demo.publik, Selection(NEWEST, area), "kelurahan") == inside


def test_a_period_without_data_gives_views_without_rows(demo: Workspace) -> None:
    store = demo.publik
    assert views.view_by_kecamatan(store, "berusaha_daring", BEFORE_ALL).rows == ()
    assert views.view_by_area(store, "berusaha_daring", "kelurahan", BEFORE_ALL).rows == ()
    assert views.view_by_category(store, "kanal_daring", "kanal", BEFORE_ALL).rows == ()
    assert read_product_clusters(store, BEFORE_ALL, "kelurahan") == []
    tile = tiles.make_tile(store, "berusaha_daring", BEFORE_ALL)
    assert (tile.row.value, tile.row.text, tile.change) == (None, "..", "")


def test_a_view_without_rows_is_a_table_without_rows(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "berusaha_daring", BEFORE_ALL)
    assert len(views.make_table(view)) == 0


def test_an_indicator_that_nobody_was_asked_has_no_estimates(demo: Workspace) -> None:
    assert views.view_estimates(demo.publik, "ekspor_daring", "", Selection(NEWEST)).rows == ()


def test_a_view_without_rows_still_reads_as_a_sentence(demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "ekspor_daring", Selection(NEWEST, "36.73.02"))
    assert view.rows == ()
    assert ", ." not in view.sentence


def test_an_empty_cell_of_a_reference_table_is_none(demo: Workspace) -> None:
    rows = read_reference_rows(demo.publik, "catatan_angka")
    assert not [v for row in rows for v in row.values() if v is not None and pd.isna(v)]
    assert any(row["tanggal"] is None for row in rows)


def test_a_cross_table_holds_the_cubes_cells_by_kecamatan_and_category(demo: Workspace) -> None:
    table = views.view_cross(demo.publik, "berusaha_daring", "skala_gabung", Selection(NEWEST))
    assert table.columns == ("Mikro", "Kecil dan menengah")
    assert len(table.rows) == 6
    for name, cells in table.rows:
        for cell in cells:
            found = demo.publik.query(
                "select s.nilai from sel as s join wilayah as w using (kode_wilayah) "
                "where s.indikator = 'berusaha_daring' and s.sumber = 'register' "
                "and s.tingkat = 'kecamatan' and s.dimensi = 'skala_gabung' "
                "and s.periode = ? and w.nama = ? and s.kategori = ?",
                [NEWEST, name, cell.code],
            )["nilai"].tolist()
            assert found == [cell.value]
    assert views.view_cross(demo.publik, "jumlah_umkm", "skala", Selection(NEWEST)).rows == ()


def test_the_sentence_names_no_class_that_the_indicator_does_not_have(demo: Workspace) -> None:
    chosen = Selection(NEWEST, skala="mikro")
    with_classes = views.view_by_kecamatan(demo.publik, "ber_nib", chosen).sentence
    assert "(mikro)" in with_classes
    for kode in IN_KECAMATAN:
        if "skala_gabung" not in INDICATORS[kode].rincian:
            assert "(mikro)" not in views.view_by_kecamatan(demo.publik, kode, chosen).sentence


def test_where_a_kecamatan_is_withheld_the_ends_are_those_of_what_is_published(
    demo: Workspace,
) -> None:
    found = {}
    for kode, periode in product(IN_KECAMATAN, read_options(demo.publik).periode.values()):
        view = views.view_by_kecamatan(demo.publik, kode, Selection(periode))
        if "tertinggi" in view.sentence:
            withheld = any(row.value is None for row in view.rows)
            found[withheld] = True
            assert ("dari yang terbit" in view.sentence) == withheld
    assert set(found) == {True, False}
