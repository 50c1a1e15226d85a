"""Klaster: which products are made where, and how many of their makers sell online."""

import streamlit as st

from pages.parts import widgets as w

st.title("Klaster")
st.markdown("Produk khas tiap kecamatan, dan siapa di antaranya yang sudah berjualan daring.")
with w.make_filter_row():
    chosen = w.choose("periode", "kecamatan")

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Berapa usaha")
    w.show_bars(w.read_clustered("jumlah_umkm", "produk", chosen))
    st.subheader("Menurut subsektor Ekraf")
    w.show_bars(w.read_clustered("jumlah_umkm", "ekraf", chosen))
with right:
    st.subheader("Berapa persen berjualan daring")
    w.show_bars(w.read_clustered("berusaha_daring", "produk", chosen))
    st.subheader("Daring menurut subsektor Ekraf")
    w.show_bars(w.read_clustered("berusaha_daring", "ekraf", chosen))
st.caption(
    "Penempatan produk ke subsektor adalah simpulan kami; padanan resmi KBLI 2020 atau 2025 "
    "belum ditemukan. Usaha di luar klaster tidak ditempatkan."
)

st.subheader("Menurut kelurahan")
w.show_clusters(chosen)
