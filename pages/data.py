"""Data: files in, what was said about them, what a person has to decide, where a number is from."""

import streamlit as st

from pages import _asal, _impor, _pemetaan, _perubahan, _putusan, _temuan, _versi, _widgets

st.title("Data")
_perubahan.show_outcome()
part = _widgets.choose_one(
    "Bagian",
    "bagian",
    {
        "berkas": "Berkas dan versi",
        "temuan": "Temuan",
        "putusan": "Perlu diputuskan",
        "asal": "Asal angka",
    },
)
if part == "berkas":
    st.subheader("Berkas baru")
    _impor.show_import()
    _pemetaan.show_own()
    st.subheader("Versi")
    _versi.show_versions()
elif part == "temuan":
    _temuan.show_findings()
elif part == "putusan":
    _putusan.show_doubts()
else:
    _asal.show_origin()
