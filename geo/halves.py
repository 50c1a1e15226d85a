"""The mark of a product cluster: two half discs, left those who sell online, right those who do
not yet. The area of each half is its count.

Two half discs and not a disc within a disc: of 25.7 % the inner disc has half the width of the
outer one, and readers took it for half. Two counts that stand side by side, each with its number
below, are read without a key.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CORNERS = 21
"""Of a half disc's edge as a polygon: the eye sees none of them at 30 pixels."""
GAP = 1.0
"""Pixels between the halves."""


@dataclass(frozen=True)
class Halves:
    """A cluster's mark: the radius of each half in pixels, or of the ``whole`` disc where the
    answer is withheld."""

    online: float = 0.0
    offline: float = 0.0
    whole: float = 0.0

    @property
    def tallest(self) -> float:
        """The larger radius: half the mark's height."""
        return max(self.online, self.offline, self.whole)


def measure_halves(n: int, online: int | None, offline: int | None, per_root: float) -> Halves:
    """Return the radii of a cluster's mark: ``per_root`` pixels times the root of the count.

    A withheld answer is one disc whose area is the count of all makers, by the same measure: a
    half disc of radius r is as large as a disc of r / sqrt(2).
    """
    if online is None or offline is None:
        return Halves(whole=per_root * math.sqrt(n / 2))
    return Halves(per_root * math.sqrt(online), per_root * math.sqrt(offline))


def trace_half(radius: float, side: int) -> list[tuple[float, float]]:
    """Return the corners of a half disc around the mark's middle, in pixels: ``side`` is -1 for the
    left half and 1 for the right."""
    edge = side * GAP / 2
    angles = (math.pi * step / (CORNERS - 1) for step in range(CORNERS))
    return [(edge + side * radius * math.sin(a), -radius * math.cos(a)) for a in angles]


def trace_disc(radius: float) -> list[tuple[float, float]]:
    """Return the corners of a whole disc around the mark's middle, in pixels."""
    corners = 2 * (CORNERS - 1)
    angles = (2 * math.pi * step / corners for step in range(corners))
    return [(radius * math.sin(a), -radius * math.cos(a)) for a in angles]


def trace_outline(halves: Halves) -> list[tuple[float, float]]:
    """Return the corners of a whole mark around its middle, in pixels: of the left half from below
    to above and of the right one back, every second one, since a border needs no more."""
    if halves.whole:
        return trace_disc(halves.whole)[::2]
    left, right = trace_half(halves.online, -1), trace_half(halves.offline, 1)
    return [*left[::-2], *right[::2]]
