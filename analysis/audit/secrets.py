"""What nobody may learn: the small counts of a period, from the micro data.

The only part of the audit that knows a count which is not published. What it finds is used to judge
and is never printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.audit.groups import NO, YES, Areas, Group, find_groups
from analysis.audit.releases import ROW
from analysis.count.compute import COUNTS, count
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.words import theme
from data import reference
from data.store.store import Store

ANSWERS = {YES: "yang menjawab ya", NO: "yang menjawab tidak", "n": "banyaknya usaha"}


@dataclass(frozen=True)
class Count:
    """One count behind a published row.

    ``row`` names the row, ``answered`` says whether it is one of the answers that somebody gave.
    """

    row: tuple[str, ...]
    what: str
    group: Group
    value: int
    answered: bool


def collect_counts(store: Store, cells: pd.DataFrame) -> dict[str, list[Count]]:
    """Return every count behind rows of the register that the micro data still have, by period.

    Of ``cells`` only the columns ``ROW`` are read.
    """
    by_period: dict[str, list[Count]] = {}
    for (kode, dimension), here in cells[ROW].drop_duplicates().groupby(["indikator", "dimensi"]):
        entry = INDICATORS.get(str(kode))
        if entry is None:
            continue  # an indicator of earlier days: nothing is counted for it any more
        exact = count(store, entry, "" if entry.by_answer else str(dimension))
        for row in exact.merge(here, on=ROW).to_dict("records"):
            by_period.setdefault(row["periode"], []).extend(_make_counts(entry, row))
    return by_period


def read_exempt() -> set[tuple[str, ...]]:
    """Return the rows that the city has printed itself."""
    rows = reference.read("pengecualian").fillna("")
    return set(rows[ROW].itertuples(index=False, name=None))


def describe_count(a_count: Count, areas: Areas) -> str:
    """Return which count it is, without its value."""
    kode, periode, area, dimension, category = a_count.row
    entry = INDICATORS[kode]
    words = [entry.judul, areas.name(area), theme.period(periode)]
    if dimension:
        words.append(_describe_category(entry, dimension, category))
    return f"{', '.join(words)}: {ANSWERS.get(a_count.what, 'jawaban tidak diketahui')}"


def _describe_category(entry: Indicator, dimension: str, category: str) -> str:
    if entry.labels:
        return entry.labels[category]
    breakdown = DIMENSIONS[dimension]
    return f"{breakdown.label.lower()} {breakdown.categories[category]}"


def _make_counts(entry: Indicator, row: dict[str, Any]) -> list[Count]:
    groups = find_groups(entry, row["kode_wilayah"], row["dimensi"], row["kategori"])
    answered = row[YES] + row[NO] > 0
    key = tuple(row[name] for name in ROW)
    return [
        Count(key, what, groups[what], int(row[what]), answered and what in (YES, NO))
        for what in COUNTS
        if what in groups
    ]
