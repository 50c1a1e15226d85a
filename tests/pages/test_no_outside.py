"""What is published names nothing that lies on another host, and no embed asks one for anything.

That no page, build, publication or test does is held by the fence around all tests
(``tests.egress``).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from public.files import published
from public.files.catalogue import read_embeds
from tests.browser import Witness
from tests.data.rows import Workspace
from tests.pace import drawn
from tests.pages.conftest import Site, foreign

LOADED = re.compile(
    r"<(?:script|img|iframe|link|use|image|source|video|audio|embed|object|track|input)\b[^>]*?"
    r"""\s(?:src|href|xlink:href|data|srcset|poster)\s*=\s*["']?(?P<tag>[^"'\s>]+)"""
    r"""|url\(\s*["']?(?P<url>[^"')]+)|@import\s+["'](?P<rule>[^"']+)"""
    r"""|(?:fetch|import|Worker|EventSource|WebSocket|sendBeacon)\(\s*["'`](?P<call>[^"'`]+)"""
)
"""What a browser fetches by itself for a page, a drawing, a style sheet or a script."""
READ = {".html", ".svg", ".css", ".js"}


def outside_of(text: str) -> list[str]:
    """Return the addresses on other hosts that a file makes a browser ask."""
    found = [next(filter(None, match.groups()), "") for match in LOADED.finditer(text)]
    return [one for one in found if one.startswith("//") or urlsplit(one).scheme in OTHER]


OTHER = {"http", "https", "ws", "wss", "ftp"}


def test_what_is_looked_for_is_found() -> None:
    assert outside_of('<script defer src="https://cdn.example/a.js"></script>')
    assert outside_of("<link rel=preload href=//cdn.example/a.css>")
    assert outside_of("a{background:url('https://cdn.example/a.png')}")
    assert outside_of('@import "https://cdn.example/a.css";')
    assert outside_of('fetch("https://cdn.example/a.json")')
    assert not outside_of('<a href="https://serangkota.go.id">x</a><img src="data:image/png;a">')
    assert not outside_of('<link rel="icon" href="/aset/ikon.svg"><svg xmlns="http://www.w3.org/">')


def test_no_published_file_makes_a_browser_ask_another_host(demo: Workspace) -> None:
    files = [path for path in demo.settings.terbitan.rglob("*") if path.suffix in READ]
    assert {path.suffix for path in files} >= {".html"} and len(files) > 50
    own = re.compile(r"https?://(localhost|127\.0\.0\.1)")
    wrong = {
        str(path.relative_to(demo.settings.terbitan)): named
        for path in files
        if (named := [one for one in outside_of(path.read_text("utf-8")) if not own.match(one)])
    }
    assert wrong == {}


def test_no_embed_asks_another_host(browser: Browser, site: Site, demo: Workspace) -> None:
    served = published.find_served(demo.settings)
    assert served is not None
    every = read_embeds(served)
    firsts = {embed.jenis: name for name, embed in reversed(every.items())}
    assert len(firsts) >= 7
    embeds = drawn(list(every), lambda name: name in firsts.values())
    with browser.new_context() as context:
        page = context.new_page()
        seen = Witness(page)
        for name in [*embeds, "tidak-ada"]:
            page.goto(f"{site.url}/sematan/{name}")
        seen.rest()
    assert len(seen.urls) > len(embeds)
    assert foreign(seen, site.host) == []
