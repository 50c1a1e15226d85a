"""Klaster: which products are made where, and how many of their makers sell online."""

import streamlit as st

from pages.parts import products
from pages.parts import widgets as w

st.title("Klaster")
with w.make_filter_row():
    chosen = w.choose("periode", "kecamatan")
    product = products.choose()
if product:
    products.show_sheet(product, chosen)
else:
    products.show_overview(chosen)
