"""Peta: who sells online and who does not, where, and in which products."""

import streamlit as st

from analysis.definitions.selection import Selection
from pages.parts import map as m
from pages.parts import widgets as w

headline = st.container(key="peta-judul")
with st.container(horizontal=True, vertical_alignment="top", key="saring"):
    st.title("Peta", width="content")
    area = m.choose_area()
    period = m.choose_period()
with st.container(horizontal=True, vertical_alignment="top", key="peta-pilihan"):
    chosen = Selection(period, area, m.choose_class())
    mode = m.choose_mode(chosen)
    level = m.choose_level(chosen)
    pair = m.choose_beside(chosen, mode, level)
    m.show_plain_link()
with headline:
    m.show_headline(chosen, mode)
land, side = st.columns([2, 1], gap="medium")
with land:
    if pair:
        m.show_two_maps(pair, level)
    else:
        m.show_map(chosen, mode, level)
with side:
    m.show_panel(chosen)

st.subheader("Tabel dengan angka yang sama")
for shown in pair or (m.Side(chosen, mode),):
    m.show_table(shown, level)
if level == "kelurahan":
    w.show_clusters(chosen)
