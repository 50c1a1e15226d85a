"""What a reader chooses stands in the address, is followed by every number, and travels along."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import views
from analysis.words import theme
from data import reference
from geo.labelled_map import BANDS
from geo.ready import read_shapes
from geo.sheet import make_sheet
from tests.browser import PATIENCE, choose
from tests.data.rows import Workspace
from tests.pages.conftest import Site, parameters, settle
from tests.pages.roles import addresses
from tests.session import Session

Reader = Callable[..., Page]
Visit = Callable[[str], Session]
KASEMEN = Selection("2025-06", "36.73.02")


def opening(page: Page) -> Locator:
    return page.locator(".du-ringkas:has(.du-pokok)")


def opening_words(demo: Workspace, chosen: Selection) -> list[str]:
    """Return the words that the sentence of Ringkasan and its second line must show."""
    row = views.make_tile(demo.publik, "berusaha_daring", chosen).row
    return [theme.number(row.value, 1), row.counts, chosen.area_name]


def expect_opening(page: Page, demo: Workspace, chosen: Selection) -> None:
    for words in opening_words(demo, chosen):
        expect(opening(page)).to_contain_text(words)


def test_a_chosen_kecamatan_is_in_the_address_in_the_sentence_and_on_the_next_page(
    reader: Reader, demo: Workspace
) -> None:
    page = reader("/")
    expect_opening(page, demo, Selection("2025-06"))
    choose(page, "Kecamatan", "Kasemen")
    expect_opening(page, demo, KASEMEN)
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"]}

    page.get_by_role("link", name="Peta").click()
    expect(page.locator("h1")).to_have_text("Peta")
    expect(page.get_by_role("radio", name="Kasemen")).to_be_checked()
    expect(page.locator("tr.du-pilih th")).to_have_text("Kasemen")
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"]}

    page.get_by_role("button", name="Telusuri").click()
    page.get_by_role("menuitem", name="Metode").click()
    expect(page.locator("h1")).to_have_text("Metode")
    page.get_by_role("link", name="Ringkasan").click()
    expect_opening(page, demo, KASEMEN)


def test_a_link_is_opened_however_its_value_is_written_and_class_and_period_are_followed_too(
    reader: Reader, demo: Workspace
) -> None:
    page = reader("/?kecamatan=kASEMEN")
    expect_opening(page, demo, KASEMEN)
    assert page.locator("[data-testid=stAlert]").count() == 0
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"]}
    choose(page, "Kecamatan", "Semua kecamatan")
    choose(page, "Periode", "Juni 2023")
    expect_opening(page, demo, Selection("2023-06"))
    choose(page, "Skala usaha", "Mikro")
    expect_opening(page, demo, Selection("2023-06", CITY, "mikro"))
    assert parse_qs(parameters(page)) == {"periode": ["Juni 2023"], "skala": ["Mikro"]}


CARRIED = {
    "ringkasan": {"periode", "kecamatan"},
    "peta": {"periode", "kecamatan", "skala"},
    "wilayah": {"periode", "kecamatan"},
    "adopsi": {"periode", "kecamatan"},
    "klaster": {"periode", "kecamatan"},
    "jelajah": {"periode"},
}
"""What a page asks of the choices of a link."""


def test_what_a_link_chose_goes_along_to_every_other_page(visit: Visit) -> None:
    chosen = {"periode": "Juni 2024", "kecamatan": "Kasemen", "skala": "Mikro"}
    one = visit(f"/peta?{urlencode(chosen)}")
    for name, page in list(addresses(one).items()):
        if name not in CARRIED:
            continue
        # The front end asks for the next page with none of the parameters of the one before.
        one.page_hash, one.query = page.page_script_hash, "lain=1"
        one.run()
        written = [message.page_info_changed.query_string for message in one.sent]
        written = [parse_qs(query) for query in written if query]
        kept = {key for query in written for key in query if query[key] == [chosen.get(key)]}
        assert kept == CARRIED[name], name
        assert "Juni 2024" in one.drawn


def opened(one: Session) -> str:
    """Return the sentence and its second line, as a reader reads them on a page that has run."""
    bodies = (message.delta.new_element.html.body for message in one.sent)
    markup = next(body for body in bodies if 'class="du-pokok"' in body)
    return unescape(re.sub(r"<[^>]+>", " ", markup))


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
    assert [words for words in opening_words(demo, chosen) if words not in opened(one)] == []
    assert alerts(one) == []


def test_an_unknown_value_in_a_link_falls_back_and_the_page_says_so(
    visit: Visit, demo: Workspace
) -> None:
    one = visit("/?kecamatan=Bogor&skala=mikro")
    (warning,) = alerts(one)
    assert "Pilihan kecamatan 'Bogor' tidak dikenal" in warning
    assert "Semua kecamatan, Serang, Kasemen" in warning
    chosen = Selection("2025-06", CITY, "mikro")
    assert [words for words in opening_words(demo, chosen) if words not in opened(one)] == []


def test_an_unknown_indicator_in_a_link_falls_back_and_the_page_says_so(reader: Reader) -> None:
    page = reader("/jelajah?indikator=<b>xx</b>")
    warning = page.locator("[data-testid=stAlert]").first
    expect(warning).to_contain_text("Pilihan indikator '<b>xx</b>' tidak dikenal")
    assert warning.locator("b").count() == 0


def on_map(page: Page, code: str) -> tuple[float, float]:
    """Return where an area's label point lies in the window: the drawing stands in the middle of
    the map."""
    box = page.locator("[data-testid=stDeckGlJsonChart] canvas").first.bounding_box()
    assert box is not None
    sheet = make_sheet(list(reference.list_kecamatan()), BANDS["lebar"].room, BANDS["lebar"].margin)
    label = read_shapes("kecamatan")[code]["properties"]
    x, y = sheet.place(label["label_lon"], label["label_lat"])
    return (
        box["x"] + box["width"] / 2 + x - sheet.width / 2,
        box["y"] + box["height"] / 2 + y - sheet.height / 2,
    )


def click_on_map(page: Page, code: str) -> None:
    """Click an area once the map answers the pointer: nothing says when it has drawn.

    What an earlier look at the area left in the tooltip is no answer.
    """
    x, y = on_map(page, code)
    tooltip = page.locator(".deck-tooltip:visible")
    page.mouse.move(0, 0)
    expect(tooltip.filter(has_text=reference.list_kecamatan()[code])).to_have_count(0)
    end = time.monotonic() + PATIENCE / 1000
    while reference.list_kecamatan()[code] not in "".join(tooltip.all_inner_texts()):
        assert time.monotonic() < end, "the map does not answer the pointer"
        page.mouse.move(x, y)
        page.mouse.move(x + 1, y)
        page.wait_for_timeout(200)
    page.mouse.click(x, y)


def test_a_click_on_a_kecamatan_of_the_map_chooses_it_and_a_button_lets_go(reader: Reader) -> None:
    page = reader("/peta", viewport={"width": 1366, "height": 1000})
    panel = page.locator(".du-panel h2")
    page.locator("[data-testid=stDeckGlJsonChart] canvas").first.wait_for()
    click_on_map(page, "36.73.02")
    expect(panel).to_contain_text("Kecamatan Kasemen")
    assert parse_qs(parameters(page))["kecamatan"] == ["Kasemen"]
    page.get_by_role("radio", name="Semua kecamatan").click()
    expect(panel).to_contain_text("Kota Serang")
    settle(page)
    # The map does not hold on to what was clicked before.
    click_on_map(page, "36.73.02")
    expect(panel).to_contain_text("Kecamatan Kasemen")
    assert page.locator("[data-testid=stException]").count() == 0


def test_the_picture_of_the_map_offers_the_same_choice(reader: Reader) -> None:
    page = reader("/peta?gambar=ya", viewport={"width": 390, "height": 800})
    assert page.locator("[data-testid=stDeckGlJsonChart]").count() == 0
    page.locator(".du-peta:visible a").filter(has_text="Taktakan").first.click(force=True)
    expect(page.locator(".du-panel h2")).to_contain_text("Kecamatan Taktakan")


NO_WEBGL = """
const usual = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : usual.call(this, kind, ...more);
};
"""


def test_without_webgl_the_picture_stands_in_and_keeps_all_other_choices(
    browser: Browser, site: Site
) -> None:
    choices = {"periode": "Juni 2024", "tampilan": "Persen daring"}
    with browser.new_context(viewport={"width": 1366, "height": 1000}) as context:
        context.add_init_script(NO_WEBGL)
        page = context.new_page()
        page.goto(f"{site.url}/peta?{urlencode(choices)}")
        settle(page)
        expect(page.locator(".st-key-peta-interaktif")).to_be_hidden()
        areas = page.locator(".du-peta:visible a")
        expect(areas).to_have_count(6)
        areas.filter(has_text="Curug").first.click(force=True)
        expect(page.locator(".du-panel h2")).to_contain_text("Kecamatan Curug")
        settle(page)
        assert parse_qs(parameters(page)) == {
            name: [value] for name, value in (choices | {"kecamatan": "Curug"}).items()
        }


def test_with_webgl_the_map_is_shown_and_not_its_picture(reader: Reader) -> None:
    page = reader("/peta", viewport={"width": 1366, "height": 1000})
    expect(page.locator("[data-testid=stDeckGlJsonChart] canvas").first).to_be_visible()
    assert page.locator(".st-key-peta-gambar .du-peta:visible").count() == 0


def test_a_row_of_the_table_chooses_its_area_within_two_keys(reader: Reader) -> None:
    page = reader("/peta?banding=dan+Juni+2023", viewport={"width": 1366, "height": 1000})
    name = page.locator(".du-tabel").get_by_role("link", name="Walantaka", exact=True).last
    name.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".du-panel h2")).to_contain_text("Kecamatan Walantaka")
    settle(page)
    held = parse_qs(parameters(page))
    assert held == {"kecamatan": ["Walantaka"], "banding": ["dan Juni 2023"]}


def test_a_map_of_capaian_says_whose_target_it_is_in_title_key_and_panel(visit: Visit) -> None:
    one = visit("/peta?tampilan=Capaian&kecamatan=Kasemen")
    elements = [message.delta.new_element for message in one.sent]
    said = "Capaian terhadap target Kota Serang (45,0\u00a0%)"
    (title,) = [e.html.body for e in elements if "du-pokok" in e.html.body]
    bodies = [e.markdown.body for e in elements if e.HasField("markdown")]
    (panel,) = [body for body in bodies if "du-panel" in body]
    (key,) = [body for body in bodies if "du-legenda" in body]
    (alt,) = [e.deck_gl_json_chart.alt for e in elements if e.HasField("deck_gl_json_chart")]
    assert all(said in words for words in (title, key, alt))
    assert "dari target kota (45,0\u00a0%)" in panel


@pytest.mark.parametrize(
    ("beside", "titles"),
    [
        ("dan Juni 2023", ("Juni 2023", "Juni 2025")),
        ("dan Memiliki NIB", ("UMKM yang berjualan daring", "UMKM yang memiliki NIB")),
    ],
)
def test_two_maps_say_what_each_of_them_is(
    visit: Visit, beside: str, titles: tuple[str, str]
) -> None:
    address = urlencode({"banding": beside, "tampilan": "Persen daring", "kecamatan": "Kasemen"})
    one = visit(f"/peta?{address}")
    elements = [message.delta.new_element for message in one.sent]
    heads = [e.html.body for e in elements if '<p class="du-judul">' in e.html.body]
    marks = [e.markdown.body for e in elements if e.HasField("markdown")]
    maps = [body for body in marks if "<svg" in body and "du-diwarnai" in body]
    keys = [body for body in marks if "du-legenda" in body]
    assert len(heads) == len(maps) == 2
    for title, head, drawn in zip(titles, heads, maps, strict=True):
        # All kecamatan are drawn, whichever is chosen.
        assert title in head and "Kota Serang" in head
        (label,) = re.findall(r'<svg[^>]*aria-label="([^"]*)"', drawn)
        assert title in label
        assert "banding=" in drawn and "tampilan=Persen+daring" in drawn
    assert len(keys) == (1 if "Juni" in beside else 2)
    tables = [
        e.html.body for e in elements if "du-tabel" in e.html.body and "Di peta" in e.html.body
    ]
    assert len(tables) == 2


def test_an_address_of_kelurahan_that_was_saved_before_still_leads_there(reader: Reader) -> None:
    page = reader("/peta?rincian=Kelurahan&kecamatan=Kasemen")
    expect(page.get_by_role("radio", name="Kelurahan")).to_be_checked()
    settle(page)
    assert parse_qs(parameters(page)) == {"kecamatan": ["Kasemen"], "tingkat": ["Kelurahan"]}


def test_the_download_is_a_csv_for_indonesian_spreadsheets_with_the_cubes_values(
    visit: Visit, site: Site, demo: Workspace
) -> None:
    one = visit("/jelajah?periode=Juni+2024")
    answer = site.get(one.make_file("Unduh CSV"))
    assert 'filename="berusaha_daring.csv"' in answer.headers["content-disposition"]
    content = answer.content
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    about = dict(csv.reader((line for line in lines if line.startswith("# ")), delimiter=";"))
    assert about["# Periode"] == "Juni 2024" and "Juni 2024" in about["# Kutip sebagai"]
    below = [line for line in lines if not line.startswith("# ")]
    rows = list(csv.DictReader(below, delimiter=";"))
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
        "UMKM binaan yang menjual daring 6 sampai 18 bulan kemudian",
    )


def test_a_comparison_that_may_not_be_made_says_why(visit: Visit) -> None:
    one = visit("/jelajah?indikator=Proporsi+usaha+kecil+dan+menengah+(versi+register)")
    table = one.drawn.partition('aria-label="Pembanding"')[2]
    assert "Indonesia (Kementerian UMKM, 2024)" in table
    assert "kriteria skala nasional" in table
