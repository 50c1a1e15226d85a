"""Kecamatan: all that is published of one of them, on one sheet of paper."""

import streamlit as st

from analysis.definitions.selection import CITY
from pages.parts import paper, summary
from pages.parts import widgets as w

with w.make_filter_row():
    title = st.empty()
    chosen = w.choose("periode", "kecamatan")
    asked = chosen.wilayah != CITY and paper.ask_brief()
if asked:
    paper.offer_brief(chosen)
if chosen.wilayah == CITY:
    title.title("Kecamatan", anchor=False, width="content")
    st.markdown("Pilih kecamatan untuk melihat semua yang terbit tentangnya.")
    summary.show_areas(chosen)
    summary.show_matrix(chosen)
else:
    title.title(chosen.area_name, anchor=False, width="content")
    summary.show_headline(chosen)
    summary.show_next_steps(chosen)
    summary.show_profile(chosen)
    summary.show_quality(chosen)
