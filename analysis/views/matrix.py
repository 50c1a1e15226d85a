"""Areas by indicator: every value beside the larger area's, in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, CITY_NAME, Selection
from analysis.views.cells import KELURAHAN
from analysis.views.comparison import find_value
from analysis.views.gaps import Gap, measure_gap
from analysis.views.heading import Heading, make_heading
from analysis.views.links import link_indicator, link_kecamatan
from analysis.views.names import name_column
from analysis.views.view import Row, View
from analysis.views.views import select_within, view_by_area
from analysis.words import theme
from data.store.store import Store

COLUMNS = (
    "jumlah_umkm",
    "berusaha_daring",
    "proporsi_nib",
    "bayar_digital",
    "dasar_digital",
    "marketplace_kota",
    "naik_kelas",
)
KELURAHAN_COLUMNS = ("jumlah_umkm", "berusaha_daring", "proporsi_nib")
BY = "berusaha_daring"
"""The indicator by which the rows stand in order, the highest first."""
MISSING = Row("", "", None, "..", sign="..")


@dataclass(frozen=True)
class Column:
    """An indicator over its column; ``remark`` says where it does not follow the chosen class."""

    entry: Indicator
    name: str
    remark: str
    link: str


@dataclass(frozen=True)
class MatrixCell:
    """A value with its distance from the larger area's; ``text`` has no unit but for a sign."""

    row: Row
    gap: Gap
    text: str


@dataclass(frozen=True)
class MatrixRow:
    """An area with its values; ``link`` is '' where it has no page."""

    code: str
    label: str
    link: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class Matrix:
    """``whole`` is the larger area that the others are held against."""

    heading: Heading
    columns: tuple[Column, ...]
    whole: MatrixRow
    rows: tuple[MatrixRow, ...]
    highlighted: str
    beside: str

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the values come from, each once."""
        shown = (cell.row.origin for row in (self.whole, *self.rows) for cell in row.cells)
        return tuple(dict.fromkeys(origin for origin in shown if origin))

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that occur in it."""
        shown = (cell.row.sign for row in (self.whole, *self.rows) for cell in row.cells)
        return tuple(dict.fromkeys(sign for sign in shown if sign))

    @property
    def empty(self) -> bool:
        """Whether not a single value of its rows is published."""
        return all(cell.row.value is None for row in self.rows for cell in row.cells)


def make_matrix(store: Store, selection: Selection) -> Matrix:
    """Return the kecamatan by indicator, for the period and class of a choice; the chosen
    kecamatan is marked."""
    city = selection.widen_to_city()
    views = [view_by_area(store, kode, "kecamatan", selection) for kode in COLUMNS]
    whole = [find_value(store, kode, city) or MISSING for kode in COLUMNS]
    columns = tuple(_make_column(store, view, selection) for view in views)
    rows = _make_rows(views, whole)
    return Matrix(
        _add_days(make_heading("Indikator menurut kecamatan", city, city), views),
        columns,
        _make_row(CITY, CITY_NAME, whole, whole, views),
        tuple(
            MatrixRow(r.code, r.label, link_kecamatan(store, r.code, selection), r.cells)
            for r in rows
        ),
        selection.wilayah,
        "kota",
    )


def make_kelurahan_matrix(store: Store, selection: Selection) -> Matrix:
    """Return the kelurahan of a kecamatan by indicator, for all classes."""
    views = [
        select_within(view_by_area(store, kode, KELURAHAN, selection), selection)
        for kode in KELURAHAN_COLUMNS
    ]
    whole = [find_value(store, kode, selection) or MISSING for kode in KELURAHAN_COLUMNS]
    return Matrix(
        _add_days(make_heading("Menurut kelurahan", selection, selection), views),
        tuple(_make_column(store, view, selection) for view in views),
        _make_row(selection.wilayah, selection.area_name, whole, whole, views),
        _make_rows(views, whole),
        "",
        "kecamatan",
    )


def _add_days(heading: Heading, views: Sequence[View]) -> Heading:
    """Return a heading with the day of the oldest of the numbers below it, where that matters."""
    return heading.add_days(view.heading.day for view in views)


def _make_column(store: Store, view: View, selection: Selection) -> Column:
    kode = view.indicator.kode
    remark = "semua skala" if view.heading.selection.skala != selection.skala else ""
    return Column(view.indicator, name_column(kode), remark, link_indicator(store, kode, selection))


def _make_rows(views: Sequence[View], whole: Sequence[Row]) -> tuple[MatrixRow, ...]:
    """Return a row for every area of the views, in the order of ``BY``."""
    by_area = [{row.code: row for row in view.rows} for view in views]
    names = {row.code: row.label for view in views for row in view.rows}
    made = [
        _make_row(code, label, [rows.get(code, MISSING) for rows in by_area], whole, views)
        for code, label in names.items()
    ]
    at = next(number for number, view in enumerate(views) if view.indicator.kode == BY)

    def place(row: MatrixRow) -> float:
        value = row.cells[at].row.value
        return 1.0 if value is None else -value

    return tuple(sorted(made, key=place))


def _make_row(
    code: str, label: str, values: Sequence[Row], whole: Sequence[Row], views: Sequence[View]
) -> MatrixRow:
    cells = tuple(
        MatrixCell(
            row,
            measure_gap(translate_indicator(view.indicator.kode), row.value, larger.value),
            _write_amount(row, view.indicator.satuan),
        )
        for row, larger, view in zip(values, whole, views, strict=True)
    )
    return MatrixRow(code, label, "", cells)


def _write_amount(row: Row, unit: str) -> str:
    """Return a value without its unit, with its sign."""
    return row.text if row.value is None else f"{theme.amount(row.value, unit)} {row.sign}".strip()
