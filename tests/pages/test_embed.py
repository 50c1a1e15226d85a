"""The embed: a page of its own on somebody else's site, without script, cookie or other host."""

from __future__ import annotations

import http.server
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from analysis import html, views
from analysis.selection import Selection, options
from pages.publik import sehat, sematan
from tests.browser import Witness
from tests.data.rows import Workspace
from tests.pages.conftest import PATIENCE, Site, foreign
from tests.pages.embeds import answer_of

EMBED = "/sematan/berusaha-daring"
HOSTILE = "<script>alert(1)</script>"
LIMIT_BYTES = 5_000


def cells(page: str) -> list[list[str]]:
    """Return the table of an embed as (kecamatan, percent, online, denominator)."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", page)
    return [[name, *re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", rest)] for name, rest in rows]


def policy(site: Site, path: str = EMBED) -> dict[str, list[str]]:
    """Return the Content-Security-Policy of an answer, name by name."""
    parts = site.get(path).headers["content-security-policy"].split(";")
    return {words[0]: words[1:] for words in (part.split() for part in parts)}


@pytest.mark.parametrize("query", ["", "?periode=Juni-2022", "?periode=juni+2024&skala=MIKRO"])
def test_the_embed_shows_the_cubes_values(site: Site, demo: Workspace, query: str) -> None:
    answer = site.get(EMBED + query)
    assert answer.status_code == 200
    asked = dict(answer.url.params)
    chosen, problems = options(demo.publik).read(asked)
    assert problems == []
    view = views.by_kecamatan(demo.publik, "berusaha_daring", chosen)
    assert cells(answer.text) == [
        [row.label, row.text, *(row.counts.split(" dari ") if row.counts else ["–", "–"])]
        for row in view.rows
    ]
    assert view.sentence in answer.text
    assert re.findall(r"<title>([^<]*: [^<]*)</title>", answer.text)


def test_the_embed_says_whose_numbers_they_are_and_that_they_are_made_up(
    site: Site, demo: Workspace
) -> None:
    page = site.get(EMBED).text
    assert '<html lang="id">' in page
    for text in ("Data sintetis", "data sintetis, bukan hasil pendataan", "Semesta", "Juni 2025"):
        assert text in page
    assert f"versi {demo.publik.version}" in page
    assert "<script" not in page
    assert "style=" not in page


def test_a_withheld_value_is_not_in_the_embed(site: Site, demo: Workspace) -> None:
    offered = options(demo.publik)
    for periode in offered.periode:
        for skala in offered.skala:
            answer = site.client.get(EMBED, params={"periode": periode, "skala": skala})
            chosen = Selection(offered.periode[periode], skala=offered.skala[skala])
            view = views.by_kecamatan(demo.publik, "berusaha_daring", chosen)
            found = {name: rest for name, *rest in cells(answer.text)}
            for row in view.rows:
                if row.value is None:
                    assert found[row.label] == [row.sign, "–", "–"]


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_the_embed_comes_in_each_coding_and_304_to_who_has_it(site: Site, coding: str) -> None:
    answer = site.get(EMBED, accept_encoding=coding)
    assert answer.headers.get("content-encoding", "identity") == coding
    assert answer.text == site.get(EMBED, accept_encoding="identity").text
    assert set(answer.headers["vary"].split(", ")) == {"Accept-Encoding"}
    again = site.get(EMBED, accept_encoding=coding, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == answer.headers["content-security-policy"]


def test_each_coding_and_each_choice_has_a_tag_of_its_own(site: Site) -> None:
    tags = {site.get(EMBED, accept_encoding=c).headers["etag"] for c in ("br", "gzip", "identity")}
    tags |= {site.get(f"{EMBED}?skala=mikro", accept_encoding="br").headers["etag"]}
    assert len(tags) == 4


@pytest.mark.parametrize("header", ["W/{tag}", '"lama", {tag}', "*"])
def test_a_tag_is_known_again_as_the_rfc_writes_it(site: Site, header: str) -> None:
    tag = site.get(EMBED, accept_encoding="gzip").headers["etag"]
    answer = site.get(EMBED, accept_encoding="gzip", if_none_match=header.format(tag=tag))
    assert answer.status_code == 304


def test_a_coding_that_is_refused_is_not_sent(site: Site) -> None:
    answer = site.get(EMBED, accept_encoding="br;q=0, gzip")
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_the_embed_is_small(site: Site, coding: str) -> None:
    length = int(site.get(EMBED, accept_encoding=coding).headers["content-length"])
    assert 500 < length <= LIMIT_BYTES


@pytest.mark.parametrize("path", [EMBED, f"{EMBED}?salah=1", "/sematan/salah"])
def test_the_policy_allows_the_stylesheet_by_its_hash_and_nothing_else(
    site: Site, path: str
) -> None:
    found = policy(site, path)
    assert found == {
        "default-src": ["'none'"],
        "style-src": [f"'{html.stylesheet_hash()}'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["*"],
    }
    assert f"<style>{html.stylesheet()}</style>" in site.get(path).text


def test_no_cookie_is_set_and_no_frame_is_refused_by_an_older_header(site: Site) -> None:
    headers = site.get(EMBED).headers
    assert "set-cookie" not in headers
    assert "x-frame-options" not in headers
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/sematan/tidak-ada", 404, "Sematan 'tidak-ada' tidak ada. Yang ada: berusaha-daring."),
        (f"{EMBED}?kecamatan=Serang", 400, "Parameter 'kecamatan' tidak dikenal atau ganda."),
        (f"{EMBED}?skala=mikro&skala=mikro", 400, "Parameter 'skala' tidak dikenal atau ganda."),
        (f"{EMBED}?periode=2022-13", 400, "Pilihan periode '2022-13' tidak dikenal"),
        (f"{EMBED}?periode=", 400, "Pilihan periode '' tidak dikenal"),
        (f"{EMBED}?skala=raksasa", 400, "Yang ada: Semua skala, Mikro, Kecil dan menengah."),
    ],
)
def test_a_wrong_address_is_answered_with_a_sentence(
    site: Site, path: str, status: int, words: str
) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    assert '<html lang="id">' in answer.text
    assert words in answer.text.replace("&#39;", "'")


@pytest.mark.parametrize("where", ["/sematan/{}", EMBED + "?{}=1", EMBED + "?periode={}"])
def test_hostile_text_in_the_address_stays_text(site: Site, where: str) -> None:
    text = HOSTILE.replace("/", "%2F") if where.startswith("/sematan/{") else HOSTILE
    answer = site.get(where.format(text))
    assert answer.status_code in {400, 404}
    assert "<script" not in answer.text


def test_the_health_check_names_the_version(site: Site, demo: Workspace) -> None:
    answer = site.get("/healthz")
    assert answer.status_code == 200
    assert answer.json().items() >= {"status": "ok", "versi": demo.publik.version}.items()
    assert isinstance(answer.json()["umur_hari"], int)


def ask(path: str) -> httpx.Response:
    """Return what the public routes answer in this process, under its own settings."""
    return answer_of([*sematan.ROUTES, *sehat.ROUTES], path)


def test_before_anything_is_published_there_is_a_sentence(workspace: Workspace) -> None:
    answer = ask(EMBED)
    assert answer.status_code == 503
    assert "Data belum diterbitkan." in answer.text
    assert answer.headers["cache-control"] == "no-store"
    health = ask("/healthz")
    assert (health.status_code, health.json()) == (
        503,
        {"status": "data terbit tidak dapat dibuka"},
    )


def test_the_settings_say_who_may_frame_the_embed(
    served_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = served_demo.folder / "sempit.toml"
    text = served_demo.toml.read_text(encoding="utf-8")
    narrow.write_text(f'{text}bingkai = ["https://serangkota.go.id"]\n', encoding="utf-8")
    monkeypatch.setenv("UMKM_PENGATURAN", str(narrow))
    sematan.settings.cache_clear()
    assert (
        ask(EMBED)
        .headers["content-security-policy"]
        .endswith("frame-ancestors https://serangkota.go.id 'self'")
    )


@contextmanager
def somebody_elses_page(address: str) -> Iterator[str]:
    """Serve one page on another port, so of another origin, that frames an address."""
    body = f'<!doctype html><html lang="id"><title>Situs lain</title><iframe src="{address}">'

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


@pytest.mark.parametrize("script", [True, False])
def test_the_embed_draws_in_a_frame_of_another_origin(
    browser: Browser, site: Site, demo: Workspace, script: bool
) -> None:
    view = views.by_kecamatan(demo.publik, "berusaha_daring", options(demo.publik).default())
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    seen = Witness(page)
    with somebody_elses_page(site.url + EMBED) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.locator("svg").wait_for(timeout=PATIENCE)
        assert frame.locator("h1").is_visible()
        assert frame.locator("svg text.n").all_text_contents() == [row.text for row in view.rows]
        drawn = frame.locator("rect.d").first.bounding_box()
        assert drawn is not None
        assert drawn["width"] > 0
        page.wait_for_load_state("networkidle")
    asked = [url for url in seen.urls if not url.startswith(address)]
    assert asked == [site.url + EMBED]
    assert seen.errors == []
    assert context.cookies() == []
    context.close()


def test_a_frame_that_the_policy_does_not_name_is_refused_for_the_app_itself(
    browser: Browser, site: Site
) -> None:
    page = browser.new_page()
    seen = Witness(page)
    with somebody_elses_page(site.url + "/") as address:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in error for error in seen.errors)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [EMBED, "/sematan/salah"])
def test_axe_finds_nothing_in_the_embed(
    browser: Browser, site: Site, path: str, scheme: str
) -> None:
    # axe is a script, which the page's own policy forbids.
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    seen = Witness(page)
    page.goto(site.url + path)
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [n["html"][:120] for n in rule["nodes"]]) for rule in found] == []
    assert foreign(seen, site.host) == []
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    context.close()
