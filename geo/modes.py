"""What a map can say of each kecamatan: its clusters, its share, its gap to the city, its capaian.

Colours change at limits that stay: two periods compare, and a colour keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions.indicators import INDICATORS, translate_indicator
from analysis.definitions.selection import Selection
from analysis.views.cells import find_nearest
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.comparison import (
    BANDS,
    WORST,
    find_target,
    list_bands,
    measure_capaian,
)
from analysis.views.gaps import FAR, LEGEND, NEAR, measure_gap, name_unit
from analysis.views.heading import Heading, make_heading
from analysis.views.tiles import make_tile
from analysis.views.view import Row
from analysis.views.views import select_within, view_by_area
from analysis.words import theme
from analysis.words.language import kata
from data import reference
from data.store.store import Store
from geo.shades import choose_cuts, make_legend, shade

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
    store: Store,
    selection: Selection,
    mode: str,
    level: str = "kecamatan",
    kode: str = ONLINE,
) -> list[Shown]:
    """Return what a mode shows of an indicator in each area of a level, in the chosen area, period
    and class, in code order."""
    rows = select_within(view_by_area(store, kode, level, selection), selection).rows
    if mode in (GAP, BESIDE_CITY):
        return _show_gaps(store, selection, rows, mode, kode)
    if mode == ACHIEVED:
        return _show_achieved(store, selection, rows, kode)
    cuts = choose_cuts(store, INDICATORS[kode])
    return [
        Shown(
            row.code,
            row.value,
            row.text,
            shade(row.value, cuts) if mode == SHARE and row.value is not None else "",
            _write_title(row, row.text),
        )
        for row in rows
    ]


def offer_modes(store: Store, selection: Selection, kode: str = ONLINE) -> dict[str, str]:
    """Return the modes that have something to show in a period, code -> label: clusters of who
    sells online, and capaian only where somebody set a target, which holds for all classes."""
    names = {SHARE: "Persen daring", GAP: "Selisih dari kota"}
    if kode == ONLINE:
        names = {CLUSTERS: "Klaster"} | names
    targeted = find_target(store, kode, selection.widen_to_city()) is not None
    if targeted and not selection.skala:
        names[ACHIEVED] = "Capaian"
    return names


def list_shaded(level: str) -> dict[str, str]:
    """Return the indicators that can be held beside selling online on a map of a level, code ->
    short name: those of one value whose better end is known, and no counts, since the larger
    kecamatan would seem to have more."""
    return {
        kode: entry.pendek
        for kode, entry in INDICATORS.items()
        if kode != ONLINE
        and level in entry.levels
        and not entry.labels
        and entry.satuan != "usaha"
        and entry.arah != "netral"
    }


def make_map_heading(
    store: Store, selection: Selection, mode: str, level: str, kode: str = ONLINE
) -> Heading:
    """Return what a map is called: what it shows, and of which area, period and class, with the day
    of its oldest number where that matters."""
    if mode == CLUSTERS:
        return make_clusters_heading(selection, read_product_clusters(store, selection, level))
    entry = translate_indicator(kode)
    subject = {
        GAP: kata("{judul}, selisih dari kota", judul=entry.judul),
        ACHIEVED: kata("{judul}, capaian terhadap target", judul=entry.judul),
    }.get(mode, entry.judul)
    heading = make_heading(subject, find_nearest(entry, selection), selection)
    return heading.add_days(row.day for row in view_by_area(store, kode, level, selection).rows)


def describe_shades(store: Store, selection: Selection, mode: str, kode: str = ONLINE) -> str:
    """Return what the shades of a mode stand for, as the key says it; '' without shades."""
    entry = translate_indicator(kode)
    if mode == GAP:
        city = make_tile(store, kode, selection.widen_to_city()).row.text
        return kata(
            "Selisih dari nilai {wilayah} ({nilai}), dalam {satuan}",
            wilayah=selection.widen_to_city().area_name,
            nilai=city,
            satuan=kata("poin persen" if entry.satuan == "persen" else entry.satuan),
        )
    if mode == ACHIEVED:
        return _describe_goals(store, selection, kode)
    if mode != SHARE:
        return ""
    return kata("{judul}; batas kelas sama di semua periode", judul=entry.judul)


def make_mode_legend(
    store: Store, selection: Selection, mode: str, kode: str = ONLINE
) -> list[tuple[str, str]]:
    """Return (colour, words) of a mode's shades, low to high; without any for the clusters."""
    if mode == BESIDE_CITY:
        return [(STEPS_OF_GAPS[step + 2], kata(words)) for step, words in LEGEND]
    if mode == GAP:
        return _make_gap_legend(store, selection, kode)
    if mode == ACHIEVED:
        return list(zip(STEPS_OF_GAPS, list_bands(), strict=True))
    if mode == SHARE:
        entry = INDICATORS[kode]
        return make_legend(choose_cuts(store, entry), entry.satuan)[:-1]
    return []


def _make_gap_legend(store: Store, selection: Selection, kode: str) -> list[tuple[str, str]]:
    """Return the shades of gaps with their limits in the unit in which the gaps are printed: they
    are shares of the city's value, so another period has others."""
    entry = translate_indicator(kode)
    city = make_tile(store, kode, selection.widen_to_city()).row.value
    if not city:
        return []
    near, far = (theme.tick(round(part * city, 1)) for part in (NEAR, FAR))
    said = {"dekat": near, "jauh": far, "satuan": kata(name_unit(entry))}
    below = [
        kata("{jauh} {satuan} atau lebih di bawah kota", **said),
        kata("{dekat} – {jauh} {satuan} di bawah kota", **said),
    ]
    above = [
        kata("{jauh} {satuan} atau lebih di atas kota", **said),
        kata("{dekat} – {jauh} {satuan} di atas kota", **said),
    ]
    worse, better = (below, above) if entry.arah == "naik" else (above, below)
    same = kata("kurang dari {dekat} {satuan} dari kota", **said)
    words = [*worse, same, *reversed(better)]
    return list(zip(STEPS_OF_GAPS, words, strict=True))


def _describe_goals(store: Store, selection: Selection, kode: str) -> str:
    """Return which target each kecamatan is held against."""
    city = selection.widen_to_city()
    goal = find_target(store, kode, city)
    own = [
        code
        for code in reference.list_kecamatan()
        if find_target(store, kode, Selection(selection.periode, code)) is not None
    ]
    said = kata(
        "Capaian terhadap target {wilayah} ({target})",
        wilayah=city.area_name,
        target=theme.quantity(goal, translate_indicator(kode).satuan),
    )
    if not own:
        return kata("{capaian}; kecamatan belum punya target sendiri", capaian=said)
    if len(own) == len(reference.list_kecamatan()):
        return kata("Capaian terhadap target kecamatan masing-masing")
    return kata("{capaian}, atau target kecamatan sendiri bila ada", capaian=said)


def _show_gaps(
    store: Store, selection: Selection, rows: Sequence[Row], mode: str, kode: str
) -> list[Shown]:
    entry = translate_indicator(kode)
    city = make_tile(store, kode, selection.widen_to_city()).row.value
    shown = []
    for row in rows:
        gap = measure_gap(entry, row.value, city)
        text = gap.text if gap.text and mode == GAP else row.text
        colour = "" if gap.difference is None else STEPS_OF_GAPS[gap.step + 2]
        shown.append(Shown(row.code, gap.difference, text, colour, _write_title(row, text)))
    return shown


def _show_achieved(
    store: Store, selection: Selection, rows: Sequence[Row], kode: str
) -> list[Shown]:
    """Return each kecamatan's value against its own target, or else against the city's."""
    words = [WORST, *(word for _, word in reversed(BANDS))]
    shown = []
    for row in rows:
        there = Selection(selection.periode, row.code, selection.skala)
        found = measure_capaian(store, kode, row.value, there)
        text = row.text if found is None else theme.quantity(found.value, "persen")
        colour = "" if found is None else STEPS_OF_GAPS[words.index(found.band)]
        title = _write_title(row, row.text) + (f"; {found.words}" if found else "")
        shown.append(Shown(row.code, found.value if found else None, text, colour, title))
    return shown


def _write_title(row: Row, text: str) -> str:
    """Return what is read out of an area: its value, and the counts behind it."""
    if row.value is None:
        return f"{row.label}: {row.text} ({kata(theme.SIGNS[row.sign])})"
    said = row.text if text == row.text else f"{row.text}, {text}"
    return f"{row.label}: {said} ({row.counts})" if row.counts else f"{row.label}: {said}"
