"""Tiles: one number to be read aloud, with its change, target and benchmark."""

from __future__ import annotations

from analysis import theme
from analysis.cells import as_row, class_dimension, history, scope
from analysis.indicator import Indicator
from analysis.indicators import INDICATORS
from analysis.selection import CITY, Selection
from analysis.view import Row, Tile
from data.store import Store


def tile(store: Store, kode: str, selection: Selection) -> Tile:
    """Return one indicator's tile for a choice."""
    entry = INDICATORS[kode]
    area = selection.wilayah if _has_level(entry, selection) else CITY
    dimension = class_dimension(entry, selection)
    found = history(store, entry, area, selection)
    rows = {r["periode"]: as_row(entry, r, r["nama"]) for r in found.to_dict("records")}
    now = rows.get(selection.periode, _missing())
    earlier = [p for p in rows if p < selection.periode]
    notes = []
    if area != selection.wilayah:
        notes.append("Angka seluruh kota.")
    if selection.skala and not dimension:
        notes.append("Semua skala.")
    return Tile(
        indicator=entry,
        row=now,
        date=theme.period(selection.periode),
        scope=scope(selection, area, dimension),
        change=_change(entry, now, rows[max(earlier)], max(earlier)) if earlier else "",
        target=_target(store, entry, now, area, selection.periode, dimension),
        # A benchmark is of all businesses: beside a part of the city it would not compare.
        benchmark="" if dimension or area != CITY else _benchmark(store, entry),
        note=" ".join(notes),
    )


def _missing() -> Row:
    return Row("", "", None, "..", sign="..")


def _has_level(entry: Indicator, selection: Selection) -> bool:
    return selection.wilayah == CITY or "kecamatan" in entry.levels


def _change(entry: Indicator, now: Row, before: Row, period: str) -> str:
    """Return the change since the period before; of a full count, so it needs no test."""
    if now.value is None or before.value is None or entry.satuan == "hari":
        return ""
    unit = "poin persen" if entry.satuan == "persen" else entry.satuan
    return f"{theme.signed(now.value - before.value, unit)} sejak {theme.period(period)}"


def _target(
    store: Store, entry: Indicator, now: Row, area: str, period: str, dimension: str
) -> str:
    if dimension or now.value is None:
        return ""
    found = store.query(
        "select nilai, sintetis from target where indikator = ? and kode_wilayah = ? "
        "and periode = ?",
        [entry.kode, area, period],
    )
    if found.empty:
        return ""
    goal = float(found["nilai"].iloc[0])
    mark = " (sintetis)" if bool(found["sintetis"].iloc[0]) else ""
    unit = "poin persen" if entry.satuan == "persen" else entry.satuan
    met = "tercapai" if now.value >= goal else f"kurang {theme.quantity(goal - now.value, unit)}"
    return f"Target{mark} {theme.quantity(goal, entry.satuan)}: {met}"


def _benchmark(store: Store, entry: Indicator) -> str:
    found = store.query(
        "select wilayah, periode, nilai, penerbit from acuan where indikator = ? "
        "and sebanding = 'ya' and satuan = 'persen' and wilayah = 'Indonesia' "
        "and kategori is null order by periode desc limit 1",
        [entry.kode],
    )
    if found.empty:
        return ""
    row = found.iloc[0]
    value = theme.quantity(float(row["nilai"]), "persen")
    return f"Acuan terbit: {row['wilayah']} {value} ({row['penerbit']}, {row['periode']})"
