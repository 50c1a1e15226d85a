"""XmR charts (individuals and moving ranges) by the four rules of NHS England, Making Data Count.

Limits: mean +- 2.66 x mean moving range (Wheeler; 2.66 = 3 / 1.128), moving ranges unscreened, from
the first ``BASE`` points and then locked. Signals and signs follow NHSRplotthedots (MIT):
``ptd_spc_standard``, ``ptd_calculate_point_type``, ``ptd_calculate_assurance_type``. Pure numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

BASE = 12
"""Points that limits are made of; fewer are no base for any."""
WIDTH = 2.66
"""Limits in mean moving ranges from the mean."""
RUN = 7
"""Points on one side of the mean, or in one direction, that are a signal."""
Signal = Literal["luar batas", "satu sisi", "searah", "dekat batas"]
SIGNALS: tuple[Signal, ...] = ("luar batas", "satu sisi", "searah", "dekat batas")
"""The rules in the order of the columns of ``find_signals``."""
Variation = Literal["membaik", "memburuk", "netral", "biasa"]
Assurance = Literal["selalu tercapai", "selalu gagal", "kadang", ""]
Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """The mean, and between which values common variation lies."""

    centre: float
    low: float
    high: float

    @property
    def near(self) -> float:
        """How far from the mean the outer third of the limits begins."""
        return (self.high - self.centre) * 2 / 3


def compute_limits(values: Sequence[float]) -> Limits:
    """Return the limits of the first ``BASE`` values. Raises ValueError for fewer."""
    if len(values) < BASE:
        raise ValueError(f"{len(values)} points are no base for limits")
    base = np.asarray(values[:BASE], dtype=float)
    centre = float(base.mean())
    reach = WIDTH * float(np.abs(np.diff(base)).mean())
    return Limits(centre, centre - reach, centre + reach)


def find_signals(values: Sequence[float], limits: Limits) -> Marks:
    """Return which points are part of which signal, a row a point and a column for each of
    ``SIGNALS``."""
    y = np.asarray(values, dtype=float)
    side = np.sign(y - limits.centre)
    outside = (y > limits.high) | (y < limits.low)
    return np.column_stack(
        (outside, _find_runs(side), _find_trends(y), _find_near(y, side, outside, limits))
    )


def judge_variation(values: Sequence[float], limits: Limits, direction: str) -> Variation:
    """Return what kind of variation the last point is of; ``direction`` is which one is good:
    naik, turun or netral."""
    if not find_signals(values, limits)[-1].any():
        return "biasa"
    if direction == "netral":
        return "netral"
    higher = values[-1] > limits.centre
    return "membaik" if higher == (direction == "naik") else "memburuk"


def judge_assurance(limits: Limits, direction: str, target: float | None) -> Assurance:
    """Return whether common variation reaches a target always, never, or by chance; '' where there
    is none or no direction is good."""
    if target is None or direction == "netral":
        return ""
    if target > limits.high:
        return "selalu gagal" if direction == "naik" else "selalu tercapai"
    if target < limits.low:
        return "selalu tercapai" if direction == "naik" else "selalu gagal"
    return "kadang"


def _find_runs(side: Numbers) -> Marks:
    """Return which points are among ``RUN`` on one side of the mean; one on it is on no side."""
    return _spread([abs(window.sum()) == RUN for window in _slide(side, RUN)], len(side), RUN)


def _find_trends(y: Numbers) -> Marks:
    """Return which points are among ``RUN`` that go up, or down, without a rest."""
    steps = [np.sign(np.diff(window)).sum() for window in _slide(y, RUN)]
    return _spread([abs(step) == RUN - 1 for step in steps], len(y), RUN)


def _find_near(y: Numbers, side: Numbers, outside: Marks, limits: Limits) -> Marks:
    """Return which points in the outer third are among three of one side of which two are."""
    near = ~outside & (np.abs(y - limits.centre) > limits.near)
    pairs = zip(_slide(near, 3), _slide(side, 3), strict=True)
    found = [close.sum() >= 2 and abs(where.sum()) == 3 for close, where in pairs]
    return near & _spread(found, len(y), 3)


def _slide(values: NDArray[np.generic], length: int) -> NDArray[np.generic]:
    """Return all windows of a length, none where there are too few values."""
    if len(values) < length:
        return np.empty((0, length), dtype=values.dtype)
    return np.lib.stride_tricks.sliding_window_view(values, length)


def _spread(found: Sequence[bool | np.bool_], points: int, length: int) -> Marks:
    """Return which points lie in a window that was found."""
    marks = np.zeros(points, dtype=bool)
    for start, holds in enumerate(found):
        marks[start : start + length] |= bool(holds)
    return marks
