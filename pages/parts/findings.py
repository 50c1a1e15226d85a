"""What was said about rows and cells, rule by rule, and the files to mend them with."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis.views import html
from analysis.words import theme
from data.access.restricted import read_gudang
from data.received.names import name_as_sent
from data.settings import settings
from data.store.findings import read_findings, summarise
from data.store.store import Store
from data.store.versions import Versions
from pages.parts import account
from pages.parts.restricted import show_download

SHOWN = 100
RULES = {
    "tingkat": "Akibat",
    "baris": "Baris",
    "kolom": "Kolom",
    "seharusnya": "Seharusnya",
    "langkah": "Yang dapat dilakukan",
    "pertama": "Yang pertama",
}


def show_findings() -> None:
    """Show what the served version says about its rows, and the marked file of each sender."""
    rules, rows = read_gudang(account.find_viewer(), "halaman", "data", _read_both, detail="temuan")
    show_rules(rules, rows)
    if rows.empty:
        return
    show_download("penolakan", label="Unduh semua temuan (CSV)")
    versions = Versions(settings().gudang)
    files = sorted(
        {
            f["berkas"].split(" [")[0]
            for f in versions.record(versions.find_current() or "")["berkas"]
        }
    )
    named = {name_as_sent(name): name for name in files}
    chosen = st.selectbox("Berkas bertanda", list(named), index=None, placeholder="Pilih berkas")
    if chosen:
        st.caption("Lembar aslinya, sel yang bermasalah diwarnai dan diberi catatan.")
        show_download("bertanda", named[chosen], label="Unduh berkas bertanda (xlsx)")


def show_rules(rules: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Show findings counted by rule, and the first of them one by one."""
    if rules.empty:
        st.success("Tidak ada temuan: semua baris diterima seperti tertulis.")
        return
    shown = rules[list(RULES)].rename(columns=RULES).astype(object)
    st.html(html.render_table("Temuan menurut aturan", shown.where(shown.notna(), None)))
    with st.expander(f"{theme.number(len(rows))} temuan satu per satu"):
        first = rows.head(SHOWN).astype(object)
        st.html(html.render_table("Temuan", first.where(first.notna(), None)))
        if len(rows) > SHOWN:
            st.caption(f"Ditampilkan {SHOWN} yang pertama; unduhan memuat semuanya.")


def find_of_file(berkas: str) -> Callable[[Store], tuple[pd.DataFrame, pd.DataFrame]]:
    """Return the work that takes one file's findings, by rule and one by one, from a store."""
    return lambda store: (summarise(store, berkas), read_findings(store, berkas))


def _read_both(store: Store) -> tuple[pd.DataFrame, pd.DataFrame]:
    return summarise(store), read_findings(store)
