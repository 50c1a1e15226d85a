"""A browser for the tests that need one."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests import egress

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
"""The same engine without the windows, menus and pages of a browser of its own takes half of the
processor time; where it cannot be had, any Chromium does."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--gaia-url=http://127.0.0.1:1/",
)
"""Nothing of the browser's own goes to the network, so every request seen is the page's. Letters
are as wide as their font says and not rounded to the pixel, as on a reader's screen."""


def chromium() -> str | None:
    """Return the path of an installed Chromium, or None to use the one Playwright brings."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


PATIENCE = 90_000
"""Milliseconds; a browser shares two cores with what it asks, and perhaps with much else."""
expect.set_options(timeout=PATIENCE)


@contextmanager
def launch() -> Iterator[Browser]:
    """Start a headless Chromium and close it at the end; its contexts are patient."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[*ARGUMENTS, *_name_proxy()],
        )
        usual = browser.new_context

        def patient(**options: Any) -> BrowserContext:
            context = usual(**options)
            context.set_default_timeout(PATIENCE)
            return context

        browser.new_context = patient  # type: ignore[method-assign]
        try:
            yield browser
        finally:
            browser.close()


class Tabs:
    """Pages that a reader opens, one after the other or at once.

    The first that a test opens is one that earlier tests had, as new: Chromium then has read the
    program's scripts already, which takes it half of the time of a page. A test that asks for more
    than a size and a colour scheme, or opens a second page, gets one in a context of its own.
    """

    DRESS: ClassVar[dict[str, Any]] = {
        "viewport": {"width": 1280, "height": 720},
        "color_scheme": "light",
    }

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: Page | None = None
        self._is_lent = False
        self._others: list[BrowserContext] = []

    def open(self, cookies: Sequence[Any] = (), **options: Any) -> Page:
        """Return a page that shows nothing yet, in Indonesian, with these cookies."""
        if self._is_lent or not options.keys() <= self.DRESS.keys():
            page = self._open_another(options)
        else:
            self._is_lent = True
            self._kept = self._kept or self._browser.new_context(locale="id-ID").new_page()
            dress = self.DRESS | options
            page = self._kept
            page.set_viewport_size(dress["viewport"])
            page.emulate_media(media="null", color_scheme=dress["color_scheme"])
        if cookies:
            page.context.add_cookies(cookies)
        page.set_default_timeout(PATIENCE)
        return page

    def _open_another(self, options: dict[str, Any]) -> Page:
        self._others.append(self._browser.new_context(locale="id-ID", **options))
        return self._others[-1].new_page()

    def give_back(self) -> None:
        """Close what a test has opened; of the page that stays, all that it was used for."""
        for context in self._others:
            context.close()
        self._others.clear()
        if self._is_lent and self._kept:
            self._is_lent = False
            self._kept.evaluate("localStorage.clear(); sessionStorage.clear()")
            self._kept.mouse.move(0, 0)
            self._kept.goto("about:blank")
            self._kept.context.clear_cookies()


@cache
def tabs_for(browser: Browser, url: str) -> Tabs:
    """Return the pages of the readers of one site."""
    return Tabs(browser)


def _name_proxy() -> list[str]:
    """Return how the browser is told of the fence; outside of the tests there is none."""
    fence = os.environ.get(egress.PROXY)
    return [f"--proxy-server={fence}"] if fence else []


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark the tests that use the shared browser as such."""
    for item in items:
        if has(item):
            item.add_marker("peramban")


def has(item: pytest.Item) -> bool:
    """Return whether a test uses the shared browser, itself or through what it is given."""
    return "browser" in getattr(item, "fixturenames", ())


@contextmanager
def aside(item: pytest.Item) -> Iterator[None]:
    """Put the browser's event loop aside while a test runs that has no browser.

    Playwright leaves its loop marked as the running one of this thread, and a test that runs a
    loop of its own would be refused.
    """
    loop = asyncio._get_running_loop()
    if has(item) or loop is None:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def choose(page: Page, name: str, label: str) -> None:
    """Choose an option of a list by its words."""
    option = page.get_by_role("option", name=label, exact=True)
    _act_on_open_list(page, name, lambda: option.click(timeout=LIST_PATIENCE))


def options_of(page: Page, name: str) -> list[str]:
    """Return what can be chosen in a list."""
    options = page.get_by_role("option")
    _act_on_open_list(page, name, lambda: options.first.wait_for(timeout=LIST_PATIENCE))
    found = options.all_inner_texts()
    page.keyboard.press("Escape")
    return found


LIST_PATIENCE = 5_000
"""Milliseconds that an open list is given to show what is asked, before it is opened again."""


def _act_on_open_list(page: Page, name: str, act: Callable[[], None]) -> None:
    """Open a list and act on it, and open it again if it closed before that.

    A list closes when the page still moves under it or runs again, as it does for a reader, who
    then opens it once more.
    """
    box = page.get_by_role("combobox", name=name, exact=True)
    end = time.monotonic() + PATIENCE / 1000
    while True:
        if box.get_attribute("aria-expanded") != "true":
            box.click()
        try:
            return act()
        except PlaywrightTimeoutError:
            if time.monotonic() > end:
                raise


QUIET_SECONDS = 0.5


class Witness:
    """What a page did: console errors, uncaught exceptions, and every address it asked."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.urls: list[str] = []
        self._page = page
        self._waiting: set[Request] = set()
        self._moved = time.monotonic()
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)
        page.on("websocket", lambda socket: self.urls.append(socket.url))

    def rest(self, seconds: float = 90) -> None:
        """Wait until all is answered and nothing more was asked for half a second.

        Playwright's own ``networkidle`` never comes for some pages whose frames wait in a closed
        tab, and is past for ever once it came. Raises TimeoutError with what is not answered.
        """
        end = time.monotonic() + seconds
        while self._waiting or time.monotonic() - self._moved < QUIET_SECONDS:
            if time.monotonic() > end:
                raise TimeoutError(f"not answered: {[request.url for request in self._waiting]}")
            self._page.wait_for_timeout(50)

    def _asked(self, request: Request) -> None:
        self.urls.append(request.url)
        self._waiting.add(request)
        self._moved = time.monotonic()

    def _answered(self, request: Request) -> None:
        self._waiting.discard(request)
        self._moved = time.monotonic()
