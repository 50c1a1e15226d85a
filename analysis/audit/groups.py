"""What every published count counts, said as its reader understands it.

A group is the businesses of one period for which some conditions hold: they lie in an area, belong
to a category, gave an answer. Tables that count the same businesses name the same group, and a sum
between counts is a group that is divided along one of its conditions. Nothing here knows how a
table was protected.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.definitions.dimensions import ANSWERS, DIMENSIONS
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS

AREA = "wilayah"
YES, NO, UNKNOWN, OTHER = "ya", "tidak", "tak_tahu", "bukan "
INSIDE = ":semesta"
"""What an entry's own universe is called, of which no other table counts the rest."""

Condition = tuple[str, str]
Group = frozenset[Condition]


class Sum(NamedTuple):
    """The parts exclude each other and lie in the whole; ``complete`` says that they are it."""

    whole: Group
    parts: tuple[Group, ...]
    complete: bool


class Way(NamedTuple):
    """One way to divide a group: ``size`` parts make up the whole, which has ``condition``."""

    name: str
    condition: Condition | None
    size: int


class Area(NamedTuple):
    """An area as published: its name, its level, and the code of the area around it."""

    name: str
    level: str
    around: str


class Areas:
    """The published list of areas, by code, and which lies in which."""

    def __init__(self, areas: Mapping[str, Area]) -> None:
        self._known = areas
        self._inside = Counter(
            (around, area.level) for code, area in areas.items() for around in self.around(code)
        )

    def __iter__(self) -> Iterator[str]:
        """Yield the code of every area."""
        return iter(self._known)

    def around(self, code: str) -> Iterator[str]:
        """Yield the areas in which one lies, the nearest first."""
        while (code := self._known[code].around) in self._known:
            yield code

    def list_ways(self, code: str) -> Iterator[Way]:
        """Yield how this area is a part of larger ones, the nearest first."""
        level = self._known[code].level
        for larger in self.around(code):
            yield Way(level, (AREA, larger), self._inside[larger, level])

    def level(self, code: str) -> str:
        """Return the level of an area."""
        return self._known[code].level

    def name(self, code: str) -> str:
        """Return an area as written in a sentence."""
        area = self._known[code]
        return area.name if area.level == "kota" else f"{area.level.capitalize()} {area.name}"


def find_groups(entry: Indicator, area: str, dimension: str, category: str) -> dict[str, Group]:
    """Return the group behind each count of a published row: ``n`` and, where it asks something,
    ``ya``, ``tidak`` and ``tak_tahu``."""
    asked = entry.by_answer
    base = (
        find_universe(entry.kode)
        | {(AREA, area)}
        | (set() if asked else find_kind(dimension, category))
    )
    if entry.counts_universe:
        return {"n": base}
    answers = _name_answers(entry, category if asked else "")
    return {"n": base} | {what: base | {condition} for what, condition in answers.items()}


@cache
def find_universe(kode: str) -> Group:
    """Return the conditions that an entry itself puts on a business."""
    entry = INDICATORS[kode]
    if entry.parent is None:
        return frozenset() if entry.universe == "true" else frozenset({(f"{kode}{INSIDE}", YES)})
    parent, what = entry.parent
    return find_universe(parent) | (frozenset() if what == "n" else {(parent, what)})


@cache
def find_kind(dimension: str, category: str) -> Group:
    """Return the condition of a category, by the finest breakdown that says the same."""
    if not dimension or dimension in ANSWERS:
        return frozenset()
    finer, members = DIMENSIONS[dimension].coarse_of, dict(DIMENSIONS[dimension].groups)
    if finer and len(members[category]) == 1:
        return find_kind(finer, members[category][0])
    return frozenset({(_find_finest(dimension), f"{dimension}={category}")})


def find_sums(groups: Set[Group], areas: Areas) -> list[Sum]:
    """Return every sum between groups that are there; nobody may change the list."""
    return _find_sums(frozenset(groups), areas)


@lru_cache(maxsize=4)
def _find_sums(groups: frozenset[Group], areas: Areas) -> list[Sum]:
    # Every reader's program has the same sums: they are what is looked for longest.
    # Nobody lists the sums: they follow from what the groups are. Taking one condition away from a
    # group gives the group that it may be a part of; if that one is published too, the two belong
    # together, and all parts that name the same whole along the same way are one sum. It is
    # complete when as many parts are there as the way has; else the parts only cannot exceed the
    # whole.
    parts: dict[tuple[Group, str, str, int], list[Group]] = defaultdict(list)
    for group in groups:
        for condition in group:
            rest = group - {condition}
            for way in _find_ways(condition, areas):
                whole = rest | ({way.condition} if way.condition else set())
                if whole in groups:
                    parts[whole, condition[0], way.name, way.size].append(group)
                    if condition[0] == AREA:
                        break  # the larger areas follow from the nearest that is published
    return [
        Sum(whole, tuple(members), len(members) == size)
        for (whole, *_, size), members in parts.items()
    ] + list(_find_ties(groups, areas))


def _find_ties(groups: Set[Group], areas: Areas) -> Iterator[Sum]:
    """Yield the counts that two tables print by their definitions: the rungs of a ladder that
    together are what another table counts."""
    for entry in INDICATORS.values():
        for of in dict.fromkeys(tie.of for tie in entry.ties):
            kode, dimension, category, what = of
            for code in areas:
                whole = find_groups(INDICATORS[kode], code, dimension, category)[what]
                parts = tuple(
                    find_groups(entry, code, entry.answers, tie.kategori)[tie.what]
                    for tie in entry.ties
                    if tie.of == of
                )
                if whole in groups and all(part in groups for part in parts):
                    yield Sum(whole, parts, True)


def _find_ways(condition: Condition, areas: Areas) -> Iterator[Way]:
    axis, value = condition
    if axis == AREA:
        return areas.list_ways(value)
    return iter(
        _divide_by_answer(axis, value) if _find_entry(axis) else _divide_by_category(axis, value)
    )


@cache
def _divide_by_answer(axis: str, value: str) -> list[Way]:
    """Return how an answer divides those who were asked."""
    entry = _find_entry(axis)
    assert entry is not None
    if axis.endswith(INSIDE):
        return [Way(axis, None, 2)]  # the rest of the register is nowhere counted
    # Whoever was asked said yes, no, or nothing: three parts. Of a question of which exactly one
    # answer holds (the rungs of a ladder) there are two ways more: for each rung yes, "another
    # rung" or nothing, and all rungs together with those who said nothing.
    if not entry.exclusive:
        return [Way(axis, None, 3)]
    rungs = list(entry.questions)
    each = [Way(rung, None, 3) for rung in rungs if value in (rung, f"{OTHER}{rung}", UNKNOWN)]
    return each + ([Way("semua", None, len(rungs) + 1)] if value in (*rungs, UNKNOWN) else [])


@cache
def _divide_by_category(axis: str, value: str) -> list[Way]:
    """Return how a category divides the whole, and the coarser categories that it is part of."""
    ways = []
    for key, dimension in DIMENSIONS.items():
        if not key or _find_finest(key) != axis:
            continue
        members = {find_kind(key, category): category for category in dimension.categories}
        mine = frozenset({(axis, value)})
        if mine in members:
            ways.append(Way(key, None, len(members)))
        for category, finer in dimension.groups:
            assert dimension.coarse_of is not None
            parts = {find_kind(dimension.coarse_of, part) for part in finer}
            (larger,) = find_kind(key, category)
            if mine in parts and len(parts) > 1:
                ways.append(Way(f"{key}={category}", larger, len(parts)))
    return ways


def _name_answers(entry: Indicator, question: str) -> dict[str, Condition]:
    """Return the condition of each answer to one question of an entry."""
    if entry.exclusive:
        words = {YES: question, NO: f"{OTHER}{question}", UNKNOWN: UNKNOWN}
        return {what: (entry.kode, value) for what, value in words.items()}
    axis = f"{entry.kode}:{question}" if question else entry.kode
    return {what: (axis, what) for what in (YES, NO, UNKNOWN)}


def _find_entry(axis: str) -> Indicator | None:
    return INDICATORS.get(axis.split(":")[0])


def _find_finest(dimension: str) -> str:
    """Return the finest breakdown that a coarser one adds up."""
    finer = DIMENSIONS[dimension].coarse_of
    return _find_finest(finer) if finer else dimension
