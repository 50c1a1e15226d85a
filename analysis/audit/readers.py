"""What academics and officials can tell from the rounded cube, beside everything that is public.

Officials also have a table of their own, of every kelurahan. Both are judged with the cube, since
both may open it, and rounding has to be right for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from analysis.audit import bounds
from analysis.audit.cube import OFF, SOURCE, group_of_cell, learn_cube, tells_something
from analysis.audit.groups import Areas, Group, find_sums
from analysis.audit.history import History
from analysis.audit.judge import (
    Audience,
    Evidence,
    collect_values,
    count_in,
    find_betrayed,
    select_of,
    select_secrets,
)
from analysis.audit.knowledge import Knowledge, read_register
from analysis.audit.pairs import find_changes
from analysis.audit.problem import Problem, pose_problem
from analysis.audit.releases import SeenRelease
from analysis.audit.secrets import Count, describe_count
from analysis.audit.verdict import Finding, Verdict, say_left
from analysis.count import rounded
from analysis.definitions.indicators import list_kelurahan_titles
from analysis.disclosure import rule

OWN = " (tabel pejabat)"
UNEVEN = "dibulatkan lain daripada sel dengan usaha yang sama"
BARE = "tidak dibulatkan"


def tells_few(low: float, high: float) -> bool:
    """Return whether a range says for sure that there is somebody, and too few of them."""
    return low >= 1 and high < rule.ACADEMICS


ACADEMICS = Audience("akademisi", rule.ACADEMICS, tells_few)
OFFICIALS = Audience("pejabat", rule.OFFICIALS, partial(rule.is_tight, minimum=rule.OFFICIALS))


@dataclass(frozen=True)
class Held:
    """A small count that is held too tightly: for whom, how, by which tables, and by which rounded
    cells."""

    audience: str
    group: Group
    steps: int
    tables: tuple[str, ...]
    cells: frozenset[Group]


@dataclass(frozen=True)
class Reader:
    """An audience, what it knows without the cube, and which counts are too small for it.

    ``cube`` are the groups of the cube's rows, in its order. What was found of the last rounded
    values is kept: the cube is judged once more when it is written, and mostly says the same.
    """

    audience: Audience
    knowledge: Knowledge
    small: set[Group]
    cube: list[Group]
    areas: Areas
    _last: dict[tuple[int, ...], list[Held]] = field(default_factory=dict, repr=False)

    @cached_property
    def _asked(self) -> Problem:
        return pose_problem(self.knowledge, self.areas)

    @cached_property
    def _columns(self) -> np.ndarray:
        """The column of each row's group, -1 for one that is known without the cube."""
        place = {group: number for number, group in enumerate(self._asked.groups)}
        return np.array([place.get(group, -1) for group in self.cube])

    def find_held(self, nilai: Sequence[int]) -> list[Held]:
        """Return the small counts that what is known and these rounded values give away.

        A value that is no rounding of its count says nothing here.
        """
        values = tuple(nilai)
        if values not in self._last:
            self._last.clear()
            self._last[values] = list(self._find_held(values))
        return self._last[values]

    def _find_held(self, nilai: Sequence[int]) -> Iterator[Held]:
        asked, hidden = self._asked, self._columns >= 0
        for known_group in self.small - set(asked.groups):
            if self.audience.tight(*self.knowledge.find_limits(known_group)):
                named = tuple(sorted(self.knowledge.list_sources(known_group)))
                yield Held(self.audience.name, known_group, 0, named, frozenset())
        # The sums are the same whatever the cube says, and finding them takes longest. So the
        # system is built once without the cube, and a rounding only narrows the limits of its
        # columns. A rounded value that is off by more than rounding allows would leave no table at
        # all that fits; it is left out here, and reported as ill rounded.
        system = replace(asked.system, low=asked.system.low.copy(), high=asked.system.high.copy())
        columns, values = self._columns[hidden], np.array(nilai)[hidden]
        true = abs(asked.truth[columns] - values) <= OFF
        columns, values = columns[true], values[true]
        system.low[columns] = np.maximum(system.low[columns], values - OFF)
        system.high[columns] = np.minimum(system.high[columns], values + OFF)
        small = np.flatnonzero([group in self.small for group in asked.groups])
        narrow = bounds.narrow(system, asked.truth, small, self.audience.tight)
        for column, range_ in narrow.items():
            # Which rounded cells hold this count: those whose own limits bind, and those that stand
            # in a sum that binds. One of them has to be turned to let it move.
            near = range_.columns | set(system.rows[sorted(range_.rows)].indices.tolist())
            cells = frozenset(near) & set(columns.tolist())
            yield Held(
                self.audience.name,
                asked.groups[column],
                range_.high - range_.low,
                tuple(asked.list_tables_behind(range_)) + ((SOURCE,) if cells else ()),
                frozenset(asked.groups[cell] for cell in cells),
            )


@dataclass(frozen=True)
class Period:
    """One period: the cube's rows by their group, the public counts by theirs, and who reads."""

    rows: dict[Group, dict[str, Any]]
    counts: dict[Group, Count]
    readers: tuple[Reader, ...]
    areas: Areas

    def describe(self, cell: Group) -> str:
        """Return which count it is, without its value."""
        if cell in self.counts:
            return describe_count(self.counts[cell], self.areas)
        return rounded.describe_cell(self.rows[cell])

    def find_held(self, nilai: Sequence[int]) -> Iterator[list[Held]]:
        """Yield, for one reader after the other, the small counts that these rounded values give
        to them."""
        return (reader.find_held(nilai) for reader in self.readers)


def gather_periods(
    cells: pd.DataFrame,
    own: pd.DataFrame,
    draft: SeenRelease,
    earlier: Sequence[SeenRelease],
    evidence: Mapping[str, Evidence],
) -> dict[str, Period]:
    """Return what is known beside the cube, by period. ``cells`` are exact, as of
    ``rounded.make_cells``; ``own`` is what officials see beside the draft, as of
    ``officials.make_cells``."""
    made = {}
    for periode, public_evidence in evidence.items():
        rows = {
            group_of_cell(row): row for row in cells[cells["periode"] == periode].to_dict("records")
        }
        exact = {cell: int(row["n"]) for cell, row in rows.items()}
        truth = public_evidence.public.truth
        assert all(truth.get(cell, n) == n for cell, n in exact.items()), "two exact counts"
        known_to_academics = replace(public_evidence.public.copy(), truth={**truth, **exact})
        for release in earlier:
            same_origin = release.is_made_up(periode) == draft.is_made_up(periode)
            if release.rounded is not None and same_origin:
                before = release.rounded[release.rounded["periode"] == periode]
                learn_cube(known_to_academics, before, f" (terbitan {release.name})")
        known_to_officials = known_to_academics.copy()
        read_register(known_to_officials, own[own["periode"] == periode], OWN)
        small = {g for g, n in exact.items() if 0 < n < rule.ACADEMICS and tells_something(g)}
        small |= {
            g
            for g, count in select_secrets(public_evidence.counts, ACADEMICS).items()
            if count.value
        }
        smaller = set(select_secrets(public_evidence.counts, OFFICIALS))
        readers = (
            Reader(ACADEMICS, known_to_academics, small, list(rows), draft.areas),
            Reader(OFFICIALS, known_to_officials, smaller, list(rows), draft.areas),
        )
        counts = {count.group: count for count in public_evidence.counts}
        made[periode] = Period(rows, counts, readers, draft.areas)
    return made


def audit_own(
    draft: SeenRelease, own: pd.DataFrame, evidence: Mapping[str, Evidence], history: History
) -> Verdict:
    """Return what officials can tell from their own table (``own``, with the name of the state of
    each row in ``keadaan``) and everything public: small counts, and who changed.

    ``history`` is what they saw of whom, their own tables among it.
    """
    changes, pairs = find_changes(history, draft.areas, OFFICIALS.name, OFFICIALS.minimum)
    verdicts = [Verdict(tuple(changes), 0, 0, pairs)]
    for periode, public_evidence in evidence.items():
        mine = own[own["periode"] == periode]
        names = set(mine["keadaan"])
        newest = [state for state in history.seen if state.name in names]
        counts, public = public_evidence.counts, draft.select_register(periode)
        if newest:
            name = newest[-1].name
            if name not in history.of_data:
                counts = count_in(newest[-1], counts)
            mine = mine[mine["keadaan"] == name]
            public = select_of(public, history.labels.get(periode, {}), name)
        knowledge = Knowledge(collect_values(counts))
        read_register(knowledge, public)
        read_register(knowledge, mine, OWN)
        secret = select_secrets(counts, OFFICIALS)
        found = find_betrayed(knowledge, secret, OFFICIALS, draft.areas)
        verdicts.append(Verdict(tuple(found.values()), len(list_kelurahan_titles()), len(secret)))
    return Verdict.combine(verdicts)


def audit(draft: SeenRelease, periods: Mapping[str, Period]) -> Verdict:
    """Return what academics and officials can tell of small counts from a version's rounded cube,
    beside what else they may read and all earlier versions."""
    assert draft.rounded is not None, "a version without a rounded cube"
    verdicts = []
    for periode, period in periods.items():
        rows = draft.rounded[draft.rounded["periode"] == periode].to_dict("records")
        if not rows:
            continue  # a period that could not be rounded safely is left out
        shown = {group_of_cell(row): int(row["nilai"]) for row in rows}
        findings = [
            Finding(held.audience, period.describe(held.group), say_left(held.steps), held.tables)
            for held in chain.from_iterable(period.find_held([shown[cell] for cell in period.rows]))
        ]
        findings += _find_ill_rounded(period, shown)
        bounded = sum(len(reader.small) for reader in period.readers)
        tables = len(rounded.list_tables()) + len(list_kelurahan_titles())
        verdicts.append(Verdict(tuple(findings), tables, bounded))
    return Verdict.combine(verdicts)


def _find_ill_rounded(period: Period, shown: Mapping[Group, int]) -> Iterator[Finding]:
    """Yield the cells whose value is no neighbouring multiple, or that the same businesses belie.

    Two cells, one a part of the other, with one count are the same businesses. Were they rounded
    apart, their mean would be nearer to the truth than either.
    """
    truth = period.readers[0].knowledge.truth
    for cell, nilai in shown.items():
        if nilai % rounded.BASE or abs(nilai - truth[cell]) >= rounded.BASE:
            yield Finding(ACADEMICS.name, period.describe(cell), BARE, (SOURCE,))
    for whole, parts, _ in find_sums(shown.keys(), period.areas):
        for part in parts:
            if truth[part] == truth[whole] and shown[part] != shown[whole]:
                yield Finding(ACADEMICS.name, period.describe(part), UNEVEN, (SOURCE,))
