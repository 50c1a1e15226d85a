"""All of it together, in a browser."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser import Witness
from tests.server.conftest import Server


def test_a_page_draws_without_an_error_or_a_word_to_another_host(
    server: Server, browser: Browser
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        seen = Witness(page)
        page.goto(f"{server.url}/gambar")
        patience = 120_000
        page.wait_for_selector("#sendiri", timeout=patience)
        page.wait_for_selector(".js-plotly-plot .bars .point", timeout=patience)
        page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas", timeout=patience)
        page.wait_for_selector("[data-testid=stDataFrame] canvas", timeout=patience)
        page.wait_for_selector("[data-testid=stMetricChart] svg", timeout=patience)
        assert page.get_attribute("html", "lang") == "id"
        assert page.title() == "Uji"
        assert page.locator(".memuat").count() == 0
        seen.rest()
    assert seen.errors == []
    assert {urlsplit(url).netloc for url in seen.urls if not local(url)} == {server.host}


def test_a_deep_link_finds_the_app_at_once(server: Server, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        seen = Witness(page)
        page.goto(f"{server.url}/kedua?tahun=2022")
        page.get_by_role("heading", name="Halaman kedua").wait_for(timeout=120_000)
        assert urlsplit(page.url).path == "/kedua"
    assert seen.errors == []
    paths = [urlsplit(url).path for url in seen.urls]
    assert paths.count("/_stcore/health") == 1
    assert not [path for path in paths if path.startswith("/kedua/")]


def test_without_javascript_the_page_says_what_it_needs(server: Server, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server.url)
        assert "Aktifkan JavaScript" in page.inner_text("noscript p")
        assert page.is_visible("noscript p")
        assert not page.is_visible(".memuat")


def local(url: str) -> bool:
    """Return whether an address stays inside the browser."""
    return urlsplit(url).scheme in {"data", "blob"}
