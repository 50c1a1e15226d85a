"""The page of product clusters as a reader uses it: by mouse, by keyboard and by address."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from analysis.definitions.selection import Selection
from analysis.views import products
from analysis.views.clusters import read_product_clusters
from tests.data.rows import Workspace
from tests.pages.conftest import parameters, settle
from tests.session import Session

Reader = Callable[..., Page]
Visit = Callable[[str], Session]
NEWEST = Selection("2025-06")


def alts(one: Session) -> list[str]:
    """Return what a screen reader says of each chart."""
    elements = (message.delta.new_element for message in one.sent)
    return [e.plotly_chart.alt for e in elements if e.HasField("plotly_chart")]


def test_a_click_on_a_bar_opens_its_product(reader: Reader) -> None:
    page = reader("/klaster", viewport={"width": 1366, "height": 1000})
    bar = page.locator(".js-plotly-plot").nth(1).locator(".barlayer .point path").first
    bar.wait_for()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 9)
    page.mouse.move(box["x"] + 22, box["y"] + 9)
    expect(page.locator(".hoverlayer text").first).to_contain_text("Ikan asin, Kasemen")
    page.mouse.click(box["x"] + 22, box["y"] + 9)
    expect(page.get_by_role("combobox", name="Produk")).to_have_value("Ikan asin")
    assert parse_qs(parameters(page)) == {"produk": ["Ikan asin"]}
    expect(page.get_by_text("Ikan asin menurut kelurahan")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Semua produk").click()
    expect(page.get_by_text("13 klaster")).to_be_visible()
    assert parse_qs(parameters(page)) == {}


def test_a_product_is_opened_by_keyboard_from_the_list_with_the_chosen_area(reader: Reader) -> None:
    page = reader("/klaster?kecamatan=Curug")
    link = page.get_by_role("link", name="Tempe", exact=True).first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Produk")).to_have_value("Tempe")
    settle(page)
    assert parse_qs(parameters(page)) == {"produk": ["Tempe"], "kecamatan": ["Curug"]}
    expect(page.get_by_role("combobox", name="Kecamatan")).to_have_value("Curug")


def test_each_kecamatan_is_a_chart_that_says_its_counts_in_words(
    visit: Visit, demo: Workspace
) -> None:
    said = alts(visit("/klaster"))
    found = read_product_clusters(demo.publik, NEWEST)
    panels = products.arrange_panels(found, NEWEST)
    assert len(said) == len(panels) == 6
    for words, panel in zip(said, panels, strict=True):
        for one in panel.clusters:
            assert f"{one.product}: {one.online} daring · {one.offline} belum" in words


@pytest.mark.parametrize(("form", "charts"), [("Persen", 6), ("Satu+daftar", 1)])
def test_the_form_stands_in_the_address(visit: Visit, form: str, charts: int) -> None:
    said = alts(visit(f"/klaster?tampilan={form}"))
    assert len(said) == charts
    assert "Konveksi" in said[0] and "75,3\u00a0% dari 178" in said[0]


def test_the_list_starts_with_the_most_online(visit: Visit, demo: Workspace) -> None:
    (said,) = alts(visit("/klaster?tampilan=Satu+daftar"))
    found = read_product_clusters(demo.publik, NEWEST)
    first, last = (products.sort_by_share(found)[place] for place in (0, -1))
    assert said.index(f"{first.product}, {first.area}") < said.index(f"{last.product}, {last.area}")
