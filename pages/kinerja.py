"""Kinerja: the page that a review meeting is run from."""

import streamlit as st

from pages.parts import changing, followups, paper, performance
from pages.parts import widgets as w

with w.make_filter_row():
    st.title("Kinerja", anchor=False, width="content")
    chosen = w.choose("periode", "kecamatan")
    asked = paper.ask_brief(paper.MEETING)
if asked:
    paper.offer_brief(chosen, paper.MEETING)
with st.container():  # it keeps its place, or what stands below would close when it is said
    changing.show_outcome()
performance.show_opening(chosen)
entries = performance.read_entries()
agenda = performance.show_agenda(chosen, entries)
performance.show_review(chosen, agenda)
followups.show_forms(chosen, entries)
