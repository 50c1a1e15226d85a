"""The Sematkan page: an embed is chosen, looked at, and its code works when it is pasted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import choose
from tests.data.rows import Workspace
from tests.pages.conftest import PATIENCE, Site, parameters, running, settle, visiting
from tests.pages.embeds import TITLE, website, written
from tests.pages.test_open import serious
from tests.session import Session

EMBED = "<!doctype html><html lang='id'><title>Sematan</title><main>Isi sematan</main></html>"
CHOSEN = "/sematkan?indikator=Jumlah+UMKM+tercatat&skala=Mikro&kecamatan=Kasemen&tema=Gelap"

Reader = Callable[..., Page]


@pytest.fixture(scope="module")
def place(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A folder with a few published embeds, of which two websites asked one."""
    found = written(tmp_path_factory.mktemp("sematkan"), demo)
    # Where all data are made up and nobody signs in, everything is open to look at.
    found.settings.gudang.symlink_to(demo.settings.gudang)
    seen = {"batang-jumlah-umkm": {"serangkota.go.id": 812, "warta.example": 3}}
    counts = json.dumps({date.today().isoformat(): seen})
    found.settings.perujuk.write_text(counts, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def tool(place: Workspace) -> Iterator[Site]:
    """The dashboard over that folder."""
    with running(place.toml, place.folder / "log.txt") as started:
        yield started
    log = (place.folder / "log.txt").read_text(encoding="utf-8")
    assert "Traceback" not in log, log


@pytest.fixture
def reader(browser: Browser, tool: Site) -> Iterator[Reader]:
    """Open an address of the tool in a context of its own; embeds are answered by a stand-in."""
    contexts = []

    def answered(route: Route) -> None:
        route.fulfill(body=EMBED, content_type="text/html; charset=utf-8")

    def opened(path: str, **options: object) -> Page:
        context = browser.new_context(locale="id-ID", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.route("**/sematan/**", answered)
        page.goto(tool.url + path)
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def codes(tool: Site) -> list[str]:
    """Every piece of code that the page offers for one choice: frame, script, element, address."""
    with visiting(tool, CHOSEN) as one:
        return code_of(one)


def code_of(one: Session) -> list[str]:
    """Return the pieces of code of a page that has run."""
    elements = (message.delta.new_element for message in one.sent)
    return [element.code.code_text for element in elements if element.HasField("code")]


def test_a_choice_in_the_address_is_in_the_preview_and_in_all_code_and_reads_well_on_a_phone(
    reader: Reader, tool: Site, codes: list[str]
) -> None:
    page = reader(CHOSEN, color_scheme="light")
    chosen = "/sematan/batang-jumlah-umkm?wilayah=kasemen&skala=mikro&tema=gelap"
    frames = page.locator("[data-testid=stIFrame]")
    expect(frames).to_have_count(3)
    assert [frame.get_attribute("src") for frame in frames.all()] == [chosen] * 3
    expect(frames.first.content_frame.get_by_text("Isi sematan")).to_be_visible()
    for width in (320, 480, 720):
        page.get_by_role("tab", name=f"{width} piksel").click()
        frame = page.get_by_title(f"Jumlah UMKM menurut kecamatan ({width} piksel)")
        expect(frame).to_be_visible()
        box = frame.bounding_box()
        assert box is not None and (box["width"], box["height"]) == (width, 430)
    expect(page.locator("[data-testid=stCode] code")).to_have_count(4)
    assert page.locator("[data-testid=stCode] code").all_text_contents() == codes
    frame, with_script, element, address = codes
    assert address == tool.url + chosen
    assert address in unescape(frame) and "<script" not in frame
    assert address in unescape(with_script)
    assert f'<script src="{tool.url}/aset/sematan.js" async></script>' in with_script
    assert 'wilayah="kasemen" skala="mikro" tema="gelap"' in element
    picture = page.get_by_role("link", name="Gambar untuk media sosial (PNG)")
    assert picture.get_attribute("href") == "/sematan/batang-jumlah-umkm.png"
    reads_well(page)
    page.emulate_media(color_scheme="dark")
    page.reload()
    settle(page)
    reads_well(page)


def reads_well(page: Page) -> None:
    """Check a page with axe on a phone, and that nothing is wider than it."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name="720 piksel").click()
    expect(page.get_by_role("tab", name="720 piksel")).to_have_attribute("aria-selected", "true")
    assert serious(page) == []
    too_wide = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    assert page.evaluate(too_wide) == [0, 0]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_pasted_on_another_website_the_code_shows_the_embed(
    browser: Browser, tool: Site, which: int
) -> None:
    with visiting(tool, "/sematkan") as one:
        code = code_of(one)[which]
    asked: list[str] = []

    def answered(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=EMBED, content_type="text/html; charset=utf-8")

    text = f'<!doctype html><html lang="id"><title>Situs</title><h1>Situs</h1>{code}'
    with browser.new_context() as context, website({"/": text}) as other:
        page = context.new_page()
        page.route("**/sematan/**", answered)
        page.goto(other)
        page.frame_locator("iframe").get_by_text("Isi sematan").wait_for(timeout=PATIENCE)
        frame = page.locator("iframe")
        assert frame.get_attribute("title") == TITLE
        assert frame.get_attribute("loading") == "lazy"
    assert asked == [f"{tool.url}/sematan/batang-berusaha-daring"]


def test_the_address_on_the_page_is_one_that_oembed_answers(tool: Site, codes: list[str]) -> None:
    answer = tool.client.get("/oembed", params={"url": codes[3]})
    assert answer.status_code == 200
    assert codes[3] in unescape(answer.json()["html"])


def test_choosing_goes_into_the_address_and_to_the_next_page(reader: Reader) -> None:
    page = reader("/sematkan")
    choose(page, "Bentuk", "Peta klaster")
    expect(page.locator("[data-testid=stIFrame]").first).to_have_attribute(
        "src", "/sematan/klaster"
    )
    assert page.get_by_role("combobox", name="Indikator").count() == 0
    choose(page, "Periode", "Juni 2024")
    choose(page, "Pembaruan", "Bekukan versi ini")
    expect(page.locator("[data-testid=stIFrame]").first).to_have_attribute(
        "src", re.compile(r"^/sematan/klaster\?periode=2024-06&versi=20")
    )
    assert "bentuk=Peta+klaster" in parameters(page)
    page.get_by_role("link", name="Klaster", exact=True).click()
    expect(page.get_by_role("combobox", name="Periode")).to_have_value("Juni 2024")


def test_a_choice_that_does_not_exist_is_said_and_not_taken(tool: Site) -> None:
    with visiting(tool, "/sematkan?bentuk=Kue&tema=%3Cscript%3E") as one:
        elements = [message.delta.new_element for message in one.sent]
    said = [element.alert.body for element in elements if element.HasField("alert")]
    assert len(said) == 2
    assert "Pilihan bentuk 'Kue' tidak dikenal" in said[0]
    assert [element.HasField("iframe") for element in elements].count(True) == 3


def test_where_embeds_stand_is_a_table(tool: Site) -> None:
    with visiting(tool, "/sematkan") as one:
        markup = one.drawn.partition("Disematkan di mana")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", markup.partition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]
    assert [row[:2] for row in cells] == [
        ["batang-jumlah-umkm", "serangkota.go.id"],
        ["batang-jumlah-umkm", "warta.example"],
    ]
    assert cells[0][-1] == "812"
