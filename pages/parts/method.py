"""What the page Metode explains: definitions, sources, signs, protection and who may see what."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import read_options
from analysis.views import html
from analysis.views.cells import read_reference_rows
from analysis.views.left_out import say_left_out
from analysis.words import theme
from data.access.policy import Role, read_rules
from data.settings import settings
from data.store import store
from pages.parts.plain import write_plain
from pages.parts.widgets import CACHE


def show_entries() -> None:
    """Show every indicator's definition."""
    st.html(html.render_entries(INDICATORS.values()))


def show_ledger() -> None:
    """Show every count of UMKM that was ever stated, with who said it and where."""
    st.html(html.render_ledger(_read_rows("catatan_angka")))


def show_facts() -> None:
    """Show what was published about the city on 24 June 2022."""
    st.html(html.render_facts(_read_rows("fakta")))


def show_benchmarks() -> None:
    """Show the published benchmarks."""
    st.html(html.render_benchmarks(_read_rows("acuan")))


def show_files() -> None:
    """Show which files the numbers come from and what became of their rows."""
    st.html(html.render_files(_read_rows("berkas")))


def show_signs() -> None:
    """Show the key of the signs that stand in place of a value or beside it."""
    st.html(html.render_signs())


def show_protection() -> None:
    """Show what protecting the served version has cost, and what the audit said of it."""
    record = store.open_publik().record
    cost = record.get("perlindungan")
    if cost is None:
        st.caption("Versi ini terbit sebelum biaya perlindungan dicatat.")
        return
    withheld, whole = record["ditahan"], record["sel"]
    lost, least = (100 * cost[name] / cost["informasi"] for name in ("hilang", "batas"))
    st.markdown(
        f"Versi ini memuat {theme.number(whole)} sel; {theme.number(withheld)} dirahasiakan "
        f"({theme.quantity(100 * withheld / whole, 'persen')} dari semua sel). Keterangan yang "
        f"hilang dengannya {theme.number(lost, 2)} %, sedangkan pilihan aman mana pun "
        f"menghilangkan paling sedikit {theme.number(least, 2)} %. "
        f"Pemeriksaan: {record['audit']}"
    )
    for periode in read_options(store.open_publik()).periode.values():
        if said := say_left_out(store.open_publik(), periode):
            st.markdown(said)


def show_access() -> None:
    """Show which role may see and do what; routes are the program's own business."""
    shown = [rule for rule in read_rules().values() if rule.kind != "rute"]
    st.html(html.render_access(shown, Role))


def show_credit() -> None:
    """Show who made the shapes and under which licence."""
    st.markdown(write_plain(settings().batas_kredit))


def _read_rows(name: str) -> list[dict[str, Any]]:
    return _read_table(store.open_publik().version, name)


@st.cache_data(**CACHE)
def _read_table(version: str, name: str) -> list[dict[str, Any]]:
    return read_reference_rows(store.open_publik(), name)
