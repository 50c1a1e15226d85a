"""Survei: what samples say, how sure that is, and what may be said of changes."""

import streamlit as st

from pages.parts import survey
from pages.parts import widgets as w

st.title("Survei")
with w.make_filter_row():
    kode = w.choose_one("Indikator", "indikator", survey.list_asked(), width=300)
    dimension = w.choose_one("Menurut", "menurut", survey.list_breakdowns(kode))
    chosen = w.choose("kecamatan")
survey.show_headline(kode, chosen)

st.subheader("Taksiran survei terakhir")
found = survey.read_estimate(kode, dimension, chosen)
if found is None:
    st.info(survey.NO_SURVEY)
else:
    st.markdown(
        "Survei bertanya kepada sebagian usaha. Karena itu tiap taksiran disertai selang "
        "kepercayaan, dan naik atau turun hanya dikatakan bila ujinya mendukung."
    )
    survey.show_estimate(found, kode, dimension, chosen)
    w.show_download(found)

st.subheader("Berubah sejak survei sebelumnya?")
survey.show_changes(kode, dimension, chosen)

st.subheader("Apakah kecamatan berbeda?")
survey.show_pairs(kode)

st.subheader("Menurut kelurahan")
survey.show_kelurahan(kode, chosen)
