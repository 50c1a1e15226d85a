"""What a map can say of each kecamatan: its clusters, its share, its gap to the city, its capaian.

Colours change at limits that stay: two periods compare, and a colour keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import Selection
from analysis.views.comparison import BANDS, WORST, choose_band, compute_achievement, find_target
from analysis.views.gaps import LEGEND, measure_gap
from analysis.views.tiles import make_tile
from analysis.views.view import Row
from analysis.views.views import select_within, view_by_area
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store
from geo.shades import make_legend, shade

ONLINE = "berusaha_daring"
CLUSTERS, SHARE, GAP, ACHIEVED = "klaster", "persen", "selisih", "capaian"
BESIDE_CITY = "ringkas"
"""The share, coloured by its gap: what a page that has no room for two maps shows."""
STEPS_OF_GAPS = tuple(theme.GAPS["light"].values())
"""From far worse to far better. Land keeps its colours in the dark, where its words have a halo."""


@dataclass(frozen=True)
class Shown:
    """What is shown of an area: ``text`` beside its name, ``colour`` of its land ('' is none), the
    ``title`` that is read out. ``value`` is None where nothing may be shown; ``text`` is then the
    sign."""

    code: str
    value: float | None
    text: str
    colour: str
    title: str


def show_areas(
    store: Store, selection: Selection, mode: str, level: str = "kecamatan"
) -> list[Shown]:
    """Return what a mode shows of each area of a level, in the chosen area, period and class, in
    code order."""
    rows = select_within(view_by_area(store, ONLINE, level, selection), selection).rows
    if mode in (GAP, BESIDE_CITY):
        return _show_gaps(store, selection, rows, mode)
    if mode == ACHIEVED:
        return _show_achieved(store, selection, rows)
    return [
        Shown(
            row.code,
            row.value,
            row.text,
            shade(row.value) if mode == SHARE and row.value is not None else "",
            _write_title(row, row.text),
        )
        for row in rows
    ]


def offer_modes(store: Store, selection: Selection) -> dict[str, str]:
    """Return the modes that have something to show in a period, code -> label: capaian only where
    somebody set a target."""
    names = {CLUSTERS: "Klaster", SHARE: "Persen daring", GAP: "Selisih dari kota"}
    if find_target(store, ONLINE, selection.widen_to_city()) is not None:
        names[ACHIEVED] = "Capaian"
    return names


def make_mode_legend(mode: str) -> list[tuple[str, str]]:
    """Return (colour, words) of a mode's shades, low to high; without any for the clusters."""
    if mode in (GAP, BESIDE_CITY):
        return [(STEPS_OF_GAPS[step + 2], kata(words)) for step, words in LEGEND]
    if mode == ACHIEVED:
        words = [WORST, *(word for _, word in reversed(BANDS))]
        return [(colour, kata(word)) for colour, word in zip(STEPS_OF_GAPS, words, strict=True)]
    if mode == SHARE:
        return make_legend()[:-1]
    return []


def _show_gaps(store: Store, selection: Selection, rows: Sequence[Row], mode: str) -> list[Shown]:
    entry = translate_indicator(ONLINE)
    city = make_tile(store, ONLINE, selection.widen_to_city()).row.value
    shown = []
    for row in rows:
        gap = measure_gap(entry, row.value, city)
        text = gap.text if gap.text and mode == GAP else row.text
        colour = "" if gap.difference is None else STEPS_OF_GAPS[gap.step + 2]
        shown.append(Shown(row.code, gap.difference, text, colour, _write_title(row, text)))
    return shown


def _show_achieved(store: Store, selection: Selection, rows: Sequence[Row]) -> list[Shown]:
    """Return each kecamatan's share against its own target, or else against the city's."""
    entry = translate_indicator(ONLINE)
    words = [WORST, *(word for _, word in reversed(BANDS))]
    shown = []
    for row in rows:
        own = find_target(store, ONLINE, Selection(selection.periode, row.code))
        goal = own or find_target(store, ONLINE, selection.widen_to_city())
        achieved = None
        if row.value is not None and goal is not None:
            achieved = compute_achievement(row.value, goal, entry.arah)
        text = row.text if achieved is None else theme.quantity(achieved, "persen")
        colour = "" if achieved is None else STEPS_OF_GAPS[words.index(choose_band(achieved))]
        shown.append(Shown(row.code, achieved, text, colour, _write_title(row, text)))
    return shown


def _write_title(row: Row, text: str) -> str:
    """Return what is read out of an area: its value, and the counts behind it."""
    if row.value is None:
        return f"{row.label}: {row.text} ({kata(theme.SIGNS[row.sign])})"
    said = row.text if text == row.text else f"{row.text}, {text}"
    return f"{row.label}: {said} ({row.counts})" if row.counts else f"{row.label}: {said}"
