"""Ringkasan and the page of a kecamatan before their readers: on a desk, on a phone, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from analysis.views.scorecard import KEY
from data import reference
from tests.browser import Witness
from tests.pages.conftest import SCHEMES, Site, parameters, settle
from tests.pages.test_filters import alerts
from tests.pages.test_open import serious
from tests.session import Session

Reader = Callable[..., Page]
Visit = Callable[[str], Session]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SHEET = {"width": 718, "height": 1047}
"""What is left of A4 within margins of a centimetre, in pixels of 96 to the inch."""
ROWS = ".du-capaian tbody tr"
KASEMEN = "/wilayah?kecamatan=Kasemen"


def box(page: Page, what: str) -> dict[str, float]:
    found = page.locator(what).first.bounding_box()
    assert found is not None, what
    return {**found, "right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}


def test_every_key_indicator_is_seen_without_scrolling_beside_the_map(reader: Reader) -> None:
    page = reader("/", viewport=DESK)
    expect(page.locator(ROWS)).to_have_count(len(KEY))
    last = page.locator(ROWS).last.bounding_box()
    assert last is not None and last["y"] + last["height"] <= DESK["height"]
    table, drawn = box(page, ".du-capaian"), box(page, ".du-peta")
    assert table["right"] <= drawn["x"]
    assert drawn["bottom"] <= DESK["height"]


def test_no_library_of_charts_or_maps_is_asked_for(reader: Reader, site: Site) -> None:
    page = reader("/")
    seen = Witness(page)
    page.reload()
    settle(page)
    seen.rest()
    assert seen.urls
    assert not [url for url in seen.urls if re.search(r"plotly|deckgl|pydeck", url, re.I)]


def test_a_phone_shows_the_sentence_then_rows_of_two_lines_then_the_map(reader: Reader) -> None:
    page = reader("/", viewport=PHONE)
    tops = [box(page, what)["y"] for what in (".du-pokok", ".du-capaian", ".du-peta")]
    assert tops == sorted(tops)
    for row in page.locator(ROWS).all():
        here = row.bounding_box()
        assert here is not None and here["height"] <= 80
        assert here["x"] + here["width"] <= PHONE["width"]


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


@pytest.mark.parametrize("name", reference.list_kecamatan().values())
def test_a_kecamatan_is_printed_on_one_sheet(reader: Reader, name: str) -> None:
    page = reader(f"/wilayah?kecamatan={name.replace(' ', '+')}", viewport=SHEET)
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
