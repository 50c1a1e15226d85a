"""A cross-table as a reader wants it: values with their margins, or per cent of rows or columns.

Per cent is worked out from published counts alone; where one of the two is withheld there is its
sign, and of nothing there is no per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.definitions.dimensions import list_categories
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views.cells import make_row, read_cells
from analysis.views.view import CrossTable, Row
from analysis.views.views import view_cross
from analysis.words import theme
from data.store.store import Store

VALUE, OF_ROW, OF_COLUMN = "nilai", "baris", "kolom"
FORMS = {VALUE: "Nilai", OF_ROW: "Persen baris", OF_COLUMN: "Persen kolom"}
NOTES = {
    OF_ROW: "Tiap baris dibagi jumlahnya sendiri di kolom Semua.",
    OF_COLUMN: "Tiap kolom dibagi jumlahnya sendiri di baris kota.",
}


def list_forms(kode: str) -> dict[str, str]:
    """Return what a cross-table of an indicator may hold, key -> label; per cent only where its
    cells are counts, or shares with theirs, of classes that do not overlap."""
    entry = INDICATORS[kode]
    counted = entry.satuan == "usaha" or (entry.satuan == "persen" and entry.counted)
    if entry.labels or not counted:
        return {VALUE: FORMS[VALUE]}
    return FORMS


def view_cross_table(
    store: Store, kode: str, dimension: str, selection: Selection, form: str = VALUE
) -> CrossTable:
    """Return an indicator by kecamatan and breakdown with both margins, in one of ``FORMS``.

    It has no rows where the cube publishes the breakdown for the whole city only.
    """
    table = view_cross(store, kode, dimension, selection)
    entry = INDICATORS[kode]
    if not table.rows or entry.labels:
        return table
    keys = [row.code for row in table.rows[0][1]]
    whole = replace(
        table,
        totals=_read_totals(store, entry, selection, [name for name, _ in table.rows]),
        foot=_read_foot(store, entry, dimension, selection, keys),
    )
    return whole if form == VALUE else _share_out(whole, form)


def _read_totals(
    store: Store, entry: Indicator, selection: Selection, names: Sequence[str]
) -> tuple[Row, ...]:
    """Return each kecamatan's value without breakdown; none where one of them has none."""
    cells = read_cells(
        store,
        entry.kode,
        tingkat="kecamatan",
        periode=selection.periode,
        dimensi="",
        sumber="register",
    )
    by_name = {cell["nama"]: make_row(entry, cell, "Semua") for cell in cells}
    return tuple(by_name[name] for name in names) if set(names) <= set(by_name) else ()


def _read_foot(
    store: Store, entry: Indicator, dimension: str, selection: Selection, keys: Sequence[str]
) -> tuple[Row, ...]:
    """Return the city's values by the breakdown and then as a whole."""
    by_key: dict[str, Row] = {}
    for table in (dimension, ""):
        for cell in read_cells(
            store,
            entry.kode,
            tingkat="kota",
            periode=selection.periode,
            dimensi=table,
            sumber="register",
        ):
            label = list_categories(entry, table)[cell["kategori"]]
            by_key[cell["kategori"]] = make_row(entry, cell, label, code=cell["kategori"])
    wanted = [*keys, ""]
    return tuple(by_key[key] for key in wanted) if set(wanted) <= set(by_key) else ()


def _share_out(table: CrossTable, form: str) -> CrossTable:
    """Return a table of values as per cent of its rows or columns."""
    if not table.totals or not table.foot:
        return replace(table, note="Jumlah baris atau kolom tidak terbit, jadi tanpa persen.")
    of_row = form == OF_ROW
    inside = [
        tuple(
            _divide(cell, total if of_row else below)
            for cell, below in zip(cells, table.foot[:-1], strict=True)
        )
        for (_, cells), total in zip(table.rows, table.totals, strict=True)
    ]
    right = [_divide(total, total if of_row else table.foot[-1]) for total in table.totals]
    below = [_divide(cell, table.foot[-1] if of_row else cell) for cell in table.foot]
    counted = table.indicator.satuan == "usaha"
    words = f"{'' if counted else 'pembilang, '}{theme.inside(FORMS[form])}"
    note = NOTES[form] if counted else f"{NOTES[form]} Yang dibagi: {table.indicator.pembilang}."
    return replace(
        table,
        heading=replace(table.heading, subject=f"{table.heading.subject}: {words}"),
        rows=tuple((name, cells) for (name, _), cells in zip(table.rows, inside, strict=True)),
        totals=tuple(right),
        foot=tuple(below),
        note=note,
    )


def _divide(part: Row, whole: Row) -> Row:
    """Return a count as per cent of another; its sign where one of them is not shown."""
    above, below = _count(part), _count(whole)
    if above is None or below is None:
        sign = part.sign or whole.sign
        return replace(
            part, value=None, text=sign or theme.NO_VALUE, above=None, below=None, n=None
        )
    value = 100 * above / below if below else None
    return replace(
        part,
        value=value,
        text=theme.quantity(value, "persen"),
        above=above,
        below=below,
        sign="",
        unknown=None,
    )


def _count(row: Row) -> int | None:
    """Return the number of businesses in a cell: its numerator, or the count itself."""
    if row.value is None:
        return None
    return row.above if row.above is not None else int(row.value)
