"""Jelajah: one indicator by rows and columns, and the same question to the survey."""

import streamlit as st

from pages.parts import survey as _survei
from pages.parts import tabulation, thin_help
from pages.parts import widgets as w

st.title("Jelajah")
st.markdown("Satu indikator, menurut wilayah atau rincian, dari register dan dari survei.")
with w.filter_row():
    theme = w.choose_one("Tema", "tema", w.theme_names())
    kode = w.choose_one("Indikator", "indikator", w.indicator_names(theme), width=300)
    dimension = w.choose_one("Menurut", "menurut", w.breakdowns(kode))
    chosen = w.choose("periode", "kecamatan" if dimension else "skala")

census = w.breakdown(kode, dimension, chosen)
survey = _survei.estimate(kode, dimension, chosen)
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Register (cacahan)")
    w.show_chart(census, key="register")
    st.caption(census.sentence)
    thin_help.show(kode, dimension, chosen)
with right:
    st.subheader("Survei (taksiran)")
    if survey is None:
        st.info(_survei.why_missing(kode))
    else:
        w.show_chart(survey, key="survei")
        st.caption(f"{survey.sentence} {_survei.note(dimension, chosen, survey)}")

tab_register, tab_survey = st.tabs(["Tabel register", "Tabel survei"])
with tab_register:
    w.show_bars(census)
    w.show_download(census)
with tab_survey:
    if survey is not None:
        w.show_bars(survey)
        w.show_download(survey)
    else:
        st.caption("Tidak ada taksiran untuk rincian ini.")

st.subheader("Pembanding")
w.show_comparisons(kode, chosen)

if dimension not in ("", w.PERIOD):
    st.subheader("Kecamatan dan rincian sekaligus")
    w.show_cross(kode, dimension, chosen)
    thin_help.show(kode, dimension, chosen, every_kecamatan=True)

tabulation.show()
