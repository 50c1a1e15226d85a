"""Ringkasan and the page of a kecamatan as HTML, made by the macros of ``ringkasan.html``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.definitions.selection import Selection
from analysis.views.attention import Attention
from analysis.views.gaps import LEGEND
from analysis.views.headline import Headline
from analysis.views.html import make_environment
from analysis.views.matrix import Matrix
from analysis.views.profile import Profile
from analysis.views.scorecard import Scorecard
from analysis.views.view import View


def render_headline(found: Headline) -> str:
    """Return the sentence that opens a page, with its second line."""
    return _render("pokok", found)


def render_scorecard(card: Scorecard) -> str:
    """Return the capaian table."""
    return _render("capaian", card)


def render_map_heading(view: View) -> str:
    """Return what stands over the map."""
    return _render("judul_peta", view)


def render_matrix(found: Matrix) -> str:
    """Return areas by indicator as a table, with the key of its shades."""
    return _render("matriks", found, LEGEND)


def render_attention(lines: Iterable[Attention], selection: Selection) -> str:
    """Return what stands out, or a sentence where no rule finds anything."""
    return _render("perhatian", list(lines), selection)


def render_quality(sentences: Sequence[str], link: str) -> str:
    """Return how good the data are in one line, with the way to their sources."""
    return _render("mutu", list(sentences), link)


def render_indicators(found: Profile) -> str:
    """Return a kecamatan's indicators with gap and rank."""
    return _render("indikator", found)


def render_products(found: Profile) -> str:
    """Return a kecamatan's product clusters as split bars, or why there are none."""
    return _render("produk", found)


def render_shares(view: View, title: str) -> str:
    """Return the answers of a kecamatan as a small table with bars."""
    return _render("pangsa", view, title)


def render_trend_heading(found: Profile) -> str:
    """Return what stands over the trend."""
    return _render("judul_tren", found)


def render_trend(found: Profile) -> str:
    """Return the trend as inline SVG in one line."""
    return _render("tren", found.trend, template="tren.html").replace("\n", "")


def render_trend_table(found: Profile) -> str:
    """Return the same values as a table."""
    return _render("tabel_tren", found)


def render_areas(found: Matrix) -> str:
    """Return the kecamatan that have a page, each with its main values."""
    return _render("daftar", found)


def _render(macro: str, *arguments: Any, template: str = "ringkasan.html") -> str:
    module = make_environment().get_template(template).module
    return f'<div class="du du-ringkas">{getattr(module, macro)(*arguments)}</div>'
