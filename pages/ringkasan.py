"""Ringkasan: what an official reads in a minute."""

import streamlit as st

from analysis.views.tiles import MAIN
from pages.parts import widgets as w

st.title("Ringkasan")
with w.make_filter_row():
    chosen = w.choose("periode", "kecamatan", "skala")
w.show_lead("berusaha_daring", chosen)
w.show_tiles(MAIN, chosen)

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Capaian menurut kecamatan")
    w.show_bars(w.read_view("by_kecamatan", "berusaha_daring", chosen))
    st.subheader("Lewat kanal apa")
    w.show_bars(w.read_view("by_category", "kanal_daring", "kanal", chosen))
with right:
    st.subheader("Perkembangan")
    w.show_bars(w.read_view("by_period", "berusaha_daring", chosen))
    st.subheader("Berapa yang tercatat")
    w.show_bars(w.read_view("by_category", "jumlah_umkm", "skala", chosen))

st.subheader("Sumber data")
w.show_files()
