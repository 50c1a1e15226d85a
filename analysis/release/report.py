"""What an officer is told before publishing: which tables would move, which wait, and for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

import pandas as pd

from analysis.definitions.dimensions import label
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure.rule import PUBLIC
from analysis.release import publication, waiting
from analysis.release.before import read_before
from analysis.release.movers import Table, count_movers, find_differing
from analysis.release.revision import (
    Part,
    find_let_in,
    list_candidates,
    read_areas,
    revise,
)
from analysis.release.waiting import Candidate, Seen
from analysis.words import theme
from data.access.restricted import read_gudang
from data.access.viewer import Viewer
from data.settings import Settings
from data.store.states import States
from data.store.store import Store

LEVELS = ("kota", "kecamatan", "kelurahan")
FIRST = "terbit untuk pertama kali, semua tabelnya memakai angka baru."
NOTHING = "tidak ada yang menunggu: semua tabel sudah memakai data ini."


def describe_waiting(
    settings: Settings, viewer: Viewer, batch: Set[str] = frozenset()
) -> list[str]:
    """Return, in sentences, what publishing the served data would do to each period.

    Nothing is published, and what the auditor would add is not asked. Raises what
    ``data.access.restricted.gudang`` raises, and DasborError for an unknown batch.
    """
    return read_gudang(
        viewer,
        "tindakan",
        "terbitkan",
        lambda store: [*_describe(store, settings, batch)],
        detail=" ".join(["menunggu", *sorted(batch)]),
    )


def _describe(store: Store, settings: Settings, batch: Set[str]) -> Iterator[str]:
    before, states, areas = read_before(settings), States(settings.keadaan), read_areas(store)
    seen: list[Seen] = [*states.list_all()]
    for candidate in list_candidates(
        store, areas, find_let_in(before, states), batch, states, settings.usaha_per_sel
    ):
        periode, family = candidate.periode, waiting.find_family(candidate, seen)
        if not family:
            yield f"{theme.period(periode)}: {FIRST}"
            continue
        exempt = publication.read_exempt()
        part = revise(candidate, family, areas, before.get(periode), "", exempt, set())
        if not part.waiting:
            yield f"{theme.period(periode)}: {NOTHING}"
            continue
        since = before[periode].waiting_since if periode in before else ""
        yield _say_rows(part, since)
        yield from _say_tables("memakai angka baru", part.tables)
        yield from _say_tables("menunggu", part.waiting)
        yield from _say_needed(candidate, family, part, areas)


def _say_rows(part: Part, since: str) -> str:
    waits = f", menunggu sejak {theme.day(since)}" if since else ""
    return (
        f"{theme.period(part.periode)}: {theme.number(part.businesses)} usaha berbeda dari yang "
        f"terbit{waits}."
    )


def _say_tables(what: str, tables: Set[Table]) -> Iterator[str]:
    for level in LEVELS:
        here = sorted(table for table in tables if table[1] == level)
        if here:
            names = ", ".join(_name(table) for table in here)
            yield f"  {level.capitalize()}, {what} ({len(here)} tabel): {names}"


def _name(table: Table) -> str:
    kode, _, dimension = table
    short = INDICATORS[kode].pendek
    return f"{short} menurut {label(dimension)}" if dimension else short


def _say_needed(
    candidate: Candidate, family: Sequence[Seen], part: Part, areas: pd.DataFrame
) -> Iterator[str]:
    """Yield how many rows would probably release the tables of a level: as many times those that
    wait as the smallest change that is seen would have to grow."""
    needed = Counter[str]()
    for state in family:
        if not state.has_members or state.name == candidate.name:
            continue
        differing = find_differing(state.members, candidate.members)
        moved = count_movers(differing, areas, part.waiting & state.tables)
        for (_, level, _), rows in moved.items():
            few = [n for n in rows[["n", "ya", "tidak"]].to_numpy().ravel() if 0 < n < PUBLIC]
            if few:
                times = PUBLIC / min(few)
                needed[level] = max(needed[level], round(part.businesses * times))
    for level in LEVELS:
        if needed[level]:
            yield (
                f"  {level.capitalize()}: kemungkinan perlu sekitar "
                f"{theme.number(needed[level])} baris berubah."
            )
