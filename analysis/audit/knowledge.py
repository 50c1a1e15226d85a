"""What a reader knows of the counts of one period: values, limits and shares, each with its source.

A reader has kept everything that was ever published. What an earlier release said counts as long as
it is still true: the reader cannot know that it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from analysis.audit.groups import (
    AREA,
    NO,
    UNKNOWN,
    YES,
    Group,
    find_groups,
    find_kind,
    find_universe,
)
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.words import theme

NOBODY = ".."
HALVES = {theme.MOSTLY: (1.0, 1.0), theme.PARTLY: (-1.0, 0.0)}
"""What a half says of yes less no: with this sign it is at least so many."""
MOST = 1e7
"""More businesses than any period has: the upper limit of a count of which nothing is known."""

PRINTED = 1e-6
"""By how much a percentage as it is stored may miss its counts, in businesses."""

Truth = Mapping[Group, int]


class Limit(NamedTuple):
    """A bound on a count, and the table that says so."""

    value: float
    source: str


NOTHING = Limit(0.0, ""), Limit(MOST, "")


class Line(NamedTuple):
    """A weighted sum of counts, its limits, and the table that says so."""

    weights: dict[Group, float]
    low: float
    high: float
    source: str


@dataclass
class Knowledge:
    """Everything that is known of the groups of ``truth``; the counts themselves are not.

    ``outdated`` says by how much a published value differs from the count of today, ``belied`` of
    which answers a published half is not that of today.
    """

    truth: Truth
    low: dict[Group, Limit] = field(default_factory=dict)
    high: dict[Group, Limit] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    outdated: dict[Group, int] = field(default_factory=dict)
    belied: set[Group] = field(default_factory=set)

    def learn(self, group: Group, low: float, high: float, source: str) -> None:
        """Take in that a count lies between two limits, unless that is not so today."""
        if group not in self.truth:
            return
        # A statement of an earlier release may be wrong by now, since the data have changed. A
        # reader would be misled by it, and a program that contains it would have no solution. So it
        # is left out. Of an exact count it is kept by how much it is off: that says whether the two
        # releases show a small difference.
        if not low <= self.truth[group] <= high:
            if low == high:
                self.outdated[group] = int(abs(self.truth[group] - low))
            return
        least, most = self.find_limits(group)
        if low > least:
            self.low[group] = Limit(low, source)
        if high < most:
            self.high[group] = Limit(high, source)

    def copy(self) -> Knowledge:
        """Return the same, for a reader who goes on to learn more."""
        return Knowledge(self.truth, dict(self.low), dict(self.high), list(self.lines))

    def learn_line(self, line: Line) -> None:
        """Take in that a sum of counts lies between two limits, unless that is not so today."""
        if all(group in self.truth for group in line.weights):
            total = sum(weight * self.truth[group] for group, weight in line.weights.items())
            if line.low <= total <= line.high:
                self.lines.append(line)

    def learn_half(self, answers: Mapping[str, Group], half: str, source: str) -> None:
        """Take in that more than half of those who answered say yes, or that they do not, unless
        that is not so today."""
        sign, least = HALVES[half]
        line = Line({answers[YES]: sign, answers[NO]: -sign}, least, MOST, source)
        before = len(self.lines)
        self.learn_line(line)
        if len(self.lines) == before:
            self.belied.add(answers[YES])

    def find_limits(self, group: Group) -> tuple[float, float]:
        """Return what is left of a count by itself."""
        return self.low.get(group, NOTHING[0]).value, self.high.get(group, NOTHING[1]).value

    def list_sources(self, group: Group) -> set[str]:
        """Return the tables that say something of a group."""
        return {side[group].source for side in (self.low, self.high) if group in side}


def read_register(knowledge: Knowledge, cells: pd.DataFrame, release: str = "") -> None:
    """Take in the register's rows of a cube, of one period.

    ``release`` is what a source says of an earlier release.
    """
    for row in cells.to_dict("records"):
        entry = INDICATORS.get(row["indikator"])
        if entry is None:
            continue  # an earlier release had it, and nothing is tied to it any more
        source = name_table(entry, row) + release
        groups = find_groups(entry, row["kode_wilayah"], row["dimensi"], row["kategori"])
        counts = read_counts(entry, row)
        for what, value in counts.items():
            if what in groups:
                knowledge.learn(groups[what], value, value, source)
        if half := row.get("rentang"):  # the officials' own table has none
            knowledge.learn_half(groups, half, f"{source}, sebagian besar atau kecil")
        if entry.share and entry.hits and YES not in counts:
            yes, no = groups[YES], groups[NO]
            if pd.notna(row["nilai"]):
                part = float(row["nilai"]) / 100
                weights = {yes: 1 - part, no: -part}
                knowledge.learn_line(Line(weights, -PRINTED, PRINTED, source))
            if pd.notna(row["penyebut"]):
                below = float(row["penyebut"])
                knowledge.learn_line(Line({yes: 1.0, no: 1.0}, below, below, source))


def read_counts(entry: Indicator, row: Mapping[str, Any]) -> dict[str, int]:
    """Return the counts that a shown row says, outright or by its percentage or sign."""
    value, above, below, n = (
        None if pd.isna(row[name]) else float(row[name])
        for name in ("nilai", "pembilang", "penyebut", "n")
    )
    if entry.counts_universe:
        counts = {"n": n if value is None else value}
    elif not entry.share:
        counts = {"n": n, YES: above if value is None else value}
    else:
        if row["tanda"] == NOBODY:
            above = below = 0.0
        if value is not None and above is None and below is not None:
            above = value * below / 100
        if value and below is None and above is not None:
            below = above * 100 / value
        counts = {"n": n, YES: above, NO: _subtract(below, above), UNKNOWN: _subtract(n, below)}
    return {what: round(count) for what, count in counts.items() if count is not None}


def read_survey(knowledge: Knowledge, cells: pd.DataFrame) -> None:
    """Take in the survey's rows of a cube: whoever answered is there."""
    for row in cells[cells["n"].notna()].to_dict("records"):
        entry = INDICATORS[row["indikator"]]
        asked = find_universe(entry.kode) if entry.by_answer else frozenset()
        place = {(AREA, row["kode_wilayah"])}
        group = asked | place | find_kind(row["dimensi"], row["kategori"])
        source = f"{name_table(entry, row)} (survei: banyaknya responden)"
        knowledge.learn(group, float(row["n"]), MOST, source)


def name_table(entry: Indicator, row: Mapping[str, Any]) -> str:
    """Return a published table in words: its indicator, breakdown and level."""
    dimension = row["dimensi"]
    label = DIMENSIONS[dimension].label.lower() if dimension in DIMENSIONS else dimension
    by = f" menurut {label}" if dimension else ""
    return f"{entry.judul}{by}, tingkat {row['tingkat']}"


def _subtract(whole: float | None, part: float | None) -> float | None:
    return None if whole is None or part is None else whole - part
