"""The page of a kecamatan: all that is published of it, beside the city."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY_NAME, Selection
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.comparison import find_value
from analysis.views.gaps import Gap, measure_gap, rank
from analysis.views.heading import Heading, make_heading
from analysis.views.headline import MAIN, Headline, make_headline
from analysis.views.links import name_area
from analysis.views.matrix import Matrix, make_kelurahan_matrix
from analysis.views.scorecard import ScoreRow, make_scorecard, read_rows, write_years
from analysis.views.sparkline import Sparkline, draw_sparkline
from analysis.views.trend import Trend, draw_trend
from analysis.views.view import ProductCluster, Row, View
from analysis.views.views import view_by_area, view_by_category
from data.store.store import Store


@dataclass(frozen=True)
class ProfileRow:
    """One indicator of a kecamatan; ``place`` is its rank and among how many, None where it has
    none."""

    found: ScoreRow
    city: Row | None
    gap: Gap
    place: tuple[int, int] | None
    spark: Sparkline


@dataclass(frozen=True)
class Profile:
    """What the page of a kecamatan shows."""

    name: str
    headline: Headline
    heading: Heading
    rows: tuple[ProfileRow, ...]
    products_heading: Heading
    products: tuple[ProductCluster, ...]
    channels: View
    ladder: View
    kelurahan: Matrix
    trend_heading: Heading
    trend: Trend
    trend_rows: tuple[tuple[str, Row, Row | None], ...]

    @property
    def years(self) -> str:
        """From which year to which the values go."""
        return write_years([row.found for row in self.rows])

    @property
    def most_makers(self) -> int:
        """The makers that a bar of full length stands for."""
        return max((product.n for product in self.products), default=1)

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the indicators' values come from, each once."""
        shown = (row.found.row.origin for row in self.rows)
        return tuple(dict.fromkeys(origin for origin in shown if origin))


def make_profile(store: Store, selection: Selection) -> Profile:
    """Return the page of the chosen kecamatan, for all classes."""
    name = name_area(selection.wilayah)
    own = [found for found in make_scorecard(store, selection).rows if found.own]
    here, there = (_read_trend(store, choice) for choice in (selection, selection.widen_to_city()))
    clusters = read_product_clusters(store, selection)
    return Profile(
        name,
        make_headline(store, selection),
        make_heading("Indikator dan tempatnya di antara kecamatan", selection, selection),
        tuple(_make_row(store, found, selection) for found in own),
        make_clusters_heading(selection, clusters),
        tuple(clusters),
        view_by_category(store, "kanal_daring", "kanal", selection),
        view_by_category(store, "tangga_digital", "anak_tangga", selection),
        make_kelurahan_matrix(store, selection),
        _make_trend_heading(here, selection),
        draw_trend(here, there, name, CITY_NAME, "Persen UMKM yang berjualan daring"),
        _pair_rows(here, there),
    )


def _read_trend(store: Store, selection: Selection) -> tuple[Row, ...]:
    return read_rows(store, translate_indicator(MAIN), selection)


def _make_trend_heading(rows: tuple[Row, ...], selection: Selection) -> Heading:
    span = f"{rows[0].label} sampai {rows[-1].label}" if rows else ""
    date = span or make_heading("", selection, selection).date
    return Heading("Berjualan daring dari waktu ke waktu", selection, date)


def _pair_rows(
    here: tuple[Row, ...], there: tuple[Row, ...]
) -> tuple[tuple[str, Row, Row | None], ...]:
    city = {row.code: row for row in there}
    return tuple((row.label, row, city.get(row.code)) for row in here)


def _make_row(store: Store, found: ScoreRow, selection: Selection) -> ProfileRow:
    entry: Indicator = found.entry
    city = find_value(store, entry.kode, selection.widen_to_city())
    gap = measure_gap(entry, found.row.value, city.value if city else None)
    among = view_by_area(store, entry.kode, "kecamatan", selection).rows
    here = read_rows(store, entry, found.shown)
    there = read_rows(store, entry, found.shown.widen_to_city())
    # A count is a part of the city's, which would press its line flat.
    beside = there if entry.out_of_hundred else ()
    return ProfileRow(
        found,
        city,
        gap,
        # Of a count nobody can say that more is better than in a smaller kecamatan.
        rank(among, selection.wilayah, entry.arah) if entry.out_of_hundred else None,
        draw_sparkline(here, selection.periode, beside),
    )
