"""What pages share of interactive charts: how one is shown with its title and table twin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from analysis.views import chart_html, charts, charts_time, html
from analysis.views.charts_time import Course, Goal
from analysis.views.courses import Story
from analysis.views.view import View
from analysis.words import theme
from data.store import store
from pages.parts import widgets as w

CONFIG = {"displayModeBar": False, "locale": "id", "scrollZoom": False, "doubleClick": False}
"""No menu of Plotly's own, and no gesture that moves a drawing under a thumb."""


def find_scheme() -> str:
    """Return the reader's scheme: ``light`` or ``dark``."""
    return st.context.theme.type or "light"


def show_figure(
    figure: Any,
    *,
    key: str,
    alt: str,
    on_pick: Callable[[str, Mapping[str, str]], None] | None = None,
    choices: Mapping[str, str] | None = None,
) -> None:
    """Show a figure; ``alt`` is what a screen reader says of it.

    ``on_pick`` is called with the chart's key and ``choices`` when a reader clicks on a mark.
    """
    more: dict[str, Any] = {}
    if on_pick:
        more = {
            "on_select": lambda: on_pick(key, choices or {}),
            "selection_mode": "points",
        }
    st.plotly_chart(figure, key=key, alt=alt, theme=None, config=CONFIG, **more)


def read_picked(key: str) -> str | None:
    """Return the ``customdata`` of the mark that was clicked in a chart, None where none is."""
    picked = st.session_state.get(key, {}).get("selection", {}).get("points", [])
    data = picked[0].get("customdata") if picked else None
    return str(data[0] if isinstance(data, list) else data) if data else None


def show_view(view: View, *, key: str) -> None:
    """Show a view as bars under its title, with the table twin and the source."""
    if w.say_empty(view):
        return
    st.html(html.render_heading(view))
    figure = _draw_bars(store.open_publik().version, view, find_scheme())
    said = "; ".join(f"{row.label}: {row.text}" for row in view.rows)
    show_figure(figure, key=key, alt=f"{view.title}. {said}.")
    st.html(chart_html.fold(html.render_bars(view)))
    st.html(html.render_about(view))


@st.cache_resource(**w.CACHE, hash_funcs={View: repr})
def _draw_bars(version: str, view: View, scheme: str) -> Any:
    return charts.draw_bars(view, scheme)


def show_courses(
    courses: Sequence[Course],
    *,
    key: str,
    title: str,
    unit: str = "persen",
    goal: Goal | None = None,
) -> None:
    """Show lines over time with their table twin."""
    figure = _draw_courses(store.open_publik().version, tuple(courses), find_scheme(), unit, goal)
    said = [f"{course.name}: {write_course(course)}" for course in courses]
    aim = f" {goal.text}, {theme.period(goal.period)}." if goal else ""
    show_figure(figure, key=key, alt=f"{title}. {'; '.join(said)}.{aim}")
    st.html(chart_html.render_courses(title, courses))


def show_story(story: Story, *, key: str, unit: str = "persen") -> None:
    """Show lines over time under their heading, with the table twin."""
    st.html(html.render_title(story.heading, story.origins))
    show_courses(story.courses, key=key, title=story.heading.title, unit=unit, goal=story.goal)


def write_course(course: Course) -> str:
    """Return a line's values in words, the earliest first."""
    return ", ".join(f"{row.label} {row.text}" for row in course.rows)


@st.cache_resource(**w.CACHE, hash_funcs={Course: repr, Goal: repr})
def _draw_courses(
    version: str, courses: tuple[Course, ...], scheme: str, unit: str, goal: Goal | None
) -> Any:
    return charts_time.draw_courses(courses, scheme, unit, goal)


def choose_segment(label: str, key: str, labels: Mapping[str, str]) -> str:
    """Show a choice of few (code -> label) side by side; it lives in the URL. Return its code."""
    w.warn_unknown(label, key, labels)
    chosen = st.segmented_control(
        label,
        list(labels.values()),
        default=next(iter(labels.values())),
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return next(code for code, text in labels.items() if text == chosen)
