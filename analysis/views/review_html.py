"""Kinerja as HTML, made by the macros of ``kinerja.html``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.views.commitments import Agenda, list_changes
from analysis.views.html import make_environment
from analysis.views.review import Review
from data.followups.entries import Entry


def render_opening(review: Review) -> str:
    """Return the sentence that opens the page."""
    return _render("pembuka", review)


def render_review(review: Review, agenda: Agenda) -> str:
    """Return the capaian table, whose rows open."""
    return _render("tabel_kinerja", review, agenda)


def render_agenda(agenda: Agenda) -> str:
    """Return the commitments that a meeting opens with."""
    return _render("agenda", agenda)


def render_changes(changes: Sequence[tuple[str, str, str]], before: str, after: str) -> str:
    """Return what differs between two versions of an entry."""
    return _render("perubahan", list(changes), before, after)


def render_history(versions: Sequence[Entry]) -> str:
    """Return the versions of an entry, each with what it changed."""
    before = [None, *(entry.content for entry in versions)]
    steps = [
        (entry, list_changes(old, entry.content))
        for old, entry in zip(before, versions, strict=False)
    ]
    return _render("riwayat", steps)


def _render(macro: str, *arguments: Any) -> str:
    module = make_environment().get_template("kinerja.html").module
    return f'<div class="du du-ringkas">{getattr(module, macro)(*arguments)}</div>'
