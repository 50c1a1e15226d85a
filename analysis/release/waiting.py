"""Which tables of a period may take new numbers, and which keep those that they have.

A table takes new numbers as a whole, and only where every count that changes in it has at least as
many movers as everybody may see businesses, against every state of which it was ever shown. A finer
table takes them only together with its totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.disclosure import rule
from analysis.release import clusters, movers, publication
from analysis.release.movers import Table
from analysis.release.offered import COUNT
from analysis.release.publication import KEY, Cell
from analysis.words import theme
from data.store.states import ROW, list_tables

NEAR_MONTHS = 6
"""Periods nearer to each other than this are judged as versions of one: else a correction could
pass as a new period."""


class Seen(Protocol):
    """A state of which readers have seen tables: one that is kept (``State``), or of this draft."""

    @property
    def name(self) -> str: ...
    @property
    def periode(self) -> str: ...
    @property
    def made_up(self) -> bool: ...
    @property
    def has_members(self) -> bool: ...
    @property
    def members(self) -> pd.DataFrame: ...
    @property
    def shown(self) -> pd.DataFrame: ...
    @property
    def tables(self) -> set[Table]: ...


@dataclass(frozen=True)
class Candidate:
    """What one period would publish: its counts (as ``publication.count_all_rows``, of the tables
    that are published of it), its businesses (``count.members``), and whether they are invented.

    ``name`` is that of its state. ``of_data`` says that it is all that the data hold of the period.
    ``for_officials`` are the counts of the tables among which officials have their own, and
    ``left_out`` tells how many tables its businesses are too few for.
    """

    name: str
    periode: str
    made_up: bool
    rows: pd.DataFrame
    members: pd.DataFrame
    of_data: bool = True
    for_officials: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_out: int = 0


@dataclass(frozen=True)
class Decision:
    """What becomes of the tables of a period.

    ``taken`` take the candidate's numbers, ``changed`` are those of them of which any count is
    another than in the state that they had before. All others keep what they have.
    """

    taken: frozenset[Table]
    changed: frozenset[Table]


def are_near(one: str, other: str) -> bool:
    """Return whether two periods (YYYY-MM) are judged as versions of one."""
    months = [int(periode[:4]) * 12 + int(periode[5:7]) for periode in (one, other)]
    return abs(months[0] - months[1]) < NEAR_MONTHS


def find_family(candidate: Candidate, states: Iterable[Seen]) -> list[Seen]:
    """Return the states that a candidate is held against: those shown of its period and of periods
    near it. Invented businesses say nothing of real ones."""
    return [
        state
        for state in states
        if state.made_up == candidate.made_up
        and are_near(state.periode, candidate.periode)
        and not state.shown.empty
    ]


def find_mask(candidate: Candidate, family: Sequence[Seen]) -> dict[tuple[str, ...], bool]:
    """Return which rows (as ``ROW``) are shown, of those that were ever published: the mask of a
    period stays as it was chosen. Its own states say so, else those of the periods near it."""
    own = [state for state in family if state.periode == candidate.periode] or family
    mask: dict[tuple[str, ...], bool] = {}
    for state in own:
        for *row, shown in state.shown[[*ROW, "tampak"]].to_numpy().tolist():
            mask[tuple(row)] = mask.get(tuple(row), False) or bool(shown)
    return mask


def decide(
    candidate: Candidate,
    family: Sequence[Seen],
    areas: pd.DataFrame,
    *,
    before: Mapping[Table, str],
    mask: Mapping[tuple[str, ...], bool],
    halves: Mapping[tuple[str, ...], str],
    exempt: set[tuple[str, ...]],
    held: Collection[Table] = (),
    minimum: int = rule.PUBLIC,
    seen_by_officials: Sequence[Seen] = (),
) -> Decision:
    """Return which tables take a candidate's numbers.

    ``before`` names the state that each table shows now, ``mask`` says which rows (as ``ROW``) are
    shown, ``halves`` in which half a withheld share (as ``ROW``) is told to lie; ``exempt`` are
    rows (as ``KEY``) that the city has printed. ``held`` wait whatever their counts say.
    Officials read what everybody reads, so the public's numbers are held against what they alone
    have seen as well.
    """
    waiting = set(held) | _find_unfit(candidate.rows, mask, halves, exempt, minimum)
    changed: set[Table] = set()
    for table, state, moved in _list_moved(candidate, family, areas):
        if moved is None or not may_move(moved, minimum):
            waiting.add(table)
        elif len(moved) and before.get(table) == state.name:
            changed.add(table)
    for table, _, moved in _list_moved(candidate, seen_by_officials, areas):
        if moved is None or not may_move(moved, rule.OFFICIALS):
            waiting.add(table)
    taken: set[Table] = set()
    for table, totals in sort_from_coarse(candidate.rows):
        if table not in waiting and totals <= taken:
            taken.add(table)
    if COUNT not in taken:
        # Which tables there are says about how many businesses: a new one comes with their number.
        taken &= set(before)
    new = {table for table in taken if table not in before}
    return Decision(frozenset(taken), frozenset((changed | new) & taken))


def _list_moved(
    candidate: Candidate, family: Sequence[Seen], areas: pd.DataFrame
) -> Iterator[tuple[Table, Seen, pd.DataFrame | None]]:
    """Yield, for each table and each state of which it was shown, the movers of its rows; None
    where nobody can tell any more who they are."""
    tables = list_tables(candidate.rows)
    for state in family:
        both = state.tables & tables
        if not state.has_members:
            yield from ((table, state, None) for table in both)
        elif state.name != candidate.name:
            differing = movers.find_differing(state.members, candidate.members)
            for table, moved in movers.count_movers(differing, areas, both).items():
                yield table, state, moved


def may_move(moved: pd.DataFrame, minimum: int) -> bool:
    """Return whether the movers of a table's rows are nobody or many in each, withheld rows too:
    of the row, and on both sides of its answers or on neither."""
    n, yes, no = (moved[name].to_numpy(dtype=int) for name in ("n", "ya", "tidak"))
    many = (n == 0) | (n >= minimum)
    answers = ((yes == 0) & (no == 0)) | ((yes >= minimum) & (no >= minimum))
    return bool((many & answers).all())


def _find_unfit(
    rows: pd.DataFrame,
    mask: Mapping[tuple[str, ...], bool],
    halves: Mapping[tuple[str, ...], str],
    exempt: set[tuple[str, ...]],
    minimum: int,
) -> set[Table]:
    """Return the tables of which a shown row would become too small to be shown, or a half that is
    told untrue."""
    unfit: set[Table] = set()
    if not mask:
        return unfit
    names = list(rows[ROW].itertuples(index=False, name=None))
    keys = rows[KEY].itertuples(index=False, name=None)
    true_half = clusters.find_halves(rows)
    small = publication.find_sensitive(rows, minimum)
    for name, key, half, is_small in zip(names, keys, true_half, small, strict=True):
        kode, level, _, dimension, _ = name
        belied = halves.get(name, half) != half
        if belied or (is_small and mask.get(name, False) and key not in exempt):
            unfit.add((kode, level, dimension))
    return unfit


def sort_from_coarse(rows: pd.DataFrame) -> list[tuple[Table, set[Table]]]:
    """Return every table with the tables that hold its totals, none before its totals."""
    totals = find_totals(rows)
    return [(table, totals[table]) for table in TopologicalSorter(totals).static_order()]


def find_totals(rows: pd.DataFrame) -> dict[Table, set[Table]]:
    """Return, by table, those that hold sums or universes of its counts."""
    place: dict[Cell, Table] = {}
    for *key, level in rows[[*KEY, "tingkat"]].to_numpy().tolist():
        table = (key[0], level, key[3])
        for what in ("n", "ya", "tidak", "tak_tahu"):
            place[*key, what] = table
    found: dict[Table, set[Table]] = defaultdict(set)
    for cell, table in place.items():
        found[table] |= {
            place[total] for _, total in publication.list_totals(cell) if total in place
        } - {table}
    return dict(found)


def complete_mask(
    rows: pd.DataFrame, mask: Mapping[tuple[str, ...], bool], exempt: set[tuple[str, ...]]
) -> np.ndarray:
    """Return one boolean per row of a period: withheld, by the mask that it has, and for rows that
    were never published by a choice that leaves that mask as it is."""
    names = list(rows[ROW].itertuples(index=False, name=None))
    known = np.array([name in mask for name in names], dtype=bool)
    withheld = np.array([not mask.get(name, True) for name in names], dtype=bool)
    if known.all():
        return withheld
    choice = publication.choose_rest(rows, withheld & known, ~withheld & known, exempt)
    return np.where(known, withheld, choice)


def read_halves(cells: pd.DataFrame) -> dict[tuple[str, ...], str]:
    """Return the rows (as ``ROW``) of published cells that tell the half of their share."""
    told = cells[cells["rentang"].isin([theme.MOSTLY, theme.PARTLY])]
    return {tuple(row): half for *row, half in told[[*ROW, "rentang"]].to_numpy().tolist()}
