"""Where too much of a table is withheld, Jelajah offers the one change that shows most of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.analysis.conftest import make_thin
from tests.pages.conftest import PATIENCE, Site, parameters, running, settle
from tests.session import Session
from tests.worlds import MadeOnce

THIN = "/jelajah?indikator=UMKM+yang+memiliki+NIB&menurut=Skala+usaha"
PROMISE = r"Tanpa rincian, ([1-6]) dari 6 sel dapat ditampilkan\."


@pytest.fixture(scope="module")
def site(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard over a register with many small cells."""
    thin = make_thin(made_once, "detailed")
    with running(thin.toml, tmp_path_factory.mktemp("tipis") / "log.txt") as started:
        yield started


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """Jelajah at a table that is mostly withheld."""
    with browser.new_context(locale="id-ID") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{site.url}{THIN}")
        settle(page)
        yield page


def test_help_says_what_is_withheld_and_leads_to_the_table_that_shows_more(page: Page) -> None:
    offer = page.get_by_text("sel tabel ini dirahasiakan")
    expect(offer).to_have_count(1)
    expect(offer).to_contain_text(re.compile(PROMISE))
    promised = re.search(PROMISE, offer.inner_text())
    page.get_by_role("button", name="Tampilkan tabel itu").click()
    expect(page.get_by_role("combobox", name="Menurut", exact=True)).to_have_value("Kecamatan")
    settle(page)
    assert parse_qs(parameters(page)) == {"indikator": ["UMKM yang memiliki NIB"]}
    table = page.locator(".du-tabel").first
    expect(table).to_contain_text("Kasemen")
    assert promised is not None
    shares = table.locator("td.du-angka:not(.du-kecil)").filter(has_text="%")
    expect(shares).to_have_count(int(promised[1]))
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_both_tables_of_a_chosen_kecamatan_may_be_too_thin(visit: Callable[..., Session]) -> None:
    one = visit(f"{THIN}&kecamatan=Kasemen")  # it fails where a page shows an exception
    assert one.drawn.count("sel tabel ini dirahasiakan") == 2
    buttons = (m.delta.new_element.button.label for m in one.sent)
    assert list(buttons).count("Tampilkan tabel itu") == 2
