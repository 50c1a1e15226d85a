"""Time as a line: courses with their names at their ends, survey dots, and the path of targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any, Literal

import plotly.graph_objects as go

from analysis.views.basis import join_gaps
from analysis.views.chart_base import SIZE, make_axis, make_figure, write_note
from analysis.views.label_places import place_labels
from analysis.views.view import Row
from analysis.words import theme

HEIGHT, LINE = 300, 17
"""Pixels of a chart, and of a line of words."""
AXIS, EDGE = 50, 10
"""Pixels below the base line, for the periods, and above the scale."""
LETTER, NAME = 8, 17
"""Pixels of a letter, and how many a line of a name at the end of its course has."""
HEADROOM = 1.18
ORDER = ("lain", "utama", "survei")
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


def emphasize(courses: Sequence[Course], chosen: str = "") -> tuple[Course, ...]:
    """Return lines of one kind with one of them in the foreground: the one called ``chosen``, else
    that with the lowest last value. Of six lines in one colour a reader follows none."""
    ends = {c.name: c.published[-1].value or 0.0 for c in courses if c.published}
    first = chosen if chosen in ends else min(ends, key=ends.__getitem__, default="")
    return tuple(replace(c, look="utama" if c.name == first else "lain") for c in courses)


def draw_courses(
    courses: Sequence[Course], scheme: str, unit: str = "persen", goals: Sequence[Goal] = ()
) -> go.Figure:
    """Return lines over the periods, from zero up, each with its name and last value at its end.

    A withheld value joins nothing and stands as its sign on the base line. ``unit`` is that of
    the values; ``goals`` are the targets of several years, a path.
    """
    drawn = {row.code for course in courses for row in course.rows}
    months = {p: theme.count_months(p) for p in sorted(drawn | {goal.period for goal in goals})}
    top = HEADROOM * max(
        [0.0, *(goal.value for goal in goals)]
        + [row.high or row.value or 0.0 for course in courses for row in course.rows]
    )
    top = top or 1.0
    names = _list_names(courses, goals, months, scheme)
    height = max(HEIGHT, AXIS + EDGE + sum(name.tall for name in names))
    # What the chart is about is drawn last, above what stands beside it.
    layers = sorted(courses, key=lambda course: ORDER.index(course.look))
    axis = _make_time_axis(months, scheme)
    words, threads = _write_names(names, top, height - AXIS - EDGE, axis["range"][1], scheme)
    return make_figure(
        scheme,
        height,
        [_draw_course(course, months, scheme) for course in layers]
        + _draw_goals(goals, months, scheme),
        margin={"l": 0, "r": 22 + LETTER * NAME, "t": EDGE, "b": AXIS},
        xaxis=axis,
        yaxis=make_axis(
            scheme, range=[0, top], nticks=5, automargin=True, ticksuffix=_say_unit(unit)
        ),
        annotations=words + _write_signs(courses, months, scheme),
        shapes=threads,
    )


def _say_unit(unit: str) -> str:
    return " %" if unit == "persen" else ""


def _make_time_axis(months: dict[str, int], scheme: str) -> dict[str, Any]:
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
        line={"color": colour, "width": 3.5 if course.look == "utama" else 1.5},
        marker={
            "color": colour,
            "size": {"survei": 10, "utama": 9}.get(course.look, 6),
            "symbol": MARKS[course.look],
        },
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
    pairs = {"utama": theme.ONLINE, "lain": theme.BESIDE, "survei": theme.INK}
    return pairs[course.look][scheme]


def _choose_ink(course: Course, scheme: str) -> str:
    """Return the colour of a line's name, dark enough to be read."""
    return theme.MUTED[scheme] if course.look == "lain" else _choose_colour(course, scheme)


def _draw_goals(goals: Sequence[Goal], months: dict[str, int], scheme: str) -> list[go.Scatter]:
    """Return the targets as bars at their periods, joined to a path; nothing without any."""
    if not goals:
        return []
    path = sorted(goals, key=lambda goal: goal.period)
    return [
        go.Scatter(
            name="Target",
            x=[months[goal.period] for goal in path],
            y=[goal.value for goal in path],
            mode="lines+markers",
            line={"color": theme.INK[scheme], "width": 1.5, "dash": "dot"},
            marker={
                "symbol": "line-ew",
                "size": 22,
                "line": {"color": theme.INK[scheme], "width": 3},
            },
            text=[f"<b>{goal.text}</b><br>{theme.period(goal.period)}" for goal in path],
            hovertemplate="%{text}<extra></extra>",
        )
    ]


@dataclass(frozen=True)
class _Name:
    """What stands at the right of a line that ends at ``end`` (its month) with ``value``."""

    end: int
    value: float
    text: str
    colour: str

    @property
    def tall(self) -> int:
        """Pixels of its lines."""
        return (self.text.count("<br>") + 1) * LINE


def _list_names(
    courses: Sequence[Course], goals: Sequence[Goal], months: dict[str, int], scheme: str
) -> list[_Name]:
    """Return what stands at the right: the name and last value of each line, the last target."""
    newest = max((row.code for c in courses for row in c.published), default="")
    beside = any(course.look == "lain" for course in courses)
    names = []
    for course in courses:
        if course.published:
            row = course.published[-1]
            text = _wrap_name(course, row, newest)
            said = f"<b>{text}</b>" if course.look == "utama" and beside else text
            colour = _choose_ink(course, scheme)
            names.append(_Name(months[row.code], float(row.value or 0), said, colour))
    if goals:
        last = max(goals, key=lambda goal: goal.period)
        when = "" if last.period == newest else f" ({theme.period(last.period)})"
        text = "<br>".join(wrap(f"{last.text}{when}", NAME))
        names.append(_Name(months[last.period], last.value, text, theme.INK[scheme]))
    return names


def _write_names(
    names: Sequence[_Name], top: float, high: float, edge: float, scheme: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the names where they do not stand on each other, and a line from each to its course's
    end; ``high`` is how many pixels ``top`` is above the base, ``edge`` where the drawing ends."""
    words, threads = [], []
    wanted = [name.value / top * high for name in names]
    middles = place_labels(wanted, [name.tall for name in names], 0, high)
    for name, middle in zip(names, middles, strict=True):
        height = middle / high * top
        look = {"color": name.colour, "size": SIZE}
        more = {"xref": "paper", "xanchor": "left", "align": "left", "xshift": 8, "font": look}
        words.append(write_note(1, height, name.text, scheme, **more))
        ends = {"x0": name.end, "y0": name.value, "x1": edge, "y1": height}
        thread = {"color": name.colour, "width": 1}
        threads.append({"type": "line", "layer": "below", "line": thread} | ends)
    return words, threads


def _wrap_name(course: Course, row: Row, newest: str) -> str:
    """Return a line's name and last value as it stands at its end, and of when it is if older."""
    older = "" if row.code == newest else f" ({row.label})"
    return "<br>".join(wrap(f"{course.name} {row.text}{older}", NAME))


def _write_signs(
    courses: Sequence[Course], months: dict[str, int], scheme: str
) -> list[dict[str, Any]]:
    """Return the sign of each value that is not shown, on the base line."""
    hidden = {(row.code, row.sign) for c in courses for row in c.rows if row.value is None}
    look = {"yanchor": "bottom", "yshift": 2, "font": {"color": theme.MUTED[scheme], "size": SIZE}}
    return [write_note(months[period], 0, sign, scheme) | look for period, sign in sorted(hidden)]
