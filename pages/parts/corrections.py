"""Corrections: the published numbers that a later version publishes otherwise, for all to see."""

from __future__ import annotations

import streamlit as st

from analysis.definitions.dimensions import list_categories
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME
from analysis.views import html
from analysis.views.names import name_table
from analysis.words import theme
from data import reference
from data.settings import settings
from data.store.store import open_publik
from pages.parts import widgets as w
from public.corrections import correction_files
from public.corrections.corrections import (
    Correction,
    count_by_table,
    find_carriers,
    find_corrections,
)
from public.files import published
from public.files.catalogue import read_embeds

SHOWN = 30


def show() -> None:
    """Show what was said before, what is said now, why, and which embeds carry it."""
    rows, number = _make_rows(open_publik().version, _find_tag())
    if not number:
        st.markdown("Belum ada angka terbit yang dikoreksi.")
        return
    st.html(html.render_corrected_tables(_name_tables(open_publik().version)))
    st.html(html.render_corrections(rows))
    if number > len(rows):
        st.caption(
            f"{theme.number(len(rows))} yang terbaru dari {theme.number(number)} koreksi; semuanya "
            "ada di /api/v1/koreksi."
        )


def _find_tag() -> str:
    """Return what is another as soon as the corrections are, or their reasons."""
    served = published.find_served(settings())
    return correction_files.find(settings(), served).document.tags[""] if served else ""


@st.cache_data(**w.CACHE)
def _make_rows(version: str, tag: str) -> tuple[list[dict[str, object]], int]:
    """Return the newest corrections in words, and how many there are; the arguments are the key."""
    found = find_corrections(settings())
    return [_make_row(one) for one in found[:SHOWN]], len(found)


@st.cache_data(**w.CACHE)
def _name_tables(version: str) -> list[dict[str, object]]:
    """Return the corrected tables in words, the newest first; ``version`` is the key."""
    return [
        {
            "tabel": name_table(table["indikator"], table["tingkat"], table["dimensi"]),
            "periode": table["periode"],
            "sejak": table["tanggal_baru"],
            "jumlah": table["jumlah"],
        }
        for table in count_by_table(find_corrections(settings()))[:SHOWN]
    ]


def _make_row(found: Correction) -> dict[str, object]:
    entry = INDICATORS[found.indikator]
    names = {CITY: CITY_NAME} | reference.list_kecamatan() | reference.list_kelurahan()
    words = [entry.judul, names[found.kode_wilayah], theme.period(found.periode)]
    if found.dimensi:
        words.append(list_categories(entry, found.dimensi)[found.kategori])
    served = published.find_served(settings())
    listed = [vars(embed) for embed in read_embeds(served).values()] if served else []
    return {
        "angka": ", ".join(words),
        "semula": theme.quantity(found.lama["nilai"], entry.satuan),
        "menjadi": theme.quantity(found.baru["nilai"], entry.satuan),
        "sejak": theme.day(found.tanggal_baru),
        "alasan": found.alasan,
        "sematan": find_carriers(found, listed),
    }
