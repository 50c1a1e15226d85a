"""The memo on pages: a button that lets it be made, and links to what was made."""

from __future__ import annotations

import logging

import streamlit as st

from analysis.definitions.selection import Selection
from analysis.views import html
from data.access.viewer import look_up_standing
from data.errors import DasborError
from pages.parts import account, downloads
from pages.parts.plain import write_plain

LABELS = {"pdf": "Simpan PDF", "xlsx": "Simpan XLSX", "png": "Simpan gambar (PNG)"}
NAME, MEETING = "nota", "nota_rapat"
MAKERS = {NAME: downloads.make_brief, MEETING: downloads.make_meeting_brief}
"""The memo of published figures alone, and with what meetings decided."""


def ask_brief(name: str = NAME) -> bool:
    """Show the button to whom the memo is open; return whether it was pressed just now."""
    if not look_up_standing(account.find_viewer()).may("unduhan", name):
        return False
    return st.button(
        "Unduh nota (PDF)",
        key="nota-susun",
        help="Nota dinas dua halaman untuk periode dan wilayah ini, semua skala.",
    )


def offer_brief(selection: Selection, name: str = NAME) -> None:
    """Make the memo of a choice while a sign shows it, and offer it with its other forms; say what
    is wrong where it cannot be made."""
    viewer, asked = account.find_viewer(), (selection.periode, selection.wilayah)
    try:
        with st.spinner("Menyusun nota", show_time=True):
            made = MAKERS[name](viewer, *asked, "pdf")
    except DasborError as error:
        logging.getLogger("dasbor").error("%s: %s", error, error.__cause__ or "")
        st.error(write_plain(error))
        return
    links = [
        (downloads.offer_download(viewer, name, (*asked, form)), label)
        for form, label in LABELS.items()
    ]
    where = f"{selection.area_name}, semua skala, {len(made.content) // 1000} kB"
    st.html(html.render_downloads(f"Nota siap: {where}", links))
