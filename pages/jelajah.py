"""Jelajah: one indicator by rows and columns, and the same question to the survey."""

import streamlit as st

from pages.parts import explore, tabulation, thin_help
from pages.parts import widgets as w

st.title("Jelajah")
with w.make_filter_row():
    theme = w.choose_one("Tema", "tema", w.list_themes())
    kode = w.choose_one("Indikator", "indikator", w.list_indicators(theme), width=300)
    dimension = w.choose_one("Menurut", "menurut", w.list_breakdowns(kode))
    chosen = w.choose("periode", "kecamatan" if dimension else "skala")

explore.show_headline(kode, dimension, chosen)
explore.show_answers(kode, dimension, chosen)

st.subheader("Pembanding")
w.show_comparisons(kode, chosen)

if dimension not in ("", w.PERIOD):
    explore.show_cross(kode, dimension, chosen)
    thin_help.show(kode, dimension, chosen, every_kecamatan=True)

tabulation.show()
