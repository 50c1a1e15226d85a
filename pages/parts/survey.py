"""What pages show of surveys: estimates beside the register, changes, differences, kelurahan."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import chart_html, charts_survey, html, survey_views
from analysis.views.view import Differences, Row, View
from analysis.words import theme
from data.store import store
from pages.parts import charts as c
from pages.parts import widgets as w

NONE_EARLIER = (
    "Belum ada dua survei yang menanyakan hal ini, jadi perubahan belum dapat diuji. Tabel ini "
    "terisi sesudah berkas survei periode lain dimasukkan."
)
NO_SURVEY = "Belum ada survei yang dimasukkan. Unggah berkas survei pada halaman Data."
NO_PAIRS = (
    "Survei terakhir tidak memuat kecamatan yang cukup untuk dibandingkan. Lihat seluruh kota."
)
NO_KELURAHAN = (
    "Tidak ada taksiran menurut kelurahan: pertanyaan ini punya beberapa jawaban, atau survei "
    "tidak mencatat kelurahan responden. Pilih indikator lain."
)


def list_asked() -> dict[str, str]:
    """Return the indicators that a survey asks too, code -> title, in the order of pages."""
    return {kode: name for kode, name in w.list_indicators("").items() if INDICATORS[kode].survey}


def read_estimate(kode: str, dimension: str, selection: Selection) -> View | None:
    """Return the survey's answer to the register's question, or None when it was not asked."""
    if not INDICATORS[kode].survey:
        return None
    if dimension == w.PERIOD:
        found = w.read_view("estimates_by_period", kode, selection)
    else:
        found = w.read_view("estimates", kode, dimension, selection)
    return found if found.rows else None


def explain_missing(kode: str) -> str:
    """Return why the survey shows nothing beside the register."""
    if not INDICATORS[kode].survey:
        return "Survei tidak menanyakan hal ini."
    return (
        "Survei tidak menanyakan ini menurut rincian tersebut. Coba 'Kecamatan' atau 'Skala usaha'."
    )


def write_note(dimension: str, selection: Selection, estimated: View) -> str:
    """Return what keeps the two pictures from being the same question."""
    notes = ["Garis: selang kepercayaan 95 %. Register mencacah semua, jadi tanpa selang."]
    if dimension != w.PERIOD and estimated.date != theme.period(selection.periode):
        notes.append(f"Survei menggambarkan {estimated.date}, register periode yang dipilih.")
    return " ".join(notes)


def show_estimate(estimated: View, kode: str, dimension: str, selection: Selection) -> None:
    """Show a survey's estimates as dots with their intervals, the register's values of the same
    period and rows beside them, and the table twin."""
    version, scheme = store.open_publik().version, c.find_scheme()
    register = _read_register(version, kode, dimension, selection)
    pairs = _pair_rows(estimated, register)
    st.html(html.render_heading(estimated))
    said = "; ".join(
        f"{row.label}: survei {row.text} ({row.interval or row.sign})"
        + (f", register {pair.text}" if pair else "")
        for row, pair in zip(estimated.rows, pairs, strict=True)
    )
    figure = _draw_dots(version, estimated, register, scheme)
    c.show_figure(figure, key="taksiran", alt=f"{estimated.title}. {said}.")
    st.html(chart_html.render_pairs(estimated.title, estimated.rows, pairs))
    st.html(html.render_about(estimated))


def _pair_rows(estimated: View, register: View | None) -> list[Row | None]:
    """Return the register's row for each estimate, None where it has none."""
    known = {row.code: row for row in register.rows} if register else {}
    return [known.get(row.code) for row in estimated.rows]


def list_breakdowns(kode: str) -> dict[str, str]:
    """Return the tables in which a survey is published, key -> label."""
    known = w.list_breakdowns(kode)
    return {
        key: known[key] for key in known if key in ("", "skala_gabung", INDICATORS[kode].answers)
    }


def show_changes(kode: str, dimension: str, selection: Selection) -> None:
    """Show the newest survey beside the one before, with a word where a test allows one."""
    _show(_render_changes(store.open_publik().version, kode, dimension, selection), NONE_EARLIER)


def show_pairs(kode: str) -> None:
    """Show every pair of kecamatan, for one answer where an indicator has several."""
    labels = INDICATORS[kode].labels
    answer = w.choose_one("Jawaban", "jawaban", labels) if labels else ""
    _show(_render_pairs(store.open_publik().version, kode, answer), NO_PAIRS)


def show_kelurahan(kode: str, selection: Selection) -> None:
    """Show each survey's kelurahan, the newest first, within the chosen kecamatan."""
    periods = survey_views.list_kelurahan_periods(store.open_publik(), kode)
    if not periods:
        st.info(NO_KELURAHAN)
        return
    names = {code: label for label, code in periods.items()}
    chosen = w.choose_one("Survei", "survei", names)
    markup = _render_kelurahan(store.open_publik().version, kode, chosen, selection.wilayah)
    # The whole city is three screens of rows.
    with st.expander("Tabel kelurahan", expanded=selection.wilayah != CITY):
        _show(markup, NO_KELURAHAN)


def _show(markup: str, otherwise: str) -> None:
    if markup:
        st.html(markup)
    else:
        st.info(otherwise)


@st.cache_resource(**w.CACHE)
def _read_register(version: str, kode: str, dimension: str, selection: Selection) -> View | None:
    return survey_views.view_register_beside(store.open_publik(), kode, dimension, selection)


@st.cache_resource(**w.CACHE, hash_funcs={View: repr})
def _draw_dots(version: str, estimated: View, register: View | None, scheme: str) -> Any:
    return charts_survey.draw_dots(estimated, scheme, register)


def _add_source(found: View | Differences, markup: str) -> str:
    """Return a table with its source and definition; nothing for one without rows."""
    return html.add_about(markup, found) if found.rows else ""


@st.cache_data(**w.CACHE)
def _render_changes(version: str, kode: str, dimension: str, selection: Selection) -> str:
    found = survey_views.view_changes(store.open_publik(), kode, dimension, selection)
    return _add_source(found, html.render_differences(found))


@st.cache_data(**w.CACHE)
def _render_pairs(version: str, kode: str, answer: str) -> str:
    found = survey_views.view_pairs(store.open_publik(), kode, answer)
    return _add_source(found, html.render_told_apart(found))


@st.cache_data(**w.CACHE)
def _render_kelurahan(version: str, kode: str, periode: str, area: str) -> str:
    found, ways = survey_views.view_kelurahan(store.open_publik(), kode, periode, area)
    return _add_source(found, html.render_kelurahan(found, ways))
