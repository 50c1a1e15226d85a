"""Every page as its readers open it: by its own link, in both schemes, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import read_options
from analysis.views import scorecard, views
from analysis.views.ranking import read_ranks
from analysis.words import theme
from tests.browser import Witness
from tests.data.rows import Workspace
from tests.pages.conftest import COUNT_SHIFTS, PAGES, PATIENCE, Site, foreign, settle

NO_BREAK = "\u00a0"


READ_ALL = """() => {
    const said = [document.body.innerText];
    for (const node of document.querySelectorAll('[aria-label],[title],[placeholder],[alt]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
            said.push(node.getAttribute(name) ?? '');
    const icons = [...document.querySelectorAll('[data-testid=stIconMaterial]')];
    return [said.join('\\n').split('\\n'), icons.map((icon) => icon.textContent)];
}"""
"""Every line that is seen or read out, and the names of icons, which are neither."""
ENGLISH = re.compile(
    r"\b(the|and|of|to|for|with|your|pages?|app|select|upload|browse|files?|drag|search|close|open"
    r"|more|less|view|download|copy|clear|choose|options?|press|enter|not|found|running|stop"
    r"|settings|heading|show|hide|collapse|expand|fullscreen|results?|sidebar|connect\w*|error"
    r"|remove|add|sort|columns?|charts?|table|zoom|reset|content|value|dialog|main|menu)\b",
    re.IGNORECASE,
)
ALSO_INDONESIAN = {"menu"}
"""What reads like English and is not."""


MOST_SHIFT = 0.1
"""Up to here a page counts as calm: of each move the part of the screen it takes, times its way."""


@dataclass
class Opened:
    path: str
    page: Page
    seen: Witness


@pytest.fixture(scope="module", params=PAGES)
def desk(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Opened]:
    """A page on a desk, in the light scheme."""
    with browser.new_context(locale="id-ID", color_scheme="light") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        seen = Witness(page)
        page.add_init_script(COUNT_SHIFTS)
        page.goto(site.url + request.param)
        settle(page)
        seen.rest()
        yield Opened(request.param, page, seen)


@pytest.fixture(scope="module")
def phone(desk: Opened) -> Opened:
    """The same page, opened again on a phone of 390 pixels, in the dark scheme."""
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.page.emulate_media(color_scheme="dark")
    desk.page.reload()
    settle(desk.page)
    desk.seen.rest()
    return desk


def main_words(demo: Workspace, path: str) -> list[str]:
    """Return what a page is opened for, its main number as an Indonesian reads it first."""
    chosen = read_options(demo.publik).default()
    if path == "/":
        tiles = [views.make_tile(demo.publik, kode, chosen).row for kode in scorecard.KEY]
        numbers = [
            theme.amount(row.value, INDICATORS[k].satuan)
            for k, row in zip(scorecard.KEY, tiles, strict=True)
        ]
        return [tiles[0].text, tiles[0].counts, *numbers]
    if path == "/wilayah":
        view = views.view_by_area(demo.publik, "berusaha_daring", "kecamatan", chosen)
        return [words for row in view.rows for words in (theme.number(row.value, 1), row.label)]
    if path == "/metode":
        return ["11.307", *(entry.judul for entry in INDICATORS.values())]
    if path == "/sematkan":
        return ["Pasang angka terbit di situs lain: pilih, lihat, salin kodenya."]
    if path == "/adopsi":
        ladder = views.view_by_category(demo.publik, "tangga_digital", "anak_tangga", chosen)
        bands = read_ranks(demo.publik, chosen)
        said = [words for row in ladder.rows for words in (row.text, row.label, row.counts)]
        return said + [band.text for band in bands]
    if path == "/klaster":
        view = views.view_by_category(demo.publik, "berusaha_daring", "ekraf", chosen)
        return [words for row in view.rows[:3] for words in (row.text, row.label, row.counts)]
    if path == "/survei":
        view = views.view_estimates(demo.publik, "berusaha_daring", "", chosen)
        words = [words for row in view.rows for words in (row.text, row.label, row.interval)]
        return [*words, "naik", "belum dapat disimpulkan", "lebih tinggi"]
    view = views.view_by_area(demo.publik, "berusaha_daring", "kecamatan", chosen)
    return [words for row in view.rows for words in (row.text, row.label, row.counts)]


# First of all: what a later test opens or presses moves what stands below it.
def test_a_page_does_not_move_under_the_reader(desk: Opened) -> None:
    assert desk.page.evaluate("typeof window.moved") == "object"
    calm(desk.page)


def test_a_page_opens_by_its_link_with_its_name_and_main_number(
    desk: Opened, demo: Workspace
) -> None:
    assert desk.page.get_attribute("html", "lang") == "id"
    assert desk.page.locator("h1").all_inner_texts() == [PAGES[desk.path]]
    expected = main_words(demo, desk.path)
    assert "," in expected[0] or "." in expected[0]
    # A chart's table twin is folded until somebody wants it.
    desk.page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
    # A browser gives a space that does not break as a plain one.
    shown = desk.page.locator("[data-testid=stMain]").inner_text().replace(NO_BREAK, " ")
    assert [words for words in expected if words.replace(NO_BREAK, " ") not in shown] == []


def test_a_page_says_that_the_data_are_made_up_and_which_version_they_are(
    desk: Opened, demo: Workspace
) -> None:
    assert "Data sintetis" in desk.page.get_by_role("note").inner_text()
    footer = desk.page.get_by_text("sumber dan definisi lengkap").inner_text()
    assert demo.publik.version in footer
    assert theme.day(demo.publik.record["tanggal"]) in footer


def test_a_page_logs_no_error_and_asks_no_other_host(desk: Opened, site: Site) -> None:
    assert desk.seen.errors == []
    assert foreign(desk.seen, site.host) == []
    assert len(desk.seen.urls) > 5


def calm(page: Page) -> None:
    """Raise AssertionError where what a page has drawn moved afterwards, with what moved."""
    moved = page.evaluate("window.moved")
    total = sum(value for value, _ in moved)
    assert total <= MOST_SHIFT, (total, [(value, str(nodes)[:400]) for value, nodes in moved])


def english(page: Page) -> list[str]:
    """Return the lines in which a page speaks English."""
    lines, icons = page.evaluate(READ_ALL)
    found = [(line, ENGLISH.findall(line)) for line in lines if line not in icons]
    # Code to copy is no sentence.
    return [
        line
        for line, words in found
        if {word.lower() for word in words} - ALSO_INDONESIAN and not line.startswith("<")
    ]


def test_a_page_speaks_no_english(desk: Opened) -> None:
    assert english(desk.page) == []


@pytest.mark.parametrize(
    "path",
    ["/rincian", "/data", "/data?bagian=Temuan", "/data?bagian=Asal+angka", "/catatan", "/tak-ada"],
)
def test_a_page_for_officials_and_one_that_is_not_there_speak_no_english(
    reader: Callable[..., Page], path: str
) -> None:
    page = reader(path)
    if path == "/tak-ada":
        page.get_by_text("Halaman tidak ditemukan").wait_for()
    assert english(page) == []


def test_a_page_shows_no_exception(desk: Opened) -> None:
    assert desk.page.locator("[data-testid=stException]").count() == 0
    assert desk.page.locator("[data-testid=stAlertContentError]").count() == 0


STILL = """() => document.getAnimations().every(
    a => a.playState !== "running" || a.effect.getComputedTiming().iterations === Infinity)"""


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical: rule, element and its first words."""
    page.wait_for_function(STILL)  # a paragraph that is fading in has little contrast
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def test_axe_finds_nothing_serious(desk: Opened) -> None:
    assert serious(desk.page) == []


WITHOUT_ADDRESS = """() => [...document.querySelectorAll('.stMain a[href]')].filter((link) => {
    const shown = link.checkVisibility({visibilityProperty: true, opacityProperty: true});
    if (!shown || link.closest('svg') || link.getAttribute('href').startsWith('#')) return false;
    const address = link.getAttribute('href'), page = address.split('?')[0];
    const own = getComputedStyle(link, '::after').content;
    if (own.includes(address)) return false;
    const block = link.closest('.du:not(:has(.du))');
    const below = block ? getComputedStyle(block, '::after').content : '';
    return !(link.closest('td,th') && below.includes('/' + page));
}).map((link) => link.outerHTML)"""
"""The links that are seen on paper and whose address is not: neither beside them nor, for a link
of a table, the address of its page below the table."""


def expect_addresses_on_paper(page: Page) -> None:
    """Hold that paper says where each link leads, and the page's own address last."""
    page.emulate_media(media="print")
    assert page.evaluate(WITHOUT_ADDRESS) == []
    last = page.locator(".du-kaki")
    expect(last).to_contain_text(f"ditulis sesudah {page.url.split('/')[0]}//")
    expect(last).not_to_contain_text(f"{page.url.split('?')[0].rsplit('/', 1)[-1] or '//'}.")
    page.emulate_media(media="screen")


def test_a_link_on_paper_says_where_it_leads(desk: Opened) -> None:
    expect_addresses_on_paper(desk.page)


def test_axe_finds_nothing_serious_in_the_dark_on_a_phone(phone: Opened) -> None:
    assert serious(phone.page) == []


def test_a_page_does_not_move_under_the_reader_of_a_phone(phone: Opened) -> None:
    calm(phone.page)


def test_a_page_does_not_scroll_sideways_on_a_phone(phone: Opened) -> None:
    too_wide = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    assert phone.page.evaluate(too_wide) == [0, 0]
    assert phone.seen.errors == []


def test_a_page_follows_the_dark_scheme(phone: Opened) -> None:
    paper = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    red, green, blue = (int(theme.PAPER["dark"][i : i + 2], 16) for i in (1, 3, 5))
    assert phone.page.evaluate(paper) == f"rgb({red}, {green}, {blue})"
