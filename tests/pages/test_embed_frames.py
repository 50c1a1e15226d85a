"""Published embeds in a page of another origin: several, narrow and wide, then offline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser import Witness
from tests.pages.conftest import PATIENCE, Site
from tests.pages.embeds import website

VIEWS = ("batang-berusaha-daring", "peta-ber-nib", "garis-jumlah-umkm")
FALLBACK = 300
CONTENT = "Math.ceil(document.body.getBoundingClientRect().height)"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page with three embeds and the script that fits them."""
    frames = "".join(
        f'<iframe data-dasbor-umkm src="{site.url}/sematan/{view}" title="{view}" width="100%" '
        f'height="{FALLBACK}" style="border:0;display:block"></iframe>'
        for view in VIEWS
    )
    script = f'<script async src="{site.url}/aset/sematan.js"></script>'
    with (
        website(
            {"/": f'<!doctype html><html lang="id"><title>Warta</title>{frames}{script}'}
        ) as at,
        browser.new_context(viewport={"width": 900, "height": 3000}) as context,
    ):
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        seen = Witness(page)
        page.goto(f"{at}/")
        yield page
        assert seen.errors == []
        assert context.cookies() == []


def embedded(page: Page) -> list[Frame]:
    """Return the embeds in the order of the page."""
    return [frame for frame in page.frames if "/sematan/" in frame.url]


def fitted(page: Page, as_wanted: Callable[[list[int]], bool] = bool) -> list[int]:
    """Wait until every frame is as high as what it shows, and the heights are as wanted; return
    them."""
    end = time.monotonic() + PATIENCE / 1000
    while True:
        inside = [int(frame.evaluate(CONTENT)) for frame in embedded(page)]
        outside = page.locator("iframe").evaluate_all("all => all.map(frame => frame.clientHeight)")
        if inside == outside and as_wanted(inside):
            return inside
        assert time.monotonic() < end, (inside, outside)
        page.wait_for_timeout(20)


def test_each_frame_is_as_high_as_its_content_at_any_width(page: Page) -> None:
    wide = fitted(page)
    assert len(wide) == len(VIEWS)
    page.set_viewport_size({"width": 320, "height": 3000})
    fitted(page, lambda narrow: narrow != wide)
    page.set_viewport_size({"width": 900, "height": 3000})
    fitted(page, lambda again: again == wide)


def test_a_frame_grows_and_shrinks_alone_and_needs_no_network_any_more(page: Page) -> None:
    before = fitted(page)
    page.context.set_offline(True)
    summary = embedded(page)[0].locator("summary").last
    summary.click()
    opened = fitted(page, lambda heights: heights[0] > before[0])
    assert opened[1:] == before[1:]
    assert embedded(page)[0].get_by_text("Semesta").first.is_visible()
    summary.click()
    fitted(page, lambda heights: heights == before)
