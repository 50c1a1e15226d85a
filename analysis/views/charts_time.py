"""Time as a line: courses with their names at their ends, survey dots, and a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Literal

import plotly.graph_objects as go

from analysis.views.basis import join_gaps
from analysis.views.chart_base import SIZE, make_axis, make_figure, write_note
from analysis.views.view import Row
from analysis.words import theme

HEIGHT, LINE = 300, 17
"""Pixels of a chart, and of a line of words."""
AXIS = 50
"""Pixels below the base line, for the periods."""
LETTER, NAME = 7, 17
"""Pixels of a letter, and how many a line of a name at the end of its course has."""
HEADROOM = 1.18
MARKS = {"utama": "circle", "lain": "circle", "survei": "diamond"}


@dataclass(frozen=True)
class Course:
    """Values over time under one name; the rows' codes are periods.

    ``look`` is ``utama`` for what the chart is about, ``lain`` for what stands beside it, and
    ``survei`` for estimates: dots with their intervals, joined by nothing.
    """

    name: str
    rows: tuple[Row, ...]
    look: Literal["utama", "lain", "survei"] = "utama"

    @property
    def published(self) -> list[Row]:
        """Its rows with a value."""
        return [row for row in self.rows if row.value is not None]


@dataclass(frozen=True)
class Goal:
    """A target: its period, value and words."""

    period: str
    value: float
    text: str


def draw_courses(
    courses: Sequence[Course], scheme: str, unit: str = "persen", goal: Goal | None = None
) -> go.Figure:
    """Return lines over the periods, from zero up, each with its name and last value at its end.

    A withheld value joins nothing and stands as its sign on the base line. ``unit`` is that of
    the values.
    """
    drawn = {row.code for course in courses for row in course.rows}
    periods = sorted(drawn | ({goal.period} if goal else set()))
    months = {period: theme.count_months(period) for period in periods}
    top = HEADROOM * max(
        [goal.value if goal else 0.0]
        + [row.high or row.value or 0.0 for course in courses for row in course.rows]
    )
    top = top or 1.0
    names = _list_names(courses, goal, max(months, default=""), scheme)
    tall = max((text.count("<br>") + 1 for _, text, _ in names), default=1) * LINE
    height = max(HEIGHT, AXIS + 20 + tall * len(names))
    figure = make_figure(
        scheme,
        height,
        [_draw_course(course, months, scheme) for course in courses],
        margin={"l": 0, "r": 22 + LETTER * NAME, "t": 10, "b": AXIS},
        xaxis=_make_time_axis(months, scheme),
        yaxis=make_axis(
            scheme, range=[0, top], nticks=5, automargin=True, ticksuffix=_say_unit(unit)
        ),
    )
    if goal:
        _draw_goal(figure, goal, months, scheme)
    heights = spread([value / top for value, _, _ in names], tall / (height - AXIS))
    for (_, text, colour), place in zip(names, heights, strict=True):
        look = {"color": colour, "size": SIZE}
        more = {"xref": "paper", "xanchor": "left", "align": "left", "xshift": 8, "font": look}
        figure.add_annotation(**write_note(1, place * top, text, scheme, **more))
    _write_signs(figure, courses, months, scheme)
    return figure


def _say_unit(unit: str) -> str:
    return " %" if unit == "persen" else ""


def _make_time_axis(months: dict[str, int], scheme: str) -> dict[str, object]:
    """Return the axis of time."""
    first, last = min(months.values(), default=0), max(months.values(), default=0)
    span = (last - first) or 12
    return make_axis(
        scheme,
        tickvals=list(months.values()),
        ticktext=[theme.period(period).replace(" ", "<br>") for period in months],
        range=[first - 0.06 * span, last + 0.06 * span],
        showgrid=False,
    )


def _draw_course(course: Course, months: dict[str, int], scheme: str) -> go.Scatter:
    colour = _choose_colour(course, scheme)
    survey = course.look == "survei"
    # Dots are joined by nothing; a line breaks where the definition changes.
    rows = list(course.rows) if survey else join_gaps(course.rows)
    return go.Scatter(
        name=course.name,
        x=[months[row.code] if row else None for row in rows],
        y=[row.value if row else None for row in rows],
        mode="markers" if survey else "lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 3 if course.look == "utama" else 2},
        marker={"color": colour, "size": 10 if survey else 8, "symbol": MARKS[course.look]},
        error_y=_draw_limits(course.rows, colour) if survey else None,
        text=[_describe(course, row) if row else "" for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )


def _draw_limits(rows: Sequence[Row], colour: str) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [measure(row.value, row.high) for row in rows],
        "arrayminus": [measure(row.low, row.value) for row in rows],
        "color": colour,
        "thickness": 2,
        "width": 0,
    }


def measure(low: float | None, high: float | None) -> float | None:
    """Return how far apart two values lie, None where one of them is not shown."""
    return None if low is None or high is None else high - low


def _describe(course: Course, row: Row) -> str:
    more = row.interval or row.counts
    return f"<b>{course.name}</b><br>{row.label}: {row.text}" + (f"<br>{more}" if more else "")


def _choose_colour(course: Course, scheme: str) -> str:
    pairs = {"utama": theme.ONLINE, "lain": theme.NEUTRAL, "survei": theme.INK}
    return pairs[course.look][scheme]


def _draw_goal(figure: go.Figure, goal: Goal, months: dict[str, int], scheme: str) -> None:
    """Draw a target as a short line at its period, with its words."""
    at = months[goal.period]
    half = 0.05 * ((max(months.values()) - min(months.values())) or 12)
    figure.add_shape(
        type="line",
        x0=at - half,
        x1=at + half,
        y0=goal.value,
        y1=goal.value,
        line={"color": theme.INK[scheme], "width": 3},
    )


def _list_names(
    courses: Sequence[Course], goal: Goal | None, newest: str, scheme: str
) -> list[tuple[float, str, str]]:
    """Return what stands at the right: where, which words, which colour."""
    ends = [(course, course.published[-1]) for course in courses if course.published]
    names = [
        (float(row.value or 0), _wrap_name(course, row, newest), _choose_colour(course, scheme))
        for course, row in ends
    ]
    if goal:
        names.append((goal.value, "<br>".join(wrap(goal.text, NAME)), theme.INK[scheme]))
    return names


def _wrap_name(course: Course, row: Row, newest: str) -> str:
    """Return a line's name and last value as it stands at its end, and of when it is if older."""
    older = "" if row.code == newest else f" ({row.label})"
    return "<br>".join(wrap(f"{course.name} {row.text}{older}", NAME))


def _write_signs(
    figure: go.Figure, courses: Sequence[Course], months: dict[str, int], scheme: str
) -> None:
    """Write the sign of each value that is not shown on the base line."""
    hidden = {(row.code, row.sign) for c in courses for row in c.rows if row.value is None}
    for period, sign in sorted(hidden):
        figure.add_annotation(
            **write_note(months[period], 0, sign, scheme, yanchor="bottom", yshift=2)
            | {"font": {"color": theme.MUTED[scheme], "size": SIZE}}
        )


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return places moved apart until each is ``gap`` from the next, in their order and as close
    to where they were as one pass up and one pass down make them."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = [places[number] for number in order]
    for _ in range(20):
        for lower, upper in pairwise(range(len(moved))):
            short = gap - (moved[upper] - moved[lower])
            if short > 1e-9:
                moved[lower] -= short / 2
                moved[upper] += short / 2
    for place in range(len(moved)):
        least = moved[place - 1] + gap if place else gap / 2
        moved[place] = max(moved[place], least)
    found = [0.0] * len(places)
    for number, height in zip(order, moved, strict=True):
        found[number] = height
    return found
