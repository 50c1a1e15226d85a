"""How many businesses a value lacks to its target, and which kecamatan they are in.

Counted from published cells only: a kecamatan whose value is withheld stands as its sign, is in no
sum, and a sentence says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.definitions.indicator import Indicator
from analysis.definitions.selection import Selection
from analysis.views.comparison import find_target
from analysis.views.names import list_words
from analysis.views.view import Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data.store.store import Store

ROUNDING = 1e-9
NOT_SHARED = "Target jumlah tidak dibagi menurut kecamatan, jadi kekurangannya tidak punya tempat."
LOW_IS_GOOD = "Makin rendah makin baik: kekurangannya bukan jumlah usaha."
NO_AREAS = "Indikator ini hanya terbit untuk seluruh kota."


@dataclass(frozen=True)
class AreaShortfall:
    """A kecamatan against its own target, or else the city's. ``lacking`` (businesses) is None
    where its value or its counts are not shown; ``share`` (percent of what all kecamatan lack) also
    where nobody lacks any."""

    row: Row
    goal: float
    goal_text: str
    own: bool
    lacking: int | None
    share: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached, None where that is not known."""
        return None if self.lacking is None else self.lacking == 0

    @property
    def lacking_text(self) -> str:
        """What it lacks, in words."""
        if self.lacking is None:
            return self.row.sign or theme.NO_VALUE
        return theme.quantity(self.lacking, "usaha") if self.lacking else "tercapai"

    @property
    def share_text(self) -> str:
        """Its part of what all lack, rounded to whole percent."""
        return theme.NO_VALUE if self.share is None else f"{theme.number(self.share)}\u00a0%"


@dataclass(frozen=True)
class Shortfalls:
    """The kecamatan, those that lack most first. ``sentence`` says who lacks most, ``left_out``
    whose number is not known, ``reason`` why there are none."""

    rows: tuple[AreaShortfall, ...] = ()
    sentence: str = ""
    left_out: str = ""
    reason: str = ""


def count_lacking(entry: Indicator, row: Row, goal: float) -> int:
    """Return how many businesses more would reach a value; 0 where that cannot be counted."""
    if entry.satuan == "usaha":
        return 0 if row.value is None else max(0, math.ceil(goal - row.value))
    return count_below(row, goal)


def count_below(row: Row, goal: float) -> int:
    """Return how many businesses a share lacks to reach a percentage; 0 where none is told."""
    if row.value is None or row.above is None or row.below is None:
        return 0
    # A product that is whole but for rounding is no business more.
    return max(0, math.ceil(goal * row.below / 100 - row.above - ROUNDING))


def find_shortfalls(store: Store, entry: Indicator, selection: Selection) -> Shortfalls:
    """Return an indicator's kecamatan against their targets at the period of a choice."""
    if "kecamatan" not in entry.levels or entry.labels:
        return Shortfalls(reason=NO_AREAS)
    if entry.arah != "naik" or entry.satuan not in ("persen", "usaha"):
        return Shortfalls(reason=LOW_IS_GOOD)
    city = replace(selection.widen_to_city(), skala="")
    rows = view_by_area(store, entry.kode, "kecamatan", city).rows
    known = [found for row in rows if (found := _hold(store, entry, row, city))]
    if not known:
        no_target = "Belum ada target untuk periode ini."
        set_for_city = find_target(store, entry.kode, city) is not None
        return Shortfalls(reason=NOT_SHARED if set_for_city else no_target)
    return _share(known)


def _hold(store: Store, entry: Indicator, row: Row, city: Selection) -> AreaShortfall | None:
    """Return a kecamatan against its target; None where none is meant for it. The city's share is
    one for each of its parts, its count is not."""
    own = find_target(store, entry.kode, replace(city, wilayah=row.code))
    goal = find_target(store, entry.kode, city) if own is None and entry.satuan != "usaha" else own
    if goal is None:
        return None
    told = row.value is not None and (entry.satuan == "usaha" or row.above is not None)
    lacking = count_lacking(entry, row, goal) if told else None
    return AreaShortfall(row, goal, theme.quantity(goal, entry.satuan), own is not None, lacking)


def _share(known: Sequence[AreaShortfall]) -> Shortfalls:
    """Return kecamatan with their parts of what all of them lack."""
    whole = sum(found.lacking or 0 for found in known)
    rows = sorted(
        (
            replace(found, share=100 * found.lacking / whole)
            if whole and found.lacking is not None
            else found
            for found in known
        ),
        key=lambda found: -1 if found.lacking is None else found.lacking,
        reverse=True,
    )
    return Shortfalls(tuple(rows), _say_most(rows[0], whole), _say_left_out(rows))


def _say_most(first: AreaShortfall, whole: int) -> str:
    if not whole or not first.lacking:
        return "Semua kecamatan yang nilainya terbit sudah mencapai target."
    return (
        f"{first.row.label} menyumbang {first.share_text} kekurangan: "
        f"{theme.number(first.lacking)} dari {theme.number(whole)} usaha yang kurang di kecamatan "
        "yang belum mencapai target."
    )


def _say_left_out(rows: Sequence[AreaShortfall]) -> str:
    hidden = [found.row.label for found in rows if found.lacking is None]
    if not hidden:
        return ""
    return (
        f"Tidak ikut dihitung karena angkanya tidak ditampilkan: {list_words(hidden)}. Pangsa di "
        "atas adalah dari kecamatan lainnya."
    )
