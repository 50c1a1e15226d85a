"""Where a table of Jelajah is too thin: the one change that shows most of it, a click away."""

from __future__ import annotations

import streamlit as st

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views.thin_tables import Help, Table, help_with
from data.store import store
from pages.parts import widgets as w


def show(kode: str, dimension: str, selection: Selection, *, every_kecamatan: bool = False) -> None:
    """Where too much of a table is withheld, offer the one change that answers most of it."""
    if dimension == w.PERIOD or (dimension and INDICATORS[kode].labels):
        return
    by_area = every_kecamatan or not dimension
    area = CITY if by_area else selection.wilayah
    level = "kecamatan" if by_area or area != CITY else "kota"
    table = Table(kode, selection.periode, level, area, dimension)
    found = _find_help(store.open_publik().version, table, by_area)
    if found is not None:
        st.info(found.sentence)
        st.button(
            "Tampilkan tabel itu",
            key=f"bantuan-{every_kecamatan}",
            on_click=_follow_help,
            args=(found.table,),
        )


def _follow_help(table: Table) -> None:
    """Set the filters of Jelajah to a table, before they are drawn."""
    offered = read_options(store.open_publik())
    area = table.wilayah if table.dimensi and table.tingkat == "kecamatan" else CITY
    codes = {"periode": table.periode, "kecamatan": area}
    wanted = {name: w.find_label(vars(offered)[name], code) for name, code in codes.items()}
    wanted["menurut"] = w.list_breakdowns(table.indikator)[table.dimensi]
    for name, chosen in wanted.items():
        if name in st.session_state:
            st.session_state[name] = chosen


@st.cache_data(**w.CACHE)
def _find_help(version: str, table: Table, by_area: bool) -> Help | None:
    # Where the rows are the kecamatan, Jelajah has no coarser level to be led to: the city's own
    # figure, or its breakdown, stands above the table already.
    return help_with(
        store.open_publik(), table, lambda other: not by_area or other.tingkat == table.tingkat
    )
