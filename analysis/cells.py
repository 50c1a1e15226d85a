"""Cells of the published cube: how they are asked for, and how one becomes a row with its words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import theme
from analysis.indicator import Indicator
from analysis.selection import CITY, Selection
from analysis.view import Row
from data.store import Store


def cells(store: Store, indicator: str, **where: str) -> list[dict[str, Any]]:
    """Return one indicator's published cells with the area's name; ``where`` is column = value."""
    known = {"tingkat", "kode_wilayah", "periode", "dimensi", "kategori", "sumber"}
    assert set(where) <= known, where
    conditions = "".join(f" and s.{name} = ${name}" for name in where)
    return store.rows(
        f"""
        select s.*, w.nama
        from sel as s
        join wilayah as w using (kode_wilayah)
        where s.indikator = $indikator{conditions}
        order by s.periode, s.kode_wilayah
        """,
        {"indikator": indicator, **where},
    )


def history(
    store: Store, entry: Indicator, area: str, selection: Selection
) -> list[dict[str, Any]]:
    """Return an indicator's register cells of all periods, for an area and the chosen class."""
    dimension = class_dimension(entry, selection)
    return cells(
        store,
        entry.kode,
        kode_wilayah=area,
        dimensi=dimension,
        sumber="register",
        kategori=selection.skala if dimension else "",
    )


def as_row(entry: Indicator, cell: dict[str, Any], label: str, code: str | None = None) -> Row:
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


def scope(selection: Selection, area: str, dimension: str) -> str:
    """Return the area and class of a value as written beside it."""
    name = selection.whole_city().area_name if area == CITY else selection.area_name
    return f"{name}, {theme.inside(selection.class_name)}" if dimension else name


def _unknown(n: int | None, below: int | None) -> float | None:
    """Return the percentage of a cell's units that gave no answer, None where that is not told."""
    return 100 * (n - below) / n if n and below is not None else None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
