"""What Kinerja shows, each part by name. Nothing here is cached by Streamlit: follow-ups are not
for everybody, and the table is kept with the store that it is made of."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analysis.definitions.selection import Selection
from analysis.views import review_html
from analysis.views.commitments import Agenda, make_agenda
from analysis.views.review import make_review
from data.followups import desk
from data.followups.entries import Entry
from data.store import store
from pages.parts import account


def read_entries() -> list[Entry]:
    """Return what meetings decided, as far as this viewer may read it."""
    return desk.read_followups(account.find_viewer())


def show_opening(selection: Selection) -> None:
    """Show the sentence that opens the page."""
    st.html(review_html.render_opening(make_review(store.open_publik(), selection)))


def show_agenda(selection: Selection, entries: list[Entry]) -> Agenda:
    """Show what the last meeting decided; return it."""
    agenda = make_agenda(store.open_publik(), entries, selection, date.today())
    st.html(review_html.render_agenda(agenda))
    return agenda


def show_review(selection: Selection, agenda: Agenda) -> None:
    """Show the capaian table, whose rows open."""
    st.html(review_html.render_review(make_review(store.open_publik(), selection), agenda))
