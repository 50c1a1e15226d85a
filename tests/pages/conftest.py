"""The whole program in a real process over the demo store, and a reader's browser before it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page

from data.settings import ROOT
from tests.browser import PATIENCE, Witness, tabs_for
from tests.data.rows import Workspace
from tests.process import HEALTH, HOST, answering, free_port
from tests.session import Session, session

if TYPE_CHECKING:
    from tests.pages.roles import Rooms

PATIENCE_SECONDS = 90

PAGES = {
    "/": "Ringkasan",
    "/peta": "Peta",
    "/klaster": "Klaster",
    "/wilayah": "Kecamatan",
    "/adopsi": "Adopsi",
    "/survei": "Survei",
    "/jelajah": "Jelajah",
    "/metode": "Metode",
    "/sematkan": "Sematkan",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COUNT_SHIFTS = """
    window.moved = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
            if (!entry.hadRecentInput)
                window.moved.push([entry.value, entry.sources.map((s) => s.node?.outerHTML)]);
    }).observe({type: "layout-shift", buffered: true});
"""
"""What remembers every layout shift of a page that nobody asked for."""
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


class Site:
    """A running dashboard: its address, and a client for it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.host = url.removeprefix("http://")
        self.client = httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Return the answer to a GET; header names are given with underscores."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=names)


@contextmanager
def running(
    toml: Path,
    log: Path,
    more: Callable[[str], Mapping[str, str]] = lambda url: {},
    *,
    script: Path = ROOT / "dashboard.py",
) -> Iterator[Site]:
    """Serve ``dashboard.py`` with a settings file, as ``make run`` does, until the block ends.

    ``more`` is given the site's address before it starts and returns what its environment has
    more, for what has to name the address itself.
    """
    port = free_port()
    site = Site(f"http://{HOST}:{port}")
    where = [f"--server.port={port}", f"--server.address={HOST}"]
    with (
        site.client,
        answering(
            [sys.executable, "-m", "streamlit", "run", str(script), *where],
            site.url + HEALTH,
            log,
            folder=ROOT,
            environment=os.environ | {"UMKM_PENGATURAN": str(toml)} | dict(more(site.url)),
        ),
    ):
        yield site


@pytest.fixture(scope="session")
def site(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard over the demo store; its log must hold no traceback at the end."""
    log = tmp_path_factory.mktemp("situs") / "log.txt"
    with running(demo.toml, log) as started:
        yield started
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def public(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The public program alone over the same files, for whose API few requests are no limit."""
    toml = demo.folder / "umum.toml"
    text = demo.toml.read_text(encoding="utf-8")
    toml.write_text(f"{text}batas_api_per_menit = 1000000\n", encoding="utf-8")
    log = tmp_path_factory.mktemp("umum") / "log.txt"
    with running_public(toml, log) as started:
        yield started
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


@contextmanager
def running_public(toml: Path, log: Path, under: Sequence[str] = ()) -> Iterator[Site]:
    """Serve the public routes alone with a settings file until the block ends, started by way of
    the command ``under`` where one is given."""
    port = free_port()
    site = Site(f"http://{HOST}:{port}")
    command = [*under, sys.executable, "-m", "public", "--port", str(port)]
    environment = os.environ | {"UMKM_PENGATURAN": str(toml)}
    with (
        site.client,
        answering(command, f"{site.url}/healthz", log, folder=ROOT, environment=environment),
    ):
        yield site


@pytest.fixture
def visit(site: Site) -> Iterator[Callable[[str], Session]]:
    """Open an address of the site without a browser; return the session once the page has run."""
    with ExitStack() as stack:
        yield lambda path: stack.enter_context(visiting(site, path))


@contextmanager
def visiting(site: Site, path: str, cookies: Mapping[str, str] | None = None) -> Iterator[Session]:
    """Open an address of a site without a browser until the block ends; the page has run."""
    page, _, query = path.removeprefix("/").partition("?")
    with session(site, cookies or {}, page) as one:
        one.query = query
        one.run()
        yield one


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open an address of the site, once per call, and wait for it."""
    tabs = tabs_for(browser, site.url)

    def opened(path: str, **options: object) -> Page:
        page = tabs.open(**options)
        page.goto(site.url + path)
        settle(page)
        return page

    yield opened
    tabs.give_back()


def settle(page: Page) -> None:
    """Wait until Streamlit has run a page to its footer and drawn it."""
    page.locator(READY).wait_for(timeout=PATIENCE)
    page.get_by_text("sumber dan definisi lengkap").wait_for(timeout=PATIENCE)
    page.locator(READY).wait_for(timeout=PATIENCE)


def listed(page: Page) -> list[str]:
    """Return the names in the list of pages, group by group, without those of their icons."""
    nav = page.get_by_test_id("stTopNav")
    names = _read_names(nav.get_by_role("link"))
    for group in nav.get_by_test_id("stTopNavSection").all():
        group.click()
        opened = page.get_by_test_id("stTopNavPopover")
        opened.get_by_role("menuitem").first.wait_for()
        names += _read_names(opened.get_by_role("menuitem"))
        page.keyboard.press("Escape")
        opened.wait_for(state="hidden")
    return names


def _read_names(pages: Locator) -> list[str]:
    return [page.inner_text().split("\n")[-1] for page in pages.all()]


def parameters(page: Page) -> str:
    """Return what stands behind the question mark of a page's address."""
    return urlsplit(page.url).query


def foreign(seen: Witness, host: str) -> list[str]:
    """Return the addresses asked that are neither the host's nor inside the browser."""
    outside = (url for url in seen.urls if urlsplit(url).scheme not in {"data", "blob"})
    return [url for url in outside if urlsplit(url).netloc != host]


@pytest.fixture(scope="session")
def rooms(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """The folders of the dashboards before people with roles."""
    from tests.pages.roles import Rooms  # it needs this module first

    return Rooms(demo, tmp_path_factory.mktemp("kamar"))
