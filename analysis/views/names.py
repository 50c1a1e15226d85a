"""What indicators are called where there is little room: in a table's row, over a column, inside a
sentence. An indicator without a name here is called by its own short one."""

from __future__ import annotations

from analysis.definitions.dimensions import label
from analysis.definitions.indicators import INDICATORS
from analysis.words import theme

ROWS = {"berusaha_daring": "Berjualan daring", "proporsi_nib": "Memiliki NIB"}
COLUMNS = {
    "berusaha_daring": "Berjualan daring",
    "proporsi_nib": "NIB",
    "bayar_digital": "Bayar digital",
    "dasar_digital": "Digital dasar",
    # The soft hyphen lets the word break where a phone has six columns.
    "marketplace_kota": "Market\u00adplace kota",
    "jumlah_umkm": "UMKM",
}
INSIDE = {
    "berusaha_daring": "berjualan daring",
    "proporsi_nib": "NIB",
    "ekspor_daring": "ekspor",
    "jumlah_umkm": "jumlah UMKM",
}
NUMBERS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh",
)  # fmt: skip


def name_row(kode: str) -> str:
    """Return an indicator's name at the head of a row."""
    return ROWS.get(kode) or INDICATORS[kode].pendek


def name_column(kode: str) -> str:
    """Return an indicator's name over a column."""
    return COLUMNS.get(kode) or name_row(kode)


def name_table(kode: str, level: str, dimension: str) -> str:
    """Return what a published table is called: its indicator, breakdown and area level."""
    by = f" menurut {theme.inside(label(dimension))}" if dimension else ""
    return f"{INDICATORS[kode].pendek}{by}, {level}"


def name_inside(kode: str) -> str:
    """Return an indicator's name inside a sentence."""
    return INSIDE.get(kode) or theme.inside(INDICATORS[kode].pendek)


def spell(number: int) -> str:
    """Return a whole number in words up to ten, in digits above."""
    return NUMBERS[number] if number < len(NUMBERS) else theme.number(number)


def list_words(names: list[str]) -> str:
    """Return names as a list inside a sentence: a, b dan c."""
    *most, last = names
    return f"{', '.join(most)} dan {last}" if most else last
