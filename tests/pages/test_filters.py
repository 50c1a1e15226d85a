"""What a reader chooses stands in the address, is followed by every number, and travels along."""

from __future__ import annotations

import csv
import io
import math
import re
import time
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import views
from analysis.words import theme
from geo import layers
from tests.browser import PATIENCE, choose
from tests.data.rows import Workspace
from tests.pages.conftest import Site, parameters, settle
from tests.session import Session

Reader = Callable[..., Page]
Visit = Callable[[str], Session]
KASEMEN = Selection("2025-06", "36.73.02")


def main_tile(page: Page) -> Locator:
    return page.locator(".du-kartu article").first


def tile_words(demo: Workspace, chosen: Selection) -> list[str]:
    """Return the words that the first tile of Ringkasan must show."""
    row = views.make_tile(demo.publik, "berusaha_daring", chosen).row
    return [theme.number(row.value, 1), row.counts, chosen.area_name]


def expect_tile(page: Page, demo: Workspace, chosen: Selection) -> None:
    for words in tile_words(demo, chosen):
        expect(main_tile(page)).to_contain_text(words)


def test_a_chosen_kecamatan_is_in_the_address_in_the_tile_and_on_the_next_page(
    reader: Reader, demo: Workspace
) -> None:
    page = reader("/")
    expect_tile(page, demo, Selection("2025-06"))
    choose(page, "Kecamatan", "Kasemen")
    expect_tile(page, demo, KASEMEN)
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"]}

    page.get_by_role("link", name="Peta").click()
    expect(page.locator("h1")).to_have_text("Peta")
    expect(page.get_by_role("combobox", name="Kecamatan")).to_have_value("Kasemen")
    expect(page.locator("tr.du-pilih th")).to_have_text("Kasemen")
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"]}

    page.get_by_role("button", name="Telusuri").click()
    page.get_by_role("menuitem", name="Metode").click()
    expect(page.locator("h1")).to_have_text("Metode")
    page.get_by_role("link", name="Ringkasan").click()
    expect_tile(page, demo, KASEMEN)


def test_a_link_is_opened_however_its_value_is_written_and_class_and_period_are_followed_too(
    reader: Reader, demo: Workspace
) -> None:
    page = reader("/?kecamatan=kASEMEN")
    expect_tile(page, demo, KASEMEN)
    assert page.locator("[data-testid=stAlert]").count() == 0
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"]}
    choose(page, "Kecamatan", "Semua kecamatan")
    choose(page, "Periode", "Juni 2023")
    expect_tile(page, demo, Selection("2023-06"))
    choose(page, "Skala usaha", "Mikro")
    expect_tile(page, demo, Selection("2023-06", CITY, "mikro"))
    assert parse_qs(parameters(page)) == {"periode": ["Juni 2023"], "skala": ["Mikro"]}


def first_tile(one: Session) -> str:
    """Return what a reader reads on the first tile of a page that has run."""
    bodies = (message.delta.new_element.html.body for message in one.sent)
    markup = next(body for body in bodies if "<article" in body)
    article = re.search(r"<article.*?</article>", markup, re.DOTALL)
    assert article is not None
    return unescape(re.sub(r"<[^>]+>", " ", article[0]))


def alerts(one: Session) -> list[str]:
    """Return what the page warns of."""
    elements = (message.delta.new_element for message in one.sent)
    return [element.alert.body for element in elements if element.HasField("alert")]


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("kecamatan=Kasemen", KASEMEN),
        (
            "periode=juni-2024&kecamatan=cipocok-jaya&skala=kecil-dan-menengah",
            Selection("2024-06", "36.73.05", "kecil_menengah"),
        ),
    ],
    ids=["as it is", "hyphens for spaces"],
)
def test_a_link_is_taken_by_the_program(
    visit: Visit, demo: Workspace, query: str, chosen: Selection
) -> None:
    one = visit(f"/?{query}")
    assert [words for words in tile_words(demo, chosen) if words not in first_tile(one)] == []
    assert alerts(one) == []


def test_an_unknown_value_in_a_link_falls_back_and_the_page_says_so(
    visit: Visit, demo: Workspace
) -> None:
    one = visit("/?kecamatan=Bogor&skala=mikro")
    (warning,) = alerts(one)
    assert "Pilihan kecamatan 'Bogor' tidak dikenal" in warning
    assert "Semua kecamatan, Serang, Kasemen" in warning
    chosen = Selection("2025-06", CITY, "mikro")
    assert [words for words in tile_words(demo, chosen) if words not in first_tile(one)] == []


def test_an_unknown_indicator_in_a_link_falls_back_and_the_page_says_so(reader: Reader) -> None:
    page = reader("/jelajah?indikator=<b>xx</b>")
    warning = page.locator("[data-testid=stAlert]").first
    expect(warning).to_contain_text("Pilihan indikator '<b>xx</b>' tidak dikenal")
    assert warning.locator("b").count() == 0


def on_map(page: Page, longitude: float, latitude: float, zoom: float) -> tuple[float, float]:
    """Return where a place lies in the window: Web Mercator around the middle of the canvas."""
    canvas = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    box = canvas.bounding_box()
    assert box is not None
    middle = layers._choose_view(CITY)
    size = 512 * 2**zoom

    def north(degrees: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(degrees) / 2)) / (2 * math.pi)

    return (
        box["x"] + box["width"] / 2 + (longitude - middle.longitude) / 360 * size,
        box["y"] + box["height"] / 2 - (north(latitude) - north(middle.latitude)) * size,
    )


def test_a_click_on_a_kecamatan_of_the_map_chooses_it(reader: Reader) -> None:
    page = reader("/peta?rincian=Kelurahan", viewport={"width": 1280, "height": 1000})
    canvas = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    canvas.wait_for()
    label = layers.read_shapes("kecamatan")["36.73.02"]["properties"]
    x, y = on_map(page, label["label_lon"], label["label_lat"], layers._choose_view(CITY).zoom)
    tooltip = page.locator(".deck-tooltip")
    end = time.monotonic() + PATIENCE / 1000
    # Nothing says when the map has drawn, so the pointer asks it.
    while "berjualan daring" not in "".join(tooltip.all_inner_texts()):
        assert time.monotonic() < end, "the map does not answer the pointer"
        page.mouse.move(x, y)
        page.mouse.move(x + 1, y)
        page.wait_for_timeout(200)
    page.mouse.click(x, y)
    expect(page.get_by_role("combobox", name="Kecamatan")).to_have_value("Kasemen")
    expect(page.get_by_role("heading", name="Klaster produk, Kecamatan Kasemen")).to_be_visible()
    assert parse_qs(parameters(page))["kecamatan"] == ["Kasemen"]
    settle(page)
    assert page.locator("[data-testid=stException]").count() == 0


def test_the_download_is_a_csv_for_indonesian_spreadsheets_with_the_cubes_values(
    visit: Visit, site: Site, demo: Workspace
) -> None:
    one = visit("/jelajah?periode=Juni+2024")
    offered = (message.delta.new_element.download_button for message in one.sent)
    url = next(button.url for button in offered if button.label == "Unduh CSV")
    answer = site.get(url)
    assert 'filename="berusaha_daring.csv"' in answer.headers["content-disposition"]
    content = answer.content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    expected = demo.publik.query(
        "select kode_wilayah, nilai, pembilang, penyebut from sel where sumber = 'register' and "
        "indikator = 'berusaha_daring' and tingkat = 'kecamatan' and periode = '2024-06' "
        "and dimensi = '' order by kode_wilayah"
    )
    names = ("Kode", "Nilai (persen)", "Pembilang", "Penyebut")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (code, str(value).replace(".", ","), str(above), str(below))
        for code, value, above, below in expected.itertuples(index=False)
    ]
    assert all("," in row["Nilai (persen)"] for row in rows)
    assert {row["Asal"] for row in rows} == {"Data sintetis"}
    assert {row["Sumber"] for row in rows} == {"Register UMKM Kota Serang"}


def test_jelajah_offers_every_indicator_and_a_theme_narrows_them(visit: Visit) -> None:
    one = visit("/jelajah")
    assert one.filters["Indikator"].options[0] == "UMKM yang berjualan daring"
    assert set(one.filters["Indikator"].options) == {e.judul for e in INDICATORS.values()}
    one.run(Tema="Perubahan")
    assert one.filters["Indikator"].options == (
        "UMKM yang naik kelas",
        "UMKM binaan yang menjual daring enam bulan kemudian",
    )


def test_a_comparison_that_may_not_be_made_says_why(visit: Visit) -> None:
    one = visit("/jelajah?indikator=Proporsi+usaha+kecil+dan+menengah+(versi+register)")
    table = one.drawn.partition('aria-label="Pembanding"')[2]
    assert "Indonesia (Kementerian UMKM, 2024)" in table
    assert "kriteria skala nasional" in table
