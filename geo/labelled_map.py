"""A map that is read without a key: each area with its name and value, and where they are asked
for its product clusters as half discs with their counts. Browser, embed and paper draw it from
here, so a name has one place on all of them.

A name and a product keep their place over the periods: what is placed is as large as the largest
of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views.clusters import read_product_clusters
from analysis.views.view import ProductCluster
from analysis.words import theme
from analysis.words.language import get_language, kata
from analysis.words.typeface import measure_width
from data.store.store import Store
from geo.halves import Halves, measure_halves
from geo.modes import CLUSTERS, Shown, show_areas
from geo.placing import Box, Spot, place_boxes
from geo.ready import LEVELS, read_shapes
from geo.sheet import Sheet, draw_path, make_sheet


@dataclass(frozen=True)
class Band:
    """How large a map is drawn: its room in pixels, the sizes of its words, the radius of its
    largest half disc."""

    room: tuple[int, int]
    margin: tuple[int, int]
    name: float
    product: float
    count: float
    radius: float


BANDS = {
    "lebar": Band((820, 520), (36, 8), 14.5, 12.0, 12.5, 25.0),
    "sedang": Band((560, 500), (26, 6), 13.0, 11.5, 12.0, 21.0),
    "sempit": Band((358, 420), (8, 6), 12.0, 10.0, 10.5, 14.5),
}
"""A screen or a sheet of paper; a column of a web page; a phone."""
KECAMATAN, KELURAHAN = LEVELS
LINE = 1.25
"""From one line of words to the next, of their size."""


@dataclass(frozen=True)
class Area:
    """An area: its outline as SVG path data, what is shown of it, where the middle of its words
    stands and how wide they are in one line."""

    shown: Shown
    name: str
    path: str
    x: float
    y: float
    width: float
    chosen: bool


@dataclass(frozen=True)
class Mark:
    """A product cluster as it is drawn: ``x``, ``y`` are the middle of its discs, ``name_y`` is the
    baseline of its short ``name`` and ``count_y`` that of the counts; ``line`` leads to its area
    where it stands outside."""

    cluster: ProductCluster
    name: str
    name_width: float
    halves: Halves
    x: float
    y: float
    name_y: float
    count_y: float
    title: str
    line: tuple[float, float] | None = None

    @property
    def below(self) -> str:
        """What stands below a disc whose answer is withheld."""
        return _write_whole(self.cluster)


@dataclass(frozen=True)
class LabelledMap:
    """Everything that is drawn, in pixels of its sheet."""

    mode: str
    band: Band
    sheet: Sheet
    areas: tuple[Area, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def example(self) -> Mark | None:
        """The largest cluster with an answer once more, as the key shows how a mark is read."""
        answered = (mark for mark in self.marks if not mark.halves.whole)
        return max(answered, key=lambda mark: mark.cluster.n, default=None)


def draw_map(
    store: Store, selection: Selection, mode: str, size: str, level: str = KECAMATAN
) -> LabelledMap:
    """Return the map of a period, for a size of ``BANDS`` and a mode of ``modes``: of all kecamatan
    with the chosen one marked, or of the kelurahan of the chosen one."""
    area = CITY if level == KECAMATAN else selection.wilayah
    sheet, spots, per_root = store.work_once(_arrange, area, mode, size, get_language())
    areas = tuple(
        Area(
            shown,
            _read_label(shown.code)["nama"],
            draw_path(sheet, shown.code),
            spots[shown.code].x,
            spots[shown.code].y,
            measure_words(_read_label(shown.code)["nama"], shown.text, BANDS[size]),
            shown.code == selection.wilayah,
        )
        for shown in show_areas(store, replace(selection, wilayah=area), mode, level)
    )
    asked = replace(selection, wilayah=area)
    found = read_product_clusters(store, asked, level) if mode == CLUSTERS else []
    band = BANDS[size]
    marks = (_draw_mark(c, spots[_make_key(c)], sheet, band, per_root) for c in found)
    return LabelledMap(mode, band, sheet, areas, tuple(marks))


def describe_product(cluster: ProductCluster) -> str:
    """Return a cluster in one sentence: who makes it where, and who of them sells online."""
    if cluster.band:
        return kata(
            "{produk}, {nama}: {cacah} usaha, {bagian}; jumlahnya dirahasiakan",
            produk=cluster.product,
            nama=cluster.area,
            cacah=theme.number(cluster.n),
            bagian=cluster.band_words,
        )
    if cluster.online is None or cluster.offline is None:
        return kata(
            "{produk}, {nama}: {cacah} usaha, jawaban daring dirahasiakan",
            produk=cluster.product,
            nama=cluster.area,
            cacah=theme.number(cluster.n),
        )
    return kata(
        "{produk}, {nama}: {cacah} usaha, {ya} daring, {belum} belum, {diam} tidak "
        "diketahui; {pangsa} dari yang menjawab berjualan daring",
        produk=cluster.product,
        nama=cluster.area,
        cacah=theme.number(cluster.n),
        ya=theme.number(cluster.online),
        belum=theme.number(cluster.offline),
        diam=theme.number(cluster.unknown),
        pangsa=cluster.share,
    )


def _arrange(
    store: Store, area: str, mode: str, size: str, _: str
) -> tuple[Sheet, dict[str, Spot], float]:
    """Return the sheet, where everything stands in every period, and the radius of a count of one.

    Names come first and products follow by their size, so the small ones give way.
    """
    band = BANDS[size]
    level = KECAMATAN if area == CITY else KELURAHAN
    codes = [code for code in read_shapes(level) if code.startswith(area)]
    sheet = make_sheet(codes, band.room, band.margin)
    periods = [Selection(p, area) for p in read_options(store).periode.values()]
    values = [shown.text for p in periods for shown in show_areas(store, p, mode, level)]
    boxes = [_box_name(code, values, band, sheet, mode) for code in codes]
    per_root = 0.0
    if mode == CLUSTERS:
        found = [cluster for p in periods for cluster in read_product_clusters(store, p, level)]
        per_root = band.radius / math.sqrt(max(map(_count_largest_half, found), default=1))
        boxes += _box_products(found, band, per_root)
    return sheet, place_boxes(boxes, sheet), per_root


def _read_label(code: str) -> dict[str, Any]:
    """Return an area's name, and the point in it where it is named."""
    level = KECAMATAN if code in read_shapes(KECAMATAN) else KELURAHAN
    properties: dict[str, Any] = read_shapes(level)[code]["properties"]
    return properties


def _make_key(cluster: ProductCluster) -> str:
    return f"{cluster.code} {cluster.key}"


def _shorten(product: str) -> str:
    """Return a product's name without what explains it in brackets."""
    return product.partition(" (")[0]


def measure_words(name: str, value: str, band: Band) -> float:
    """Return how wide an area's name and value are in one line, in pixels."""
    return measure_width(f"{name} ", band.name, bold=True) + measure_width(value, band.name)


def _count_largest_half(cluster: ProductCluster) -> float:
    if cluster.online is None or cluster.offline is None:
        return cluster.n / 2
    return max(cluster.online, cluster.offline, 1)


def _box_name(code: str, values: Iterable[str], band: Band, sheet: Sheet, mode: str) -> Box:
    """Return the box of an area's name and value: beside it and high up where products come below,
    else below it and in the middle."""
    label = _read_label(code)
    x, y = sheet.place(label["label_lon"], label["label_lat"])
    if mode == CLUSTERS:
        width = max((measure_words(label["nama"], v, band) for v in values), default=0.0)
        return Box(code, code, width, band.name * LINE, (x, y - 4 * band.radius))
    name = measure_width(label["nama"], band.name, bold=True)
    value = max((measure_width(v, band.name) for v in values), default=0.0)
    return Box(code, code, max(name, value), 2 * band.name * LINE, (x, y))


def _box_products(found: Iterable[ProductCluster], band: Band, per_root: float) -> Iterable[Box]:
    """Yield the box of each product, the largest first."""
    by_key: dict[str, list[ProductCluster]] = {}
    for cluster in sorted(found, key=lambda c: (-c.n, c.code, c.key)):
        by_key.setdefault(_make_key(cluster), []).append(cluster)
    for key, same in by_key.items():
        yield replace(_box_product(same, band, per_root), key=key)


def _box_product(same: Sequence[ProductCluster], band: Band, per_root: float) -> Box:
    """Return the box of a product: as large as it is in its largest period."""
    halves = [measure_halves(c.n, c.online, c.offline, per_root) for c in same]
    tallest = max(one.tallest for one in halves)
    counts = max(_measure_counts(c, band) for c in same)
    name = measure_width(_shorten(same[0].product), band.product, bold=True)
    height = band.product * LINE + 2 * tallest + band.count * LINE
    code = same[0].code
    return Box("", code, max(name, 2 * tallest, counts), height, title=code)


def _measure_counts(cluster: ProductCluster, band: Band) -> float:
    """Return how wide the counts stand: each on its side of the middle."""
    if cluster.online is None or cluster.offline is None:
        return measure_width(_write_whole(cluster), band.count, bold=True)
    sides = (theme.number(cluster.online), theme.number(cluster.offline))
    return 2 * (max(measure_width(side, band.count, bold=True) for side in sides) + band.count / 3)


def _write_whole(cluster: ProductCluster) -> str:
    """Return what stands below a disc whose answer is withheld: 90 · x, or the half it lies in."""
    half = {"": cluster.share, theme.BAND_NAMES[theme.MOSTLY]: ">½"}.get(cluster.band, "≤½")
    return f"{theme.number(cluster.n)} · {half}"


def _draw_mark(
    cluster: ProductCluster, spot: Spot, sheet: Sheet, band: Band, per_root: float
) -> Mark:
    """Return a mark whose name, discs and counts stand closely around the middle of its box, which
    was measured for the largest period."""
    halves = measure_halves(cluster.n, cluster.online, cluster.offline, per_root)
    middle = spot.y + (band.product - band.count) * LINE / 2
    line = None
    if spot.outside:
        label = _read_label(cluster.code)
        line = sheet.place(label["label_lon"], label["label_lat"])
    name = _shorten(cluster.product)
    return Mark(
        cluster,
        name,
        measure_width(name, band.product, bold=True),
        halves,
        spot.x,
        middle,
        middle - halves.tallest - band.product * 0.4,
        middle + halves.tallest + band.count,
        describe_product(cluster),
        line,
    )
