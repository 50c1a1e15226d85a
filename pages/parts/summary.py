"""What Ringkasan and the page of a kecamatan show, each part by name; its markup is kept for the
served version and the choice."""

from __future__ import annotations

import streamlit as st

from analysis.definitions.selection import Selection
from analysis.views import html, summary_html
from analysis.views.attention import list_attention
from analysis.views.headline import MAIN, make_headline
from analysis.views.links import link_kecamatan, link_page
from analysis.views.matrix import make_matrix
from analysis.views.profile import make_profile
from analysis.views.quality import list_quality
from analysis.views.scorecard import make_scorecard
from analysis.views.views import view_by_area
from data.store import store
from geo.labelled_map import draw_map
from geo.modes import BESIDE_CITY, make_mode_legend
from pages.parts.widgets import CACHE


def show_headline(selection: Selection) -> None:
    """Show the sentence that opens a page."""
    st.html(_render_headline(store.open_publik().version, selection))


def show_scorecard(selection: Selection) -> None:
    """Show the capaian table."""
    st.html(_render_scorecard(store.open_publik().version, selection))


def show_area_map(selection: Selection) -> None:
    """Show the kecamatan on a map, shaded by their distance from the city."""
    title, drawing, key = _render_map(store.open_publik().version, selection)
    st.html(title)
    _show_svg(drawing, "gambar_peta")
    st.html(key)


def show_matrix(selection: Selection) -> None:
    """Show the kecamatan by indicator."""
    st.html(_render_matrix(store.open_publik().version, selection))


def show_attention(selection: Selection) -> None:
    """Show what stands out."""
    st.html(_render_attention(store.open_publik().version, selection))


def show_quality(selection: Selection) -> None:
    """Show how good the data are, in one line."""
    st.html(_render_quality(store.open_publik().version, selection))


def show_profile(selection: Selection) -> None:
    """Show all that is published of the chosen kecamatan."""
    part = _render_profile(store.open_publik().version, selection)
    st.html(part["indicators"])
    left, right = st.columns(2, gap="medium")
    with left:
        st.html(part["products"])
        st.html(part["ladder"])
        st.html(part["channels"])
    with right:
        st.html(part["trend_heading"])
        if part["trend"]:
            _show_svg(part["trend"], "gambar_tren")
        st.html(part["trend_table"])
        st.html(part["kelurahan"])


def show_areas(selection: Selection) -> None:
    """Show the kecamatan that have a page, to choose from."""
    st.html(_render_areas(store.open_publik().version, selection))


def _show_svg(drawing: str, place: str) -> None:
    """Show inline SVG, which Streamlit takes out of its HTML and leaves in its Markdown; the
    stylesheet keeps room for it at its ``place``, since Markdown is drawn last."""
    with st.container(key=place):
        st.markdown(drawing, unsafe_allow_html=True)


@st.cache_data(**CACHE)
def _render_headline(version: str, selection: Selection) -> str:
    return summary_html.render_headline(make_headline(store.open_publik(), selection))


@st.cache_data(**CACHE)
def _render_scorecard(version: str, selection: Selection) -> str:
    return summary_html.render_scorecard(make_scorecard(store.open_publik(), selection))


@st.cache_data(**CACHE)
def _render_map(version: str, selection: Selection) -> tuple[str, str, str]:
    cube = store.open_publik()
    view = view_by_area(cube, MAIN, "kecamatan", selection)
    drawn = draw_map(cube, selection, BESIDE_CITY, "sempit")
    links = {
        area.shown.code: link_kecamatan(cube, area.shown.code, selection) for area in drawn.areas
    }
    return (
        summary_html.render_map_heading(view),
        html.render_map(drawn, view.title, links),
        html.render_map_key(drawn, make_mode_legend(BESIDE_CITY), ""),
    )


@st.cache_data(**CACHE)
def _render_matrix(version: str, selection: Selection) -> str:
    return summary_html.render_matrix(make_matrix(store.open_publik(), selection))


@st.cache_data(**CACHE)
def _render_attention(version: str, selection: Selection) -> str:
    return summary_html.render_attention(list_attention(store.open_publik(), selection), selection)


@st.cache_data(**CACHE)
def _render_quality(version: str, selection: Selection) -> str:
    cube = store.open_publik()
    link = link_page(cube, "metode", selection)
    return summary_html.render_quality(list_quality(cube, selection), link)


@st.cache_data(**CACHE)
def _render_profile(version: str, selection: Selection) -> dict[str, str]:
    found = make_profile(store.open_publik(), selection)
    return {
        "indicators": summary_html.render_indicators(found),
        "products": summary_html.render_products(found),
        "ladder": summary_html.render_shares(found.ladder, "Tahap digitalisasi"),
        "channels": summary_html.render_shares(found.channels, "Kanal daring"),
        "trend_heading": summary_html.render_trend_heading(found),
        "trend": summary_html.render_trend(found) if found.trend.lines else "",
        "trend_table": summary_html.render_trend_table(found),
        "kelurahan": summary_html.render_matrix(found.kelurahan),
    }


@st.cache_data(**CACHE)
def _render_areas(version: str, selection: Selection) -> str:
    return summary_html.render_areas(make_matrix(store.open_publik(), selection))
