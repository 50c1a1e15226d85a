"""Adopsi: how far businesses have gone digital, and how sure a kecamatan's place in it is."""

import streamlit as st

from pages.parts import widgets as w

st.title("Adopsi")
st.markdown("Bukan hanya siapa yang daring, melainkan sejauh mana.")
with w.make_filter_row():
    chosen = w.choose("periode", "kecamatan")
w.show_tiles(
    ("berusaha_daring", "dasar_digital", "bayar_digital", "marketplace_kota", "ekspor_daring"),
    chosen,
)

st.subheader("Tahap digitalisasi")
ladder = w.read_view("by_category", "tangga_digital", "anak_tangga", chosen)
w.show_bars(ladder)
w.show_download(ladder)
w.show_cross("tangga_digital", "anak_tangga", chosen)

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Lewat kanal apa")
    w.show_bars(w.read_view("by_category", "kanal_daring", "kanal", chosen))
with right:
    st.subheader("Siapa menerima pembayaran digital")
    w.show_bars(w.read_view("by_category", "bayar_digital", "sektor", chosen))

st.subheader("Peringkat kecamatan menurut skor digital")
st.markdown(
    "Skor merangkum empat butir. Bobot tiap butir adalah pilihan, jadi yang ditulis adalah "
    "rentang peringkat di bawah semua pilihan yang wajar, bukan satu peringkat."
)
w.show_ranks(chosen)
