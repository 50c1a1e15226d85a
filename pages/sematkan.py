"""Sematkan: an embed picked, looked at in three widths, and its code to take along."""

import streamlit as st

from pages.parts import embed_tool as s

st.title("Sematkan")
st.markdown(
    "Pasang angka terbit di situs lain: pilih, lihat, salin kodenya. Sematan terbaca tanpa skrip, "
    "tidak memakai kuki, dan menyebut sumber serta tanggalnya sendiri."
)
chosen = s.choose()
if chosen is not None:
    st.subheader("Pratinjau")
    s.show_preview(chosen)
    st.subheader("Kode untuk situs Anda")
    s.show_code(chosen)
s.show_hosts()
