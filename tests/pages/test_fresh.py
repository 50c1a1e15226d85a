"""A server that has just started, that has no micro data, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.data.rows import Workspace
from tests.pages.conftest import PAGES, PATIENCE, Site, listed, running, settle, visiting

EMBED = "/sematan/batang-berusaha-daring"


@pytest.fixture(scope="module")
def fresh(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose ``gudang`` does not exist, whose every first request is the tests' own."""
    folder = tmp_path_factory.mktemp("tanpa-gudang")
    toml = folder / "dasbor.toml"
    toml.write_text(
        f'gudang = "tidak-ada"\npublik = "{demo.settings.publik}"\n'
        f'terbitan = "{demo.settings.terbitan}"\n'
        'bingkai = ["https://serangkota.go.id"]\n',
        encoding="utf-8",
    )
    with running(toml, folder / "log.txt") as started:
        yield started
    assert not (folder / "tidak-ada").exists()


@pytest.fixture(scope="module")
def first(fresh: Site, browser: Browser) -> Iterator[Page]:
    """The very first page that the server is asked for, by a deep link."""
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{fresh.url}/metode")
    settle(page)
    yield page
    page.context.close()


def test_a_deep_link_as_the_first_request_of_all_gets_the_whole_frame(first: Page) -> None:
    assert listed(first) == list(PAGES.values())
    assert "Data sintetis" in first.get_by_role("note").inner_text()
    assert first.locator("h1").inner_text() == "Metode"
    assert first.get_by_text("sumber dan definisi lengkap").is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_micro_data(first: Page, fresh: Site, path: str) -> None:
    with visiting(fresh, path) as one:  # it fails where a page shows an exception
        headings = (m.delta.new_element.heading for m in one.sent)
        assert PAGES[path] in [heading.body for heading in headings if heading.tag == "h1"]
        assert "sumber dan definisi lengkap" in one.drawn
        assert not [m for m in one.sent if m.delta.new_element.HasField("alert")]


def test_embed_and_health_need_no_micro_data_and_the_settings_say_who_may_frame(
    fresh: Site,
) -> None:
    answer = fresh.get(EMBED)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].endswith(
        "frame-ancestors https://serangkota.go.id 'self'"
    )
    assert fresh.get("/healthz").status_code == 200


@pytest.mark.lambat
def test_before_anything_is_published_the_server_starts_and_says_what_to_do(
    tmp_path: Path,
) -> None:
    empty = Workspace(tmp_path)
    with running(empty.toml, tmp_path / "log.txt") as site:
        answer = site.get(EMBED)
        assert answer.status_code == 503
        assert "Data belum diterbitkan." in answer.text
        assert site.get("/healthz").status_code == 503
        with visiting(site, "/") as one:
            assert "Belum ada data terbit. Jalankan: make run" in one.drawn
