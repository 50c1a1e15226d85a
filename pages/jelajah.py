"""Jelajah: one indicator by rows and columns, and the same question to the survey."""

import streamlit as st

from pages.parts import survey, tabulation, thin_help
from pages.parts import widgets as w

st.title("Jelajah")
st.markdown("Satu indikator, menurut wilayah atau rincian, dari register dan dari survei.")
with w.make_filter_row():
    theme = w.choose_one("Tema", "tema", w.list_themes())
    kode = w.choose_one("Indikator", "indikator", w.list_indicators(theme), width=300)
    dimension = w.choose_one("Menurut", "menurut", w.list_breakdowns(kode))
    chosen = w.choose("periode", "kecamatan" if dimension else "skala")

census = w.read_breakdown(kode, dimension, chosen)
sampled = survey.read_estimate(kode, dimension, chosen)
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Register (cacahan)")
    w.show_chart(census, key="register")
    st.caption(w.say(census.sentence))
    thin_help.show(kode, dimension, chosen)
with right:
    st.subheader("Survei (taksiran)")
    if sampled is None:
        st.info(survey.explain_missing(kode))
    else:
        w.show_chart(sampled, key="survei")
        st.caption(f"{w.say(sampled.sentence)} {survey.write_note(dimension, chosen, sampled)}")

tab_register, tab_survey = st.tabs(["Tabel register", "Tabel survei"])
with tab_register:
    w.show_bars(census)
    w.show_download(census)
with tab_survey:
    if sampled is not None:
        w.show_bars(sampled)
        w.show_download(sampled)
    else:
        st.caption("Tidak ada taksiran untuk rincian ini.")

st.subheader("Pembanding")
w.show_comparisons(kode, chosen)

if dimension not in ("", w.PERIOD):
    st.subheader("Kecamatan dan rincian sekaligus")
    w.show_cross(kode, dimension, chosen)
    thin_help.show(kode, dimension, chosen, every_kecamatan=True)

tabulation.show()
