"""An XmR chart of an indicator that comes monthly or quarterly, or why there is none yet.

Drawn as an image, as ``sparkline`` says, with its own alternative text; a table holds the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from analysis.control import xmr
from analysis.control.xmr import BASE, Limits
from analysis.definitions.indicator import Indicator
from analysis.views.basis import agree
from analysis.views.view import Row
from analysis.words import theme

STEPS = (1, 3)
"""Months between two periods of a chart: monthly or quarterly."""
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 170, 12, 96, 12, 150
LINE = theme.NEUTRAL["light"]
LOOKS = {
    "membaik": ("▲", "baik", "variasi khusus, membaik"),
    "memburuk": ("▼", "buruk", "variasi khusus, memburuk"),
    "netral": ("◆", "netral", "variasi khusus"),
    "biasa": ("~", "netral", "variasi biasa"),
}
"""Sign, colour's name and words of the variation of the newest point."""
ASSURANCE = {
    "selalu tercapai": ("✓", "baik", "target berada dalam jangkauan di setiap periode"),
    "selalu gagal": ("✗", "buruk", "target tidak akan tercapai tanpa perubahan"),
    "kadang": ("?", "sedang", "target kadang tercapai, kadang tidak"),
}
"""Sign, colour's name and words of what common variation means for the target."""
COLOURS = {"membaik": theme.ONLINE["light"], "memburuk": theme.OFFLINE["light"]}


@dataclass(frozen=True)
class ControlPoint:
    """A period of a chart: ``signals`` are the rules that it is part of, in words."""

    row: Row
    signals: str


@dataclass(frozen=True)
class ControlChart:
    """A chart, its points, its two signs (sign, colour's name, words), the second one None without
    a target, and how its limits came about. ``reason`` says why there is no chart."""

    reason: str
    address: str = ""
    text: str = ""
    points: tuple[ControlPoint, ...] = ()
    variation: tuple[str, str, str] | None = None
    assurance: tuple[str, str, str] | None = None
    limits: str = ""


def draw_control_chart(
    entry: Indicator, rows: Sequence[Row], target: float | None = None
) -> ControlChart:
    """Return the chart of an indicator's rows by period (their codes), the oldest first."""
    comparable = find_comparable(rows)
    if len(comparable) < BASE:
        return ControlChart(_say_too_few(len(comparable)))
    values = [row.value or 0.0 for row in comparable]
    limits = xmr.compute_limits(values)
    marks = xmr.find_signals(values, limits)
    signals = [
        ", ".join(name for name, found in zip(xmr.SIGNALS, mark, strict=True) if found)
        for mark in marks
    ]
    points = tuple(map(ControlPoint, comparable, signals))
    variation = LOOKS[xmr.judge_variation(values, limits, entry.arah)]
    assured = xmr.judge_assurance(limits, entry.arah, target)
    return ControlChart(
        "",
        _draw(entry, points, limits, target),
        _describe(entry, points, limits, variation[2]),
        points,
        variation,
        ASSURANCE.get(assured),
        _say_limits(entry, comparable, limits),
    )


def find_comparable(rows: Sequence[Row]) -> list[Row]:
    """Return the newest rows that follow each other by a month, or all by a quarter, without a gap
    and with one definition."""
    found: list[Row] = []
    step = 0
    for row in reversed(rows):
        if row.value is None:
            break
        if found:
            apart = theme.count_months(found[-1].code) - theme.count_months(row.code)
            step = step or apart
            if apart != step or step not in STEPS or not agree(row, found[-1]):
                break
        found.append(row)
    return found[::-1]


def _say_too_few(number: int) -> str:
    have = f"baru ada {number}" if number > 1 else "belum ada"
    return (
        f"Peta kendali XmR perlu paling sedikit {BASE} periode bulanan atau triwulanan yang "
        f"sebanding; {have}. Sampai itu yang berbicara adalah uji survei di atas."
    )


def _say_limits(entry: Indicator, rows: Sequence[Row], limits: Limits) -> str:
    return (
        f"Rata-rata {theme.quantity(limits.centre, entry.satuan)}, batas "
        f"{theme.quantity(limits.low, entry.satuan)} sampai "
        f"{theme.quantity(limits.high, entry.satuan)}: rata-rata ± 2,66 kali rata-rata selisih "
        f"berurutan dari {BASE} periode pertama ({rows[0].label} sampai {rows[BASE - 1].label}), "
        "tanpa penyaringan dan tidak dihitung ulang."
    )


def _describe(
    entry: Indicator, points: Sequence[ControlPoint], limits: Limits, variation: str
) -> str:
    """Return the chart's alternative text."""
    marked = sum(bool(point.signals) for point in points)
    last = points[-1].row
    return (
        f"Peta kendali {entry.pendek}, {points[0].row.label} sampai {last.label}: terakhir "
        f"{last.text}, rata-rata {theme.quantity(limits.centre, entry.satuan)}, {variation}; "
        f"{marked} dari {len(points)} titik bertanda."
    )


class _Plane:
    """Where a value stands: periods across, values upwards."""

    def __init__(self, points: int, values: Sequence[float]) -> None:
        self.step = (WIDTH - LEFT - RIGHT) / max(points - 1, 1)
        self.low, high = min(values), max(values)
        self.height = (high - self.low) or 1.0

    def place_x(self, number: int) -> float:
        return round(LEFT + number * self.step, 1)

    def place_y(self, value: float) -> float:
        return round(BOTTOM - (value - self.low) / self.height * (BOTTOM - TOP), 1)


def _draw(
    entry: Indicator, points: Sequence[ControlPoint], limits: Limits, target: float | None
) -> str:
    """Return the chart as a data URI."""
    values = [point.row.value or 0.0 for point in points]
    levels = [("rata-rata", limits.centre, ""), ("batas", limits.high, "5 4")]
    levels += [("batas", limits.low, "5 4")]
    levels += [] if target is None else [("target", target, "2 3")]
    plane = _Plane(len(points), [*values, *(level for _, level, _ in levels)])
    path = "L".join(f"{plane.place_x(n)} {plane.place_y(v)}" for n, v in enumerate(values))
    shapes = [_draw_level(plane, *level, entry) for level in levels]
    shapes.append(f"<path d='M{path}' stroke-width='1.6'/>")
    shapes += [_draw_point(plane, n, point, limits, entry) for n, point in enumerate(points)]
    ends = ((LEFT, "start", points[0]), (WIDTH - RIGHT, "end", points[-1]))
    shapes += [
        f"<text x='{x}' y='{HEIGHT - 4}' text-anchor='{anchor}'>{point.row.label}</text>"
        for x, anchor, point in ends
    ]
    style = "text{font:11px sans-serif;stroke:none;fill:" + LINE + "}"
    image = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>"
        # The image does not know the reader's scheme, so it brings its paper.
        f"<rect width='{WIDTH}' height='{HEIGHT}' rx='4' fill='{theme.PAPER['light']}'/>"
        f"<style>{style}</style><g fill='none' stroke='{LINE}'>{''.join(shapes)}</g></svg>"
    )
    return "data:image/svg+xml," + quote(image, safe=" =:/'")


def _draw_level(plane: _Plane, name: str, value: float, dashes: str, entry: Indicator) -> str:
    """Return a level's line with its name at the end."""
    y, edge = plane.place_y(value), WIDTH - RIGHT
    return (
        f"<path d='M{LEFT} {y}H{edge}' stroke-dasharray='{dashes}'/>"
        f"<text x='{edge + 6}' y='{y + 4}'>{name} {theme.amount(value, entry.satuan)}</text>"
    )


def _draw_point(
    plane: _Plane, number: int, point: ControlPoint, limits: Limits, entry: Indicator
) -> str:
    """Return a point: a ring for common variation, a full square of its colour for a signal."""
    value = point.row.value or 0.0
    x, y = plane.place_x(number), plane.place_y(value)
    if not point.signals:
        return f"<circle cx='{x}' cy='{y}' r='3' fill='{LINE}' stroke='none'/>"
    better = (value > limits.centre) == (entry.arah == "naik")
    kind = "membaik" if better else "memburuk"
    colour = LINE if entry.arah == "netral" else COLOURS[kind]
    return f"<rect x='{x - 5}' y='{y - 5}' width='10' height='10' fill='{colour}' stroke='none'/>"
