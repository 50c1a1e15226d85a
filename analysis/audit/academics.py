"""What academics can tell from the rounded cube together with everything that is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis import rounded
from analysis.audit import bounds
from analysis.audit.groups import AREA, UNKNOWN, Areas, Group, kind, sums
from analysis.audit.judge import Audience, Evidence, secrets
from analysis.audit.knowledge import Knowledge
from analysis.audit.releases import Release
from analysis.audit.secrets import Count, in_words
from analysis.audit.system import Problem, problem
from analysis.audit.verdict import Finding, Verdict, left
from analysis.disclosure import rule
from analysis.selection import CITY

OFF = rounded.BASE - 1
"""How far a rounded value may be off."""

SOURCE = "Tabulasi bulat untuk akademisi"
UNEVEN = "dibulatkan lain daripada sel dengan usaha yang sama"
BARE = "tidak dibulatkan"


def inside(low: float, high: float) -> bool:
    """Return whether a range says for sure that there is somebody, and too few of them."""
    return low >= 1 and high < rule.ACADEMICS


ACADEMICS = Audience("akademisi", rule.ACADEMICS, inside)


@dataclass(frozen=True)
class Held:
    """A small count that is held too tightly: how, by which tables, and by which rounded cells."""

    group: Group
    steps: int
    tables: tuple[str, ...]
    cells: frozenset[Group]


@dataclass(frozen=True)
class Period:
    """One period: the groups of the cube's rows, and what is known of it without the cube.

    ``rows`` are the cube's rows by their group, in its order; ``counts`` the public ones, and
    ``small`` those too small for academics. That somebody did not answer is public.
    """

    rows: dict[Group, dict[str, Any]]
    counts: dict[Group, Count]
    public: Knowledge
    small: set[Group]
    areas: Areas

    def words(self, cell: Group) -> str:
        """Return which count it is, without its value."""
        if cell in self.counts:
            return in_words(self.counts[cell], self.areas)
        return rounded.in_words(self.rows[cell])

    @cached_property
    def _asked(self) -> Problem:
        return problem(self.public, self.areas)

    @cached_property
    def _columns(self) -> np.ndarray:
        """The column of each row's group, -1 for one that is public."""
        place = {group: number for number, group in enumerate(self._asked.groups)}
        return np.array([place.get(group, -1) for group in self.rows])

    def held(self, nilai: Sequence[int]) -> Iterator[Held]:
        """Yield the small counts that the public tables and these rounded values give away.

        A value that is no rounding of its count says nothing here.
        """
        asked, hidden = self._asked, self._columns >= 0
        system = replace(asked.system, low=asked.system.low.copy(), high=asked.system.high.copy())
        columns, values_ = self._columns[hidden], np.array(nilai)[hidden]
        true = abs(asked.truth[columns] - values_) <= OFF
        columns, values_ = columns[true], values_[true]
        system.low[columns] = np.maximum(system.low[columns], values_ - OFF)
        system.high[columns] = np.minimum(system.high[columns], values_ + OFF)
        small = np.flatnonzero([group in self.small for group in asked.groups])
        for column, range_ in bounds.narrow(system, asked.truth, small, ACADEMICS.tight).items():
            near = range_.columns | set(system.rows[sorted(range_.rows)].indices.tolist())
            cells = frozenset(near) & set(columns.tolist())
            yield Held(
                asked.groups[column],
                range_.high - range_.low,
                tuple(asked.betrayed_by(range_)) + ((SOURCE,) if cells else ()),
                frozenset(asked.groups[cell] for cell in cells),
            )


def learn_cube(knowledge: Knowledge, cells: pd.DataFrame, release: str = "") -> None:
    """Take in the rounded cells of a period: each value is off by at most four."""
    for row in cells.to_dict("records"):
        nilai = int(row["nilai"])
        knowledge.learn(group(row), nilai - OFF, nilai + OFF, SOURCE + release)


def periods(
    cells: pd.DataFrame,
    draft: Release,
    earlier: Sequence[Release],
    evidence: Mapping[str, Evidence],
) -> dict[str, Period]:
    """Return what is known beside the cube, by period. ``cells`` are exact, as of ``rounded``."""
    made = {}
    for periode, one in evidence.items():
        rows = cells[cells["periode"] == periode].to_dict("records")
        by_group = {group(row): row for row in rows}
        exact = {cell: int(row["n"]) for cell, row in by_group.items()}
        truth = one.public.truth
        assert all(truth.get(cell, n) == n for cell, n in exact.items()), "two exact counts"
        knowledge = replace(one.public.copy(), truth={**truth, **exact})
        for release in earlier:
            if release.rounded is not None and release.made_up(periode) == draft.made_up(periode):
                before = release.rounded[release.rounded["periode"] == periode]
                learn_cube(knowledge, before, f" (terbitan {release.name})")
        small = {g for g, n in exact.items() if 0 < n < rule.ACADEMICS and _says(g)}
        small |= {g for g, found in secrets(one.counts, ACADEMICS).items() if found.value}
        counts = {count.group: count for count in one.counts}
        made[periode] = Period(by_group, counts, knowledge, small, draft.areas)
    return made


def audit(draft: Release, found: Mapping[str, Period]) -> Verdict:
    """Return what academics can tell of small counts from a version's rounded cube, beside all that
    is public and all earlier ones."""
    assert draft.rounded is not None, "a version without a rounded cube"
    verdicts = []
    for periode, period in found.items():
        rows = draft.rounded[draft.rounded["periode"] == periode].to_dict("records")
        shown = {group(row): int(row["nilai"]) for row in rows}
        findings = [
            Finding(ACADEMICS.name, period.words(held.group), left(held.steps), held.tables)
            for held in period.held([shown[cell] for cell in period.rows])
        ]
        findings += _ill_rounded(period, shown)
        verdicts.append(Verdict(tuple(findings), len(rounded.tables()), len(period.small), {}))
    return Verdict.together(verdicts)


def group(row: Mapping[str, Any]) -> Group:
    """Return the businesses of a cell of the cube."""
    found = {(AREA, row[rounded.AREA] or CITY)}
    found |= {(kode, row[kode]) for kode in rounded.QUESTIONS if row[kode]}
    return frozenset(found).union(
        *(kind(name, row[name]) for name in rounded.BREAKDOWNS if row[name])
    )


def _says(cell: Group) -> bool:
    """Return whether a cell says something of its businesses: not when all that it says beside
    their place and kind is that they did not answer."""
    answers = {said for kode, said in cell if kode in rounded.QUESTIONS}
    return answers != {UNKNOWN}


def _ill_rounded(period: Period, shown: Mapping[Group, int]) -> Iterator[Finding]:
    """Yield the cells whose value is no neighbouring multiple, or that the same businesses belie.

    Two cells, one a part of the other, with one count are the same businesses. Were they rounded
    apart, their mean would be nearer to the truth than either.
    """
    truth = period.public.truth
    for cell, nilai in shown.items():
        if nilai % rounded.BASE or abs(nilai - truth[cell]) >= rounded.BASE:
            yield Finding(ACADEMICS.name, period.words(cell), BARE, (SOURCE,))
    for whole, parts, _ in sums(shown.keys(), period.areas):
        for part in parts:
            if truth[part] == truth[whole] and shown[part] != shown[whole]:
                yield Finding(ACADEMICS.name, period.words(part), UNEVEN, (SOURCE,))
