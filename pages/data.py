"""Data: files in, what was said about them, what a person has to decide, where a number is from."""

import streamlit as st

from pages.parts import (
    changing,
    decisions,
    findings,
    import_file,
    origin,
    said,
    versions,
    widgets,
)

st.title("Data")
changing.show_outcome()
part = widgets.choose_one(
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
    versions.show_unpublished()
    st.subheader("Berkas baru")
    import_file.show_import()
    said.show_said()
    st.subheader("Versi")
    versions.show_versions()
elif part == "temuan":
    findings.show_findings()
elif part == "putusan":
    decisions.show_doubts()
else:
    origin.show_origin()
