"""Where a number comes from: its version, its files, its rows, and the same number from them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.definitions.dimensions import label
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME, Selection, read_options
from analysis.tracing import lineage
from analysis.views import html
from analysis.views.heading import make_heading
from analysis.words import theme
from data import reference
from data.errors import DasborError
from data.received.names import name_as_sent
from data.store.store import open_publik
from pages.parts import account, widgets
from pages.parts.plain import write_plain
from pages.parts.restricted import show_download

SHOWN = 50


def show_origin() -> None:
    """Open one number: what it is made of, down to the rows of the files."""
    names = {kode: e.judul for kode, e in INDICATORS.items() if e.way not in {"skor", "susunan"}}
    periods = {code: label for label, code in read_options(open_publik()).periode.items()}
    with widgets.make_filter_row():
        kode = widgets.choose_one("Indikator", "indikator", names, width=255)
        wilayah = widgets.choose_one("Wilayah", "area", _list_areas(kode))
        periode = widgets.choose_one("Periode", "per", periods)
    entry = INDICATORS[kode]
    dimensi, kategori = "", ""
    if entry.labels:
        dimensi = entry.answers
        kategori = widgets.choose_one(label(dimensi), dimensi, entry.labels)
    try:
        rows = lineage.list_for_viewer(
            account.find_viewer(), kode, periode, wilayah, dimensi, kategori, only_seen=True
        )
    except DasborError as error:
        st.error(write_plain(error))
        return
    found = lineage.recompute(entry, rows, date.today())
    chosen = Selection(periode, wilayah)
    what = f"{entry.judul} ({entry.labels[kategori].lower()})" if entry.labels else entry.judul
    said = make_heading(what, chosen, chosen)
    st.markdown(f"**{said.title}: {_write_sentence(found, entry.satuan)}**")
    st.caption(
        "Dihitung ulang dari baris di bawah, dari versi data yang dipakai, bukan dari yang terbit. "
        f"Definisi: {entry.definisi}"
    )
    files = lineage.count_files(rows).assign(berkas=lambda f: f["berkas"].map(name_as_sent))
    files = files.rename(columns={"berkas": "Berkas", "jumlah": "Baris"})
    st.html(html.render_table("Berkas", files.astype(object)))
    with st.expander(f"{theme.number(len(rows))} baris"):
        shown = (
            rows.head(SHOWN).assign(berkas=lambda f: f["berkas"].map(name_as_sent)).astype(object)
        )
        st.html(html.render_table("Baris di balik angka ini", shown.where(shown.notna(), None)))
        if len(rows) > SHOWN:
            st.caption(f"Ditampilkan {SHOWN} yang pertama; unduhan memuat semuanya.")
    show_download("asal", kode, periode, wilayah, dimensi, kategori)


def _list_areas(kode: str) -> dict[str, str]:
    """Return the areas that an indicator is counted for, code -> name."""
    counted = "kecamatan" in INDICATORS[kode].levels
    return {CITY: CITY_NAME} | (reference.list_kecamatan() if counted else {})


def _write_sentence(found: dict[str, float | int | None], unit: str) -> str:
    value = found["nilai"]
    if value is None or pd.isna(value):
        return "tidak ada nilai, karena penyebutnya nol."
    text = theme.quantity(value, unit)
    if found["penyebut"] is None or pd.isna(found["penyebut"]):
        return text
    return (
        f"{text} ({theme.number(found['pembilang'])} dari {theme.number(found['penyebut'])} usaha)"
    )
