"""Embeds: every page of them says what the cube says, in one language, small and in any frame."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import brotli
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import html
from analysis.views.clusters import read_product_clusters
from analysis.views.view import ProductCluster
from analysis.words.language import LANGUAGES, kata, read_catalogue, speaking
from data import reference
from data.fingerprint import hash_source
from data.settings import settings
from geo.labelled_map import draw_map
from public.embeds import embed_files
from public.embeds.kinds import CLUSTERS, FACT, KINDS
from public.files import published as trees
from public.files.catalogue import LISTED
from public.files.public_file import File
from tests.analysis.small_city import make_small_city
from tests.browser import Witness
from tests.data.rows import Workspace
from tests.pace import drawn, upto
from tests.pages.conftest import PATIENCE
from tests.worlds import MadeOnce

LIMIT_BYTES = 15_000
SCRIPT_BYTES = 3_000
HOME = "http://uji"
NEWEST = "2025-06"
NAME = "Dasbor UMKM Digital Kota Serang"
AREAS = {"kota-serang": CITY} | {
    name.lower().replace(" ", "-"): code for code, name in reference.list_kecamatan().items()
}
CLASSES = {"semua": "", "mikro": "mikro", "kecil-menengah": "kecil_menengah"}
UNITS = {
    "id": {"persen": "%", "usaha": "usaha", "hari": "hari", "poin": "poin"},
    "en": {"persen": "%", "usaha": "businesses", "hari": "days", "poin": "points"},
}
OF = {"id": "dari", "en": "of"}
EXAMPLES = {
    "kartu": f"kartu-berusaha-daring/kota-serang.{NEWEST}.semua",
    "batang": f"batang-naik-kelas/-.{NEWEST}.-",
    "garis": "garis-jumlah-umkm/kota-serang.-.semua",
    "tabel": f"tabel-kanal-daring/-.{NEWEST}.-",
    "peta": f"peta-naik-kelas/-.{NEWEST}.-",
    "klaster": f"klaster/kota-serang.{NEWEST}.-",
    "fakta": "fakta-ekspor-daring/-.-.-",
}
"""One address of each kind, most of them with something withheld."""

LINE_PAGE = re.compile(r"sematan/garis-[^/]+/[^/]+\.html")
MARK_OF_VALUE = re.compile(r'<circle class="[de]"')

Files = dict[str, File]
Cell = dict[str, object]
Cube = dict[str, dict[tuple[str, ...], Cell]]


@pytest.fixture(scope="module")
def published(demo: Workspace) -> Files:
    """Every published file of the embeds, by its path."""
    tree = trees.find_served(demo.settings)
    assert tree is not None
    names = [n for n in tree.files if n.startswith("sematan/") and not n.endswith(".png")]
    return {name: File(name, tree.files[name].media, tree.read(name)) for name in names}


@pytest.fixture(scope="module")
def files(published: Files) -> Files:
    """The same without the further names of the newest period's pages."""
    return {path: file for path, file in published.items() if f".{embed_files.NEWEST}." not in path}


@pytest.fixture(scope="module")
def cube(demo: Workspace) -> Cube:
    """Return the register's published cells by everything that names one, for each indicator."""
    found = demo.publik.query("select * from sel where sumber = 'register'")
    keys = ["indikator", "kode_wilayah", "periode", "dimensi", "kategori"]
    cells: Cube = {}
    for row in found.astype(object).where(found.notna(), None).to_dict("records"):
        key = tuple(str(row[key]) for key in keys)
        cells.setdefault(key[0], {})[key] = row
    return cells


Asked = tuple[str, list[str], str]
"""A page: its view, [wilayah, periode, skala, bahasa], and its markup."""


def pages(files: Files) -> list[Asked]:
    """Return every page with something withheld, and a part of the others."""
    return drawn(every_page(files), lambda page: bool(re.search(r">\s*x\s*<", page[2])))


def every_page(files: Files) -> Iterator[Asked]:
    for path, file in files.items():
        if path.endswith(".html"):
            _, view, name = path.split("/")
            yield view, name.removesuffix(".html").split("."), file.body.decode()


def catalogue(files: Files) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(files[LISTED].body)["views"]
    return listed


def plain(markup: str) -> str:
    """Return what is read of some markup."""
    text = re.sub(r"<(style|script)>.*?</\1>|<!--.*?-->", "", markup, flags=re.DOTALL)
    return entities.unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ").strip()


def table(markup: str) -> list[list[str]]:
    """Return the rows of a page's table without its names."""
    body = re.findall(r"<tbody>(.*?)</tbody>", markup, flags=re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


def number(value: float, decimals: int, language: str) -> str:
    # Half away from zero, from 15 digits, as all numbers are written.
    half_up = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{half_up:,}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def value(cell: Cell, unit: str, language: str) -> str:
    """Return what a cell says: its value with its unit, or its sign."""
    if cell["nilai"] is None:
        return str(cell["tanda"])
    decimals = 1 if unit in {"persen", "poin"} else 0
    return f"{number(float(cell['nilai']), decimals, language)} {UNITS[language][unit]}"  # type: ignore[arg-type]


def written(cell: Cell, kode: str, language: str, counted: bool) -> list[str]:
    """Return the cells of a table's row: the value, and the counts where the table has them."""
    unit = INDICATORS[kode].satuan
    row = [value(cell, unit, language)]
    if counted:
        counts = [cell["pembilang"], cell["penyebut"]]
        shown = [number(float(n), 0, language) for n in counts if n is not None]  # type: ignore[arg-type]
        row.append(f" {OF[language]} ".join(shown) if len(shown) == 2 else "–")
    return row


def expected(cube: Cube, view: str, asked: list[str]) -> tuple[str, list[Cell]]:
    """Return the indicator of a page and the cells that it shows, in no order."""
    jenis, kode = view.split("-", 1)
    kode = kode.replace("-", "_")
    entry = INDICATORS[kode]
    area, period, group, _ = asked
    group = CLASSES.get(group, "")
    dimension = "skala_gabung" if group else ""
    if entry.by_answer:
        dimension = entry.answers
    found = []
    for (_, place, when, by, part), cell in cube[kode].items():
        if by != dimension or cell["tingkat"] == "kelurahan":
            continue
        if period != "-" and when != period:
            continue
        if not entry.by_answer and part != group:
            continue
        by_place = jenis in {"tabel", "peta"} or (jenis == "batang" and not entry.by_answer)
        wanted = cell["tingkat"] == "kecamatan" if by_place else place == AREAS.get(area, CITY)
        if wanted and not (part == "daring" and cell["n"] == 0):
            found.append(cell)
    return kode, found


def test_where_the_site_has_a_name_the_way_to_the_tool_is_whole(
    demo: Workspace, workspace: Workspace
) -> None:
    def way() -> str:
        page = next(iter(embed_files.make_files(demo.publik))).body.decode()
        return page.split('<a href="')[-1].split('"')[0]

    alone = way()
    assert alone.startswith("/")
    workspace.toml.write_text(
        workspace.toml.read_text() + 'host = ["umkm.example.go.id"]\n', encoding="utf-8"
    )
    settings.cache_clear()
    assert way() == f"https://umkm.example.go.id{alone}"


def test_every_choice_of_every_view_has_a_page_and_no_other_is_there(files: Files) -> None:
    listed = {}
    for view in catalogue(files):
        asked = [view["parameter"].get(n, ["-"]) for n in ("wilayah", "periode", "skala")]  # type: ignore[attr-defined]
        for *choice, language in product(*asked, LANGUAGES):
            listed[f"sematan/{view['nama']}/{'.'.join([*choice, language])}.html"] = view
    assert set(listed) | {LISTED} == set(files)
    assert {str(view["jenis"]) for view in catalogue(files)} == set(EXAMPLES)
    assert {f"sematan/{path}.id.html" for path in EXAMPLES.values()} <= set(files)
    assert len(files) < 4_000


def test_the_newest_page_has_a_further_name_that_stays(published: Files, files: Files) -> None:
    further = published.keys() - files.keys()
    assert len(further) > 100
    for path in further:
        assert published[path].body == files[path.replace(embed_files.NEWEST, NEWEST)].body


def test_the_catalogue_names_each_view_in_both_languages(files: Files) -> None:
    for view in catalogue(files):
        assert set(view["judul"]) == {"id", "en"}  # type: ignore[call-overload]
        assert view["judul"]["id"] != view["judul"]["en"]  # type: ignore[index]
        assert view["indikator"] is None or view["indikator"] in INDICATORS


def test_every_page_of_an_indicator_says_the_cubes_values(files: Files, cube: Cube) -> None:
    seen = 0
    for view, asked, markup in pages(files):
        jenis, language = view.split("-")[0], asked[-1]
        if jenis not in {"kartu", "batang", "garis", "tabel", "peta"}:
            continue
        kode, found = expected(cube, view, asked)
        assert found, (view, asked)
        shown = table(markup)
        if jenis == "tabel" and INDICATORS[kode].by_answer:
            told = [value(cell, "persen", language) for cell in found]
            assert sorted(cell for row in shown for cell in row) == sorted(told), (view, asked)
        else:
            counted = any(len(row) > 1 for row in shown)
            share = INDICATORS[kode].satuan == "persen"
            assert counted == (share and any(c["penyebut"] is not None for c in found))
            told = [written(cell, kode, language, counted) for cell in found]
            assert sorted(shown) == sorted(told), (view, asked)
        seen += 1
    assert seen > upto(2_000, 200)


def test_rows_carry_the_name_of_their_own_value(files: Files, cube: Cube) -> None:
    for view in ("batang-ber-nib", "tabel-ber-nib", "peta-ber-nib"):
        markup = files[f"sematan/{view}/-.{NEWEST}.mikro.id.html"].body.decode()
        body = markup.split("<tbody>")[1].split("</tbody>")[0]
        for code, name in reference.list_kecamatan().items():
            cell = cube["ber_nib"]["ber_nib", code, NEWEST, "skala_gabung", "mikro"]
            row = re.search(rf'<th scope="row">{name}</th>(.*)', body)
            assert row is not None
            assert value(cell, "persen", "id") in plain(row[1])
    markup = files["sematan/garis-ber-nib/kasemen.-.semua.en.html"].body.decode()
    for period, label in (("2022-06", "June 2022"), ("2025-06", "June 2025")):
        cell = cube["ber_nib"]["ber_nib", "36.73.02", period, "", ""]
        row = re.search(rf'<th scope="row">{label}</th>(.*)', markup)
        assert row is not None
        assert plain(row[1]).startswith(value(cell, "persen", "en"))


def test_a_withheld_cell_gives_nothing_away(files: Files, cube: Cube) -> None:
    """Not by a number, a length, a shade, or its place among the others."""
    withheld = 0
    for view, asked, markup in pages(files):
        jenis = view.split("-")[0]
        if jenis not in {"batang", "garis", "tabel", "peta"}:
            continue
        kode, found = expected(cube, view, asked)
        hidden = [cell for cell in found if cell["tanda"] == "x"]
        if not hidden:
            continue
        withheld += len(hidden)
        rows = [row for row in table(markup) if "x" in row]
        assert sum(row.count("x") for row in rows) == len(hidden)
        if not INDICATORS[kode].by_answer:
            assert {tuple(row) for row in rows} <= {("x",), ("x", "–")}
            if jenis != "garis":
                assert table(markup)[-len(rows) :] == rows
        marks = re.findall(r'<g class="m"[^>]*>(.*?)</g>', markup, flags=re.DOTALL)
        silent = [m for m in marks if re.search(r"<title>[^<]*: x</title>", m)]
        if jenis != "tabel":
            assert len(silent) == len(hidden), (view, asked)
        for mark in silent:
            assert 'class="d' not in mark
            assert 'class="x"' in mark or 'fill="url(#a)"' in mark
            assert len(set(re.findall(r'width="([\d.]+%)"', mark)) - {"100%"}) <= 1
        places = {re.search(r'cy="([\d.]+)"', m)[1] for m in silent if "cy=" in m}  # type: ignore[index]
        assert len(places) <= 1
        assert re.search(r"x = (dirahasiakan|withheld)", plain(markup))
    assert withheld > 20


def test_clusters_are_those_of_the_cube(files: Files, demo: Workspace) -> None:
    for area, period in product(("kota-serang", "kasemen"), ("2022-06", NEWEST)):
        markup = files[f"sematan/klaster/{area}.{period}.-.id.html"].body.decode()
        found = read_product_clusters(demo.publik, Selection(period, AREAS[area]))
        assert table(markup) == [
            [
                c.area,
                *("x" if count is None else number(count, 0, "id") for count in counts(c)),
                c.share.replace("\u00a0", " "),
            ]
            for c in found
        ]
        whole = read_product_clusters(demo.publik, Selection(period))
        for drawing in re.findall(r'<div class="(?:sedang|sempit)">.*?</svg>', markup, re.DOTALL):
            marks = [m for m in re.findall(r'<g class="m">(.*?)</g>', drawing) if "du-tebal" in m]
            assert [re.findall(r"<title>([^:]*)", mark)[0] for mark in marks] == [
                f"{c.product}, {c.area}" for c in whole
            ]
            assert [mark.count("<circle") for mark in marks] == [c.online is None for c in whole]


def counts(cluster: ProductCluster) -> tuple[int | None, ...]:
    """Return the columns of counts of a cluster's row."""
    return cluster.n, cluster.online, cluster.offline, cluster.unknown


def test_a_fact_is_quoted_with_its_source(files: Files, demo: Workspace) -> None:
    facts = demo.publik.query("select * from fakta")
    for _, row in facts.iterrows():
        view = f"fakta-{row['kunci'].replace('_', '-')}"
        markup = files[f"sematan/{view}/-.-.-.id.html"].body.decode()
        said = plain(markup)
        for words in (row["pernyataan"], row["sumber"], "24 Juni 2022", "Terbit"):
            assert words in said
        assert entities.escape(row["rujukan"]) in markup
        if not pd.isna(row["nilai"]):
            assert number(float(row["nilai"]), 0, "id") in table(markup)[0][-1]


def test_every_page_owes_its_reader_the_same_words(files: Files, demo: Workspace) -> None:
    owed = {
        "id": ("Sumber", "Semesta", "Satuan", f"versi {demo.publik.version}", "Buka dasbor"),
        "en": (
            "Source",
            "Universe",
            "Unit",
            f"version {demo.publik.version}",
            "Open the dashboard",
        ),
    }
    for view, asked, markup in pages(files):
        language, said = asked[-1], plain(markup)
        missing = [words for words in owed[language] if words not in said]
        if not (view.startswith("fakta-klaster") and missing in (["Satuan"], ["Unit"])):
            assert missing == [], (view, asked)
        assert markup.startswith(f'<!doctype html>\n<html lang="{language}" data-tema="terang">')
        assert "<main><!--kabar-->" in markup
        assert re.search(r'<a href="/[^"]*" target="_blank" rel="noopener">', markup)
        assert "<h1>" in markup
        assert "<table>" in markup


def test_made_up_numbers_and_published_ones_never_look_alike(files: Files) -> None:
    for view, asked, markup in pages(files):
        heading = plain(re.findall(r"<h1>(.*?)</h1>", markup)[0])
        with speaking(asked[-1]):
            made_up, printed = kata("Data sintetis"), kata("Terbit")
        if view.startswith("fakta"):
            assert heading.endswith(printed)
            assert made_up not in plain(markup)
        elif (view, asked[1], asked[0]) in {
            ("kartu-jumlah-umkm", "2022-06", "kota-serang"),
            ("kartu-ekspor-daring", "2022-06", "-"),
        }:
            assert made_up in heading or printed in heading
        else:
            assert made_up in heading, (view, asked)
    mixed = files["sematan/garis-jumlah-umkm/kota-serang.-.semua.id.html"].body.decode()
    assert re.findall(r'<circle class="(\w)"', mixed) == ["d", "e", "e", "e"]
    assert "11.307 usaha pada Juni 2022, 12.192 usaha (sintetis)" in plain(mixed)


def test_english_pages_have_no_indonesian_in_them(files: Files) -> None:
    """A text that was never asked to be translated would stand there as it is."""
    texts = read_catalogue("en")
    everything = " ".join(texts.values())
    foreign = [
        text
        for text in texts
        if "{" not in text and not re.search(rf"\b{re.escape(text)}\b", everything)
    ]
    assert len(foreign) > 150
    assert "usaha" in foreign
    found = re.compile("|".join(rf"(?<!\w){re.escape(t)}(?!\w)" for t in sorted(foreign, key=len)))
    lines: set[str] = set()
    for _, asked, markup in pages(files):
        if asked[-1] == "en":
            # The dashboard's own name, and what is marked as quoted in Indonesian.
            markup = re.sub(r'<span lang="id">.*?</span>', "", markup).replace(NAME, "")
            markup = re.sub(r"<(style|script)>.*?</\1>", "", markup, flags=re.DOTALL)
            lines |= set(re.findall(r">([^<>]*\w[^<>]*)<|aria-label=\"([^\"]*)\"", markup))  # type: ignore[arg-type]
    said = {entities.unescape(text) for pair in lines for text in pair if text}
    assert len(said) > upto(500, 100)
    assert [text for text in said if found.search(text)] == []


def test_every_page_is_small(files: Files) -> None:
    for path, file in files.items():
        # What is small enough as it stands is so in any coding.
        if path.endswith(".html") and len(file.body) > LIMIT_BYTES:
            assert len(brotli.compress(file.body, quality=5)) < LIMIT_BYTES, path


def test_the_policy_in_a_page_allows_its_style_and_script_and_nothing_else(files: Files) -> None:
    assert len(html.build_embed_script().encode()) <= SCRIPT_BYTES
    for _, _, markup in pages(files):
        (policy,) = re.findall(
            r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', markup
        )
        (style,) = re.findall(r"<style>(.*?)</style>", markup, flags=re.DOTALL)
        (script,) = re.findall(r"<script>(.*?)</script>", markup, flags=re.DOTALL)
        assert entities.unescape(policy) == (
            f"default-src 'none'; style-src '{hash_source(style)}'; "
            f"script-src '{hash_source(script)}'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'"
        )
        for unsafe in (" style=", " onload=", "javascript:", "//fonts", "@import", "<link", "<img"):
            assert unsafe not in markup
        # The only addresses of others are links that a reader may follow.
        assert re.sub(r'<a href="https?://[^"]*"', "", markup).count("://") == 0


def test_a_link_carries_the_choice_into_the_tool(files: Files) -> None:
    def link(path: str) -> str:
        markup = files[f"sematan/{path}.id.html"].body.decode()
        return entities.unescape(re.findall(r'<a href="(/[^"]*)"', markup)[-1])

    assert link(f"kartu-berusaha-daring/kota-serang.{NEWEST}.semua") == "/"
    assert link("kartu-ber-nib/cipocok-jaya.2022-06.mikro") == (
        "/?periode=Juni+2022&kecamatan=Cipocok+Jaya&skala=Mikro"
    )
    assert link("peta-ber-nib/-.2022-06.semua") == "/peta?periode=Juni+2022"
    assert link("garis-ber-nib/kasemen.-.semua") == (
        "/jelajah?indikator=UMKM+ber-NIB+di+antara+yang+statusnya+diketahui"
        "&menurut=Periode&kecamatan=Kasemen"
    )


@pytest.fixture
def opened(browser: Browser, files: Files) -> Iterator[object]:
    """Open an embed in a context of its own; the browser is answered from the files."""
    contexts: list[BrowserContext] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(f"{HOME}/").split("?")[0]
        known = files.get(path)
        if known:
            route.fulfill(body=known.body, content_type=known.media)
        else:
            route.fulfill(status=404)

    def make(path: str, language: str = "id", **options: object) -> tuple[Page, Witness]:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.route(f"{HOME}/**", answer)
        contexts.append(context)
        page = context.new_page()
        seen = Witness(page)
        if path:
            page.goto(f"{HOME}/sematan/{path}.{language}.html")
        return page, seen

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("jenis", EXAMPLES)
def test_axe_finds_nothing_in_either_scheme_and_a_phone_needs_no_sideways_scrolling(
    opened, jenis: str
) -> None:  # type: ignore[no-untyped-def]
    # axe is a script, which the page's own policy forbids.
    page, seen = opened(EXAMPLES[jenis], bypass_csp=True, viewport={"width": 320, "height": 700})
    for summary in page.locator("summary").all():
        summary.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        said = [(rule["id"], [n["html"][:120] for n in rule["nodes"]]) for rule in found]
        assert said == [], scheme
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert seen.errors == []


def test_the_policy_holds_in_a_browser(opened) -> None:  # type: ignore[no-untyped-def]
    page, seen = opened(EXAMPLES["batang"], java_script_enabled=True)
    seen.rest()
    assert seen.errors == []
    assert [url for url in seen.urls if not url.endswith(".id.html")] == []
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).margin") != "0px"
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('style'),{textContent:'h1{color:red}'}))"
    )
    assert any("Content Security Policy" in error for error in seen.errors)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("jenis", ["batang", "garis", "peta", "klaster"])
def test_without_script_the_chart_and_its_table_are_there(opened, jenis: str) -> None:  # type: ignore[no-untyped-def]
    page, _ = opened(EXAMPLES[jenis], java_script_enabled=False)
    drawn = page.locator("svg.f:visible").bounding_box()
    assert drawn["width"] > 250
    assert drawn["height"] > 100
    assert page.locator("svg.f:visible").first.get_attribute("role") == "img"
    page.locator("summary").first.click()
    assert page.locator("table").is_visible()


@pytest.mark.parametrize("jenis", ["batang", "garis", "peta", "klaster"])
def test_marks_are_read_by_pointer_and_by_keyboard(opened, jenis: str) -> None:  # type: ignore[no-untyped-def]
    page, seen = opened(EXAMPLES[jenis], viewport={"width": 390, "height": 900})
    tip, marks = page.locator(".tip"), page.locator("svg.f:visible .m")
    assert tip.is_hidden()
    page.keyboard.press("Tab")
    assert tip.text_content() == marks.nth(0).get_attribute("aria-label")
    page.keyboard.press("ArrowRight")
    assert tip.text_content() == marks.nth(1).get_attribute("aria-label")
    assert page.locator('svg.f:visible .m[tabindex="0"]').count() == 1
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    marks.nth(2).hover(force=True)
    assert tip.is_visible()
    box = tip.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    assert seen.errors == []


@pytest.mark.parametrize(("theme", "scheme"), [("terang", "dark"), ("gelap", "light")])
def test_the_attribute_decides_against_the_readers_system(
    opened, files: Files, theme: str, scheme: str
) -> None:  # type: ignore[no-untyped-def]
    path = f"sematan/{EXAMPLES['batang']}.id.html"
    marked = files[path].body.replace(b'data-tema="terang"', f'data-tema="{theme}"'.encode())
    page, seen = opened("", color_scheme=scheme)
    page.route(
        f"{HOME}/tema", lambda route: route.fulfill(body=marked, content_type=embed_files.PAGE)
    )
    page.goto(f"{HOME}/tema")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"terang": "rgb(255, 255, 255)", "gelap": "rgb(17, 25, 28)"}[theme]
    assert seen.errors == []


def test_the_height_message_follows_the_content_up_and_down(opened) -> None:  # type: ignore[no-untyped-def]
    page, _ = opened("")
    host = (
        "<!doctype html><title>Situs lain</title><script>"
        "heights=[];addEventListener('message',e=>{if(e.data['dasbor-umkm']==='tinggi')"
        "{heights.push(e.data.tinggi);document.querySelector('iframe').height=e.data.tinggi}})"
        f"</script><iframe width=360 height=40 src='{HOME}/sematan/{EXAMPLES['batang']}.id.html'>"
    )
    page.route("http://lain/", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto("http://lain/")
    frame = page.frame_locator("iframe")
    frame.locator("svg.f").wait_for()
    page.wait_for_function("heights.length > 0")
    summary = frame.locator("summary").first

    def becomes(wanted: str) -> int:
        page.wait_for_function(f"heights.at(-1) {wanted}")
        return int(page.evaluate("heights.at(-1)"))

    low = becomes("> 0")
    summary.click()
    high = becomes(f"> {low}")
    summary.click()
    assert becomes(f"< {high}") <= low
    becomes(f"=== {low}")
    # A frame as high as it was told to be makes nobody say another height.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("heights.length") <= 5


FRAME_WIDTHS = (320, 400, 430, 600, 900)
"""Pixels: a phone, columns of web pages, a page without columns."""


def test_no_view_is_higher_than_its_frame_is_declared(opened, files: Files) -> None:  # type: ignore[no-untyped-def]
    page, _ = opened("", viewport={"width": 400, "height": 300})
    first = {str(view["jenis"]): str(view["nama"]) for view in catalogue(files)}
    views = product(catalogue(files), LANGUAGES)
    for view, language in drawn(views, lambda one: one[0]["nama"] in first.values()):
        asked = [view["parameter"].get(n, ["-"])[0] for n in ("wilayah", "periode", "skala")]  # type: ignore[attr-defined]
        page.goto(f"{HOME}/sematan/{view['nama']}/{'.'.join([*asked, language])}.html")
        heights = {width: measure(page, width) for width in FRAME_WIDTHS}
        assert max(heights.values()) <= view["tinggi"], (view["nama"], language, heights)  # type: ignore[operator]
        assert max(heights.values()) > view["tinggi"] * 0.5, (view["nama"], language, heights)  # type: ignore[operator]


def measure(page: Page, width: int) -> float:
    """Return how high a page is in a frame of a width; nothing of it is wider than that."""
    page.set_viewport_size({"width": width, "height": 300})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    return float(page.evaluate("document.body.getBoundingClientRect().height"))


def test_a_frame_as_declared_cuts_no_kind_and_lets_it_scroll_nowhere(opened, files: Files) -> None:  # type: ignore[no-untyped-def]
    page, _ = opened("")
    known = {str(view["jenis"]): view for view in catalogue(files)}
    assert set(known) == {*KINDS, CLUSTERS, FACT}
    frames = "".join(
        f'<iframe width={width} height={view["tinggi"]} style="border:0" src="{HOME}/sematan/'
        f'{view["nama"]}/{choice_of(view)}.id.html"></iframe>'
        for view in known.values()
        for width in FRAME_WIDTHS
    )
    host = f"<!doctype html><title>Situs lain</title>{frames}"
    page.route("http://lain/", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto("http://lain/")
    page.wait_for_load_state("load")
    assert len(page.frames) == 1 + len(known) * len(FRAME_WIDTHS)
    for frame in page.frames[1:]:
        over = "(e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth])"
        assert frame.evaluate(f"{over}(document.documentElement)") == [0, 0], frame.url


def choice_of(view: dict[str, object]) -> str:
    """Return the default choice of a view as its file's name has it."""
    parameter = view["parameter"]
    return ".".join(parameter.get(n, ["-"])[0] for n in ("wilayah", "periode", "skala"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "size"), [(320, "sempit"), (640, "sedang")])
@pytest.mark.parametrize("wide_face", [False, True])
def test_words_on_the_map_are_no_wider_than_they_were_placed_and_never_squeezed(
    opened,  # type: ignore[no-untyped-def]
    demo: Workspace,
    width: int,
    size: str,
    wide_face: bool,
) -> None:
    look = {"width": width, "height": 900}
    page, seen = opened(EXAMPLES["klaster"], viewport=look, bypass_csp=True)
    if wide_face:  # what is left where a reader has no other
        page.add_style_tag(content=".du-peta{font-family:Lebar!important}")
    page.evaluate("document.fonts.ready")
    chosen = read_options(demo.publik).default()
    marks = draw_map(demo.publik, chosen, CLUSTERS, size).marks
    found = page.evaluate(
        """() => [...document.querySelectorAll("svg.f .m .du-tebal")]
            .filter(e => e.checkVisibility())
            .map(e => [e.textContent, e.getComputedTextLength(), e.hasAttribute("textLength")])"""
    )
    assert [name for name, _, _ in found] == [mark.name for mark in marks]
    for mark, (_, wide, squeezed) in zip(marks, found, strict=True):
        assert not squeezed
        assert 0.7 * mark.name_width < wide <= 1.03 * mark.name_width, mark.name
    assert seen.errors == []


def test_a_line_without_a_value_is_no_empty_axes(published: Files, made_once: MadeOnce) -> None:
    small = trees.find_served(make_small_city(made_once).settings)
    assert small is not None
    few = [small.read(name).decode() for name in small.files if LINE_PAGE.fullmatch(name)]
    lines = [file.body.decode() for name, file in published.items() if LINE_PAGE.fullmatch(name)]
    drawn_without_value = [
        page for page in (*lines, *few) if "<svg" in page and not MARK_OF_VALUE.search(page)
    ]
    assert drawn_without_value == []
    assert any("<svg" in page for page in lines)
    assert any("<svg" not in page and "<details open>" in page for page in few)
