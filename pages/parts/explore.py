"""The page of exploring: one question to register and survey, and the cross-table."""

from __future__ import annotations

import streamlit as st

from analysis.definitions.selection import Selection
from analysis.views import chart_html, cross_tables, html
from analysis.views.cross_tables import view_cross_table
from analysis.views.export import export_cross
from analysis.views.leads import write_course_lead, write_view_lead
from analysis.views.left_out import say_left_out
from analysis.views.view import CrossTable
from data.store import store
from pages.parts import adoption, survey, thin_help
from pages.parts import charts as c
from pages.parts import widgets as w

ONLY_CITY = "Rincian ini hanya terbit untuk seluruh kota."


def show_headline(kode: str, dimension: str, selection: Selection) -> None:
    """Show the sentence that the page opens with: both ends of what is asked, or of its course."""
    view = w.read_breakdown(kode, dimension, selection)
    write = write_course_lead if dimension == w.PERIOD else write_view_lead
    st.html(chart_html.render_headline(write(view), view.origins))


def show_answers(kode: str, dimension: str, selection: Selection) -> None:
    """Show the register's answer beside the survey's; over time both as one chart."""
    if dimension == w.PERIOD:
        _show_time(kode, selection)
        return
    left, right = st.columns(2, gap="large")
    with left:
        _show_register(kode, dimension, selection)
    with right:
        _show_survey(kode, dimension, selection)


def _show_time(kode: str, selection: Selection) -> None:
    census = w.read_breakdown(kode, w.PERIOD, selection)
    st.subheader("Perkembangan")
    if w.say_empty(census):
        return
    adoption.show_course(kode, selection)
    st.caption(census.sentence)


def _show_register(kode: str, dimension: str, selection: Selection) -> None:
    census = w.read_breakdown(kode, dimension, selection)
    st.subheader("Register (cacahan)")
    c.show_view(census, key="register")
    st.caption(census.sentence)
    thin_help.show(kode, dimension, selection)
    if census.rows:
        w.show_download(census)


def _show_survey(kode: str, dimension: str, selection: Selection) -> None:
    sampled = survey.read_estimate(kode, dimension, selection)
    st.subheader("Survei (taksiran)")
    if sampled is None:
        st.info(survey.explain_missing(kode))
        return
    survey.show_estimate(sampled, kode, dimension, selection)
    st.caption(f"{sampled.sentence} {survey.write_note(dimension, selection, sampled)}")
    w.show_download(sampled)


def show_cross(kode: str, dimension: str, selection: Selection) -> None:
    """Show the cross-table of kecamatan by breakdown, and what its cells hold as a choice."""
    st.subheader("Tabel silang: kecamatan menurut rincian")
    forms = cross_tables.list_forms(kode)
    version = store.open_publik().version
    if not _read_table(version, kode, dimension, selection, cross_tables.VALUE).rows:
        left_out = say_left_out(store.open_publik(), selection.periode)
        st.caption(left_out or ONLY_CITY)
        return
    form = c.choose_segment("Isi tabel", "isi", forms) if len(forms) > 1 else cross_tables.VALUE
    table = _read_table(version, kode, dimension, selection, form)
    st.html(html.render_cross(table))
    w.offer_export(export_cross(store.open_publik(), table), "silang")


@st.cache_resource(**w.CACHE)
def _read_table(
    version: str, kode: str, dimension: str, selection: Selection, form: str
) -> CrossTable:
    return view_cross_table(store.open_publik(), kode, dimension, selection, form)
