"""Ringkasan: what an official reads in a minute."""

import streamlit as st

from pages import _widgets as w

st.title("Ringkasan")
chosen = w.choose("periode", "kecamatan", "skala")
areas = w.view("by_kecamatan", "berusaha_daring", chosen)
st.markdown(f"**{areas.sentence}**")

w.show_tiles(("berusaha_daring", "jumlah_umkm", "ber_nib", "ekspor_daring", "kesegaran"), chosen)

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Di mana tertinggal")
    w.show_bars(areas)
with right:
    st.subheader("Perjalanannya")
    w.show_bars(w.view("by_period", "berusaha_daring", chosen))
    st.subheader("Lewat kanal apa")
    w.show_bars(w.view("by_category", "kanal_daring", "kanal", chosen))

st.subheader("Dari mana angkanya")
w.show_files()
