"""The map and the two charts of the paper as SVG, in points of the sheet.

A renderer of paper knows no style sheet of ours and no font's features, so colours and sizes stand
at the marks. What is worse than the city is hatched besides its colour, because paper is copied in
grey; the lines of a hatch are drawn and clipped, since a pattern flickers in print.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analysis.definitions.selection import Selection
from analysis.views import html
from analysis.views.basis import list_pieces
from analysis.views.label_places import place_labels
from analysis.views.view import Row
from analysis.words import theme
from analysis.words.typeface import measure_width
from data.store.store import Store
from geo.labelled_map import Area, LabelledMap, draw_map
from geo.modes import BESIDE_CITY, GAP, STEPS_OF_GAPS, make_mode_legend
from public.brief.paper import FAMILY, clean_text

MAP_SIZE = "sempit"
HATCHES = {STEPS_OF_GAPS[0]: 5, STEPS_OF_GAPS[1]: 9}
"""Pixels between the lines over the colours of what is worse, the worst closest."""
WIDTH, HEIGHT = 270, 152
LEFT, RIGHT, TOP, BASE = 22, 118, 8, 132
NAME = 8.0
"""Size of words, in points."""
APART = 11.0
DASHES = ("", "5 2.5", "", "1.6 2")
"""How the lines are told apart without colour, beside their names and weights."""
HEADROOM = 1.18
MOST_BARS = 6
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Hatched:
    """An area of the map with its hatch as path data, '' where it has none, and how wide its words
    are in two lines."""

    area: Area
    hatch: str
    words: float


@dataclass(frozen=True)
class Course:
    """A line: its name and last value, its pieces as path data, and its points."""

    name: str
    text: str
    pieces: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    main: bool
    dash: str

    @property
    def end(self) -> tuple[float, float]:
        """Where it ends."""
        return self.points[-1]


@dataclass(frozen=True)
class Bar:
    """A bar with its value above and its period below; without a value only its sign stands."""

    x: float
    width: float
    y: float
    text: str
    label: str
    known: bool
    last: bool


@dataclass(frozen=True)
class Aim:
    """What bars are held against: a line across, its words, and how much the last bar lacks."""

    y: float
    text: str
    name: str
    lacking: str


def draw_map_svg(store: Store, selection: Selection) -> str:
    """Return the kecamatan with names and values, coloured and hatched by their gap to the city."""
    drawn = draw_map(store, selection, BESIDE_CITY, MAP_SIZE)
    return _render(
        "nota_peta.svg", map=drawn, areas=[_add_hatch(area, drawn) for area in drawn.areas]
    )


def list_map_key(store: Store, selection: Selection) -> list[dict[str, str]]:
    """Return the shades of the map, the worst first: a swatch as SVG and its words."""
    shades = make_mode_legend(store, selection, GAP)
    return [
        {
            "svg": _render("nota_contoh.svg", colour=colour, hatch=_draw_swatch(colour)),
            "words": clean_text(words),
        }
        for colour, words in shades
    ]


def draw_courses(found: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """Return shares over time, each line named where it ends; '' where no value is published.

    The first is drawn strongest.
    """
    known = [row for _, rows in found for row in rows if row.value is not None]
    if not known:
        return ""
    plane = _Plane(known)
    lines = [
        _draw_course(plane, name, rows, number)
        for number, (name, rows) in enumerate(found)
        if any(row.value is not None for row in rows)
    ]
    places = place_labels([line.end[1] + 3 for line in lines], [APART] * len(lines), 0, HEIGHT - 14)
    periods = sorted({row.code for _, rows in found for row in rows})
    return _render(
        "nota_garis.svg",
        width=WIDTH,
        height=HEIGHT,
        lines=list(zip(lines, places, strict=True)),
        grid=[(plane.find_y(value), theme.tick(value)) for value in plane.ticks],
        ticks=[
            (plane.find_x(code), code[:4] if _are_yearly(periods) else code) for code in periods
        ],
        left=LEFT,
        right=WIDTH - RIGHT,
    )


def draw_bars(rows: Sequence[Row], aim: float | None, name: str, aim_text: str, gap: str) -> str:
    """Return an indicator's values by period as bars from zero, with a line at ``aim``; '' where no
    value is published. ``gap`` says in words how far the last value lies from it."""
    rows = rows[-MOST_BARS:]
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return ""
    most = HEADROOM * max(*values, aim or 0.0, 1e-9)
    step = (WIDTH - RIGHT - LEFT) / len(rows)
    yearly = _are_yearly([row.code for row in rows])

    def find_y(value: float) -> float:
        return round(BASE - value / most * (BASE - TOP), 1)

    bars = [
        Bar(
            round(LEFT + step * (number + 0.2), 1),
            round(step * 0.6, 1),
            find_y(row.value or 0.0),
            clean_text(row.text.split("\u00a0")[0]),
            row.code[:4] if yearly else row.code,
            row.value is not None,
            number == len(rows) - 1,
        )
        for number, row in enumerate(rows)
    ]
    held = None if aim is None else Aim(find_y(aim), aim_text, name, gap)
    return _render(
        "nota_batang.svg",
        width=WIDTH,
        height=HEIGHT,
        bars=bars,
        aim=held,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=BASE,
    )


class _Plane:
    """Periods by month across, round numbers upwards."""

    def __init__(self, known: Sequence[Row]) -> None:
        months = [theme.count_months(row.code) for row in known]
        values = [row.value or 0.0 for row in known]
        self.first, self.span = min(months), max(months) - min(months)
        step = _choose_step(max(values) - min(values))
        low = math.floor(min(values) / step) * step
        count = max(1, math.ceil((max(values) - low) / step - 1e-9))
        self.ticks = [low + step * number for number in range(count + 1)]

    def find_x(self, periode: str) -> float:
        if not self.span:
            return float(WIDTH - RIGHT)
        across = (theme.count_months(periode) - self.first) / self.span
        return round(LEFT + 8 + across * (WIDTH - RIGHT - LEFT - 8), 1)

    def find_y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(BASE - (value - low) / (high - low) * (BASE - TOP), 1)


def _choose_step(span: float) -> float:
    """Return a round step that parts a span in at most four."""
    raw = max(span, 1e-6) / 4
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in STEPS if step * power >= raw - 1e-12)


def _draw_course(plane: _Plane, name: str, rows: Sequence[Row], number: int) -> Course:
    shown = [row for row in rows if row.value is not None]
    places = {row.code: (plane.find_x(row.code), plane.find_y(row.value or 0.0)) for row in shown}
    pieces = [
        "M" + "L".join("{} {}".format(*places[row.code]) for row in piece)
        for piece in list_pieces(rows)
        if len(piece) > 1
    ]
    # A line that ends before the others says of when its last value is.
    late = "" if shown[-1] is rows[-1] else f" ({shown[-1].code[:4]})"
    return Course(
        clean_text(name) + late,
        clean_text(shown[-1].text.removesuffix("\u00a0%")),
        tuple(pieces),
        tuple(places.values()),
        number == 0,
        DASHES[number % len(DASHES)],
    )


def _are_yearly(periods: Sequence[str]) -> bool:
    """Return whether the year alone names each period."""
    return len({code[:4] for code in periods}) == len(periods)


@cache
def _draw_hatch(width: int, height: int, step: int) -> str:
    """Return slanted lines over a sheet."""
    starts = range(-height, width, step)
    return "".join(f"M{x} {height}l{height}-{height}" for x in starts)


def _add_hatch(area: Area, drawn: LabelledMap) -> Hatched:
    step = HATCHES.get(area.shown.colour)
    lines = _draw_hatch(drawn.sheet.width, drawn.sheet.height, step) if step else ""
    size = drawn.band.name
    name = measure_width(area.name, size, bold=True)
    return Hatched(area, lines, max(name, measure_width(area.shown.text, size, bold=True)))


def _draw_swatch(colour: str) -> str:
    step = HATCHES.get(colour)
    return _draw_hatch(24, 13, step) if step else ""


def _render(template: str, **given: object) -> str:
    found = html.make_environment().get_template(template)
    return found.render(family=FAMILY, size=NAME, colours=_COLOURS, **given)


_COLOURS = {
    "ink": theme.INK["light"],
    "muted": theme.MUTED["light"],
    "line": theme.LINE["light"],
    "online": theme.ONLINE["light"],
    "offline": theme.OFFLINE["light"],
    "words": theme.OFFLINE_WORDS["light"],
    "beside": theme.BESIDE["light"],
    "paper": theme.PAPER["light"],
}
