"""Cells of the published cube: how they are asked for, and how one becomes a row with its words.

The cells of the city and its kecamatan are few and every page needs many of them, so they come in
one query a version. Those of kelurahan are many and are asked for one table at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views.asked import select_not_asked
from analysis.views.view import Row
from analysis.words import theme
from data.store.store import Store, has_bands, has_dates

KELURAHAN = "kelurahan"
Cell = Mapping[str, Any]
"""A published cell (``COLUMNS``, ``rentang``, ``sumber``, ``asal``, ``rujukan``) with ``nama``, the
area's."""


def read_cells(
    store: Store, indicator: str, *, dimensi: str, sumber: str, **where: str
) -> list[Cell]:
    """Return the published cells of one table of an indicator, by period and area; ``where`` is
    column = value.

    Those of kelurahan are among them only where their level is asked for.
    """
    assert set(where) <= {"tingkat", "kode_wilayah", "periode", "kategori"}, where
    table = {"indikator": indicator, "dimensi": dimensi, "sumber": sumber}
    if where.get("tingkat") == KELURAHAN:
        return _query_cells(store, "true", table | where)
    of_table = store.work_once(_read_city_cells).get(tuple(table.values()), ())
    return [cell for cell in of_table if all(cell[name] == value for name, value in where.items())]


def _read_city_cells(store: Store) -> Mapping[tuple[str, ...], list[Cell]]:
    """Return the cells of the city and its kecamatan by table, in one query."""
    by_table: defaultdict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in _query_cells(store, f"s.tingkat <> '{KELURAHAN}'", {}):
        by_table[cell["indikator"], cell["dimensi"], cell["sumber"]].append(cell)
    return dict(by_table)


def _query_cells(store: Store, condition: str, where: Mapping[str, str]) -> list[Cell]:
    conditions = "".join(f" and s.{name} = ${name}" for name in where)
    return [
        *store.query_rows(
            f"""
            select s.*, {select_day(store, "s")} as per, w.nama,
                {select_not_asked(store, "s")} as dasar
            from sel as s
            join wilayah as w using (kode_wilayah)
            where {condition}{conditions}
            order by s.periode, s.kode_wilayah, s.rowid
            """,
            where,
        )
    ]


def select_band(store: Store, table: str) -> str:
    """Return SQL for the half that a row of ``sel`` tells of its share, '' in a version from before
    any was told."""
    return f"coalesce({table}.rentang, '')" if has_bands(store) else "''"


def select_day(store: Store, table: str) -> str:
    """Return SQL for the day (ISO) of a row of ``sel`` where tables of its period are of different
    days, else ''."""
    mixed = store.work_once(_find_mixed_periods)
    if not mixed:
        return "''"
    listed = ", ".join(f"'{periode}'" for periode in mixed)
    return (
        f"case when {table}.sumber = 'register' and {table}.periode in ({listed}) "
        f"then {table}.angka_per else '' end"
    )


def _find_mixed_periods(store: Store) -> tuple[str, ...]:
    """Return the periods of which some tables kept their numbers when others took new ones. An age
    is of the day of the release in any case."""
    if not has_dates(store):
        return ()
    ageing = [kode for kode, entry in INDICATORS.items() if entry.way == "umur"]
    found = store.query_rows(
        """
        select periode
        from sel
        where sumber = 'register' and not list_contains($ageing, indikator)
        group by periode
        having count(distinct angka_per) > 1
        order by periode
        """,
        {"ageing": ageing},
    )
    return tuple(row["periode"] for row in found)


def read_reference_rows(store: Store, name: str) -> list[dict[str, Any]]:
    """Return a published reference table's rows in file order; an empty cell is None."""
    assert name.isidentifier()
    return store.query_rows(f"select * from {name}")


def read_history(store: Store, entry: Indicator, selection: Selection) -> list[Cell]:
    """Return an indicator's register cells of all periods, for the area and class of a choice that
    it is published for."""
    return read_cells(
        store,
        entry.kode,
        kode_wilayah=selection.wilayah,
        dimensi=choose_class_dimension(entry, selection),
        sumber="register",
        kategori=selection.skala,
    )


def make_row(entry: Indicator, cell: Cell, label: str, code: str | None = None) -> Row:
    """Return a computed cell (``COLUMNS``, ``asal``, ``rujukan``) with its words."""
    value = _to_number(cell["nilai"])
    sign = cell["tanda"]
    n, below = _to_whole(cell["n"]), _to_whole(cell["penyebut"])
    # Counts that do not bear their share are not read out beside its sign either.
    bears = sign != "F"
    return Row(
        code=code if code is not None else cell["kode_wilayah"],
        label=label,
        value=value,
        text=_write_value(value, sign, entry, cell),
        above=_to_whole(cell["pembilang"]) if bears and entry.satuan == "persen" else None,
        below=below if bears else None,
        n=n,
        low=_to_number(cell["bawah"]),
        high=_to_number(cell["atas"]),
        sign=sign,
        band=cell.get("rentang") or "",  # versions from before halves were told have no column
        origin=cell["asal"],
        reference=cell["rujukan"] if isinstance(cell["rujukan"], str) else "",
        unknown=_compute_unknown(n, below)
        if entry.counted and entry.hits and entry.share
        else None,
        basis=cell.get("dasar") or "" if entry.by_channels else "",
        day=cell.get("per") or "",  # the officials' own table is of one day
    )


def _write_value(value: float | None, sign: str, entry: Indicator, cell: Cell) -> str:
    """Return what a cell says: its value, or the sign in its place. A share that unknown answers
    make doubtful carries its sign wherever it is said; an estimate stands with its interval."""
    if value is None:
        return sign
    text = theme.quantity(value, entry.satuan)
    return f"{text}\u00a0{sign}" if sign and pd.isna(cell["bawah"]) else text


def choose_class_dimension(entry: Indicator, selection: Selection) -> str:
    """Return the breakdown that a chosen class needs, '' where the indicator has none by class."""
    return "skala_gabung" if selection.skala and "skala_gabung" in entry.rincian else ""


def find_nearest(entry: Indicator, selection: Selection) -> Selection:
    """Return the nearest choice that an indicator's value is published for: the whole city where
    it has no kecamatan, all classes where it has none."""
    area = selection.wilayah if "kecamatan" in entry.levels else CITY
    group = selection.skala if choose_class_dimension(entry, selection) else ""
    return replace(selection, wilayah=area, skala=group)


def _compute_unknown(n: int | None, below: int | None) -> float | None:
    """Return the percentage of a cell's units that gave no answer, None where that is not told."""
    return 100 * (n - below) / n if n and below is not None else None


def _to_number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _to_whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
