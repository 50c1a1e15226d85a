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
from analysis.definitions.selection import CITY, Selection
from analysis.views.view import Row
from analysis.words import theme
from data.store.store import Store

KELURAHAN = "kelurahan"
Cell = Mapping[str, Any]
"""A published cell (``COLUMNS``, ``sumber``, ``asal``, ``rujukan``) with ``nama``, the area's."""


def cells(store: Store, indicator: str, *, dimensi: str, sumber: str, **where: str) -> list[Cell]:
    """Return the published cells of one table of an indicator, by period and area; ``where`` is
    column = value.

    Those of kelurahan are among them only where their level is asked for.
    """
    assert set(where) <= {"tingkat", "kode_wilayah", "periode", "kategori"}, where
    table = {"indikator": indicator, "dimensi": dimensi, "sumber": sumber}
    if where.get("tingkat") == KELURAHAN:
        return _asked(store, "true", table | where)
    found = store.once(_held).get(tuple(table.values()), ())
    return [cell for cell in found if all(cell[name] == value for name, value in where.items())]


def _held(store: Store) -> Mapping[tuple[str, ...], list[Cell]]:
    """Return the cells of the city and its kecamatan by table, in one query."""
    held: defaultdict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in _asked(store, f"s.tingkat <> '{KELURAHAN}'", {}):
        held[cell["indikator"], cell["dimensi"], cell["sumber"]].append(cell)
    return dict(held)


def _asked(store: Store, condition: str, where: Mapping[str, str]) -> list[Cell]:
    conditions = "".join(f" and s.{name} = ${name}" for name in where)
    return [
        *store.rows(
            f"""
            select s.*, w.nama
            from sel as s
            join wilayah as w using (kode_wilayah)
            where {condition}{conditions}
            order by s.periode, s.kode_wilayah
            """,
            where,
        )
    ]


def reference_rows(store: Store, name: str) -> list[dict[str, Any]]:
    """Return a published reference table's rows in file order; an empty cell is None."""
    assert name.isidentifier()
    return store.rows(f"select * from {name}")


def history(store: Store, entry: Indicator, selection: Selection) -> list[Cell]:
    """Return an indicator's register cells of all periods, for the area and class of a choice that
    it is published for."""
    return cells(
        store,
        entry.kode,
        kode_wilayah=selection.wilayah,
        dimensi=class_dimension(entry, selection),
        sumber="register",
        kategori=selection.skala,
    )


def as_row(entry: Indicator, cell: Cell, label: str, code: str | None = None) -> Row:
    """Return a computed cell (``COLUMNS``, ``asal``, ``rujukan``) with its words."""
    value = _number(cell["nilai"])
    sign = cell["tanda"]
    n, below = _whole(cell["n"]), _whole(cell["penyebut"])
    return Row(
        code=code if code is not None else cell["kode_wilayah"],
        label=label,
        value=value,
        text=theme.quantity(value, entry.satuan) if value is not None else sign,
        above=_whole(cell["pembilang"]) if entry.satuan == "persen" else None,
        below=below,
        n=n,
        low=_number(cell["bawah"]),
        high=_number(cell["atas"]),
        sign=sign,
        origin=cell["asal"],
        reference=cell["rujukan"] if isinstance(cell["rujukan"], str) else "",
        unknown=_unknown(n, below) if entry.hits and entry.share else None,
    )


def class_dimension(entry: Indicator, selection: Selection) -> str:
    """Return the breakdown that a chosen class needs, '' where the indicator has none by class."""
    return "skala_gabung" if selection.skala and "skala_gabung" in entry.rincian else ""


def nearest(entry: Indicator, selection: Selection) -> Selection:
    """Return the nearest choice that an indicator's value is published for: the whole city where
    it has no kecamatan, all classes where it has none."""
    area = selection.wilayah if "kecamatan" in entry.levels else CITY
    group = selection.skala if class_dimension(entry, selection) else ""
    return replace(selection, wilayah=area, skala=group)


def _unknown(n: int | None, below: int | None) -> float | None:
    """Return the percentage of a cell's units that gave no answer, None where that is not told."""
    return 100 * (n - below) / n if n and below is not None else None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
