"""The frame around every page: the list of pages, the shared style, the footer."""

import streamlit as st

from data.errors import StoreError
from pages import _widgets

st.set_page_config(
    page_title="Dasbor UMKM Digital Kota Serang",
    page_icon="📊",
    layout="wide",
    initial_sidebar_state="auto",
)
page = st.navigation(
    [
        st.Page("ringkasan.py", title="Ringkasan", icon=":material/summarize:", default=True),
        st.Page("peta.py", title="Peta", icon=":material/map:", url_path="peta"),
        st.Page("jelajah.py", title="Jelajah", icon=":material/table_chart:", url_path="jelajah"),
        st.Page("metode.py", title="Metode", icon=":material/menu_book:", url_path="metode"),
    ],
    position="hidden" if st.context.is_embedded else "sidebar",
)
_widgets.show_style()
try:
    _widgets.show_notice()
    page.run()
    _widgets.show_footer()
except StoreError as error:
    st.error(str(error))
