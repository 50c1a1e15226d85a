"""Addresses kept from before something was renamed lead where they led."""

from __future__ import annotations

import streamlit as st

from analysis.words.formerly import read_address


def follow() -> None:
    """Write the address anew where it has former names or words, and run the page again."""
    given = st.query_params.to_dict()
    now = read_address(given)
    if now == given:
        return
    for name in given.keys() - now.keys():
        del st.query_params[name]
    for name, value in now.items():
        # A widget takes its value from either, whichever it looks at first.
        st.query_params[name] = st.session_state[name] = value
    st.rerun()
