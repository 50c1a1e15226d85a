"""What reaching a target means in businesses by kecamatan, under two rules side by side.

Arithmetic on published cells: how many more businesses it takes, and how they fall on kecamatan. It
says nothing of how likely that is, and is never drawn as a value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.definitions.selection import Selection
from analysis.views.comparison import find_value
from analysis.views.shortfall import count_below
from analysis.views.view import Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data.store.store import Store

RULES = ("laju sama", "kesenjangan terbesar dulu")
MEANING = (
    "Laju sama: di tiap kecamatan bagian yang sama dari usaha yang belum. Kesenjangan terbesar "
    "dulu: kecamatan terendah dinaikkan sampai menyusul yang berikutnya, dan seterusnya. Hitungan, "
    "bukan ramalan; peluangnya tidak dikatakan."
)
STEPS = 60
"""Halvings after which a level is known far more finely than by one business."""


@dataclass(frozen=True)
class ScenarioRow:
    """A kecamatan and how many more businesses it takes there, in the order of ``RULES``."""

    row: Row
    more: tuple[int, int]


@dataclass(frozen=True)
class Scenario:
    """The rows with what they add up to; ``reason`` says why there are none."""

    reason: str = ""
    goal: str = ""
    needed: int = 0
    rows: tuple[ScenarioRow, ...] = ()
    meaning: str = MEANING
    """What the two rules mean."""


def make_scenario(
    store: Store, entry: Indicator, selection: Selection, goal: float | None, period: str
) -> Scenario:
    """Return the scenario of the whole city for a target (percent) that is of a period."""
    if goal is None:
        return Scenario("Belum ada target yang belum tercapai.")
    if entry.satuan != "persen" or entry.arah != "naik" or "kecamatan" not in entry.levels:
        return Scenario("Skenario hanya untuk pangsa usaha yang terbit menurut kecamatan.")
    here = selection.widen_to_city()
    city = find_value(store, entry.kode, here)
    rows = view_by_area(store, entry.kode, "kecamatan", here).rows
    if city is None or any(row.above is None or row.below is None for row in (city, *rows)):
        return Scenario("Tidak semua angka kecamatan ditampilkan, jadi tidak ada skenario.")
    needed = count_below(city, goal)
    said = f"{theme.quantity(goal, entry.satuan)} ({theme.period(period)})"
    return _distribute(rows, needed, said)


def _distribute(rows: Sequence[Row], needed: int, goal: str) -> Scenario:
    """Return how many more businesses fall on each of some kecamatan."""
    counts = [(row.above or 0, row.below or 0) for row in rows]
    if not needed:
        return Scenario("Target ini sudah tercapai.")
    if needed > sum(below - above for above, below in counts):
        return Scenario("Target ini tidak dapat dicapai dengan usaha yang terdaftar.")
    both = zip(share_equally(counts, needed), fill_lowest(counts, needed), strict=True)
    found = tuple(ScenarioRow(row, more) for row, more in zip(rows, both, strict=True))
    return Scenario("", goal, needed, found)


def share_equally(counts: Sequence[tuple[int, int]], needed: int) -> list[int]:
    """Return how many more businesses each area takes where each converts the same part of those
    that are not there yet; ``counts`` are (there, all)."""
    rest = [below - above for above, below in counts]
    return _round_to(needed, [needed * left / sum(rest) for left in rest])


def fill_lowest(counts: Sequence[tuple[int, int]], needed: int) -> list[int]:
    """Return how many more each takes where the lowest share is raised first, up to one level."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        level = (low + high) / 2
        enough = sum(max(0.0, level * below - above) for above, below in counts) >= needed
        low, high = (low, level) if enough else (level, high)
    return _round_to(needed, [max(0.0, high * below - above) for above, below in counts])


def _round_to(whole: int, parts: Sequence[float]) -> list[int]:
    """Return parts as whole numbers that add up, the largest remainders rounded up."""
    down = [math.floor(part) for part in parts]
    order = sorted(range(len(parts)), key=lambda n: down[n] - parts[n])
    for n in order[: whole - sum(down)]:
        down[n] += 1
    return down
