"""The page of adoption: the ladder by kecamatan, and both the share and the ladder over time."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.definitions.selection import Selection
from analysis.views import chart_html, charts_ladder, courses, html
from analysis.views.courses import Ladder, Story
from analysis.views.export import export_ladder, export_story
from data.store import store
from pages.parts import charts as c
from pages.parts import widgets as w


def show_headline(selection: Selection) -> None:
    """Show the sentence that opens the page."""
    ladder = _read_ladder(store.open_publik().version, selection)
    heading = courses.write_ladder_headline(ladder, selection)
    st.html(chart_html.render_headline(heading, ladder.origins))


def show_ladder(selection: Selection) -> None:
    """Show the steps as one stacked bar an area, with the table twin."""
    version = store.open_publik().version
    ladder = _read_ladder(version, selection)
    if not ladder.areas:
        st.info(f"Belum ada nilai terbit: {ladder.heading.title}. Coba periode lain.")
        return
    st.html(html.render_title(ladder.heading, ladder.origins))
    said = "; ".join(
        f"{name}: " + ", ".join(f"{ladder.steps[row.code]} {row.text}" for row in rows)
        for name, rows in ladder.areas
    )
    figure = _draw_ladder(version, selection, c.find_scheme())
    c.show_figure(figure, key="tangga", alt=f"{ladder.heading.title}. {said}.")
    st.html(chart_html.render_ladder(ladder.heading.title, ladder.steps.values(), ladder.areas))
    w.offer_export(export_ladder(store.open_publik(), ladder), "tangga")


def show_course(kode: str, selection: Selection) -> None:
    """Show an indicator over time with the survey and the target."""
    story = _read_story(store.open_publik().version, kode, selection)
    c.show_story(story, key=f"waktu-{kode}")
    w.offer_export(export_story(store.open_publik(), story, kode), f"waktu-{kode}")


def show_ladder_course(selection: Selection) -> None:
    """Show every step over time."""
    story = _read_ladder_story(store.open_publik().version, selection)
    c.show_story(story, key="waktu-tangga")
    w.offer_export(export_story(store.open_publik(), story, courses.LADDER), "waktu-tangga")


@st.cache_resource(**w.CACHE)
def _read_ladder(version: str, selection: Selection) -> Ladder:
    return courses.read_ladder(store.open_publik(), selection)


@st.cache_resource(**w.CACHE)
def _read_story(version: str, kode: str, selection: Selection) -> Story:
    return courses.read_story(store.open_publik(), kode, selection)


@st.cache_resource(**w.CACHE)
def _read_ladder_story(version: str, selection: Selection) -> Story:
    return courses.read_ladder_story(store.open_publik(), selection)


@st.cache_resource(**w.CACHE)
def _draw_ladder(version: str, selection: Selection, scheme: str) -> Any:
    ladder = courses.read_ladder(store.open_publik(), selection)
    return charts_ladder.draw_ladder(ladder.areas, ladder.steps, scheme, ladder.highlighted)
