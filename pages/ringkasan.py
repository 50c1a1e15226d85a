"""Ringkasan: what an official reads in a minute."""

import streamlit as st

from pages.parts import paper, summary
from pages.parts import widgets as w

with w.make_filter_row():
    st.title("Ringkasan", anchor=False, width="content")
    chosen = w.choose("periode", "kecamatan", "skala")
    asked = paper.ask_brief()
if asked:
    paper.offer_brief(chosen)
summary.show_headline(chosen)

left, right = st.columns([3, 1], gap="medium")
with left:
    summary.show_scorecard(chosen)
with right:
    summary.show_area_map(chosen)

with st.container(key="lembar_kedua"):
    left, right = st.columns([5, 3], gap="medium")
    with left:
        summary.show_matrix(chosen)
    with right:
        summary.show_attention(chosen)
    summary.show_quality(chosen)
