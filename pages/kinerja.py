"""Kinerja: the page that a review meeting is run from."""

import streamlit as st

from pages.parts import performance
from pages.parts import widgets as w

with w.make_filter_row():
    st.title("Kinerja", anchor=False, width="content")
    chosen = w.choose("periode", "kecamatan")
performance.show_opening(chosen)
performance.show_review(chosen)
