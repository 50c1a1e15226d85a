"""The whole program in a real process over the demo store, and a reader's browser before it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page

from bench.process import HEALTH, HOST, answering, free_port
from data.settings import ROOT
from tests.browser import Witness, launch
from tests.data.rows import Workspace

PATIENCE_SECONDS = 90
PATIENCE = 90_000  # milliseconds; the browser shares two cores with the server

PAGES = {
    "/": "Ringkasan",
    "/peta": "Peta",
    "/adopsi": "Adopsi",
    "/klaster": "Klaster",
    "/survei": "Survei",
    "/jelajah": "Jelajah",
    "/metode": "Metode",
    "/sematkan": "Sematkan",
}
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


@pytest.fixture(scope="package")
def site(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard over the demo store; its log must hold no traceback at the end."""
    log = tmp_path_factory.mktemp("situs") / "log.txt"
    with running(demo.toml, log) as started:
        yield started
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for this folder; Playwright allows no second one beside it."""
    with launch() as started:
        yield started


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open an address of the site in a context of its own, once per call, and wait for it."""
    contexts = []

    def opened(path: str, **options: object) -> Page:
        context = browser.new_context(locale="id-ID", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(site.url + path)
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait until Streamlit has run a page to its footer and drawn it."""
    page.locator(READY).wait_for(timeout=PATIENCE)
    page.get_by_text("sumber dan definisi lengkap").wait_for(timeout=PATIENCE)
    page.locator(READY).wait_for(timeout=PATIENCE)


def parameters(page: Page) -> str:
    """Return what stands behind the question mark of a page's address."""
    return urlsplit(page.url).query


def foreign(seen: Witness, host: str) -> list[str]:
    """Return the addresses asked that are neither the host's nor inside the browser."""
    outside = (url for url in seen.urls if urlsplit(url).scheme not in {"data", "blob"})
    return [url for url in outside if urlsplit(url).netloc != host]
