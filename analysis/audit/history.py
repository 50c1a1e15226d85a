"""What readers have seen of which businesses: every state of a period of which tables were shown.

Read from the register of states (``data.store.states``), and counted here once more, by conditions
on single businesses and not by tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.audit.groups import (
    AREA,
    INSIDE,
    NO,
    OTHER,
    UNKNOWN,
    YES,
    Condition,
    Group,
)
from analysis.count import members as columns
from analysis.definitions.indicators import INDICATORS
from data.store.states import PLACE, ROW, States

ANSWER = {YES: columns.YES, NO: columns.NO, UNKNOWN: columns.UNKNOWN}
Table = tuple[str, str, str]
"""(indikator, tingkat, dimensi)."""


Labels = Mapping[str, Mapping[Table, str]]
"""The name of the state of each table, by period."""


@dataclass(frozen=True)
class Shown:
    """One state as readers saw it: its businesses, and the rows (``ROW``) of its tables with
    ``tampak``, whether their numbers stood there."""

    name: str
    periode: str
    made_up: bool
    members: pd.DataFrame
    rows: pd.DataFrame

    @cached_property
    def people(self) -> People:
        """Its businesses by what they count as."""
        return People(self.members)


@dataclass(frozen=True)
class History:
    """All states that were ever shown; ``labels`` names, by period, that of each table of the
    release that is judged. ``new`` are the states that this release shows first, None for all;
    ``of_data`` those that are the micro data themselves, so that these need not be counted again.
    ``earlier`` has the labels of other releases, by name.
    """

    seen: tuple[Shown, ...]
    labels: Labels = field(default_factory=dict)
    new: frozenset[str] | None = None
    of_data: frozenset[str] = frozenset()
    earlier: Mapping[str, Labels] = field(default_factory=dict)
    _shown: dict[tuple[str, bool], set[tuple[str, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def find(self, name: str) -> Shown | None:
        """Return a state by name; None where its businesses are not known."""
        return next((state for state in self.seen if state.name == name), None)

    def find_newest(self, periode: str) -> Shown | None:
        """Return the newest state that the release shows of a period, None if unknown."""
        names = set(self.labels.get(periode, {}).values())
        ordered = [state for state in self.seen if state.name in names]
        return ordered[-1] if ordered else None

    def list_shown(self, periode: str, *, made_up: bool) -> set[tuple[str, ...]]:
        """Return the rows (``ROW``) of a period whose numbers ever stood in a release."""
        if (periode, made_up) not in self._shown:
            self._shown[periode, made_up] = {
                tuple(row)
                for state in self.seen
                if state.periode == periode and state.made_up == made_up
                for row in state.rows.loc[state.rows["tampak"].astype(bool), ROW]
                .to_numpy()
                .tolist()
            }
        return self._shown[periode, made_up]

    def is_new(self, state: Shown) -> bool:
        """Return whether this release is the first to show it."""
        return self.new is None or state.name in self.new


NO_HISTORY = History(())


def read_seen(states: States) -> list[Shown]:
    """Return the states that were shown and of which the businesses are known, the first first."""
    return [
        Shown(state.name, state.periode, state.made_up, state.members, state.shown)
        for state in states.list_all()
        if state.has_members and not state.shown.empty
    ]


def read_history(states: States, release: str) -> History:
    """Return the history behind a release that is kept."""
    every = read_labels(states)
    return History(tuple(read_seen(states)), every.get(release, {}), earlier=every)


def read_labels(states: States) -> dict[str, Labels]:
    """Return of which state each table of each release is, by release and period."""
    return {
        release: {
            periode: {read_table(text): name for text, name in said["tabel"].items()}
            for periode, said in (states.read_release(release) or {}).items()
        }
        for release in states.list_releases()
    }


def read_table(text: str) -> Table:
    """Return the table that the register names."""
    kode, level, *dimension = text.split(" ")
    return kode, level, "".join(dimension)


def list_rows(states: Iterable[Shown]) -> pd.DataFrame:
    """Return every row (``ROW``) of any table of these states, once."""
    parts = [state.rows[ROW] for state in states]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


class People:
    """Businesses, and which of them make up a group."""

    def __init__(self, members: pd.DataFrame) -> None:
        self._members = members
        self._lacking = set(columns.list_columns()) - set(members.columns)
        self._known: dict[Condition, np.ndarray] = {}
        self._counted: dict[Group, int] = {}

    def __len__(self) -> int:
        return len(self._members)

    def select(self, group: Group) -> np.ndarray:
        """Return one boolean per business: all conditions of a group hold."""
        inside = np.ones(len(self._members), dtype=bool)
        for condition in group:
            inside &= self._holds(condition)
        return inside

    @property
    def is_whole(self) -> bool:
        """Whether all was kept of them that is counted today."""
        return not self._lacking

    def can_tell(self, group: Group) -> bool:
        """Return whether every condition of a group was kept of them: what an older program
        arranged lacks what was not asked for then."""
        return self.is_whole or self._lacking.isdisjoint(
            column for condition in group for column in self._list_columns(*condition)
        )

    def count(self, group: Group) -> int:
        """Return how many businesses a group has. Raises KeyError where they cannot tell."""
        if group not in self._counted:
            self._counted[group] = int(self.select(group).sum())
        return self._counted[group]

    def _holds(self, condition: Condition) -> np.ndarray:
        if condition not in self._known:
            self._known[condition] = np.asarray(self._ask(*condition), dtype=bool)
        return self._known[condition]

    def _list_columns(self, axis: str, value: str) -> list[str]:
        if axis == AREA:
            return [PLACE]
        kode, _, _ = axis.removesuffix(INSIDE).partition(":")
        if kode in INDICATORS:
            return [columns.name_answer(kode, asked) for asked in INDICATORS[kode].questions]
        return [columns.name_category(value.split("=", 1)[0])]

    def _ask(self, axis: str, value: str) -> pd.Series:
        if axis == AREA:
            place = self._members[PLACE].astype("str") + "."
            return place.str.startswith(f"{value}.")
        if axis.endswith(INSIDE):
            return self._read_answers(axis.removesuffix(INSIDE)) > columns.OUTSIDE
        kode, _, question = axis.partition(":")
        if kode in INDICATORS:
            return self._answer(kode, question, value)
        dimension, category = value.split("=", 1)
        return self._members[columns.name_category(dimension)] == category

    def _answer(self, kode: str, question: str, value: str) -> pd.Series:
        """Return who gave an answer; where exactly one of several holds, the value names it."""
        entry = INDICATORS[kode]
        if not entry.exclusive:
            return self._read_answers(kode, question) == ANSWER[value]
        if value == UNKNOWN:
            return self._read_answers(kode, next(iter(entry.questions))) == columns.UNKNOWN
        if value.startswith(OTHER):
            return self._read_answers(kode, value.removeprefix(OTHER)) == columns.NO
        return self._read_answers(kode, value) == columns.YES

    def _read_answers(self, kode: str, question: str = "") -> pd.Series:
        asked = question or next(iter(INDICATORS[kode].questions))
        return self._members[columns.name_answer(kode, asked)]
