"""What Kinerja shows, each part by name. Nothing here is cached by Streamlit: follow-ups are not for
everybody, and the table is kept with the store that it is made of."""

from __future__ import annotations

import streamlit as st

from analysis.definitions.selection import Selection
from analysis.views import review_html
from analysis.views.review import make_review
from data.store import store


def show_opening(selection: Selection) -> None:
    """Show the sentence that opens the page."""
    st.html(review_html.render_opening(make_review(store.open_publik(), selection)))


def show_review(selection: Selection) -> None:
    """Show the capaian table, whose rows open."""
    st.html(review_html.render_review(make_review(store.open_publik(), selection)))
