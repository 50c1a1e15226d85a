"""All of it together, in a browser."""

from urllib.parse import urlsplit

from tests.browser import Witness, launch

PAGE = """
import pandas as pd
import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st

def isi():
    st.html("<style>.kotak{color:#036}</style><p class='kotak' id='sendiri'>Sebuah paragraf</p>")
    frame = pd.DataFrame({"kecamatan": ["Serang", "Kasemen"], "usaha": [3, 5]})
    st.dataframe(frame)
    st.plotly_chart(go.Figure(go.Bar(x=frame["kecamatan"], y=frame["usaha"])))
    places = pd.DataFrame({"lon": [106.15, 106.16], "lat": [-6.11, -6.12]})
    layer = pdk.Layer("ScatterplotLayer", places, get_position="[lon, lat]", get_radius=500)
    view = pdk.ViewState(longitude=106.15, latitude=-6.11, zoom=11)
    st.pydeck_chart(pdk.Deck([layer], initial_view_state=view, map_provider=None))
    st.metric("Usaha", 8, chart_data=[1, 5, 8])

def kedua():
    st.title("Halaman kedua")

st.set_page_config(page_title="Uji")
st.navigation([st.Page(isi, default=True), st.Page(kedua, url_path="kedua")]).run()
"""


def test_a_page_draws_without_an_error_or_a_word_to_another_host(serve, copies) -> None:
    server = serve(page=PAGE)
    with launch() as browser:
        page = browser.new_page()
        seen = Witness(page)
        page.goto(server.url)
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


def test_a_deep_link_finds_the_app_at_once(serve, copies) -> None:
    server = serve(page=PAGE)
    with launch() as browser:
        page = browser.new_page()
        seen = Witness(page)
        page.goto(f"{server.url}/kedua?tahun=2022")
        page.get_by_role("heading", name="Halaman kedua").wait_for(timeout=120_000)
        assert urlsplit(page.url).path == "/kedua"
    assert seen.errors == []
    paths = [urlsplit(url).path for url in seen.urls]
    assert paths.count("/_stcore/health") == 1
    assert not [path for path in paths if path.startswith("/kedua/")]


def test_without_javascript_the_page_says_what_it_needs(server) -> None:
    with launch() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(server.url)
        assert "Aktifkan JavaScript" in page.inner_text("noscript p")
        assert page.is_visible("noscript p")
        assert not page.is_visible(".memuat")


def local(url: str) -> bool:
    """Return whether an address stays inside the browser."""
    return urlsplit(url).scheme in {"data", "blob"}
