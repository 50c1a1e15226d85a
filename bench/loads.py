"""What a browser fetches for a page that it has never seen, and when the first number is there."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

KPI = ".du-pokok, .du-nilai, [data-testid=stMetricValue]"
"""A number on a tile: of our page, or of any page with ``st.metric``."""

FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"
QUIET_SECONDS = 1.5
PATIENCE_SECONDS = 30.0
BINARY = 2
"""The WebSocket opcode whose payload the browser reports in base64."""


@dataclass(frozen=True)
class Load:
    """One first load with an empty cache: bytes as they came, headers included."""

    requests: int
    transferred: int
    socket_payload: int


class _Traffic:
    """Counts what the browser says about its network; inline ``data:`` addresses are none."""

    def __init__(self, page: Page) -> None:
        self.requests = self.transferred = self.socket_payload = 0
        self.last = time.monotonic()
        self._inline: set[str] = set()
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.on("Network.webSocketFrameReceived", self._frame)
        devtools.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        if event["request"]["url"].startswith(("data:", "blob:")):
            self._inline.add(event["requestId"])
        else:
            self.requests += 1

    def _finished(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        if event["requestId"] not in self._inline:
            self.transferred += round(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        frame = event["response"]
        data = frame["payloadData"]
        self.socket_payload += len(base64.b64decode(data) if frame["opcode"] == BINARY else data)

    def wait_until_quiet(self, page: Page) -> None:
        """Wait until nothing has come for a while."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < min(end, self.last + QUIET_SECONDS):
            page.wait_for_timeout(100)


@contextmanager
def _empty_browser(browser: Browser) -> Iterator[Page]:
    """Open a page in a browser profile of its own, whose cache is empty."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


def first_load(browser: Browser, url: str) -> Load:
    """Load a page of Streamlit's, or any other, with an empty cache, until it is quiet."""
    with _empty_browser(browser) as page:
        traffic = _Traffic(page)
        page.goto(url, wait_until="load")
        if page.locator("#root").count():
            page.wait_for_selector(FINISHED, timeout=1000 * PATIENCE_SECONDS)
        traffic.wait_until_quiet(page)
        return Load(traffic.requests, traffic.transferred, traffic.socket_payload)


def seconds_to_number(browser: Browser, url: str) -> float:
    """Return how long a reader with an empty cache waits for the first number on a tile.

    Nothing else is listened to meanwhile, since that would slow it.
    """
    with _empty_browser(browser) as page:
        begin = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.wait_for_selector(KPI, timeout=1000 * PATIENCE_SECONDS)
        return time.perf_counter() - begin
