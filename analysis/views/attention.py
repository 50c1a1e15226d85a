"""Yang perlu diperhatikan: up to three lines, each by one rule from published values.

The rules are a list, and each reads as its sentence does. A rule that finds nothing says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, Selection
from analysis.views.clusters import read_product_clusters
from analysis.views.comparison import find_value
from analysis.views.gaps import measure_gap
from analysis.views.links import link_kecamatan, link_page, name_area
from analysis.views.names import list_words, name_inside
from analysis.views.scorecard import ScoreRow, make_scorecard
from analysis.views.shortfall import count_below, count_lacking
from analysis.views.view import ProductCluster, Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data.store.store import Store

MAIN = "berusaha_daring"
LOWEST = 2
"""How many product clusters are named."""


@dataclass(frozen=True)
class Attention:
    """A line: what stands out, why, and where to go on. ``values`` are the published values that
    it is made of."""

    title: str
    text: str
    link: str
    link_text: str
    values: tuple[float, ...]


def list_attention(store: Store, selection: Selection) -> tuple[Attention, ...]:
    """Return the lines of a choice, in the order of the rules."""
    found = (rule(store, selection) for rule in RULES)
    return tuple(line for line in found if line)


def find_shortfall(store: Store, selection: Selection) -> Attention | None:
    """Return the target that most businesses lack; where no target is set or all are reached, the
    share in which the choice lacks most businesses to be as the city is."""
    aimed = [
        (count_lacking(found.entry, found.row, found.goal.value), found)
        for found in make_scorecard(store, selection).aimed
        if found.own and found.goal and found.goal.reached is False and found.entry.arah == "naik"
    ]
    known = [(count, found) for count, found in aimed if count]
    if not known:
        return _find_behind_city(store, selection)
    count, found = max(known, key=lambda pair: pair[0])
    assert found.goal and found.row.value is not None
    name = name_inside(found.entry.kode)
    return Attention(
        f"{name[:1].upper()}{name[1:]}: kurang {theme.number(count)} usaha dari target.",
        f"{found.row.text} dari target {found.goal.text}; capaian {found.goal.achieved_text}."
        + _say_where(store, found, found.goal.value),
        found.link,
        "Lihat menurut kecamatan" if "kecamatan" in found.entry.levels else "Lihat rinciannya",
        (found.row.value, found.goal.value),
    )


def _say_where(store: Store, found: ScoreRow, goal: float) -> str:
    """Return in which kecamatan most of a city's lacking businesses are, as a sentence; '' where
    its shares are not by kecamatan or one of them is not shown."""
    if found.shown.wilayah != CITY or "kecamatan" not in found.entry.levels:
        return ""
    view = view_by_area(store, found.entry.kode, "kecamatan", found.shown)
    if found.entry.satuan != "persen" or any(row.value is None for row in view.rows):
        return ""
    most = max(view.rows, key=lambda row: count_below(row, goal))
    count = theme.number(count_below(most, goal))
    return f" Terbanyak di Kecamatan {most.label}: kurang {count} usaha."


def _find_behind_city(store: Store, selection: Selection) -> Attention | None:
    if selection.wilayah == CITY:
        return None
    behind = [
        (count_lacking(found.entry, found.row, city.value), found, city)
        for found in make_scorecard(store, selection).rows
        for city in [find_value(store, found.entry.kode, selection.widen_to_city())]
        if found.own and city is not None and city.value is not None
        if found.entry.satuan == "persen" and found.entry.arah == "naik"
    ]
    lacking = [each for each in behind if each[0]]
    if not lacking:
        return None
    count, found, city = max(lacking, key=lambda each: each[0])
    return Attention(
        f"{found.name}: kurang {theme.number(count)} usaha untuk menyamai kota.",
        f"{found.row.text} di {selection.area_name}, {city.text} di kota.",
        found.link,
        "Lihat menurut kecamatan",
        (found.row.value or 0.0, city.value or 0.0),
    )


def find_weakest(store: Store, selection: Selection) -> Attention | None:
    """Return the kecamatan with the lowest share online (or the chosen one) with its product
    clusters that sell online least."""
    view = view_by_area(store, MAIN, "kecamatan", selection)
    shown = [row for row in view.rows if row.value is not None]
    shown = [row for row in shown if selection.wilayah in (CITY, row.code)]
    if not shown:
        return None
    area = min(shown, key=lambda row: row.value or 0.0)
    low = _find_lowest_clusters(store, Selection(selection.periode, area.code))
    if selection.wilayah != CITY and not low:
        return None
    return Attention(
        _title_weakest(store, area, selection),
        " ".join(part for part in (_say_offline(area), _say_clusters(low, selection)) if part),
        link_kecamatan(store, area.code, selection),
        f"Buka {name_area(area.code)}",
        (area.value or 0.0, *(cluster.value or 0.0 for cluster in low)),
    )


def _title_weakest(store: Store, area: Row, selection: Selection) -> str:
    city = find_value(store, MAIN, selection.widen_to_city())
    gap = measure_gap(translate_indicator(MAIN), area.value, city.value if city else None)
    if gap.difference is None or gap.difference >= 0:
        return f"{name_area(area.code)}: {area.text} berjualan daring."
    return f"{name_area(area.code)} tertinggal {theme.quantity(-gap.difference, 'poin')} dari kota."


def _say_offline(area: Row) -> str:
    if area.above is None or area.below is None:
        return ""
    offline = theme.number(area.below - area.above)
    return f"{offline} dari {theme.number(area.below)} UMKM belum berjualan daring."


def _find_lowest_clusters(store: Store, selection: Selection) -> list[ProductCluster]:
    known = [c for c in read_product_clusters(store, selection) if c.value is not None]
    return sorted(known, key=lambda cluster: cluster.value or 0.0)[:LOWEST]


def _say_clusters(low: list[ProductCluster], selection: Selection) -> str:
    if not low:
        return "Klaster produknya belum dapat diterbitkan."
    names = list_words([f"{theme.inside(cluster.product)} {cluster.share}" for cluster in low])
    scope = " (semua skala)" if selection.skala else ""
    return f"Klaster produk terendah: {names}{scope}."


def find_stale(store: Store, selection: Selection) -> Attention | None:
    """Return the key indicators whose newest figure is older than their cycle."""
    old = [found for found in make_scorecard(store, selection).rows if found.stale]
    if not old:
        return None
    oldest = max((f.freshness for f in old if f.freshness), key=lambda each: each.days or 0)
    every = len(old) == len(make_scorecard(store, selection).rows)
    which = (
        "semua indikator di halaman ini"
        if every
        else list_words([name_inside(found.entry.kode) for found in old])
    )
    return Attention(
        f"Sudah waktunya diperbarui: {which}.",
        f"{oldest.words[:1].upper()}{oldest.words[1:]}.",
        link_page(store, "metode", selection),
        "Lihat sumber data",
        (float(oldest.days or 0),),
    )


Rule = Callable[[Store, Selection], Attention | None]
RULES: tuple[Rule, ...] = (find_shortfall, find_weakest, find_stale)
"""The rules in the order in which their lines stand."""
