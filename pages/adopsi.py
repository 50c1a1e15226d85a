"""Adopsi: how far businesses have gone digital, and how sure a kecamatan's place in it is."""

import streamlit as st

from pages.parts import adoption
from pages.parts import widgets as w

st.title("Adopsi")
with w.make_filter_row():
    chosen = w.choose("periode", "kecamatan")
adoption.show_headline(chosen)
adoption.show_next_steps(chosen)

st.subheader("Tahap digitalisasi")
adoption.show_ladder(chosen)

st.subheader("Perkembangan")
left, right = st.columns(2, gap="large")
with left:
    adoption.show_course("berusaha_daring", chosen)
with right:
    adoption.show_ladder_course(chosen)

st.subheader("Angka utama")
w.show_tiles(
    ("berusaha_daring", "dasar_digital", "bayar_digital", "marketplace_kota", "ekspor_daring"),
    chosen,
)

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
