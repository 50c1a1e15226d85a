"""The embed: a page of its own on somebody else's site, without script, cookie or other host."""

from __future__ import annotations

import html as html_text
import http.server
import json
import re
import shutil
import socketserver
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Browser, ViewportSize

from analysis.definitions.selection import read_options
from analysis.views import html, views
from data.store.store import Store
from data.store.versions import RECORD, Versions
from public.api import version_documents
from public.embeds import embed_routes
from public.files import published
from public.files.public_file import File
from public.health import ROUTES as HEALTH
from server.refusal import Refusal
from tests.browser import Witness
from tests.data.rows import Workspace
from tests.pages.conftest import PATIENCE, SCHEMES, Site, foreign
from tests.pages.embeds import answer_of, listed

EMBED = "/sematan/batang-berusaha-daring"
HOSTILE = "<script>alert(1)</script>"
LIMIT_BYTES = 15_000
NEWER = "20991231-lain"


def policy(site: Site, path: str = EMBED) -> dict[str, list[str]]:
    """Return the Content-Security-Policy of an answer, name by name."""
    parts = site.get(path).headers["content-security-policy"].split(";")
    return {words[0]: words[1:] for words in (part.split() for part in parts)}


@pytest.mark.parametrize(
    ("query", "file"),
    [
        ("", "-.2025-06.semua.id"),
        ("?periode=2022-06", "-.2022-06.semua.id"),
        ("?bahasa=en&skala=mikro&periode=2024-06", "-.2024-06.mikro.en"),
    ],
)
def test_an_embed_is_the_published_file_of_its_choice(
    site: Site, demo: Workspace, query: str, file: str
) -> None:
    tree = published.find_served(demo.settings)
    assert tree is not None
    answer = site.get(EMBED + query)
    assert answer.status_code == 200
    assert answer.content == tree.read(f"sematan/batang-berusaha-daring/{file}.html")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("look", ["otomatis", "gelap"])
def test_a_theme_changes_the_one_attribute(site: Site, look: str) -> None:
    plain, asked = site.get(EMBED).text, site.get(f"{EMBED}?tema={look}").text
    assert plain.replace('data-tema="terang"', f'data-tema="{look}"') == asked != plain
    assert site.get(f"{EMBED}?tema=terang").text == plain


def test_the_picture_of_an_embed_is_a_file_too(site: Site) -> None:
    answer = site.get(f"{EMBED}.png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert site.get("/sematan/tidak-ada.png").status_code == 404


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


def test_the_header_says_who_may_frame_and_the_page_what_it_may_load(site: Site) -> None:
    assert policy(site) == {"frame-ancestors": ["*"]}
    meta = re.search(r'Content-Security-Policy" content="([^"]*)"', site.get(EMBED).text)
    assert meta is not None
    assert html_text.unescape(meta[1]).startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("path", [f"{EMBED}?salah=1", "/sematan/salah"])
def test_a_refusal_allows_its_stylesheet_by_hash_and_nothing_else(site: Site, path: str) -> None:
    assert policy(site, path) == {
        "default-src": ["'none'"],
        "style-src": [f"'{html.hash_stylesheet()}'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["*"],
    }
    assert f"<style>{html.build_stylesheet()}</style>" in site.get(path).text


def test_no_cookie_is_set_and_no_frame_is_refused_by_an_older_header(site: Site) -> None:
    headers = site.get(EMBED).headers
    assert "set-cookie" not in headers
    assert "x-frame-options" not in headers
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/sematan/tidak-ada", 404, "Sematan 'tidak-ada' tidak ada. Pilih satu pada halaman"),
        (f"{EMBED}?kecamatan=Serang", 400, "Parameter 'kecamatan' tidak dikenal. Yang ada: "),
        (f"{EMBED}?wilayah=kasemen", 400, "Parameter 'wilayah' tidak dikenal."),
        (f"{EMBED}?skala=mikro&skala=mikro", 400, "Parameter 'skala' ditulis lebih dari sekali."),
        (f"{EMBED}?periode=2022-13", 400, "Pilihan periode '2022-13' tidak dikenal"),
        (f"{EMBED}?periode=", 400, "Pilihan periode '' tidak dikenal"),
        (f"{EMBED}?skala=raksasa", 400, "Yang ada: semua, mikro, kecil-menengah."),
        (f"{EMBED}?versi=20200101-00000000", 400, "Pilihan versi '20200101-00000000' tidak"),
        (f"{EMBED}?versi=../../gudang", 400, "Pilihan versi '../../gudang' tidak dikenal"),
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


def test_a_page_opened_by_itself_finds_its_icon_and_logs_nothing(
    browser: Browser, site: Site
) -> None:
    icon = site.get("/favicon.ico")
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")
    with browser.new_context() as context:
        page = context.new_page()
        seen = Witness(page)
        for path in (EMBED, f"{EMBED}.png", "/sematan/klaster", "/publik", "/api/v1"):
            page.goto(site.url + path)
            seen.rest()
            page.wait_for_timeout(300)  # Playwright hides the browser's question for the icon
        assert seen.errors == []


def test_the_health_check_names_the_version(site: Site, demo: Workspace) -> None:
    answer = site.get("/healthz")
    assert answer.status_code == 200
    assert answer.json().items() >= {"status": "ok", "versi": demo.publik.version}.items()
    assert isinstance(answer.json()["umur_hari"], int)


def ask(path: str) -> httpx.Response:
    """Return what the public routes answer in this process, under its own settings."""
    return answer_of([*embed_routes.ROUTES, *HEALTH], path)


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
    embed_routes.settings.cache_clear()
    assert (
        ask(EMBED)
        .headers["content-security-policy"]
        .endswith("frame-ancestors https://serangkota.go.id 'self'")
    )


@pytest.fixture
def two_versions(demo: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The demo's cube and a later version of it, each with a small published tree."""
    place = Workspace(tmp_path)
    shutil.copytree(demo.settings.publik, place.settings.publik)
    old = Versions(place.settings.publik).find_current()
    assert old is not None
    bodies = iter(("lama", "baru"))

    def part(cube: Store) -> Iterable[File]:
        yield File(
            "sematan/katalog.json", "application/json", json.dumps({"views": listed()}).encode()
        )
        said = next(bodies)
        page = f'<html data-tema="terang"><main><!--kabar-->{said} {cube.version}</main>'
        for language in ("id", "en"):
            yield File(f"sematan/klaster/-.2025-06.-.{language}.html", "text/html", page.encode())

    published.write(place.settings, [part])
    newer = place.settings.publik / NEWER
    shutil.copytree(place.settings.publik / old, newer)
    record = json.loads((newer / RECORD).read_text()) | {"versi": NEWER, "tanggal": "2099-12-31"}
    (newer / RECORD).write_text(json.dumps(record))
    Versions(place.settings.publik).serve(NEWER)
    published.write(place.settings, [part])
    return place.use(monkeypatch)


def test_a_pinned_embed_stays_and_says_that_there_is_a_newer_one(two_versions: Workspace) -> None:
    old = Versions(two_versions.settings.publik).list_names()[0]
    live = ask("/sematan/klaster").text
    assert f"baru {NEWER}" in live and "kabar" not in live.replace("<!--kabar-->", "")
    pinned = ask(f"/sematan/klaster?versi={old}").text
    assert f"lama {old}" in pinned
    assert f"Angka versi {old}, terbit" in pinned and "terbit 31 Desember 2099." in pinned
    assert 'href="/sematan/klaster"' in pinned
    english = ask(f"/sematan/klaster?versi={old}&bahasa=en&tema=gelap").text
    assert "Newer ones were published December 31, 2099." in english.replace(
        "31 December 2099", "December 31, 2099"
    )
    assert 'data-tema="gelap"' in english
    assert "kabar" not in ask(f"/sematan/klaster?versi={NEWER}").text.replace("<!--kabar-->", "")


def test_what_cannot_be_read_gives_way_to_the_last_that_can(two_versions: Workspace) -> None:
    folder = two_versions.settings.terbitan
    served = Versions(folder).find_current()
    assert served is not None
    page = folder / served / "sematan/klaster/-.2025-06.-.id.html"
    for suffix in ("", ".br", ".gz"):
        page.with_name(page.name + suffix).unlink()
    assert "lama" in ask("/sematan/klaster").text
    (folder / served / published.LISTING).write_text("{")
    published._open.cache_clear()
    assert "lama" in ask("/sematan/klaster").text


def test_a_terbitan_that_fails_leaves_the_served_one(two_versions: Workspace) -> None:
    def broken(_: Store) -> Iterable[File]:
        yield File("a.txt", "text/plain", b"a")
        raise OSError("disk penuh")

    folder = two_versions.settings.terbitan
    before = sorted(path.name for path in folder.iterdir())
    changed = structs.replace(two_versions.settings, batas_kredit="lain")
    with pytest.raises(OSError, match="disk penuh"):
        published.write(changed, [broken])
    assert sorted(path.name for path in folder.iterdir()) == before
    assert f"baru {NEWER}" in ask("/sematan/klaster").text


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
    view = views.view_by_kecamatan(
        demo.publik, "berusaha_daring", read_options(demo.publik).default()
    )
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    seen = Witness(page)
    with somebody_elses_page(site.url + EMBED) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.locator("svg").wait_for(timeout=PATIENCE)
        assert frame.locator("h1").is_visible()
        drawn = frame.locator("svg").text_content() or ""
        assert all(row.text in drawn for row in view.rows)
        seen.rest()
    asked = [url for url in seen.urls if not url.startswith(address)]
    assert asked == [site.url + EMBED]
    assert seen.errors == []
    assert context.cookies() == []
    context.close()


def test_a_frame_that_the_policy_does_not_name_is_refused_for_the_app_itself(
    browser: Browser, site: Site
) -> None:
    page = browser.new_context().new_page()
    seen = Witness(page)
    with somebody_elses_page(site.url + "/") as address:
        page.goto(address)
        seen.rest()
    assert any("frame-ancestors" in error for error in seen.errors)
    page.context.close()


@pytest.mark.parametrize("path", [EMBED, "/sematan/salah"])
def test_axe_finds_nothing_in_the_embed(browser: Browser, site: Site, path: str) -> None:
    size = ViewportSize(width=390, height=800)
    # axe is a script, which the page's own policy forbids.
    with browser.new_context(bypass_csp=True, viewport=size) as context:
        page = context.new_page()
        seen = Witness(page)
        page.goto(site.url + path)
        for summary in page.locator("summary").all():
            summary.click()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            said = [(rule["id"], [n["html"][:120] for n in rule["nodes"]]) for rule in found]
            assert said == [], scheme
        assert foreign(seen, site.host) == []
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0


REASON = "Berkas salah kirim."


def test_a_version_that_was_withdrawn_is_gone_and_says_why(two_versions: Workspace) -> None:
    place = two_versions.settings
    old = Versions(place.publik).list_names()[0]
    pinned = f"/sematan/klaster?versi={old}"
    assert ask(pinned).status_code == 200
    about = {"alasan": REASON, "tanggal": "2026-07-14", "oleh": "uji"}
    assert published.withdraw(place, old, about) == NEWER
    answer = ask(pinned)
    assert answer.status_code == 410
    assert f"Versi {old} ditarik pada 14 Juli 2026" in answer.text and REASON in answer.text
    assert f"baru {NEWER}" in ask("/sematan/klaster").text
    assert published.list_versions(place) == [NEWER]
    with pytest.raises(Refusal) as told:
        version_documents.make_difference(place, {"a": old, "b": NEWER})
    assert told.value.status == 410 and REASON in str(told.value)
    said = json.loads(version_documents.make_versions(place))
    assert [one["versi"] for one in said["versi"]] == [NEWER]
    assert said["ditarik"] == [{"versi": old, "tanggal": "2026-07-14", "alasan": REASON}]


def test_when_the_served_version_is_withdrawn_the_one_before_it_is_served(
    two_versions: Workspace,
) -> None:
    place = two_versions.settings
    old = Versions(place.publik).list_names()[0]
    about = {"alasan": REASON, "tanggal": "2026-07-14", "oleh": "uji"}
    assert published.withdraw(place, NEWER, about) == old
    assert f"lama {old}" in ask("/sematan/klaster").text
    assert ask(f"/sematan/klaster?versi={NEWER}").status_code == 410
    assert published.withdraw(place, old, about) is None
    assert ask("/sematan/klaster").status_code == 503
    assert Versions(place.publik).find_current() is None
    assert not (place.terbitan / published.LINK).exists()
