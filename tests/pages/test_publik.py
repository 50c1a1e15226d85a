"""The public page: read without script, filtered in the browser, true to the cube, and light."""

from __future__ import annotations

import asyncio
import json
import re
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from urllib.parse import urlsplit
from xml.etree import ElementTree

import brotli
import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Options, Selection, read_options
from analysis.views import html, summary_html, views
from analysis.views.comparison import find_value
from analysis.views.matrix import COLUMNS, Matrix, make_matrix
from analysis.views.tiles import MAIN, make_tile
from analysis.words import theme
from analysis.words.rounding import round_half_away
from data import reference
from data.settings import settings
from data.store.store import Store, remember_answers
from geo.shades import shade
from public.page import page_content, page_routes
from tests.browser import Witness
from tests.data.rows import Workspace
from tests.pace import FULL, drawn
from tests.pages.conftest import COUNT_SHIFTS, PATIENCE, SCHEMES, Site, foreign

Choice = tuple[int, tuple[tuple[str, str], ...]]
WIDTHS = (1280, 390)
LIMIT_BYTES, LIMIT_REQUESTS = 60_000, 6
PAGES = [
    "/publik",
    *(f"/publik/{page_content.build_slug(area)}" for area in reference.list_kecamatan()),
]
WITHHELD = "/publik?kecamatan=Kasemen&periode=Juni+2022&skala=Mikro&indikator=Di+marketplace+kota"
READY = "fieldset:not(:disabled)"


@pytest.fixture(scope="module")
def cube(demo: Workspace) -> Store:
    """The same cube, asked many times by the tests as well."""
    return remember_answers(demo.publik)


@pytest.fixture(scope="module")
def offered(cube: Store) -> Options:
    return read_options(cube)


@pytest.fixture(scope="module")
def site(public: Site) -> Site:
    """The public program alone."""
    return public


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open an address of the site in a context of its own, once per call."""
    contexts = []

    def opened(path: str, *, script: bool = True, **more: object) -> Page:
        context = browser.new_context(locale="en-US", java_script_enabled=script, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(site.url + path)
        if script:
            page.locator(READY).first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def bare(text: str) -> str:
    """Return a text without any space: markup and script break lines at other places."""
    return "".join(text.split())


def figures(page: Page) -> list[str]:
    return page.locator("h1, #utama, #kartu, .pu-gambar").all_inner_texts()


def choose(page: Page, **labels: str) -> None:
    for name, label in labels.items():
        page.locator(f"select[name={name}]").select_option(label)
    settle(page)


def settle(page: Page) -> None:
    """Wait until a choice is drawn to its end: the figures come before all else."""
    page.locator("body:not([aria-busy])").wait_for()


def query(page: Page) -> str:
    return urlsplit(page.url).query


def test_the_first_view_takes_few_bytes_and_requests_and_leaves_nothing_behind(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context()
    page = context.new_page()
    seen = Witness(page)
    sizes: list[int] = []

    def count(request: object) -> None:
        found = request.sizes()  # type: ignore[attr-defined]
        sizes.append(found["responseBodySize"] + found["responseHeadersSize"])

    page.on("requestfinished", count)
    page.goto(site.url + "/publik")
    page.locator(READY).first.wait_for(timeout=PATIENCE)
    seen.rest()
    assert 3 <= len(sizes) <= LIMIT_REQUESTS
    assert 10_000 < sum(sizes) <= LIMIT_BYTES
    before = len(seen.urls)
    choose(page, periode="Juni 2022", kecamatan="Curug")
    seen.rest()
    # A browser may look at the page's icon again, out of its memory, when the address changes.
    again = [url for url in seen.urls[before:] if "/ikon." not in url]
    assert again == [], "a filter asked the server"
    assert (seen.errors, foreign(seen, site.host), context.cookies()) == ([], [], [])
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


FIRST_BYTES = 14 * 1024
"""What a server sends before it hears from the reader: ten packets."""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_the_first_figure_is_in_what_is_sent_first(
    site: Site, cube: Store, offered: Options, path: str, coding: str
) -> None:
    area = dict(zip(PAGES, offered.kecamatan.values(), strict=True))[path]
    with site.client.stream("GET", path, headers={"accept-encoding": coding}) as answer:
        sent = b"".join(answer.iter_raw())
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        assert answer.headers["content-encoding"] == coding
    first = unpack(coding, sent[: FIRST_BYTES - head])
    tile = make_tile(cube, MAIN[0], Selection(offered.default().periode, area))
    assert tile.row.value is not None
    assert f'<p class="du-nilai">{theme.amount(tile.row.value, "persen")} <small>' in first
    assert first.index("</style>") < first.index("du-nilai", first.index("</style>"))


def unpack(coding: str, sent: bytes) -> str:
    """Return what a browser can read of the beginning of an answer."""
    if coding == "br":
        return brotli.Decompressor().process(sent).decode(errors="ignore")
    return zlib.decompressobj(31).decompress(sent).decode(errors="ignore")


LEAST_SHIFT = 0.002
"""Where a page comes slowly, the foot of a card goes down with the row that it stands in. One line
that the script put above all else would be ten times as much."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/publik", "/publik/kasemen"])
def test_nothing_moves_when_the_script_takes_over(
    browser: Browser, site: Site, path: str, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 4000}) as context:
        page = context.new_page()
        page.add_init_script(COUNT_SHIFTS)
        page.goto(site.url + path)
        page.locator(READY).first.wait_for(timeout=PATIENCE)
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        moved = page.evaluate("window.moved")
        assert sum(value for value, _ in moved) < LEAST_SHIFT, moved


def test_on_a_phone_a_row_of_the_matrix_is_whole_with_its_name_above_its_values(
    reader: Callable[..., Page],
) -> None:
    page = reader("/publik", script=False, viewport={"width": 390, "height": 844})
    region = page.locator("#matriks .du-gulir")
    found = region.evaluate(
        """(region) => {
        const box = (e) => e.getBoundingClientRect();
        const rows = [...region.querySelectorAll("tbody tr")].map((row) => ({
            name: box(row.cells[0]).bottom, values: box(row.cells[2]).top,
            left: Math.min(...[...row.cells].map((cell) => box(cell).left)),
            right: Math.max(...[...row.cells].map((cell) => box(cell).right)),
        }));
        region.scrollLeft = 9999;
        const title = box(region.querySelector("caption > div")).toJSON();
        return {pushed: region.scrollLeft, rows, title};
    }"""
    )
    assert found["pushed"] == 0, "nothing is cut, so nothing has to be pushed"
    assert len(found["rows"]) == 7
    for row in found["rows"]:
        assert row["name"] <= row["values"] + 1
        assert row["left"] >= 0 and row["right"] <= 390
    assert found["title"]["left"] >= 0 and found["title"]["right"] <= 390
    assert region.get_attribute("tabindex") == "0"


@pytest.mark.parametrize("path", PAGES)
def test_every_name_in_the_matrix_leads_to_a_page(site: Site, path: str) -> None:
    matrix = re.search(r'id="matriks">(.*?)</table>', site.get(path).text, re.DOTALL)
    assert matrix
    rows = re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', matrix[1])
    assert sorted(rows) == sorted(PAGES[1:])
    assert all(site.get(row).status_code == 200 for row in rows)
    columns = re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', matrix[1])
    assert len(columns) == len(COLUMNS)
    assert all(column.startswith("/jelajah?indikator=") for column in columns)


@pytest.mark.parametrize("path", PAGES)
def test_without_script_every_page_reads_in_full(
    reader: Callable[..., Page], cube: Store, offered: Options, path: str
) -> None:
    page = reader(path, script=False)
    area = dict(zip(PAGES, offered.kecamatan.values(), strict=True))[path]
    chosen = Selection(offered.default().periode, area)
    found = page.evaluate(READ)
    assert len(found["tiles"]) == len(MAIN)
    for text, kode in zip(map(squeezed, found["tiles"]), MAIN, strict=True):
        shown = make_tile(cube, kode, chosen)
        assert squeezed(shown.row.text) in text
        assert shown.scope in text and shown.date in text
        assert "Data sintetis" in text
    view = views.view_by_kecamatan(cube, page_content.IN_FIGURE[0], chosen)
    assert [squeezed(" ".join(row)) for row in found["rows"]] == [
        squeezed(f"{r.label} {r.text} {r.counts} {theme.quantity(r.unknown, 'persen')}")
        for r in view.rows
    ]
    for width, row in zip(found["widths"], view.rows, strict=True):
        assert row.value is not None
        assert width == pytest.approx(row.value / 100, abs=0.01)
    matrix = make_matrix(cube, chosen)
    assert found["matrix"] == [
        [row.label, *(cell.text + cell.gap.mark for cell in row.cells)]
        for row in (matrix.whole, *matrix.rows)
    ]
    assert found["enabled"] == 0
    assert "Tanpa JavaScript" in found["notice"]
    assert found["links"] >= len(PAGES) - 1


READ = """() => {
    const all = css => [...document.querySelectorAll(css)];
    const width = e => e.getBoundingClientRect().width;
    return {
        tiles: all("#kartu article").map(e => e.innerText),
        rows: all("#batang tbody tr").map(row => [...row.cells].map(cell => cell.textContent)),
        widths: all("#batang .du-isi span").map(e => width(e) / width(e.parentElement)),
        matrix: all("#matriks tbody tr").map(row => [...row.cells].map(cell =>
            [...cell.childNodes].filter(n => !n.classList?.contains("du-sr"))
                .map(n => n.textContent).join(""))),
        enabled: all("select:enabled").length,
        notice: document.querySelector("noscript, main").innerText,
        links: all("nav a").length,
    };
}"""
"""What a reader without script has before them."""


def chosen_on(page: Page, choice: dict[str, str]) -> dict[str, object]:
    """Choose and return what the page then shows."""
    return dict(
        page.evaluate(
            """async (choice) => {
            const form = document.getElementById("saring");
            for (const [name, label] of Object.entries(choice))
                form.elements.namedItem(name).value = label;
            form.elements.namedItem("skala").dispatchEvent(new Event("change"));
            await new Promise(done => setTimeout(done));
            const texts = (css) => [...document.querySelectorAll(css)].map(e => e.textContent);
            return {
                tiles: texts("#kartu article"),
                bars: document.getElementById("batang").textContent,
                values: [...document.querySelectorAll("#batang td.du-angka:not(.du-kecil)")]
                    .map(cell => cell.firstChild?.textContent ?? ""),
                map: Object.fromEntries([...document.querySelectorAll(".pu-peta a")].map(
                    a => [a.id.slice(5), [a.getAttribute("class"), a.getAttribute("aria-label")]])),
                table: [...document.querySelectorAll("#tabel tbody tr")].map(
                    row => [...row.cells].slice(1).map(cell => cell.lastChild.textContent)),
                lead: document.getElementById("utama").textContent,
                matrix: document.getElementById("matriks").textContent,
                shades: [...document.querySelectorAll("#matriks td[class*=du-b]")].map(
                    cell => [cell.className, getComputedStyle(cell).backgroundColor]),
                marked: texts("#matriks tr.du-pilih th"),
                remarks: document.getElementById("catatan").textContent,
                details: document.getElementById("tentang").textContent,
            };
        }""",
            choice,
        )
    )


def shades_of(matrix: Matrix) -> list[list[str]]:
    """Return the class and the colour on light paper of each shaded cell of a matrix."""
    steps = [cell.gap.step for row in matrix.rows for cell in row.cells]
    names = [f"{'m' if step < 0 else 'p'}{abs(step)}" for step in steps]
    colours = [theme.GAPS["light"][name] for name in names]
    in_rgb = [tuple(int(c[at : at + 2], 16) for at in (1, 3, 5)) for c in colours]
    return [
        [f"du-angka du-b{name}", f"rgb({red}, {green}, {blue})"]
        for name, (red, green, blue) in zip(names, in_rgb, strict=True)
    ]


def as_text(page: Page, markup: str) -> str:
    """Return markup as the browser reads it, to be compared with what it drew by itself."""
    parse = "(m) => new DOMParser().parseFromString(m, 'text/html').body.textContent"
    return bare(page.evaluate(parse, markup))


def test_every_choice_shows_what_the_views_say(
    reader: Callable[..., Page], cube: Store, offered: Options
) -> None:
    page = reader("/publik")
    names = [INDICATORS[kode].pendek for kode in page_content.IN_FIGURE]
    choices = enumerate(
        product(offered.periode.items(), offered.skala.items(), offered.kecamatan.items())
    )

    def withholds(choice: Choice) -> bool:
        number, ((_, p), (_, s), (_, w)) = choice
        kode = page_content.IN_FIGURE[number % len(names)]
        return any(row.sign for row in views.view_by_kecamatan(cube, kode, Selection(p, w, s)).rows)

    for number, ((period, p), (size, s), (area, w)) in drawn(choices, withholds):
        kode = page_content.IN_FIGURE[number % len(names)]
        entry, chosen = INDICATORS[kode], Selection(p, w, s)
        found = chosen_on(
            page,
            {"periode": period, "skala": size, "kecamatan": area, "indikator": entry.pendek},
        )
        for text, shown in zip(
            found["tiles"], page_content.make_main_tiles(cube, chosen), strict=True
        ):
            assert bare(text) == as_text(page, html.render_tiles([shown]))
        view = views.view_by_kecamatan(cube, kode, chosen)
        assert found["values"] == [row.text for row in view.rows]
        assert bare(found["bars"]) == as_text(page, html.render_bars(view))
        assert bare(found["details"]) == as_text(page, html.render_about(view))
        assert found["lead"] == views.write_lead(cube, page_content.IN_FIGURE[0], chosen)
        matrix = make_matrix(cube, chosen)
        markup = summary_html.render_matrix(matrix)
        assert bare(found["matrix"]) == as_text(page, markup)
        assert found["shades"] == shades_of(matrix)
        assert found["marked"] == ([reference.list_kecamatan()[w]] if w != CITY else [])
        rows = {row.code: row for row in view.rows}
        for code, name in reference.list_kecamatan().items():
            row = rows.get(code)
            step, label = found["map"][code]
            assert label == f"{name}: {row.text if row else '..'}"
            if entry.satuan == "persen":
                colour = theme.NOTHING if step == "wx" else theme.STEPS[int(step[1:])]
                assert colour == shade(row.value if row else None)
        expected = [
            [
                find_value(cube, kode, Selection(q, code, s))
                for q in sorted(offered.periode.values())
            ]
            for code in (CITY, *reference.list_kecamatan())
        ]
        assert found["table"] == [[row.text if row else ".." for row in line] for line in expected]


def test_the_data_for_the_browser_are_published_cells_and_no_others(
    site: Site, cube: Store, offered: Options
) -> None:
    address = re.search(r'data-isi="([^"]+)"', site.get("/publik").text)
    assert address
    found = site.get(address[1]).json()["sel"]
    cells = cube.query("select * from sel where sumber = 'register'")
    known = {
        (c["indikator"], c["kode_wilayah"], c["periode"], c["dimensi"], c["kategori"]): c
        for c in cells.to_dict("records")
    }
    hidden = 0
    for kode, tree in found.items():
        for a, area in enumerate(offered.kecamatan.values()):
            for p, period in enumerate(offered.periode.values()):
                for s, size in enumerate(offered.skala.values()):
                    cell = at(at(at(tree, a), p), s)
                    place = area if "kecamatan" in INDICATORS[kode].levels else CITY
                    by_class = "skala_gabung" if size else ""
                    if "skala_gabung" not in INDICATORS[kode].rincian:
                        by_class, size = "", ""
                    own = known.get((kode, place, period, by_class, size))
                    if own is None:
                        assert cell == 0
                    elif own["tanda"] == "x":
                        hidden += 1
                        assert cell[:4] == [None, None, None, None] and cell[4] == "x"
                    else:
                        assert cell[0] == round_half_away(own["nilai"], 1)
                        if INDICATORS[kode].satuan == "persen":
                            assert cell[1:3] == [own["pembilang"], own["penyebut"]]
    assert hidden > 0


def at(found: list[object], index: int) -> object:
    """Return an entry of a list that leaves out the repetitions of its last one."""
    return found[min(index, len(found) - 1)]


def test_a_withheld_choice_says_so_and_what_to_choose_instead(reader: Callable[..., Page]) -> None:
    page = reader(WITHHELD)
    said = page.locator("#catatan").inner_text()
    assert (
        "Tidak ada nilai di Kasemen, Curug: dirahasiakan agar tidak ada usaha yang dikenali."
        in said
    )
    assert "Pilih semua skala atau Juni 2025 untuk melihat angkanya." in said
    assert page.locator("#peta-36\\.73\\.02").get_attribute("class") == "wx"
    rising = page.locator("#kartu article").nth(MAIN.index("naik_kelas"))
    assert ".. = tidak tersedia" in rising.inner_text()
    assert "Pilih Juni 2025 untuk melihat angkanya." in rising.inner_text()
    choose(page, skala="Semua skala")
    assert page.locator("#catatan").inner_text() == ""


def test_an_address_with_a_former_name_of_an_indicator_leads_there(
    reader: Callable[..., Page],
) -> None:
    page = reader("/publik?kecamatan=Kasemen&indikator=Berusaha+daring")
    settle(page)
    assert page.locator("#pesan").is_hidden()
    assert page.locator("select[name=indikator]").input_value() == "Berjualan daring"


def test_the_choice_lives_in_the_address_and_the_back_button_returns_to_it(
    reader: Callable[..., Page],
) -> None:
    page = reader("/publik")
    first = figures(page)
    choose(page, kecamatan="Cipocok Jaya")
    choose(page, periode="Juni 2024")
    choose(page, indikator="UMKM tercatat")
    assert query(page) == "kecamatan=Cipocok+Jaya&periode=Juni+2024&indikator=UMKM+tercatat"
    last = figures(page)
    assert "Cipocok Jaya, Juni 2024" in page.locator("#kabar").inner_text()
    links = page.locator("[data-alat]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links[0].endswith("/?kecamatan=Cipocok+Jaya&periode=Juni+2024")
    assert page.locator("#csv").get_attribute("href") == "/api/v1/data/jumlah_umkm.csv"
    for _ in range(3):
        page.go_back()
    settle(page)
    assert (query(page), figures(page)) == ("", first)
    page.go_forward()
    assert page.locator("select[name=kecamatan]").input_value() == "Cipocok Jaya"
    shared = reader("/publik?kecamatan=cipocok-jaya&periode=JUNI-2024&indikator=umkm+tercatat")
    assert figures(shared) == last


UNKNOWN = (
    "kecamatan=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "periode=2022-13",
    "skala=",
    "skala=Mikro&skala=Mikro",
    "indikator=__proto__",
    "periode=%00%E2%80%AE&skala=" + "A" * 3000,
    "kecamatan={used}%24%26",
)


def test_what_an_address_does_not_know_falls_back_with_a_sentence(
    reader: Callable[..., Page], site: Site, offered: Options
) -> None:
    page = reader("/publik")
    usual = page.locator("#kartu").inner_text()
    for given in UNKNOWN:
        page.goto(f"{site.url}/publik?{given}")
        page.locator(READY).first.wait_for()
        name = given.partition("=")[0]
        said = page.locator("#pesan").inner_text()
        assert f"Pilihan {name} '" in said and "tidak dikenal, jadi dipakai" in said, given
        assert len(said) < 600, given
        assert page.locator("#pesan *").count() == 0, given
        assert page.locator("#kartu").inner_text() == usual, given
        if given == "periode=2022-13":
            assert said == " ".join(offered.read({"periode": "2022-13"})[1])
        choose(page, kecamatan="Curug")
        assert page.locator("#pesan").is_hidden(), given


def test_a_parameter_of_another_page_is_none_of_our_business(reader: Callable[..., Page]) -> None:
    assert reader("/publik?utm_source=koran").locator("#pesan").is_hidden()


def test_a_kecamatan_is_chosen_on_the_map_by_keyboard(reader: Callable[..., Page]) -> None:
    page = reader("/publik")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.locator("#peta-36\\.73\\.02").focus()
    page.keyboard.press("Enter")
    settle(page)
    assert query(page) == "kecamatan=Kasemen"
    assert page.locator("h1").inner_text() == "UMKM digital di Kecamatan Kasemen"
    assert page.locator("tr.du-pilih th").all_inner_texts() == ["Kasemen"] * 3
    said = page.locator("#kabar").inner_text()
    assert said.startswith("Kecamatan Kasemen, Juni 2025, semua skala. Berjualan daring: ")


def test_details_that_are_open_stay_open_when_the_choice_changes(
    reader: Callable[..., Page],
) -> None:
    page = reader("/publik")
    first = page.locator("#kartu article").first
    first.locator("summary").click()
    choose(page, periode="Juni 2023", kecamatan="Curug")
    told = first.locator("details").inner_text()
    assert "Juni 2023" in told and "Kecamatan Curug" in told and "Semesta" in told


def test_when_the_data_do_not_come_the_first_view_stays_and_says_so(
    browser: Browser, site: Site
) -> None:
    page = browser.new_context().new_page()
    page.route("**/*.json", lambda route: route.abort())
    page.goto(site.url + "/publik")
    page.locator("#pesan").wait_for(timeout=PATIENCE)
    assert "Muat ulang halaman ini" in page.locator("#pesan").inner_text()
    assert page.locator("select:enabled").count() == 0
    assert page.locator("#kartu article").count() == len(MAIN)
    page.context.close()


@pytest.mark.parametrize("path", ["/publik/kasemen", WITHHELD])
def test_axe_finds_nothing_in_either_scheme_on_a_desk_and_on_a_phone(
    reader: Callable[..., Page], path: str
) -> None:
    # axe is a script, which the page's own policy forbids.
    page = reader(path, bypass_csp=True)
    for summary in page.locator("summary").all():
        summary.click()
    looks = product(SCHEMES, WIDTHS) if FULL else zip(SCHEMES, WIDTHS, strict=True)
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        said = [(rule["id"], [n["html"][:160] for n in rule["nodes"]]) for rule in found]
        assert said == [], (scheme, width)


def test_nothing_is_wider_than_the_window(reader: Callable[..., Page]) -> None:
    page = reader("/publik?indikator=UMKM+tercatat&kecamatan=Cipocok+Jaya")
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate(wide) == 0, width


def test_print_has_the_sources_and_no_controls(reader: Callable[..., Page]) -> None:
    page = reader("/publik")
    page.emulate_media(media="print")
    assert page.locator("select").first.is_hidden()
    assert page.locator("#tentang dd").first.is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_holds_in_the_header_and_in_the_document(site: Site, path: str) -> None:
    answer = site.get(path)
    inside = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', answer.text)
    assert inside
    own = inside[1].replace("&#39;", "'")
    assert answer.headers["content-security-policy"] == f"{own}; frame-ancestors 'none'"
    rules = {words[0]: words[1:] for words in (part.split() for part in own.split(";"))}
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == rules["connect-src"] == rules["img-src"] == ["'self'"]
    assert "unsafe" not in own
    assert " style=" not in answer.text
    assert "set-cookie" not in answer.headers


def test_pages_have_strong_tags_and_hashed_files_are_kept_for_ever(site: Site) -> None:
    answer = site.get("/publik", accept_encoding="br")
    assert answer.headers["content-encoding"] == "br"
    tag = answer.headers["etag"]
    assert tag.startswith('"')
    again = site.get("/publik", accept_encoding="br", if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    named = re.findall(r'(?:src|href|data-isi)="(/publik/[\w-]+\.[0-9a-f]{12}\.\w+)"', answer.text)
    assert len(named) == 3
    for path in named:
        found = site.get(path)
        assert found.status_code == 200
        assert "immutable" in found.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/publik/tidak-ada", "/publik/index.html", "/publik/..%2Fdaftar.json", "/publik/x.y",
     "/publik/%3Cscript%3E", "/publik/index.html.br"],
)  # fmt: skip
def test_other_addresses_below_are_not_found(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert "script>" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_search_engines_are_told_what_a_page_is(site: Site, offered: Options, path: str) -> None:
    page = site.get(path).text
    title = re.findall(r"<title>([^<]*)</title>", page)[0]  # the map's areas have theirs
    (description,) = re.findall(r'<meta name="description" content="([^"]*)"', page)
    assert re.findall(r'rel="canonical" href="([^"]*)"', page) == [path]
    assert "noindex" not in page
    assert 20 < len(title) < 70 and 80 < len(description) < 300
    area = dict(zip(PAGES, offered.kecamatan, strict=True))[path]
    assert path == "/publik" or (area in title and area in description)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    found = json.loads(data)
    assert found["@type"] == "Dataset"
    assert found["temporalCoverage"] == "2022-06/2025-06"
    assert "Data sintetis" in found["description"]
    assert "/api/v1/data/berusaha_daring.csv" in {
        part["contentUrl"] for part in found["distribution"]
    }


def test_the_sitemap_lists_every_page_and_robots_name_it(site: Site, demo: Workspace) -> None:
    root = ElementTree.fromstring(site.get("/sitemap.xml").text)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [url.text for url in root.iter(f"{space}loc")]
    assert sorted(found) == sorted(site.url + path for path in PAGES)
    assert {day.text for day in root.iter(f"{space}lastmod")} == {demo.publik.record["tanggal"]}
    assert f"Sitemap: {site.url}/sitemap.xml" in site.get("/robots.txt").text


def ask(path: str) -> httpx.Response:
    """Return what the routes answer in this process, under its own settings."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=Starlette(routes=page_routes.ROUTES))
        async with httpx.AsyncClient(transport=transport, base_url="http://uji") as client:
            return await client.get(path)

    # In a thread of its own: the browser keeps this one's event loop.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(asked())).result()


def test_before_anything_is_published_there_is_a_sentence(workspace: Workspace) -> None:
    answer = ask("/publik")
    assert answer.status_code == 503
    assert "Data belum diterbitkan." in answer.text
    assert "<loc>" not in ask("/sitemap.xml").text


def test_a_host_in_the_settings_makes_addresses_whole(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = demo.folder / "bernama.toml"
    text = demo.toml.read_text(encoding="utf-8")
    toml.write_text(f'{text}host = ["*.lain.id", "umkm.serangkota.go.id"]\n', encoding="utf-8")
    monkeypatch.setenv("UMKM_PENGATURAN", str(toml))
    settings.cache_clear()
    assert "<loc>https://umkm.serangkota.go.id/publik/kasemen</loc>" in ask("/sitemap.xml").text
    settings.cache_clear()
