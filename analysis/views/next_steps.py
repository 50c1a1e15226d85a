"""Langkah berikut: what an official can do next, each by one rule from published values.

The page of a kecamatan names the largest shortfall and the product that sells online least; Adopsi
where most are not online yet, and which step most of the others stand on. A rule that finds nothing
says nothing, and a withheld value is never the largest or the least.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.definitions.selection import CITY, Selection
from analysis.views.attention import MAIN, Attention, find_shortfall
from analysis.views.clusters import read_product_clusters
from analysis.views.courses import find_fullest, read_ladder
from analysis.views.links import link_indicator, link_kecamatan, link_product, name_area
from analysis.views.names import list_words
from analysis.views.view import ProductCluster, Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data.store.store import Store

Rule = Callable[[Store, Selection], Attention | None]


def list_next_steps(store: Store, selection: Selection) -> tuple[Attention, ...]:
    """Return what to do next in a kecamatan."""
    return _apply((find_shortfall, find_least_product), store, selection)


def list_adoption_steps(store: Store, selection: Selection) -> tuple[Attention, ...]:
    """Return what to do next about going digital, in the chosen area."""
    return _apply((find_most_offline, find_fullest_step), store, selection)


def _apply(rules: Sequence[Rule], store: Store, selection: Selection) -> tuple[Attention, ...]:
    found = (rule(store, selection) for rule in rules)
    return tuple(line for line in found if line)


def find_least_product(store: Store, selection: Selection) -> Attention | None:
    """Return the product cluster with the lowest share online, with how many of its makers are not;
    of several with the same share all, with the link of the largest. None where no share is
    published or nobody is left."""
    clusters = read_product_clusters(store, selection)
    known = [cluster for cluster in clusters if cluster.value is not None]
    lowest = min((cluster.value or 0.0 for cluster in known), default=0.0)
    least = [cluster for cluster in known if cluster.value == lowest and cluster.offline]
    if not least:
        return None
    largest = max(least, key=lambda cluster: cluster.offline or 0)
    names = list_words([theme.inside(cluster.product) for cluster in least])
    among = "klaster produk" if len(known) == len(clusters) else "klaster produk yang terbit"
    return Attention(
        f"{names[:1].upper()}{names[1:]}: {_say_makers(least)} belum berjualan daring.",
        f"Pangsa daringnya {largest.share}, terendah dari {len(known)} {among} di sini."
        if len(known) > 1
        else f"Pangsa daringnya {largest.share}.",
        link_product(store, largest.product, selection),
        f"Buka {theme.inside(largest.product)}",
        (lowest, *(float(cluster.offline or 0) for cluster in least)),
    )


def _say_makers(clusters: Sequence[ProductCluster]) -> str:
    offline = sum(cluster.offline or 0 for cluster in clusters)
    answered = sum(cluster.answered or 0 for cluster in clusters)
    return f"{theme.number(offline)} dari {theme.number(answered)} pembuat"


def find_most_offline(store: Store, selection: Selection) -> Attention | None:
    """Return the kecamatan in which most businesses do not sell online, or the chosen one."""
    view = view_by_area(store, MAIN, "kecamatan", selection)
    shown = [(row, _count_offline(row)) for row in view.rows]
    known = [(row, count) for row, count in shown if count is not None]
    if selection.wilayah != CITY:
        known = [(row, count) for row, count in known if row.code == selection.wilayah]
    if not known:
        return None
    row, count = max(known, key=lambda pair: pair[1])
    name = name_area(row.code)
    most = "" if selection.wilayah != CITY else ", terbanyak dari semua kecamatan"
    if most and len(known) < len(shown):
        most = ", terbanyak dari kecamatan yang terbit"
    return Attention(
        f"{name}: {theme.number(count)} dari {theme.number(row.below)} UMKM belum berjualan "
        f"daring{most}.",
        "",
        link_kecamatan(store, row.code, selection),
        f"Buka {name}",
        (row.value or 0.0, float(count)),
    )


def _count_offline(row: Row) -> int | None:
    if row.value is None or row.above is None or row.below is None:
        return None
    return row.below - row.above


def find_fullest_step(store: Store, selection: Selection) -> Attention | None:
    """Return the step on which most of those who are online stand, and which one comes next; None
    where a step is withheld, since it could be the fullest."""
    ladder = read_ladder(store, selection)
    most = find_fullest(ladder)
    if most is None or most.above is None:
        return None
    higher = [key for key in ladder.steps if key > most.code and key.isdigit()]
    then = f" Tahap sesudahnya: {theme.inside(ladder.steps[higher[0]])}." if higher else ""
    return Attention(
        f"{theme.number(most.above)} UMKM sudah daring dan berada di tahap "
        f"{theme.inside(ladder.steps[most.code])}, terbanyak dari semua tahap.",
        then.strip(),
        link_indicator(store, "kanal_daring", selection),
        "Lihat kanal yang dipakai",
        (most.value or 0.0, float(most.above or 0)),
    )
