"""The capaian table: every key indicator of a choice beside its target, the worst first.

Its words, and those of what is made of it, are Indonesian only: they stand on pages of the tool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import Selection
from analysis.views.cells import find_nearest, make_row, read_history
from analysis.views.comparison import (
    BANDS,
    WORST,
    Comparison,
    choose_band,
    compute_achievement,
    find_value,
    list_targeted,
    make_comparisons,
    write_achievement,
)
from analysis.views.freshness import Freshness, read_freshness
from analysis.views.gaps import name_unit
from analysis.views.heading import Heading, make_heading
from analysis.views.links import link_indicator
from analysis.views.names import name_row
from analysis.views.sparkline import Sparkline, draw_sparkline
from analysis.views.survey_views import find_verdict
from analysis.views.view import Row
from analysis.words import theme
from data.store.store import Store

KEY = (
    "berusaha_daring",
    "proporsi_nib",
    "ekspor_daring",
    "jumlah_umkm",
    "bayar_digital",
    "dasar_digital",
    "marketplace_kota",
    "naik_kelas",
)
"""What is always in the table; whatever else has a target joins them."""
QUALITY = ("kesegaran", "cakupan")
"""What says how good the data are, and not how the businesses do."""
ROOM = 1.25
"""How much longer than its longest value the bar of a count is."""
FAR = (BANDS[-1][1], WORST)
"""The words for a capaian so low that its mark has the stronger colour."""
NO_PAGE = ("", "-", "–")
"""What stands for a page that nobody knows."""


@dataclass(frozen=True)
class Goal:
    """A target and what a value makes of it. ``reached`` is None where the value is not shown;
    ``achieved`` (percent) also where the target is zero."""

    value: float
    text: str
    reached: bool | None
    achieved: float | None
    lacking: str
    synthetic: bool
    document: str
    page: str = ""

    @property
    def founded(self) -> bool:
        """Whether document and page say where it was set."""
        return bool(self.document) and self.page.strip() not in NO_PAGE

    @property
    def band(self) -> str:
        """The predikat of the capaian, '' where there is none. It is a word for the percentage, and
        a target that is not reached can have "sangat baik": it never stands without ``status``."""
        return "" if self.achieved is None else choose_band(self.achieved)

    @property
    def achieved_text(self) -> str:
        """The capaian in words, a dash where there is none."""
        return write_achievement(self.achieved)

    @property
    def status(self) -> str:
        """Whether it is reached, in words."""
        return "Tercapai" if self.reached else "Belum tercapai"

    @property
    def sign(self) -> str:
        """The sign that stands before the words."""
        return "▲" if self.reached else "▼"

    @property
    def tone(self) -> str:
        """The colour's name that goes with the words: it follows the target, and its strength the
        predikat."""
        if self.reached:
            return "baik"
        return "buruk" if self.band in FAR else "sedang"


@dataclass(frozen=True)
class ScoreRow:
    """One indicator of the table. ``remark`` says where its value is of more than was chosen;
    ``length`` and ``tick`` are percentages of the bar, None where there is no scale or target."""

    entry: Indicator
    name: str
    row: Row
    shown: Selection
    remark: str
    goal: Goal | None
    length: float | None
    tick: float | None
    spark: Sparkline
    change: str
    since: str
    no_change: str
    """Why there is no change, where there is none."""
    verdict: str
    freshness: Freshness | None
    periods: tuple[str, ...]
    link: str

    @property
    def own(self) -> bool:
        """Whether its value is of the very choice, and not of more than that."""
        return not self.remark

    @property
    def stale(self) -> bool:
        """Whether its figure is older than its cycle."""
        return self.freshness is not None and self.freshness.stale


@dataclass(frozen=True)
class Scorecard:
    """The rows with a target, the worst first, then those without."""

    heading: Heading
    aimed: tuple[ScoreRow, ...]
    others: tuple[ScoreRow, ...]
    before: str
    """The period that most changes are since, in words; '' where nothing came before."""

    @property
    def years(self) -> str:
        """From which year to which the values go, as written over their lines."""
        return write_years(self.rows)

    @property
    def all_stale(self) -> bool:
        """Whether every figure is older than its cycle."""
        return all(found.stale for found in self.rows)

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        """All rows in their order."""
        return self.aimed + self.others

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the values come from, each once."""
        return tuple(dict.fromkeys(found.row.origin for found in self.rows if found.row.origin))

    @property
    def documents(self) -> str:
        """The papers that the targets stand in, made-up ones marked."""
        goals = [found.goal for found in self.aimed if found.goal]
        names = (f"{g.document} (sintetis)" if g.synthetic else g.document for g in goals)
        return ", ".join(dict.fromkeys(names))


def make_scorecard(store: Store, selection: Selection) -> Scorecard:
    """Return the table of a choice."""
    return store.work_once(_make_scorecard, selection)


def _make_scorecard(store: Store, selection: Selection) -> Scorecard:
    rows = [_make_score_row(store, kode, selection) for kode in _list_indicators(store, selection)]
    aimed = sorted((found for found in rows if found.goal), key=_order)
    since = [found.since for found in rows if found.since]
    return Scorecard(
        make_heading("Capaian indikator", selection, selection),
        tuple(aimed),
        tuple(found for found in rows if not found.goal),
        max(since, key=since.count, default=""),
    )


def _list_indicators(store: Store, selection: Selection) -> tuple[str, ...]:
    targeted = list_targeted(store, selection.wilayah, selection.periode)
    return tuple(dict.fromkeys((*KEY, *(kode for kode in targeted if kode not in QUALITY))))


def _order(found: ScoreRow) -> tuple[int, float]:
    """Return the place of a row: not reached first, by capaian; what cannot be judged last."""
    assert found.goal
    if found.goal.reached is None:
        return 2, 0.0
    return int(found.goal.reached), -1.0 if found.goal.achieved is None else found.goal.achieved


def _make_score_row(store: Store, kode: str, selection: Selection) -> ScoreRow:
    entry = translate_indicator(kode)
    shown = find_nearest(entry, selection)
    target, before, *_ = make_comparisons(store, kode, selection)
    row = find_value(store, kode, selection) or Row("", "", None, "..", sign="..")
    goal = judge_target(entry, row, target)
    length, tick = _draw_bar(entry, row, goal)
    history = read_rows(store, entry, shown)
    compared = before.difference is not None
    return ScoreRow(
        entry,
        name_row(kode),
        row,
        shown,
        _say_wider(shown, selection),
        goal,
        length,
        tick,
        draw_sparkline(history, selection.periode),
        theme.signed(before.difference, name_unit(entry)) if compared else "",
        before.name if compared else "",
        before.reason,
        find_verdict(store, kode, shown.wilayah, shown.periode) if not shown.skala else "",
        read_freshness(store, kode, selection),
        tuple(row.code for row in history),
        link_indicator(store, kode, selection),
    )


def _say_wider(shown: Selection, asked: Selection) -> str:
    """Return which part of a choice a value does not follow, in few words."""
    area = "seluruh kota" if shown.wilayah != asked.wilayah else ""
    classes = "semua skala" if shown.skala != asked.skala else ""
    return ", ".join(part for part in (area, classes) if part)


def judge_target(entry: Indicator, row: Row, target: Comparison) -> Goal | None:
    """Return the target of a value; None where the choice has none, or no direction is good."""
    if target.value is None or entry.arah == "netral":
        return None
    reached, achieved, lacking = None, None, ""
    if row.value is not None:
        ahead = row.value - target.value if entry.arah == "naik" else target.value - row.value
        reached = ahead >= 0
        achieved = compute_achievement(row.value, target.value, entry.arah)
        lacking = "" if reached else theme.distance(ahead, name_unit(entry))
    return Goal(
        target.value,
        theme.quantity(target.value, entry.satuan),
        reached,
        achieved,
        lacking,
        target.synthetic,
        target.source,
        target.page,
    )


def _draw_bar(entry: Indicator, row: Row, goal: Goal | None) -> tuple[float | None, float | None]:
    """Return how long a value's bar is and where its target stands, in percent of the whole."""
    if row.value is None or (goal is None and not entry.out_of_hundred):
        return None, None
    aim = goal.value if goal else 0.0
    full = 100.0 if entry.out_of_hundred else ROOM * max(row.value, aim)
    if not full:
        return 0.0, None
    return 100 * row.value / full, 100 * aim / full if goal else None


def write_years(rows: Sequence[ScoreRow]) -> str:
    """Return the first and the last year of all periods of some indicators: 2022–2025."""
    years = [periode[:4] for found in rows for periode in found.periods]
    span = dict.fromkeys((min(years, default=""), max(years, default="")))
    return "–".join(span) or "Perkembangan"


def read_rows(store: Store, entry: Indicator, selection: Selection) -> tuple[Row, ...]:
    """Return an indicator's values of all periods for a choice it is published for."""
    return tuple(
        make_row(entry, cell, theme.period(cell["periode"]), code=cell["periode"])
        for cell in read_history(store, entry, selection)
    )
