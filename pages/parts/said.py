"""What was said of files: the office's layouts and the answers, which versions used them, and the
way to take one back."""

from __future__ import annotations

import re

import streamlit as st

from data.build import undo
from data.build.undo import Said
from data.settings import settings
from pages.parts import account
from pages.parts.changing import allow, may, say_next_time
from pages.parts.plain import write_plain

ASKED = "_batal"
"""The key of what somebody has asked to take back and not confirmed yet."""


def show_said() -> None:
    """List layouts and answers, each of which can be taken back."""
    if not may("tata_letak"):
        return
    listed = undo.list_said(settings())
    if not listed:
        return
    asked = bool(st.session_state.get(ASKED))
    with st.expander(f"Tata letak dan jawaban yang disimpan ({len(listed)})", expanded=asked):
        st.caption(
            "Membatalkan tidak mengubah data yang dipakai: versi berikutnya dibuat tanpa jawaban "
            "itu, dan berkas yang hanya dikenal lewat tata letak yang dibatalkan tidak ikut."
        )
        for one in listed:
            _show_one(one)


def _show_one(one: Said) -> None:
    key = f"baris-{re.sub('[^a-z0-9_]', '-', one.key)}"
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.markdown(f"{write_plain(one.words)}; {write_plain(one.used)}")
        if st.session_state.get(ASKED) != one.key:
            if st.button("Batalkan jawaban", key=f"batal-{one.key}", help=write_plain(one.words)):
                st.session_state[ASKED] = one.key
                st.rerun()
            return
        if st.button("Ya, batalkan", type="primary", key=f"ya-{one.key}"):
            allow("tata_letak", f"batal {one.key}")
            done = undo.take_back(settings(), one.key, account.find_viewer().who)
            st.session_state.pop(ASKED, None)
            say_next_time(undo.write_taken_back(done))
            st.rerun()
        if st.button("Tidak jadi", key=f"tidak-{one.key}"):
            st.session_state.pop(ASKED, None)
            st.rerun()
