"""Rincian: what officials may see of a kelurahan, for meetings and not for publication."""

import streamlit as st

from pages.parts import restricted as r

st.title("Rincian kelurahan")
st.caption("Internal. Angka di bawah 10 di sini tidak terbit untuk umum; jangan diteruskan.")
r.show_detail(*r.choose_detail())
