"""What an officer is told before publishing: which tables would move, which wait, and for what.

It belongs to publishing, so a page has it found by another process: ``python -m cli waiting
--json``.
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import pandas as pd

from analysis.definitions.dimensions import label
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure.rule import PUBLIC
from analysis.release import publication, waiting
from analysis.release.before import Before, read_before
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
WIDTH = 100
FIRST = "terbit untuk pertama kali, semua tabelnya memakai angka baru."
NOTHING = "tidak ada yang menunggu: semua tabel sudah memakai data ini."
TOTALS_FIRST = "tabel totalnya memakai angka baru"


@dataclass(frozen=True)
class Level:
    """The tables of one area level that would take new numbers, and those that wait.

    ``needed`` is about how many rows would have to change to release them, None where nothing in
    them changes by too few: then they wait for the tables of their totals.
    """

    level: str
    moving: tuple[Table, ...]
    waiting: tuple[Table, ...]
    needed: int | None

    @property
    def release(self) -> str:
        """What would probably release the waiting ones, in words; '' where none waits."""
        if not self.waiting:
            return ""
        if self.needed is None:
            return TOTALS_FIRST
        return f"sekitar {theme.number(self.needed)} baris berubah"

    @property
    def waiting_words(self) -> str:
        """The waiting tables in words, those of an indicator together."""
        return list_tables(self.waiting)


@dataclass(frozen=True)
class Period:
    """What publishing would do to one period: a sentence, and its levels where something waits."""

    periode: str
    sentence: str
    levels: tuple[Level, ...] = ()

    @property
    def stays(self) -> list[str]:
        """The indicators whose figure of the whole city keeps its published value."""
        return [
            kode
            for level in self.levels
            for kode, area, dimension in level.waiting
            if area == "kota" and not dimension
        ]


def list_waiting(settings: Settings, viewer: Viewer, batch: Set[str] = frozenset()) -> list[Period]:
    """Return what publishing the served data would do to each period.

    Nothing is published, and what the auditor would add is not asked. Raises what
    ``data.access.restricted.gudang`` raises, and DasborError for an unknown batch.
    """
    return read_gudang(
        viewer,
        "tindakan",
        "terbitkan",
        lambda store: [*_list_periods(store, settings, batch)],
        detail=" ".join(["menunggu", *sorted(batch)]),
        only_seen=True,
    )


def describe_waiting(
    settings: Settings, viewer: Viewer, batch: Set[str] = frozenset()
) -> list[str]:
    """Return the same in lines of at most ``WIDTH`` characters."""
    return [line for found in list_waiting(settings, viewer, batch) for line in _write(found)]


def _write(found: Period) -> Iterator[str]:
    yield f"{theme.period(found.periode)}: {found.sentence}"
    for level in found.levels:
        name, release = level.level.capitalize(), level.release
        moving, waits = len(level.moving), len(level.waiting)
        yield f"  {name}: {moving} tabel memakai angka baru, {waits} menunggu."
        if release:
            yield f"    Kemungkinan terlepas bila {release}."
        for what, tables in (("Memakai angka baru", level.moving), ("Menunggu", level.waiting)):
            if tables:
                yield from textwrap.wrap(
                    f"{what}: {list_tables(tables)}",
                    WIDTH,
                    initial_indent="    ",
                    subsequent_indent="      ",
                )


def list_tables(tables: Iterable[Table]) -> str:
    """Return tables in words, those of an indicator together: UMKM tercatat (semua,
    sektor). Breakdowns of one name, as by coarser classes, are named once."""
    by_indicator: defaultdict[str, list[str]] = defaultdict(list)
    for kode, _, dimension in tables:
        by_indicator[kode].append(theme.inside(label(dimension)) if dimension else "semua")
    return "; ".join(
        f"{INDICATORS[kode].pendek} ({', '.join(dict.fromkeys(names))})"
        for kode, names in by_indicator.items()
    )


def _list_periods(store: Store, settings: Settings, batch: Set[str]) -> Iterator[Period]:
    before, states, areas = read_before(settings), States(settings.keadaan), read_areas(store)
    seen: list[Seen] = [*states.list_all()]
    let_in, least = find_let_in(before, states), settings.usaha_per_sel
    for candidate in list_candidates(store, areas, let_in, batch, states, least):
        yield _describe_period(candidate, seen, areas, before)


def _describe_period(
    candidate: Candidate, seen: Sequence[Seen], areas: pd.DataFrame, before: Before
) -> Period:
    periode, family = candidate.periode, waiting.find_family(candidate, seen)
    if not family:
        return Period(periode, FIRST)
    exempt = publication.read_exempt()
    part = revise(candidate, family, areas, before.get(periode), "", exempt, set())
    if not part.waiting:
        return Period(periode, NOTHING)
    since = before[periode].waiting_since if periode in before else ""
    needed = _find_needed(candidate, family, part, areas)
    levels = (_make_level(name, part, needed) for name in LEVELS)
    return Period(
        periode,
        _say_rows(part, since),
        tuple(level for level in levels if level.moving or level.waiting),
    )


def _make_level(name: str, part: Part, needed: Mapping[str, int]) -> Level:
    moving, waits = (
        tuple(sorted(table for table in tables if table[1] == name))
        for tables in (part.tables, part.waiting)
    )
    return Level(name, moving, waits, needed.get(name))


def _say_rows(part: Part, since: str) -> str:
    waits = f", menunggu sejak {theme.day(since)}" if since else ""
    return f"{theme.number(part.businesses)} usaha berbeda dari yang terbit{waits}."


def _find_needed(
    candidate: Candidate, family: Sequence[Seen], part: Part, areas: pd.DataFrame
) -> dict[str, int]:
    """Return how many rows would probably release the tables of each level: as many times those
    that wait as the smallest change that is seen would have to grow."""
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
    return dict(needed)


def tell_waiting(found: Period) -> dict[str, object]:
    """Return what waits of a period in words, ready for JSON: ``html.render_waiting`` shows it."""
    levels = [
        {
            "level": level.level,
            "moving": len(level.moving),
            "waiting": len(level.waiting),
            "names": level.waiting_words,
            "release": level.release,
        }
        for level in found.levels
    ]
    return {
        "periode": found.periode,
        "sentence": found.sentence,
        "levels": levels,
        "stays": found.stays,
    }
