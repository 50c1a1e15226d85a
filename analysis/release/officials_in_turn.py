"""The officials' own table from one release to the next.

It has a chain of its own by the same rule (``waiting``), with the officials' minimum, held against
everything that officials saw before: their own tables and the public ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.definitions.indicator import COLUMNS
from analysis.disclosure import rule
from analysis.release import offered, officials, publication, waiting
from analysis.release.movers import Table
from analysis.release.officials import select_own
from analysis.release.revision import Part
from analysis.release.waiting import Candidate
from data.settings import Settings
from data.store.states import ROW, TABLE, State, States, list_tables
from data.store.store import Store
from data.store.versions import Versions

CELLS = [*COLUMNS, "asal", "rujukan", "angka_per", "keadaan"]
"""The officials' cells: ``keadaan`` names the state of each one's table, ``angka_per`` its day."""


@dataclass(frozen=True)
class ToOfficials:
    """A state as officials saw it: their own tables, and of the public ones those that are the
    same (``waiting.Seen``)."""

    state: State

    @property
    def name(self) -> str:
        return self.state.name

    @property
    def periode(self) -> str:
        return self.state.periode

    @property
    def made_up(self) -> bool:
        return self.state.made_up

    @property
    def has_members(self) -> bool:
        return self.state.has_members

    @property
    def members(self) -> pd.DataFrame:
        return self.state.members

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The rows (``ROW``) with ``tampak``."""
        both = pd.concat([select_own(self.state.shown), self.state.shown_to_officials])
        return both.groupby(ROW, as_index=False)["tampak"].any() if len(both) else both

    @property
    def tables(self) -> set[Table]:
        return list_tables(self.shown)


def read_seen(states: States) -> list[ToOfficials]:
    """Return every state that officials saw something of."""
    found = [ToOfficials(state) for state in states.list_all()]
    return [state for state in found if not state.shown.empty]


def make_in_turn(
    store: Store,
    settings: Settings,
    parts: Sequence[Part],
    areas: pd.DataFrame,
    day: str,
    *,
    public: pd.DataFrame,
    held: bool = False,
) -> pd.DataFrame:
    """Return the officials' cells (``CELLS``) of a draft; ``day`` is today (ISO).

    ``public`` are the register's cells that everybody sees. With ``held`` no table of a period that
    officials have seen takes new numbers. Of a period that was published before officials had a
    table of their own that is remembered, they see what everybody sees, and so of a table that the
    period has got since.
    """
    before = _read_before(settings)
    seen = read_seen(States(settings.keadaan))
    first = [part for part in parts if not part.revised]
    found = []
    if first:
        made = officials.make_cells(store, public, [part.periode for part in first])
        names = {part.periode: part.name for part in first}
        found.append(made.assign(angka_per=day, keadaan=made["periode"].map(names))[CELLS])
    for part in parts:
        if part not in first:
            mine = before[before["periode"] == part.periode]
            of_everybody = _copy_public(public[public["periode"] == part.periode], part)
            if not mine.empty:
                mine = _revise(part.candidate, seen, mine, areas, day, held=held)
            more = list_tables(of_everybody) - list_tables(mine)
            found += [mine, offered.select_tables(of_everybody, more)]
    return pd.concat(found, ignore_index=True)


def _copy_public(public: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return what everybody sees of a period in the officials' tables, as cells of theirs."""
    cells = select_own(public)
    return cells.assign(keadaan=[part.states.get(t, "") for t in _list_names(cells)])[CELLS]


def _read_before(settings: Settings) -> pd.DataFrame:
    """Return the officials' cells that are open now."""
    versions, states = Versions(settings.publik), States(settings.keadaan)
    served = versions.find_current()
    names = [name for name in versions.list_by_age() if name not in versions.list_withdrawn()]
    for name in sorted(names, key=lambda name: name == served, reverse=True):
        cells = states.read_officials(name)
        if cells is not None:
            return cells
    return pd.DataFrame(columns=CELLS)


def _revise(
    candidate: Candidate,
    seen: Sequence[ToOfficials],
    before: pd.DataFrame,
    areas: pd.DataFrame,
    day: str,
    *,
    held: bool,
) -> pd.DataFrame:
    """Return the cells of a period that officials have seen."""
    labels = _read_labels(before, "keadaan")
    # A table that they have not seen comes as everybody sees it.
    rows = offered.select_tables(select_own(candidate.for_officials), labels.keys())
    own = replace(candidate, rows=rows)
    family = waiting.find_family(own, seen)
    if not family or bool((before["asal"] == "sintetis").any()) != candidate.made_up:
        return before
    mask = waiting.find_mask(own, family)
    decision = waiting.decide(
        own,
        family,
        areas,
        before=labels,
        mask=mask,
        halves={},
        exempt=publication.read_exempt(),
        held=list_tables(own.rows) if held else (),
        minimum=rule.OFFICIALS,
    )
    taken = decision.taken if decision.changed else frozenset[Table]()
    new = _make_new(own, mask, candidate.made_up)
    new = new[[table in taken for table in _list_names(new)]]
    days = _read_labels(before, "angka_per")
    new = new.assign(
        angka_per=[
            day if table in decision.changed else days.get(table, day) for table in _list_names(new)
        ],
        keadaan=candidate.name,
    )
    kept = before[[table not in taken for table in _list_names(before)]]
    return pd.concat([new[CELLS], kept], ignore_index=True)


def _make_new(own: Candidate, mask: dict[tuple[str, ...], bool], made_up: bool) -> pd.DataFrame:
    names = own.rows[ROW].itertuples(index=False, name=None)
    withheld = pd.Series([not mask.get(name, False) for name in names]).to_numpy(dtype=bool)
    return officials.derive_cells(own.rows, withheld, {own.periode} if made_up else set())


def _list_names(cells: pd.DataFrame) -> list[Table]:
    return list(cells[TABLE].itertuples(index=False, name=None))


def _read_labels(cells: pd.DataFrame, column: str) -> dict[Table, str]:
    return dict(zip(_list_names(cells), cells[column].tolist(), strict=True))
