"""Ringkasan and the page of a kecamatan before their readers: on a desk, on a phone, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from analysis.views.scorecard import KEY
from data import reference
from tests.browser import Witness, choose
from tests.pace import drawn
from tests.pages.conftest import PATIENCE, SCHEMES, Site, parameters, settle
from tests.pages.test_filters import alerts
from tests.pages.test_open import expect_addresses_on_paper, serious
from tests.session import Session

Reader = Callable[..., Page]
Visit = Callable[[str], Session]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SHEET = {"width": 718, "height": 1047}
"""What is left of A4 within margins of a centimetre, in pixels of 96 to the inch."""
PAPER = {"width": 703, "height": 1016}
"""What A4 leaves within the margins that the stylesheet asks for."""
ROWS = ".du-capaian tbody tr"
KASEMEN = "/wilayah?kecamatan=Kasemen"


def box(page: Page, what: str) -> dict[str, float]:
    found = page.locator(what).first.bounding_box()
    assert found is not None, what
    return {**found, "right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}


def test_every_key_indicator_is_seen_without_scrolling_beside_the_map_and_no_library_is_asked_for(
    browser: Browser, site: Site
) -> None:
    with browser.new_context(locale="id-ID", viewport=DESK) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        seen = Witness(page)
        page.goto(site.url)
        settle(page)
        seen.rest()
        expect_key_indicators(page)
        assert seen.urls
        assert not [url for url in seen.urls if re.search(r"plotly|deckgl|pydeck", url, re.I)]


def expect_key_indicators(page: Page) -> None:
    """Raise AssertionError where a desk does not show all of them at once, left of the map."""
    expect(page.locator(ROWS)).to_have_count(len(KEY))
    last = page.locator(ROWS).last.bounding_box()
    assert last is not None and last["y"] + last["height"] <= DESK["height"]
    table, drawn = box(page, ".du-capaian"), box(page, ".du-peta")
    assert table["right"] <= drawn["x"]
    assert drawn["bottom"] <= DESK["height"]


def test_a_phone_shows_the_sentence_then_rows_of_two_lines_then_the_map(reader: Reader) -> None:
    page = reader("/", viewport=PHONE)
    tops = [box(page, what)["y"] for what in (".du-pokok", ".du-capaian", ".du-peta")]
    assert tops == sorted(tops)
    for row in page.locator(ROWS).all():
        here = row.bounding_box()
        assert here is not None and here["height"] <= 80
        assert here["x"] + here["width"] <= PHONE["width"]


def test_a_phone_has_bars_of_one_length_and_every_column_of_the_matrix(reader: Reader) -> None:
    page = reader("/", viewport=PHONE)
    widths = [bar.bounding_box() for bar in page.locator(".du-capaian .du-butir").all()]
    assert len({round(found["width"]) for found in widths if found}) == 1
    for cell in page.locator(".du-matriks :is(th,td)").all():
        here = cell.bounding_box()
        assert here is not None and here["x"] >= 0
        assert here["x"] + here["width"] <= PHONE["width"], cell.inner_text()
    # Two lines a row: the name with its count, then the shares under their columns.
    heads = page.locator(".du-matriks thead th").all()[2:]
    for row in page.locator(".du-matriks tbody tr").all():
        for head, cell in zip(heads, row.locator("td").all()[1:], strict=True):
            over, below = head.bounding_box(), cell.bounding_box()
            assert over is not None and below is not None and over["x"] == below["x"]


def test_a_name_in_the_matrix_leads_to_its_page_at_the_same_period(reader: Reader) -> None:
    page = reader("/?periode=Juni+2024", viewport=DESK)
    page.locator(".du-matriks").get_by_role("link", name="Kasemen").click()
    expect(page.locator("h1")).to_have_text("Kecamatan Kasemen")
    settle(page)
    assert parse_qs(parameters(page)) == {"periode": ["Juni 2024"], "kecamatan": ["Kasemen"]}
    expect(page.locator(".du-pokok")).to_contain_text("Kecamatan Kasemen")


def test_an_indicator_leads_to_where_it_is_explored(reader: Reader) -> None:
    page = reader("/?kecamatan=Curug", viewport=DESK)
    page.locator(".du-capaian").get_by_role("link", name="Memiliki NIB").click()
    expect(page.locator("h1")).to_have_text("Jelajah")
    settle(page)
    expected = {"indikator": ["UMKM yang memiliki NIB"], "kecamatan": ["Curug"]}
    assert parse_qs(parameters(page)) == expected
    assert page.locator("[data-testid=stAlert]").count() == 0


@pytest.fixture(scope="module")
def sheet(browser: Browser, site: Site) -> Iterator[Page]:
    """The page of a kecamatan, as wide as paper."""
    with browser.new_context(locale="id-ID", viewport=SHEET) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(site.url + KASEMEN)
        settle(page)
        yield page


@pytest.mark.parametrize("name", reference.list_kecamatan().values())
def test_a_kecamatan_is_printed_on_one_sheet(sheet: Page, name: str) -> None:
    page = sheet
    page.emulate_media(media="screen")
    if name != "Kasemen" or "Kasemen" not in page.locator("h1").inner_text():
        choose(page, "Kecamatan", name)
    expect(page.locator("h1")).to_have_text(f"Kecamatan {name}")
    settle(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("combobox", name="Kecamatan")).to_be_hidden()
    assert box(page, "[data-testid=stMainBlockContainer]")["height"] <= SHEET["height"]
    for part in (".du-profil", ".du-produk", ".du-pangsa", ".du-tren", ".du-matriks"):
        here = box(page, part)
        assert here["x"] >= 0 and here["right"] <= SHEET["width"], part


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious_on_the_page_of_a_kecamatan(reader: Reader, scheme: str) -> None:
    page = reader(KASEMEN, color_scheme=scheme)
    assert serious(page) == []


def test_an_unknown_name_gets_a_sentence_and_the_list(visit: Visit) -> None:
    one = visit("/wilayah?kecamatan=Bogor")
    (warning,) = alerts(one)
    assert "Pilihan kecamatan 'Bogor' tidak dikenal" in warning
    for name in reference.list_kecamatan().values():
        assert f'href="wilayah?kecamatan={name.replace(" ", "+")}"' in one.drawn
    assert alerts(visit("/wilayah")) == []


# On paper ----------------------------------------------------------------------------------------


def count_sheets(page: Page) -> int:
    """Return how many sheets a page fills as it says itself: its size and its margins."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_ringkasan_fills_two_sheets_and_the_second_begins_with_the_matrix(reader: Reader) -> None:
    page = reader("/", viewport=DESK, color_scheme="dark")
    assert count_sheets(page) == 2
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    for name in ("Periode", "Kecamatan", "Skala usaha"):
        expect(page.get_by_role("combobox", name=name)).to_be_hidden()
    first = [box(page, part)["bottom"] for part in (".du-pokok", ".du-capaian", ".du-peta")]
    second = [box(page, part)["y"] for part in (".du-matriks", ".du-perhatian", ".du-mutu")]
    assert first == sorted(first) and max(first) <= min(second)
    begins = page.locator(".st-key-lembar_kedua").evaluate("e => getComputedStyle(e).breakBefore")
    assert begins == "page"


@pytest.mark.parametrize("name", drawn(reference.list_kecamatan().values(), least=2))
def test_a_kecamatan_fills_one_sheet(reader: Reader, name: str) -> None:
    page = reader(f"/wilayah?kecamatan={name.replace(' ', '+')}", viewport=DESK)
    assert count_sheets(page) == 1


@pytest.mark.parametrize("path", [KASEMEN, "/klaster?produk=Emping"])
def test_a_link_on_paper_says_where_it_leads(reader: Reader, path: str) -> None:
    expect_addresses_on_paper(reader(path, viewport=PAPER))
