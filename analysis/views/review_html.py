"""Kinerja as HTML, made by the macros of ``kinerja.html``."""

from __future__ import annotations

from typing import Any

from analysis.views.html import make_environment
from analysis.views.review import Review


def render_opening(review: Review) -> str:
    """Return the sentence that opens the page."""
    return _render("pembuka", review)


def render_review(review: Review) -> str:
    """Return the capaian table, whose rows open."""
    return _render("tabel_kinerja", review)


def _render(macro: str, *arguments: Any) -> str:
    module = make_environment().get_template("kinerja.html").module
    return f'<div class="du du-ringkas">{getattr(module, macro)(*arguments)}</div>'
