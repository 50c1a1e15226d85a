"""The section of Jelajah for whom the rounded cube is open: a table of one's own choice.

Nothing is fetched before it is asked for: each request is a line in the record of access.
"""

from __future__ import annotations

import streamlit as st

from analysis.count.rounded import MOST_VARIABLES, list_variables
from analysis.count.tabulation import MARK, Request, make_crosstab
from analysis.definitions.selection import read_options
from analysis.views import html
from analysis.words import theme
from data.access.viewer import look_up_standing
from data.errors import DasborError
from data.store.store import open_publik
from pages.parts import account, restricted
from pages.parts.plain import write_plain

NO_FILTER = "Tanpa saringan"


def show() -> None:
    """Show the section to those who may have the tables, and nothing to others."""
    if look_up_standing(account.find_viewer()).may("unduhan", "tabulasi"):
        st.subheader("Tabulasi silang untuk akademisi")
        st.caption(
            f"Paling banyak {MOST_VARIABLES} variabel, saringan ikut dihitung. Semua angka {MARK}; "
            "saringan menjumlahkan sel yang sudah dibulatkan. Setiap permintaan dicatat."
        )
        _show_section()


@st.fragment
def _show_section() -> None:
    request = _choose()
    if not st.button("Buat tabel", key="tabulasi-buat"):
        return
    try:
        found = make_crosstab(account.find_viewer(), request, only_seen=True)
    except DasborError as error:
        st.warning(write_plain(error))
        return
    st.markdown(f"**{found.title}** ({theme.ORIGINS[found.origin]}, {MARK})")
    st.html(html.render_table(found.title, found.rows))
    st.caption(found.note)
    restricted.show_download("tabulasi", str(request))


def _choose() -> Request:
    """Show what may be chosen; return the choice."""
    known = list_variables()
    labels = {"": NO_FILTER} | {name: variable.label for name, variable in known.items()}
    periods = read_options(open_publik()).periode
    with st.container(horizontal=True):
        periode = st.selectbox("Periode tabulasi", list(periods), key="tabulasi-periode", width=185)
        shown = st.multiselect(
            "Variabel",
            list(known),
            max_selections=MOST_VARIABLES,
            format_func=labels.__getitem__,
            key="tabulasi-variabel",
            placeholder="Pilih variabel",
        )
        filtered = st.selectbox(
            "Saring menurut",
            ["", *known],
            format_func=labels.__getitem__,
            key="tabulasi-saring",
            width=185,
        )
        kept: list[str] = []
        if filtered:
            kept = st.multiselect(
                "Kategori yang dijumlahkan",
                list(known[filtered].categories),
                format_func=known[filtered].categories.__getitem__,
                key=f"tabulasi-kategori-{filtered}",
                placeholder="Pilih kategori",
            )
    chosen = ((filtered, tuple(kept)),) if filtered and kept else ()
    return Request(periods[periode], tuple(shown), chosen)
