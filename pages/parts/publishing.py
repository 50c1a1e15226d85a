"""Before publishing: what would change, and the button that publishes what was looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from analysis.tracing.next_figures import count_figures
from analysis.views import html
from analysis.views.next_release import NextRelease, make_next_release
from data.access.restricted import read_gudang
from data.build.build import MADE_UP
from data.errors import StoreError
from data.settings import settings
from data.store.store import Store, open_publik
from data.store.versions import Versions
from pages.parts import account
from pages.parts.changing import change
from pages.parts.plain import write_plain

Looked = tuple[str, str]
"""The version of the data and the published version that a page compares ('' for none)."""
ASKED = "_terbitkan"
COUNTED_ONLY = (
    "Ini hitungan dari data yang dipakai. Saat terbit, perlindungan sel kecil masih dapat menahan "
    "angka lain."
)
STALE = (
    "Belum diterbitkan: data yang dipakai atau yang terbit sudah berganti sejak ringkasan itu "
    "dibuat. Ringkasan di bawah sudah yang terbaru; periksa, lalu terbitkan."
)
DONE_ALREADY = "Data yang dipakai sudah terbit, jadi tidak ada yang perlu diterbitkan."


def find_looked() -> Looked:
    """Return what a page compares now."""
    found = (Versions(folder).find_current() for folder in (settings().gudang, settings().publik))
    data, published = (name or "" for name in found)
    return data, published


def take_request() -> Looked | None:
    """Return what the button was pressed for, once."""
    asked: Looked | None = st.session_state.pop(ASKED, None)
    return asked


def show_comparison(looked: Looked, stays: Mapping[str, Collection[str]]) -> None:
    """Show what publishing would change, its warnings first; ``stays`` as in the view."""
    try:
        found = _compare(looked, stays)
    except StoreError as error:
        st.warning(write_plain(error))
        return
    if found.warnings:
        st.warning("\n\n".join(map(write_plain, found.warnings)))
    st.html(html.render_next_release(found))
    st.caption(COUNTED_ONLY)


def show_button(looked: Looked, asked: Looked | None) -> None:
    """Show the button; publish when it was pressed for what is shown now."""
    st.button("Terbitkan versi ini", type="primary", key="terbitkan", on_click=_ask, args=(looked,))
    data, _ = looked
    if asked == looked and change(
        "terbitkan", data, list_commands(data), f"Terbit: versi {data}.", stoppable=True
    ):
        st.rerun()


def list_commands(data: str) -> Sequence[Sequence[str]]:
    """Return what publishes a version of the data, if it is still in use: the cube, then files."""
    return [("data", "cube", "--versi", data), ("data", "files")]


def _ask(looked: Looked) -> None:
    """Keep what the page showed when the button was pressed: it may be another by now."""
    st.session_state[ASKED] = looked


def _compare(looked: Looked, stays: Mapping[str, Collection[str]]) -> NextRelease:
    data, published = looked
    counted = read_gudang(
        account.find_viewer(),
        "tindakan",
        "terbitkan",
        lambda store: _count(store.version, store),
        detail="ringkasan sebelum terbit",
        only_seen=True,
    )
    files = Versions(settings().gudang).record(data)["berkas"]
    cube = open_publik() if published else None
    return make_next_release(cube, counted, files, stays, f"{MADE_UP}/")


@st.cache_data(max_entries=2, show_spinner="Menghitung yang akan terbit …")
def _count(version: str, _store: Store) -> list[dict[str, Any]]:
    """Return the city's figures of a version, counted once for it. Who may see them was asked."""
    return count_figures(_store, date.today())
