"""Peta: where businesses sell online, and where products cluster."""

import streamlit as st

from analysis.definitions.selection import CITY
from pages.parts import widgets as w

st.title("Peta")
with w.make_filter_row():
    chosen = w.choose("periode", "kecamatan", "skala")
    level = w.choose_one("Tingkat", "tingkat", {"kecamatan": "Kecamatan", "kelurahan": "Kelurahan"})
areas = w.read_view("by_area", "berusaha_daring", level, chosen)
shown = w.keep_within(areas, chosen) if level == "kelurahan" else areas
picked = w.show_map(shown, chosen, level)
w.show_legend()
if picked and picked != chosen.wilayah:
    w.follow("kecamatan", picked)

st.subheader("Tabel dengan angka yang sama")
w.show_bars(shown)
w.show_download(shown)

st.subheader("Klaster produk" if chosen.wilayah == CITY else f"Klaster produk, {chosen.area_name}")
w.show_clusters(chosen)
