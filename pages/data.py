"""Data: which version is served, what was refused, a new file in, and the way back."""

import streamlit as st

from pages import _terbatas as r

st.title("Data")
st.subheader("Versi")
r.show_versions()
st.subheader("Berkas baru")
r.show_upload()
st.subheader("Baris yang ditolak")
r.show_refusals()
