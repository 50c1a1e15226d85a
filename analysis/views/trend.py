"""An area's values over time beside the larger area's, as a line chart in SVG that names its lines
where they end and prints every value, so that it needs no axis and no legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.views.basis import list_pieces
from analysis.views.label_places import place_labels
from analysis.views.view import Row
from analysis.words import theme

WIDTH, HEIGHT = 420, 170
LEFT, RIGHT, TOP, BASE = 24, 112, 26, 128
ABOVE, BELOW = -9, 18
"""How far the words of a value stand from its point."""
APART = 15
"""How far the names at the ends of two lines stand apart at least."""


@dataclass(frozen=True)
class TrendPoint:
    """A published value; ``label`` is its text, at ``label_y``."""

    x: float
    y: float
    label: str
    label_y: float


@dataclass(frozen=True)
class TrendLine:
    """A line with its name, in pieces between withheld values."""

    name: str
    points: tuple[TrendPoint, ...]
    pieces: tuple[str, ...]
    name_y: float
    main: bool


@dataclass(frozen=True)
class Trend:
    """The chart: two lines, and the periods below. It has no lines where nothing is published."""

    lines: tuple[TrendLine, ...]
    ticks: tuple[tuple[float, str], ...]
    sentence: str


def draw_trend(
    here: Sequence[Row], there: Sequence[Row], name: str, beside: str, what: str
) -> Trend:
    """Return the chart of an area's rows by period and of the larger area's."""
    known = [row for row in (*here, *there) if row.value is not None]
    if not known:
        return Trend((), (), "")
    plane = _Plane(known)
    lower = _find_lower(here, there)
    lines = [
        _draw_line(plane, rows, title, main, lower)
        for rows, title, main in ((there, beside, False), (here, name, True))
    ]
    said = "; ".join(f"{row.label} {row.text}" for row in here)
    other = "; ".join(f"{row.label} {row.text}" for row in there)
    return Trend(
        tuple(_part_names([line for line in lines if line.points])),
        tuple((plane.find_x(row.code), row.label) for row in there or here),
        f"{what}. {name}: {said}. {beside}: {other}.",
    )


class _Plane:
    def __init__(self, known: Sequence[Row]) -> None:
        months = [theme.count_months(row.code) for row in known]
        values = [row.value or 0.0 for row in known]
        self.first, self.span = min(months), max(months) - min(months) or 1
        self.low, self.height = min(values), max(values) - min(values) or 1.0

    def find_x(self, periode: str) -> float:
        across = (theme.count_months(periode) - self.first) / self.span
        return round(LEFT + across * (WIDTH - LEFT - RIGHT), 1)

    def find_y(self, value: float) -> float:
        return round(BASE - (value - self.low) / self.height * (BASE - TOP), 1)


def _find_lower(here: Sequence[Row], there: Sequence[Row]) -> dict[str, bool]:
    """Return for each period whether the area's value lies below the larger area's."""
    values = {row.code: row.value for row in there if row.value is not None}
    return {
        row.code: row.value < values[row.code]
        for row in here
        if row.value is not None and row.code in values
    }


def _draw_line(
    plane: _Plane, rows: Sequence[Row], name: str, main: bool, lower: dict[str, bool]
) -> TrendLine:
    points, shown = [], [row for row in rows if row.value is not None]
    for row in shown:
        assert row.value is not None
        x, y = plane.find_x(row.code), plane.find_y(row.value)
        # The lower of two values has its words below, so that they never meet.
        below = lower.get(row.code, False) == main
        points.append(TrendPoint(x, y, row.text, y + (BELOW if below else ABOVE)))
    places = {row.code: f"{point.x} {point.y}" for row, point in zip(shown, points, strict=True)}
    pieces = [[places[row.code] for row in piece] for piece in list_pieces(rows)]
    return TrendLine(
        name,
        tuple(points),
        tuple("M" + "L".join(piece) for piece in pieces if len(piece) > 1),
        points[-1].y + 4 if points else 0.0,
        main,
    )


def _part_names(lines: list[TrendLine]) -> list[TrendLine]:
    """Return the lines with names that do not stand on each other."""
    places = place_labels([line.name_y for line in lines], [APART] * len(lines), 0, HEIGHT)
    return [replace(line, name_y=y) for line, y in zip(lines, places, strict=True)]
