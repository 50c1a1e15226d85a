"""A page as a reader meets it on a slow phone: slow 4G (1.6 Mbit/s, 150 ms) and a processor four
times slower, as browsers simulate them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.loads import first_load

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
SLOWER = 4
PAINTED = "name => performance.getEntriesByName(name)[0]?.startTime"
WRITTEN = "selector => /[0-9]/.test(document.querySelector(selector)?.textContent)"
ANSWERED = """
([figure, choose]) => new Promise((done) => {
  const text = () => document.querySelector(figure)?.textContent;
  const before = text();
  const seen = () => {
    if (text() !== before && /[0-9]/.test(text())) done(performance.now() - began);
  };
  const change = {childList: true, characterData: true, subtree: true};
  new MutationObserver(seen).observe(document.body, change);
  const chosen = document.querySelector(choose);
  const began = performance.now();
  if (chosen.tagName !== "SELECT") return chosen.click();
  chosen.selectedIndex = 1;
  for (const name of ["input", "change"]) chosen.dispatchEvent(new Event(name, {bubbles: true}));
})
"""
"""Milliseconds from a choice in a filter to another number in the figure."""

TURNS = 3
ROUNDS = 10
"""First loads of each page where pages are held against each other."""

READING_MS = 3_000
"""What a reader looks at the page before a choice; all that it still loads is there by then."""

POLL_MS = 10
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Shown:
    """One page on the slow phone: bytes, requests, seconds to its first paint and to its figure,
    and from a choice in a filter to the next figure (None without a filter)."""

    transferred: int
    requests: int
    paint: float
    figure: float
    filtered: float | None


@dataclass(frozen=True)
class Filter:
    """A page's filter: what opens it, and the list or the entry in which the choice is made."""

    choose: str
    opened: Callable[[Page], object] = lambda page: None


@dataclass(frozen=True)
class Visit:
    """A page to load: its address, the figure to wait for, and a filter if it has one."""

    url: str
    figure: str
    by: Filter | None = None


def shown(browser: Browser, url: str, figure: str, by: Filter | None = None) -> Shown:
    """Return a page's weight, and the middle of some first loads on the slow phone."""
    return shown_in_turn(browser, {url: Visit(url, figure, by)}, TURNS)[url]


def shown_in_turn(
    browser: Browser, pages: Mapping[str, Visit], rounds: int = ROUNDS
) -> dict[str, Shown]:
    """Return the same of pages that are held against each other: they are loaded in turn, so that
    what else the machine does meets all of them alike."""
    loads = {name: first_load(browser, page.url) for name, page in pages.items()}
    turns: dict[str, list[tuple[float, float, float]]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, page in pages.items():
            turns[name].append(_slowly(browser, page.url, page.figure, page.by))
    found = {}
    for name, page in pages.items():
        paints, figures, answers = zip(*turns[name], strict=True)
        found[name] = Shown(
            loads[name].transferred + loads[name].socket_payload,
            loads[name].requests,
            median(paints),
            median(figures),
            median(answers) if page.by else None,
        )
    return found


def _slowly(
    browser: Browser, url: str, figure: str, by: Filter | None
) -> tuple[float, float, float]:
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 800})
    try:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        began = time.perf_counter()
        page.goto(url, wait_until="commit", timeout=PATIENCE_SECONDS * 1000)
        _wait_for(page, WRITTEN, figure)
        seconds = time.perf_counter() - began
        paint = _wait_for(page, PAINTED, "first-contentful-paint")
        answer = 0.0
        if by:
            page.wait_for_timeout(READING_MS)
            by.opened(page)
            answer = page.evaluate(ANSWERED, [figure, by.choose])
        return paint / 1000, seconds, answer / 1000
    finally:
        context.close()


def _wait_for(page: Page, script: str, argument: str) -> Any:
    """Return what a script gives once it gives something.

    Playwright's own waiting evaluates a text in the page, which the policy of ours forbids.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = page.evaluate(script, argument)
        if found:
            return found
        page.wait_for_timeout(POLL_MS)
    raise TimeoutError(f"{page.url}: {script}")
