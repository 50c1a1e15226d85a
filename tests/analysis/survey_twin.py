"""Estimates the slow and obvious way, in plain Python: the judge of the fast ones.

Sampling with or without replacement in one or two stages, by the formulas of Särndal, Swensson and
Wretman (Model Assisted Survey Sampling, 1992, 4.3 and 5.6) with Taylor linearised residuals; a
stratum of one unit deviates from the mean over all strata.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, object]


@dataclass(frozen=True)
class Estimated:
    """A value with its standard error."""

    value: float
    error: float


def total(rows: Sequence[Row], inside: Callable[[Row], bool]) -> Estimated:
    residuals = [_weight(row) * _number(row, "y") if inside(row) else 0.0 for row in rows]
    return Estimated(sum(residuals), math.sqrt(variance(rows, residuals)))


def ratio(rows: Sequence[Row], inside: Callable[[Row], bool], base: str) -> Estimated:
    above = sum(_weight(row) * _number(row, "y") for row in rows if inside(row))
    below = sum(_weight(row) * _number(row, base) for row in rows if inside(row))
    value = above / below
    residuals = [
        _weight(row) * (_number(row, "y") - value * _number(row, base)) / below
        if inside(row)
        else 0.0
        for row in rows
    ]
    return Estimated(value, math.sqrt(variance(rows, residuals)))


def difference(
    rows: Sequence[Row], one: Callable[[Row], bool], other: Callable[[Row], bool]
) -> Estimated:
    """Return the difference of two means with the variance of the whole linearised contrast."""
    residuals = [0.0] * len(rows)
    value = 0.0
    for sign, inside in ((1, one), (-1, other)):
        found = ratio(rows, inside, "satu")
        value += sign * found.value
        below = sum(_weight(row) for row in rows if inside(row))
        for place, row in enumerate(rows):
            if inside(row):
                part = _weight(row) * (_number(row, "y") - found.value) / below
                residuals[place] += sign * part
    return Estimated(value, math.sqrt(variance(rows, residuals)))


def variance(rows: Sequence[Row], residuals: Sequence[float]) -> float:
    """Return the variance of a sum of weighted residuals by the design in the rows."""
    strata: dict[object, dict[object, list[int]]] = {}
    for place, row in enumerate(rows):
        cluster = place if row["klaster"] is None else row["klaster"]
        strata.setdefault(row["strata"], {}).setdefault(cluster, []).append(place)
    sums = {
        (stratum, cluster): sum(residuals[place] for place in places)
        for stratum, clusters in strata.items()
        for cluster, places in clusters.items()
    }
    overall = sum(sums.values()) / len(sums)
    found = 0.0
    for stratum, clusters in strata.items():
        n = len(clusters)
        first = rows[next(iter(clusters.values()))[0]]
        sampled = 0.0 if first["populasi"] is None else n / _number(first, "populasi")
        mine = [sums[stratum, cluster] for cluster in clusters]
        centre = overall if n == 1 else sum(mine) / n
        factor = 1 if n == 1 else n / (n - 1)
        found += (1 - sampled) * factor * sum((value - centre) ** 2 for value in mine)
        for places in clusters.values():
            found += sampled * _second_stage(rows, residuals, places)
    return found


def _second_stage(rows: Sequence[Row], residuals: Sequence[float], places: list[int]) -> float:
    m, size = len(places), rows[places[0]]["populasi_klaster"]
    if size is None or m == 1:
        return 0.0
    centre = sum(residuals[place] for place in places) / m
    spread = sum((residuals[place] - centre) ** 2 for place in places)
    return (1 - m / _number(rows[places[0]], "populasi_klaster")) * m / (m - 1) * spread


def _weight(row: Row) -> float:
    return _number(row, "bobot")


def _number(row: Row, name: str) -> float:
    value = row[name]
    assert isinstance(value, (int, float))
    return float(value)
