"""Charts as inline SVG, drawn from a view: for surfaces that must work without script.

Places along the width are units of ``WIDTH``, to be written as a share of it, and places along the
height are pixels: so a chart grows and shrinks with its frame, and its words do not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from analysis.views.basis import agree
from analysis.views.view import Row, View
from analysis.words import theme

WIDTH, ROW, LABEL, VALUE = 380, 28, 116, 74
STACKED_ROW, LONG_LABEL = 44, 14
"""A label of more letters stands above its bar, so that a phone has room for both."""
TOP, BASE, LINE_HEIGHT, LEFT, RIGHT = 18, 178, 206, 52, 38
"""Of a line: where its scale ends and starts, how high it is with its words, and how far the first
and the last point stand from the edges."""
HEADROOM = 1.15
"""How much higher than its largest value a line's scale is, for the words above the point."""
ROOM = 5
"""How many points have their names written below them; of more, only some."""


@dataclass(frozen=True)
class Bar:
    """One bar's place in the drawing. ``short`` leaves out a unit that is said once for all."""

    y: int
    length: float
    label: str
    text: str
    short: str
    title: str
    known: bool


@dataclass(frozen=True)
class Bars:
    """A chart's geometry: what the template writes down. ``row`` is the height of one bar with its
    label; ``stacked`` whether the label stands above the bar."""

    width: int
    height: int
    left: int
    full: int
    bars: tuple[Bar, ...]
    row: int
    stacked: bool


@dataclass(frozen=True)
class Point:
    """One value's place on a line; ``name`` is '' where there is no room for it."""

    x: float
    y: float
    text: str
    name: str
    title: str
    known: bool
    made_up: bool


@dataclass(frozen=True)
class Line:
    """A line's geometry. A withheld value has a place on the base line and joins nothing."""

    width: int
    height: int
    base: int
    points: tuple[Point, ...]
    pieces: tuple[tuple[Point, Point], ...]
    ticks: tuple[tuple[float, str], ...]


def draw_bars(view: View) -> Bars:
    """Return the geometry of horizontal bars."""
    unit = view.indicator.satuan
    stacked = any(len(row.label) > LONG_LABEL for row in view.rows)
    left, row_height = (0, STACKED_ROW) if stacked else (LABEL, ROW)
    full = WIDTH - left - VALUE
    drawn = tuple(
        Bar(
            y=number * row_height,
            length=round(full * (row.value or 0.0) / view.full_bar, 1),
            label=row.label,
            text=row.text,
            short=_shorten(row, unit),
            title=_write_title(row),
            known=row.value is not None,
        )
        for number, row in enumerate(view.rows)
    )
    height = max(1, len(drawn)) * row_height
    return Bars(WIDTH, height, left, full, drawn, row_height, stacked)


def draw_line(view: View) -> Line:
    """Return the geometry of a line over the rows' periods (their codes), from zero up."""
    unit = view.indicator.satuan
    largest = max((row.value for row in view.rows if row.value is not None), default=0.0)
    top = _round_up(HEADROOM * largest)
    months = [theme.count_months(row.code) for row in view.rows]
    span = max(months, default=0) - min(months, default=0)
    every = math.ceil(len(months) / ROOM) or 1
    points = tuple(
        Point(
            x=round(LEFT + (WIDTH - LEFT - RIGHT) * (at - months[0]) / span, 1)
            if span
            else WIDTH / 2,
            y=round(BASE - (BASE - TOP) * (row.value or 0.0) / top, 1),
            text=_shorten(row, unit),
            name=row.label if (len(months) - 1 - number) % every == 0 else "",
            title=_write_title(row),
            known=row.value is not None,
            made_up=row.origin == "sintetis",
        )
        for number, (row, at) in enumerate(zip(view.rows, months, strict=True))
    )
    pieces = tuple(
        (a, b)
        for (a, one), (b, other) in pairwise(zip(points, view.rows, strict=True))
        if a.known and b.known and agree(one, other)
    )
    ticks = tuple((BASE - (BASE - TOP) * part, theme.tick(top * part)) for part in (0, 0.5, 1))
    return Line(WIDTH, LINE_HEIGHT, BASE, points, pieces, ticks)


def _write_title(row: Row) -> str:
    more = row.counts or row.interval
    return f"{row.label}: {row.text}" + (f" ({more})" if more else "")


def _shorten(row: Row, unit: str) -> str:
    """Return a value as it stands at its mark: other units than % are said once, below."""
    return row.text if unit == "persen" or row.value is None else theme.amount(row.value, unit)


def _round_up(value: float) -> float:
    """Return the next round number, at which an axis ends; 1 where there is nothing to measure."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if power * step >= value)
