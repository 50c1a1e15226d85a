"""What a release publishes of each period: tables that take new numbers, and tables that wait.

A period that was never published goes out as it is. Of any other each table either takes the
numbers of the data or keeps those that it has, with their date; ``waiting`` says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.count import compute
from analysis.count.from_members import count_again
from analysis.count.members import read_members
from analysis.disclosure import rule
from analysis.release import offered, publication, waiting
from analysis.release.before import CELLS, Before, Published
from analysis.release.movers import Table, find_differing
from analysis.release.publication import Known, Tables, Told
from analysis.release.waiting import Candidate, Decision, Seen
from data.errors import DasborError
from data.store.states import ID, PLACE, ROW, State, States, list_tables, name_state
from data.store.store import Store

Held = Mapping[str, Set[Table]]
"""By period, tables that wait whatever their counts say."""


@dataclass(frozen=True)
class Part:
    """What a release publishes of one period.

    ``counts`` are those of the tables that take new numbers, with what is withheld in them;
    ``kept`` are the published cells (``CELLS``) of those that wait. ``states`` names the state of
    each table, ``days`` the day (ISO) of its numbers. ``let_in`` names the state that was let in
    last, ``businesses`` how many are otherwise in the data than in the tables that wait, and
    ``since`` the day since which they wait, '' where nothing does. ``revised`` says that something
    of the period, or of one near it, was published before; ``tabulated`` names the state of the
    academics' rounded cube, which stays as it was first made.
    """

    candidate: Candidate
    counts: Tables
    kept: pd.DataFrame
    states: dict[Table, str]
    days: dict[Table, str]
    let_in: str
    businesses: int = 0
    since: str = ""
    revised: bool = False
    tabulated: str = ""

    @property
    def waiting(self) -> set[Table]:
        """The tables that do not show the numbers of the data."""
        return list_tables(self.candidate.rows) - self.tables

    # What a later period of the same release is held against (``waiting.Seen``).
    @property
    def of_data(self) -> bool:
        """Whether its state is all of the data, and no batch of what waits."""
        return self.candidate.of_data

    @property
    def name(self) -> str:
        return self.candidate.name

    @property
    def periode(self) -> str:
        return self.candidate.periode

    @property
    def made_up(self) -> bool:
        return self.candidate.made_up

    @property
    def has_members(self) -> bool:
        return True

    @property
    def members(self) -> pd.DataFrame:
        return self.candidate.members

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The rows (``ROW``) that take their numbers from the candidate, with ``tampak``."""
        return self.counts.rows.assign(tampak=~self.counts.withheld)[[*ROW, "tampak"]]

    @property
    def tables(self) -> set[Table]:
        return list_tables(self.shown)


def read_areas(store: Store) -> pd.DataFrame:
    """Return in which areas each kelurahan lies (``kode_kelurahan``, ``tingkat``,
    ``kode_wilayah``)."""
    return store.query("select * from cakupan")


def find_let_in(before: Before, states: States) -> dict[str, State]:
    """Return the state that was let in last, by period."""
    found = {periode: states.find(said.let_in) for periode, said in before.items()}
    return {periode: state for periode, state in found.items() if state is not None}


def list_candidates(
    store: Store,
    areas: pd.DataFrame,
    let_in: Mapping[str, State],
    batch: Set[str],
    states: States,
    least: int,
) -> list[Candidate]:
    """Return what each period of the data would publish: all of it, or with ``batch`` (codes of
    areas, names of files) only what is new of it, beside what was let in before.

    Its tables are those that are offered (``offered.list_offered``, for ``least`` businesses a
    cell), and all that were ever shown of it. Raises DasborError for a batch that the data do not
    have.
    """
    made_up = compute.find_made_up_periods(store)
    rows = dict(list(publication.count_all_rows(store).groupby("periode")))
    files = _read_files(store, batch)
    found = []
    for periode, members in read_members(store).items():
        mine, before = rows[periode].reset_index(drop=True), let_in.get(periode)
        same_kind = before is not None and before.made_up == (periode in made_up)
        if batch and before is not None and same_kind and before.has_members:
            members = mix(before.members, members, batch, files.get(periode, set()))
            mine = count_again(mine, members, areas)
        invented = periode in made_up
        shown, to_officials = _list_shown(states, periode, invented)
        public = offered.select_tables(mine, offered.list_offered(mine, least) | shown)
        found.append(
            Candidate(
                name_state(periode, invented, members),
                periode,
                invented,
                public,
                members,
                not batch,
                offered.select_tables(
                    mine,
                    offered.list_offered(mine, min(least, rule.OFFICIALS)) | shown | to_officials,
                ),
                len(list_tables(mine)) - len(list_tables(public)),
            )
        )
    return found


def _list_shown(states: States, periode: str, made_up: bool) -> tuple[set[Table], set[Table]]:
    """Return the tables of a period that everybody ever saw, and those that officials saw: a table
    that was shown once does not vanish."""
    own = [s for s in states.list_all() if (s.periode, s.made_up) == (periode, made_up)]
    shown = set[Table]().union(*(state.tables for state in own))
    return shown, set[Table]().union(*(list_tables(state.shown_to_officials) for state in own))


def _read_files(store: Store, batch: Set[str]) -> dict[str, set[str]]:
    """Return, by period, the businesses whose row is from a file that a batch names."""
    if not batch:
        return {}
    known = {
        str(row["kode_wilayah"]) for row in store.query_rows("select kode_wilayah from wilayah")
    } | {str(row["berkas"]) for row in store.query_rows("select distinct berkas from usaha")}
    if strange := sorted(batch - known):
        raise DasborError(
            f"'{strange[0][:60]}' bukan kode kecamatan atau kelurahan, dan bukan berkas register "
            "versi ini. Lihat nama berkas dengan: python -m data list"
        )
    rows = store.query(
        f"select periode, {ID} from usaha where list_contains($batch, berkas)",
        {"batch": sorted(batch)},
    )
    return {str(periode): set(here[ID]) for periode, here in rows.groupby("periode")}


def mix(
    before: pd.DataFrame, now: pd.DataFrame, batch: Set[str], named: Set[str] = frozenset()
) -> pd.DataFrame:
    """Return the businesses of before; those that are or were in the areas of a batch, and those
    that are named (by id), as they are now."""
    inside = set(named)
    for members in (before, now):
        inside |= set(members.loc[_lie_in(members[PLACE], batch), ID])
    parts = [before[~before[ID].isin(inside)], now[now[ID].isin(inside)]]
    return pd.concat(parts, ignore_index=True).sort_values(ID, ignore_index=True)


def _lie_in(places: pd.Series, batch: Set[str]) -> pd.Series:
    return places.map(lambda code: any(f"{code}.".startswith(f"{area}.") for area in batch))


def make_parts(
    candidates: Sequence[Candidate],
    areas: pd.DataFrame,
    states: States,
    before: Before,
    day: str,
    *,
    exempt: set[tuple[str, ...]],
    known: Known = (),
    told: Told = (),
    held: Held | None = None,
) -> list[Part]:
    """Return what to publish of each candidate; ``day`` is today (ISO).

    ``known`` and ``told`` are as in ``publication.protect_tables``.
    """
    seen: list[Seen] = [*states.list_all()]
    parts: list[Part] = []
    # What is published already comes first, and of what is new the newest: a period that is near
    # to a newer one is judged as a version of it.
    for one in sorted(candidates, key=lambda c: (c.periode in before, c.periode), reverse=True):
        family = waiting.find_family(one, seen)
        hold = (held or {}).get(one.periode, set())
        if family:
            officials = waiting.find_family(one, states.list_shown_to_officials())
            published = before.get(one.periode)
            part = revise(one, family, areas, published, day, exempt, hold, officials)
        else:
            part = _publish_first(one, day, exempt, known, told)
        parts.append(part)
        seen.append(part)
    return sorted(parts, key=lambda part: part.periode)


def _publish_first(
    candidate: Candidate, day: str, exempt: set[tuple[str, ...]], known: Known, told: Told
) -> Part:
    """Return a period of which nothing was published yet."""
    tables = publication.protect_rows(candidate.rows, exempt, known, told=told)
    every = list_tables(candidate.rows)
    return Part(
        candidate,
        tables,
        pd.DataFrame(columns=CELLS),
        dict.fromkeys(every, candidate.name),
        dict.fromkeys(every, day),
        candidate.name,
        tabulated=candidate.name,
    )


def revise(
    candidate: Candidate,
    family: Sequence[Seen],
    areas: pd.DataFrame,
    before: Published | None,
    day: str,
    exempt: set[tuple[str, ...]],
    held: Set[Table],
    seen_by_officials: Sequence[Seen] = (),
) -> Part:
    """Return a period of which, or of one near it, something was published before."""
    if before is not None and before.made_up != candidate.made_up:
        before = None
    mask = waiting.find_mask(candidate, family)
    halves = {} if before is None else waiting.read_halves(before.cells)
    old_states = {} if before is None else dict(before.states)
    decision = waiting.decide(
        candidate,
        family,
        areas,
        before=old_states,
        mask=mask,
        halves=halves,
        exempt=exempt,
        held=held,
        seen_by_officials=seen_by_officials,
    )
    tables = _take(candidate, decision, mask, halves, exempt)
    old_days = {} if before is None else dict(before.days)
    taken = decision.taken if decision.changed else frozenset[Table]()
    states = old_states | dict.fromkeys(taken, candidate.name)
    businesses, since = _measure_waiting(candidate, family, states, before, day)
    return Part(
        candidate,
        tables,
        _keep(before, decision),
        states,
        old_days | dict.fromkeys(decision.changed, day),
        candidate.name if decision.changed or before is None else before.let_in,
        businesses,
        since,
        revised=True,
        tabulated="" if before is None else before.tabulated,
    )


def _take(
    candidate: Candidate,
    decision: Decision,
    mask: Mapping[tuple[str, ...], bool],
    halves: Mapping[tuple[str, ...], str],
    exempt: set[tuple[str, ...]],
) -> Tables:
    """Return the counts of the tables that take new numbers, under the mask that the period has."""
    names = candidate.rows[["indikator", "tingkat", "dimensi"]].itertuples(index=False, name=None)
    taken = np.array([name in decision.taken for name in names], dtype=bool)
    withheld = waiting.complete_mask(candidate.rows, mask, exempt)[taken]
    rows = candidate.rows[taken].reset_index(drop=True)
    told = [halves.get(row, "") for row in rows[ROW].itertuples(index=False, name=None)]
    whole = publication.weigh_rows(candidate.rows)[taken]
    information = (float(whole.sum()), float(whole[withheld].sum()), float(whole[withheld].sum()))
    bands = np.where(withheld, np.array(told, dtype=object), "")
    return Tables(rows, withheld, bands, information, [], [])


def _keep(before: Published | None, decision: Decision) -> pd.DataFrame:
    """Return the published cells of the tables that do not take new numbers."""
    if before is None:
        return pd.DataFrame(columns=CELLS)
    names = before.cells[["indikator", "tingkat", "dimensi"]].itertuples(index=False, name=None)
    return before.cells[[name not in decision.taken for name in names]].reset_index(drop=True)


def _measure_waiting(
    candidate: Candidate,
    family: Sequence[Seen],
    states: Mapping[Table, str],
    before: Published | None,
    day: str,
) -> tuple[int, str]:
    """Return how many businesses are otherwise in the data than in the tables that wait, and since
    which day (ISO) any is."""
    behind = {state for state in states.values() if state != candidate.name}
    most = 0
    for state in family:
        if state.name in behind and state.has_members:
            differing = find_differing(state.members, candidate.members)
            sides = differing["sisi"].value_counts()
            changed = differing["id_usaha"].dropna().nunique()
            most = max(most, changed or int(sides.max() if len(sides) else 0))
    if not most:
        return 0, ""
    return most, (before.waiting_since if before else "") or day
