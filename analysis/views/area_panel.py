"""What stands beside the map: the chosen area in a few words, its products, its trend."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.definitions.selection import CITY, Selection
from analysis.views.clusters import read_product_clusters
from analysis.views.comparison import make_comparisons
from analysis.views.heading import Heading
from analysis.views.tiles import make_tile
from analysis.views.view import ProductCluster, Row
from analysis.views.views import view_by_kecamatan, view_by_period
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store

ONLINE = "berusaha_daring"


@dataclass(frozen=True)
class Dot:
    """One value on a line of the trend: ``x`` and ``y`` are percent of the drawing, from its upper
    left corner."""

    x: float
    y: float
    period: str
    text: str


@dataclass(frozen=True)
class Trend:
    """A share over the periods: the area's, and the city's beside it unless it is the city's own.

    The drawing spans ``low`` to ``high`` percent.
    """

    here: tuple[Dot, ...]
    city: tuple[Dot, ...]
    low: str
    high: str


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
    """Return the lines of an area and of the city, on one scale with room above and below."""
    own = view_by_period(store, ONLINE, shown).rows
    city = view_by_period(store, ONLINE, shown.whole_city()).rows if shown.wilayah != CITY else ()
    values = [row.value for row in (*own, *city) if row.value is not None]
    low, high = min(values, default=0.0), max(values, default=100.0)
    edge = max(1.0, 0.15 * (high - low))
    low, high = max(0.0, low - edge), min(100.0, high + edge)
    months = [_count_months(row.code) for row in (*own, *city)]
    span = (min(months, default=0), max(months, default=0))
    place = [_place_dots(rows, span, (low, high)) for rows in (own, city)]
    return Trend(place[0], place[1], theme.tick(round(low)), theme.tick(round(high)))


def _place_dots(
    rows: tuple[Row, ...], span: tuple[int, int], scale: tuple[float, float]
) -> tuple[Dot, ...]:
    width, height = max(1, span[1] - span[0]), scale[1] - scale[0] or 1.0
    return tuple(
        Dot(
            round(100 * (_count_months(row.code) - span[0]) / width, 1),
            round(100 * (scale[1] - row.value) / height, 1),
            row.label,
            row.text,
        )
        for row in rows
        if row.value is not None
    )


def _count_months(period: str) -> int:
    year, month = period.split("-")
    return 12 * int(year) + int(month)
