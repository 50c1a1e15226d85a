"""Tiles: one number to be read aloud, with its change, target and benchmark."""

from __future__ import annotations

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import Selection
from analysis.views.comparison import Comparison, find_value, make_comparisons, make_value_heading
from analysis.views.view import Row, Tile
from analysis.words import theme
from analysis.words.language import get_language, kata
from data.store.store import Store

MAIN = (
    "berusaha_daring",
    "bayar_digital",
    "ekspor_daring",
    "ber_nib",
    "naik_kelas",
    "jumlah_umkm",
    "cakupan",
    "kesegaran",
)
"""What is read first, in that order, in the tool and on the public page."""


def make_tile(store: Store, kode: str, selection: Selection) -> Tile:
    """Return one indicator's tile for a choice."""
    return store.work_once(_make_tile, kode, selection, get_language())


def _make_tile(store: Store, kode: str, selection: Selection, _: str) -> Tile:
    """Make it, in the language that is spoken."""
    entry = translate_indicator(kode)
    by_kind = {
        c.kind: c for c in make_comparisons(store, kode, selection) if c.difference is not None
    }
    title = make_value_heading(kode, selection)
    row = find_value(store, kode, selection) or _make_missing_row()
    return Tile(
        indicator=entry,
        heading=title,
        row=row,
        change=by_kind["sebelum"].words if "sebelum" in by_kind else "",
        target=_say_target(entry, row, by_kind["target"]) if "target" in by_kind else "",
        benchmark=_say_benchmark(entry, by_kind["acuan"]) if "acuan" in by_kind else "",
        note=title.remark,
    )


def _make_missing_row() -> Row:
    return Row("", "", None, "..", sign="..")


def _say_target(entry: Indicator, row: Row, comparison: Comparison) -> str:
    # A tile whose number is made up has said so for the target too.
    marked = comparison.synthetic and row.origin != "sintetis"
    text = "Target (sintetis) {nilai}: {hasil}" if marked else "Target {nilai}: {hasil}"
    return kata(text, nilai=theme.quantity(comparison.value, entry.satuan), hasil=comparison.words)


def _say_benchmark(entry: Indicator, comparison: Comparison) -> str:
    value = theme.quantity(comparison.value, entry.satuan)
    return kata("Acuan terbit: {nama} {nilai}", nama=comparison.name, nilai=value)
