"""How far a value lies from a larger area's: one rule for the shade of a map, a table and a page,
in which better is always the same colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.views.view import Row
from analysis.words import theme

NEAR, FAR = 0.03, 0.15
"""Shares of the larger area's value: nearer than the first has no shade, from the second on the
stronger one. Relative, because an indicator of 2 % and one of 50 % stand side by side."""
ROUNDING = 1e-9
LEGEND = (
    (-2, "≥ 15 % lebih buruk"),
    (-1, "3 – 15 % lebih buruk"),
    (0, "setara"),
    (1, "3 – 15 % lebih baik"),
    (2, "≥ 15 % lebih baik"),
)
"""(step, words) of every shade, the worst first; the percentages are of the larger area's value."""
MARKS = {-2: "▼", 2: "▲"}
"""What stands beside a value of a strong shade, for whoever does not tell the colours apart."""


@dataclass(frozen=True)
class Gap:
    """``step`` is -2 (far worse) to 2 (far better); 0 also where there is nothing to compare.
    ``text`` is the difference with its sign, '' where there is none."""

    step: int
    text: str
    difference: float | None = None

    @property
    def mark(self) -> str:
        """The sign of a strong shade, or nothing."""
        return MARKS.get(self.step, "")


def measure_gap(entry: Indicator, value: float | None, whole: float | None) -> Gap:
    """Return how far a share lies from the larger area's; a count is a part of the larger one's
    and has no gap."""
    if value is None or whole is None or entry.satuan == "usaha":
        return Gap(0, "")
    return Gap(
        find_step(value, whole, entry.arah),
        theme.signed(value - whole, name_unit(entry)),
        value - whole,
    )


def find_step(value: float, whole: float, direction: str) -> int:
    """Return the shade of a value beside the larger area's, negative where it is worse."""
    if whole == 0 or direction == "netral":
        return 0
    lead = (value - whole) / abs(whole)
    size = sum(abs(lead) >= cut - ROUNDING for cut in (NEAR, FAR))
    better = lead if direction == "naik" else -lead
    return int(math.copysign(size, better)) if size else 0


def name_unit(entry: Indicator) -> str:
    """Return the unit of a difference: points between percentages."""
    return "poin" if entry.satuan == "persen" else entry.satuan


def rank(rows: Sequence[Row], code: str, direction: str) -> tuple[int, int] | None:
    """Return an area's rank by value, the best first, and among how many that are published;
    equals share the better rank. None where its value is not published or no end is better."""
    values = {row.code: row.value for row in rows if row.value is not None}
    if code not in values or direction == "netral":
        return None
    sign = 1 if direction == "naik" else -1
    ahead = sum(sign * value > sign * values[code] for value in values.values())
    return ahead + 1, len(values)
