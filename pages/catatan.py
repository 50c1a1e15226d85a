"""Catatan akses: who saw or changed what, and whether the record is whole."""

import streamlit as st

from pages.parts import restricted as r

st.title("Catatan akses")
st.markdown("Setiap halaman internal yang dibuka, unduhan, dan perubahan data tercatat di sini.")
r.show_record()
