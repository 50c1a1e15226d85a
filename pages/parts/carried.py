"""What a reader has chosen, by a filter or by a link, goes along to the next page.

Streamlit carries what was chosen by hand, and forgets what stood in the address that was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields

import streamlit as st
from streamlit.errors import StreamlitAPIException

from analysis.definitions.selection import Options

NAMES = tuple(field.name for field in fields(Options))
KEPT, PAGE, GIVEN = "_pilihan", "_halaman", "_dibawa"


@contextmanager
def carrying_choices(page: str) -> Iterator[None]:
    """Give a page, when it is first opened, what the one before had chosen; keep what it has chosen
    in the end."""
    kept = st.session_state.setdefault(KEPT, {})
    is_new = st.session_state.get(PAGE) != page
    st.session_state[PAGE], st.session_state[GIVEN] = page, dict(kept) if is_new else {}
    try:
        yield
    finally:
        # A page that ends early, or runs again, has chosen all the same.
        kept.update({n: st.session_state[n] for n in NAMES if n in st.session_state})


def take_up_choices(names: Iterable[str], offered: Options) -> None:
    """Choose what the page before had chosen, of what this page has filters for and its address
    does not name. Nothing is done when a page runs again: its own filters hold."""
    given = st.session_state.get(GIVEN, {})
    for name in names:
        label = given.pop(name, None)
        labels = vars(offered)[name]
        if name not in st.query_params and label in labels and label != next(iter(labels)):
            st.session_state[name] = label
            # Where both pages have the same filter, Streamlit writes the address itself.
            with suppress(StreamlitAPIException):
                st.query_params[name] = label
