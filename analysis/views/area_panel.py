"""What stands beside the map: the chosen area in a few words, its products, its trend."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, CITY_NAME, Selection
from analysis.views.clusters import read_product_clusters
from analysis.views.comparison import make_comparisons
from analysis.views.heading import Heading
from analysis.views.links import name_area
from analysis.views.tiles import make_tile
from analysis.views.trend import Trend, draw_trend
from analysis.views.view import ProductCluster, Row
from analysis.views.views import view_by_kecamatan, view_by_period
from analysis.words.language import kata
from data.store.store import Store

ONLINE = "berusaha_daring"


@dataclass(frozen=True)
class AreaPanel:
    """The chosen area: its value and what it is held against, and its products, those with the
    most makers who do not sell online first."""

    heading: Heading
    row: Row
    lines: tuple[str, ...]
    products: tuple[ProductCluster, ...]
    trend: Trend
    whole_city: bool

    @property
    def most_makers(self) -> int:
        """The makers that a bar of full length stands for."""
        return max((product.n for product in self.products), default=1)


def make_panel(store: Store, selection: Selection) -> AreaPanel:
    """Return what is said of the chosen area in a period and class."""
    tile = make_tile(store, ONLINE, selection)
    products = read_product_clusters(store, selection)
    return AreaPanel(
        tile.heading,
        tile.row,
        tuple(line for line in _write_lines(store, selection) if line),
        tuple(sorted(products, key=_count_not_yet, reverse=True)),
        _make_trend(store, tile.heading.selection),
        selection.wilayah == CITY,
    )


def _count_not_yet(cluster: ProductCluster) -> tuple[int, int]:
    """Return what products are sorted by; one whose answer is withheld comes last."""
    return (-1 if cluster.offline is None else cluster.offline, cluster.n)


def _write_lines(store: Store, selection: Selection) -> list[str]:
    """Return the area's gap and rank, or of the city its change and both ends."""
    view = view_by_kecamatan(store, ONLINE, selection)
    known = [row for row in view.rows if row.value is not None]
    by_kind = {c.kind: c for c in make_comparisons(store, ONLINE, selection)}
    if selection.wilayah == CITY:
        said = by_kind["target"].words
        target = kata("Target: {hasil}", hasil=said) if said else ""
        return [by_kind["sebelum"].words, target]
    order = [row.code for row in known]
    if selection.wilayah not in order or not by_kind["kota"].words:
        return [by_kind["kota"].reason]
    rank = order.index(selection.wilayah) + 1
    return [f"{by_kind['kota'].words} · {_say_rank(rank, len(known))}", by_kind["sebelum"].words]


def _say_rank(rank: int, among: int) -> str:
    """Return a rank in words, the highest first."""
    if rank == 1:
        return kata("tertinggi dari {banyak} kecamatan", banyak=among)
    if rank == among:
        return kata("terendah dari {banyak} kecamatan", banyak=among)
    return kata("urutan ke-{urutan} dari {banyak} kecamatan", urutan=rank, banyak=among)


def _make_trend(store: Store, shown: Selection) -> Trend:
    """Return the lines of an area and of the city over all periods."""
    own = view_by_period(store, ONLINE, shown).rows
    city = (
        view_by_period(store, ONLINE, shown.widen_to_city()).rows if shown.wilayah != CITY else ()
    )
    name = CITY_NAME if shown.wilayah == CITY else name_area(shown.wilayah)
    return draw_trend(own, city, name, CITY_NAME, translate_indicator(ONLINE).judul)
