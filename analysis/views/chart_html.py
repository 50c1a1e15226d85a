"""The markup around charts: the sentence above, the key, and the table twin of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from analysis.views import html
from analysis.views.charts_time import Course, Goal
from analysis.views.heading import Heading
from analysis.views.products import Panel, Sheet
from analysis.views.view import ProductCluster, Row
from analysis.words import theme

FEW = 6
"""How many clusters with makers not yet online stand open."""


@dataclass(frozen=True)
class Figure:
    """One of a few figures in a line: what it is called, the number, and what it is of."""

    label: str
    value: str
    below: str


def render_headline(heading: Heading, origins: Sequence[str]) -> str:
    """Return the sentence that a page opens with, its area, period and class below it."""
    return _render("kalimat", heading, origins)


def render_panel(panel: Panel, periode: str) -> str:
    """Return the title of one kecamatan's panel in a period."""
    return _render("panel", panel, periode)


def render_key(found: Sequence[ProductCluster], *, unknown: bool) -> str:
    """Return what the colours of split bars mean; ``unknown`` is whether such answers are drawn."""
    withheld = any(cluster.share == "x" for cluster in found)
    return _render("kunci", withheld, unknown and any(cluster.unknown for cluster in found))


def render_cluster_table(
    name: str, found: Sequence[ProductCluster], links: Mapping[str, str], periode: str
) -> str:
    """Return the folded table with the numbers of split bars; ``links`` lead to the products."""
    return _render("kembar", name, found, links, periode)


def render_opportunity(
    heading: Heading,
    origins: Sequence[str],
    found: Sequence[ProductCluster],
    links: Mapping[str, str],
) -> str:
    """Return the clusters by how many of their makers are not yet online."""
    most = max((cluster.offline or 0 for cluster in found), default=1)
    return _render("peluang", heading, origins, found, FEW, most, links)


def render_embed_link(periode: str) -> str:
    """Return the way to the code that shows the map of all clusters elsewhere."""
    there = urlencode({"bentuk": "Peta klaster", "periode": theme.period(periode)})
    return _render("sematan", f"sematkan?{there}")


def render_figures(heading: Heading, origins: Sequence[str], figures: Sequence[Figure]) -> str:
    """Return a few figures in a line."""
    return _render("angka", heading, origins, figures)


def render_kelurahan(heading: Heading, origins: Sequence[str], sheet: Sheet) -> str:
    """Return a product's kelurahan; those whose answer is withheld as a sentence below."""
    return _render("kelurahan", heading, origins, sheet.by_kelurahan, sheet.closed)


def fold(table: str) -> str:
    """Return a table as the folded twin of a chart."""
    return _render("lipat", Markup(table))  # noqa: S704  (it is our own markup)


def render_courses(name: str, courses: Sequence[Course], goals: Sequence[Goal] = ()) -> str:
    """Return the folded table with the values of lines and their targets, one period a row."""
    aims = {goal.period: goal.text for goal in goals}
    periods = sorted({row.code for course in courses for row in course.rows} | aims.keys())
    by_period = [{row.code: row for row in course.rows} for course in courses]
    rows = [(theme.period(p), [rows.get(p) for rows in by_period], aims.get(p)) for p in periods]
    return _render("waktu", name, [course.name for course in courses], rows, bool(goals))


def render_pairs(name: str, rows: Sequence[Row], pairs: Sequence[Row | None]) -> str:
    """Return the folded table with estimates and the register's values of the same rows."""
    return _render("pasangan", name, rows, pairs, any(pairs))


def render_ladder(
    name: str, steps: Iterable[str], areas: Sequence[tuple[str, Sequence[Row]]], periode: str
) -> str:
    """Return the folded table with the numbers of a ladder in a period."""
    return _render("tangga", name, list(steps), areas, periode)


def _render(macro: str, *arguments: object) -> str:
    module = html.make_environment().get_template("grafik.html").module
    return f'<div class="du"><div>{getattr(module, macro)(*arguments)}</div></div>'
