"""Two states that readers hold: does any count that both tell differ by a few businesses?

Counted are movers, businesses that are in a count in one state and not in the other, and not the
net change. Everything here is found by conditions on single businesses and by linear algebra over
the published sums; nothing is taken from what decided which tables move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr

from analysis.audit import bounds
from analysis.audit.groups import NO, YES, Areas, Group, find_groups
from analysis.audit.history import History, People, Shown, list_rows
from analysis.audit.knowledge import Knowledge, name_table
from analysis.audit.problem import Problem, pose_problem
from analysis.audit.verdict import Finding
from analysis.definitions.indicators import INDICATORS
from analysis.words import theme
from data.store.states import ID

NEAR_MONTHS = 6
"""Periods nearer than this count the same businesses, so that they are compared like versions."""
FREE = 1e-7
"""By how much a count moves along a random solution of the sums where it is free to move at all."""
FEW, ONE_SIDED = "berubah karena kurang dari {minimum} usaha", "berubah dengan satu jawaban saja"


@dataclass(frozen=True)
class Change:
    """A row of which both states tell counts that differ by few, or by one answer only."""

    row: tuple[str, ...]
    how: str


def find_changes(
    history: History, areas: Areas, audience: str, minimum: int
) -> tuple[list[Finding], int]:
    """Return what two states of the same businesses betray of those who changed, and how many pairs
    were looked at."""
    findings, pairs = [], 0
    for one, other in combinations(history.seen, 2):
        if one.made_up != other.made_up or not _are_near(one.periode, other.periode):
            continue
        if not (history.is_new(one) or history.is_new(other)):
            continue
        pairs += 1
        findings += [
            _report(change, one, other, areas, audience)
            for change in _compare(one, other, areas, minimum)
        ]
    return findings, pairs


def _are_near(one: str, other: str) -> bool:
    months = [12 * int(periode[:4]) + int(periode[5:7]) for periode in (one, other)]
    return abs(months[0] - months[1]) < NEAR_MONTHS


def _report(change: Change, one: Shown, other: Shown, areas: Areas, audience: str) -> Finding:
    kode, level, area, dimension, category = change.row
    row = {"dimensi": dimension, "kategori": category, "kode_wilayah": area, "tingkat": level}
    when = {theme.period(one.periode), theme.period(other.periode)}
    return Finding(
        audience,
        f"{name_table(INDICATORS[kode], row)}, {areas.name(area)}, {' dan '.join(sorted(when))}",
        f"terlihat {change.how} di antara dua terbitan",
        (),
        other.periode,
        (kode, level, dimension),
    )


def _compare(one: Shown, other: Shown, areas: Areas, minimum: int) -> Iterator[Change]:
    """Yield the rows of which both states tell a change that is too small."""
    every = [tuple(row) for row in list_rows([one, other]).to_numpy().tolist()]
    rows = [row for row in every if all(_can_tell(state, row) for state in (one, other))]
    changed = Movers.compare(one.members, other.members)
    suspects = [
        (row, what, how)
        for row in rows
        if row[0] in INDICATORS
        for what, how in _find_small(row, changed, minimum)
    ]
    if not suspects:
        return
    asked = {group for _, groups, _ in suspects for group in groups}
    told = [find_told(state, rows, asked, areas) for state in (one, other)]
    for row, groups, how in suspects:
        if all(group in told[0] and group in told[1] for group in groups):
            yield Change(row, how)


def _can_tell(state: Shown, row: tuple[str, ...]) -> bool:
    """Return whether a state's businesses tell the counts of a row; else it never showed them."""
    if state.people.is_whole:
        return True
    kode, _, area, dimension, category = row
    groups = find_groups(INDICATORS[kode], area, dimension, category) if kode in INDICATORS else {}
    return all(state.people.can_tell(group) for group in groups.values())


def _find_small(
    row: tuple[str, ...], changed: Movers, minimum: int
) -> Iterator[tuple[tuple[Group, ...], str]]:
    """Yield the counts of a row that betray who changed, if both states tell them."""
    kode, _, area, dimension, category = row
    groups = find_groups(INDICATORS[kode], area, dimension, category)
    few = FEW.format(minimum=minimum)
    moved = {what: changed.count(groups[what]) for what in ("n", YES, NO) if what in groups}
    for what, many in moved.items():
        if 0 < many < minimum:
            yield (groups[what],), few
    if YES in moved and (moved[YES] >= minimum) != (moved[NO] >= minimum):
        yield (groups[YES], groups[NO]), ONE_SIDED


def find_told(
    state: Shown, rows: Sequence[tuple[str, ...]], asked: set[Group], areas: Areas
) -> set[Group]:
    """Return which of the groups that are asked for follow from what was shown of a state.

    ``rows`` are those whose counts the sums are looked for among.
    """
    people, truth = state.people, {}
    for kode, _, area, dimension, category in rows:
        if kode in INDICATORS:
            for group in find_groups(INDICATORS[kode], area, dimension, category).values():
                truth[group] = people.count(group)
    knowledge = Knowledge(truth)
    for *row, shown in (
        state.rows[["indikator", "kode_wilayah", "dimensi", "kategori", "tampak"]]
        .to_numpy()
        .tolist()
    ):
        if shown and row[0] in INDICATORS:
            for group in find_groups(INDICATORS[row[0]], *row[1:]).values():
                knowledge.learn(group, truth[group], truth[group], "")
    problem = pose_problem(knowledge, areas)
    place = {group: number for number, group in enumerate(problem.groups)}
    told = {group for group in asked if group in truth and group not in place}
    free = _find_free(problem)
    doubtful = [place[group] for group in asked if group in place and not free[place[group]]]
    fixed = bounds.narrow(
        problem.system, problem.truth, np.array(doubtful, dtype=int), lambda low, high: high <= low
    )
    return told | {problem.groups[column] for column in fixed}


def _find_free(problem: Problem) -> np.ndarray:
    """Return one boolean per hidden count: it is told by nothing, for sure.

    A random direction is laid into the solutions of all sums that bind. Zeros are held, since they
    cannot fall; whatever still moves along it can move both ways.
    """
    system, truth = problem.system, problem.truth
    loose = (truth > system.low) & (truth < system.high)
    at = system.rows @ truth
    binding = np.isclose(at, system.row_low) | np.isclose(at, system.row_high)
    tied = csr_array(system.rows[np.flatnonzero(binding)][:, np.flatnonzero(loose)])
    direction = np.random.default_rng(1).standard_normal(int(loose.sum()))
    if tied.shape[0] and tied.shape[1]:
        direction = direction - lsmr(tied, tied @ direction, atol=1e-12, btol=1e-12)[0]
    free = np.zeros(len(truth), dtype=bool)
    free[np.flatnonzero(loose)[np.abs(direction) > FREE]] = True
    return free


class Movers:
    """Who counts as something else in one state than in another."""

    def __init__(self, before: pd.DataFrame, after: pd.DataFrame, named: bool) -> None:
        self._sides = People(before), People(after)
        self._named = named
        self._moved: dict[Group, int] = {}

    @classmethod
    def compare(cls, one: pd.DataFrame, other: pd.DataFrame) -> Movers:
        """Return the businesses that differ, row by row the same one on both sides; where ids do
        not hold, all that are on one side and all that are on the other."""
        what = [name for name in one.columns if name != ID and name in other.columns]
        before, after = one[[ID, *what]], other[[ID, *what]]
        same = before.merge(after, on=[ID, *what])[ID]
        before, after = before[~before[ID].isin(same)], after[~after[ID].isin(same)]
        # What has its equal on the other side has moved nothing, whatever it is called there.
        likes = [Counter(side[what].itertuples(index=False, name=None)) for side in (before, after)]
        common = likes[0] & likes[1]
        left = [_drop(side, what, Counter(common)) for side in (before, after)]
        named = common.total() <= len(left[0]) + len(left[1])
        if named:
            every = pd.Index(left[0][ID]).union(pd.Index(left[1][ID]))
            left = [side.set_index(ID).reindex(every).reset_index() for side in left]
        return cls(left[0], left[1], named)

    def count(self, group: Group) -> int:
        """Return how many moved into or out of a group: many rows have the same group."""
        if group not in self._moved:
            self._moved[group] = self._count(group)
        return self._moved[group]

    def _count(self, group: Group) -> int:
        before, after = (people.select(group) for people in self._sides)
        if self._named:
            return int((before ^ after).sum())
        return int(max(before.sum(), after.sum()))


def _drop(side: pd.DataFrame, what: list[str], common: Counter[tuple[object, ...]]) -> pd.DataFrame:
    """Return the rows without those that ``common`` counts, as often as it does."""
    stay = []
    for row in side[what].itertuples(index=False, name=None):
        stay.append(common[row] == 0)
        common[row] -= common[row] > 0
    return side[np.array(stay, dtype=bool)]
