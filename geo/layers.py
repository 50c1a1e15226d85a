"""Published rows on boundaries, as a pydeck map without any base map or other host."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
import pydeck as pdk

from analysis.definitions.indicator import Indicator
from analysis.definitions.selection import CITY, Selection
from analysis.views.clusters import read_clusters
from analysis.views.view import Cluster
from analysis.views.views import view_by_area
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store
from geo.ready import read_shapes

AREAS, OUTLINE, ALL_MAKERS, ONLINE_MAKERS = "wilayah", "batas", "klaster", "klaster-daring"
# Shares at which the shade changes, in percent. Fixed, so that two periods compare.
CUTS = (30.0, 40.0, 50.0, 60.0)
STEP_SIZES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
METRES_PER_MAKER = 58.0
"""A disc's area is proportional to its count: radius = METRES_PER_MAKER * sqrt(count)."""
SPREAD_DEGREES = 0.006
"""How far the marks of several products in one kelurahan stand apart."""


def shade(value: float | None, cuts: Sequence[float] = CUTS) -> str:
    """Return the colour of a share; grey when there is no value."""
    if value is None:
        return theme.NOTHING
    return theme.STEPS[sum(value >= cut for cut in cuts)]


def make_legend(cuts: Sequence[float] = CUTS, unit: str = "persen") -> list[tuple[str, str]]:
    """Return (colour, words) of a map's shades, low to high, then "no value"."""
    mark = "%" if unit == "persen" else kata(unit)
    edges = [theme.tick(cut) for cut in cuts]
    words = [kata("di bawah {batas} {satuan}", batas=edges[0], satuan=mark)]
    words += [f"{low} – {high} {mark}" for low, high in pairwise(edges)]
    words.append(kata("{batas} {satuan} ke atas", batas=edges[-1], satuan=mark))
    return [
        *zip(theme.STEPS, words, strict=True),
        (theme.NOTHING, kata("tidak ada nilai atau dirahasiakan")),
    ]


def choose_cuts(store: Store, entry: Indicator) -> tuple[float, ...]:
    """Return where an indicator's map changes its shade: round numbers between the lowest and the
    highest value of any kecamatan in any period, so that its periods compare."""
    if entry.makna == "daring":
        return CUTS
    span = store.query(
        "select min(nilai) as low, max(nilai) as high from sel where indikator = ? "
        "and tingkat = 'kecamatan' and dimensi = '' and sumber = 'register'",
        [entry.kode],
    )
    low, high = span["low"].iloc[0], span["high"].iloc[0]
    if pd.isna(low):
        return CUTS
    step = next(size for size in STEP_SIZES if size * len(theme.STEPS) >= high - low)
    # A value on a border of floating point must not fall below it.
    start = math.floor(low / step + 1e-9) * step
    return tuple(round(start + step * number, 1) for number in range(1, len(theme.STEPS)))


def make_deck(store: Store, selection: Selection, level: str, scheme: str) -> pdk.Deck:
    """Return the map: areas of ``level`` shaded by share online, product clusters as two discs.

    ``map_provider=None`` without a ``map_style`` is the only form that asks no outside host.
    """
    return pdk.Deck(
        layers=[
            _make_areas_layer(store, selection, level),
            _make_outline_layer(selection, scheme),
            *_make_makers_layers(read_clusters(store, selection)),
        ],
        initial_view_state=_choose_view(selection.wilayah),
        map_provider=None,
        tooltip={"text": "{judul}\n{teks}"},
    )


def _make_areas_layer(store: Store, selection: Selection, level: str) -> pdk.Layer:
    row_of_area = {
        row.code: row for row in view_by_area(store, "berusaha_daring", level, selection).rows
    }
    features = []
    for code, feature in read_shapes(level).items():
        row = row_of_area.get(code)
        mark = " (sintetis)" if row and row.origin == "sintetis" else ""
        features.append(
            {
                "type": "Feature",
                "geometry": feature["geometry"],
                "properties": {
                    "kode": code[:8],
                    "judul": feature["properties"]["nama"],
                    "teks": f"{row.text}{mark} berjualan daring\n{row.counts}" if row else "",
                    "isi": _to_rgb(shade(row.value if row else None)),
                },
            }
        )
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id=AREAS,
        get_fill_color="properties.isi",
        get_line_color=[255, 255, 255],
        line_width_min_pixels=1,
        pickable=True,
        auto_highlight=True,
    )


def _make_outline_layer(selection: Selection, scheme: str) -> pdk.Layer:
    """Return the borders of the kecamatan, the chosen one heavier."""
    ink = _to_rgb(theme.INK[scheme])
    features = [
        {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": {"lebar": 4 if code == selection.wilayah else 1},
        }
        for code, feature in read_shapes("kecamatan").items()
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id=OUTLINE,
        filled=False,
        get_line_color=ink,
        get_line_width="properties.lebar",
        line_width_units=pdk.types.String("pixels"),
    )


def _make_makers_layers(clusters: list[Cluster]) -> list[pdk.Layer]:
    """Return two discs for each cluster: all makers, and inside it those who sell online."""
    points = [
        {
            "posisi": place,
            "jari": compute_radius(cluster.n),
            "jari_daring": compute_radius(cluster.daring or 0),
            # Without an answer that may be shown, ochre would say that nobody sells online.
            "warna": _to_rgb(theme.NOTHING if cluster.daring is None else theme.OFFLINE["light"]),
            "warna_daring": _to_rgb(theme.ONLINE["light"]),
            "judul": name_cluster(cluster),
            "teks": describe_cluster(cluster),
            "kode": cluster.kode_kelurahan[:8],
        }
        for cluster, place in zip(clusters, place_marks(clusters), strict=True)
    ]
    looks = ((ALL_MAKERS, "jari", "warna"), (ONLINE_MAKERS, "jari_daring", "warna_daring"))
    return [
        pdk.Layer(
            "ScatterplotLayer",
            points,
            id=name,
            get_position="posisi",
            get_radius=radius,
            get_fill_color=colour,
            get_line_color=_to_rgb(theme.INK["light"]),
            stroked=name == ALL_MAKERS,
            line_width_min_pixels=1,
            pickable=name == ALL_MAKERS,
        )
        for name, radius, colour in looks
    ]


def place_marks(clusters: list[Cluster]) -> list[list[float]]:
    """Return the longitude and latitude of each cluster's mark, beside one another where several
    are in one kelurahan."""
    taken: dict[str, int] = {}
    placed = []
    for cluster in clusters:
        number = taken.get(cluster.kode_kelurahan, 0)
        taken[cluster.kode_kelurahan] = number + 1
        label = read_shapes("kelurahan")[cluster.kode_kelurahan]["properties"]
        placed.append(
            [
                label["label_lon"] + SPREAD_DEGREES * (number % 2),
                label["label_lat"] - SPREAD_DEGREES * (number // 2 + number % 2 * 0.5),
            ]
        )
    return placed


def compute_radius(count: int) -> float:
    """Return the radius in metres of a disc whose area is proportional to a count."""
    return METRES_PER_MAKER * count**0.5


def name_cluster(cluster: Cluster) -> str:
    """Return what is made where."""
    return kata("{produk}, Kel. {nama}", produk=cluster.produk, nama=cluster.kelurahan)


def describe_cluster(cluster: Cluster) -> str:
    """Return how many make it, and which share of them sells online."""
    if cluster.daring is None:
        return kata("{cacah} usaha, jawaban daring dirahasiakan", cacah=theme.number(cluster.n))
    return kata(
        "{cacah} usaha, berjualan daring {pangsa}",
        cacah=theme.number(cluster.n),
        pangsa=cluster.share,
    )


def _choose_view(area: str) -> pdk.ViewState:
    if area == CITY:
        return pdk.ViewState(longitude=106.155, latitude=-6.115, zoom=10.5)
    label = read_shapes("kecamatan")[area]["properties"]
    return pdk.ViewState(longitude=label["label_lon"], latitude=label["label_lat"], zoom=11.6)


def _to_rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
