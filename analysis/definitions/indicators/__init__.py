"""The indicators, one module per theme. ``INDICATORS`` is the list that everything walks."""

from dataclasses import replace
from functools import cache
from typing import Any

from analysis.definitions.indicator import Indicator, Theme
from analysis.definitions.indicators.daring import (
    BAYAR_DIGITAL,
    BERUSAHA_DARING,
    EKSPOR_DARING,
    KANAL_DARING,
    MARKETPLACE_KOTA,
)
from analysis.definitions.indicators.formalitas import BER_NIB, KECIL_MENENGAH, PROPORSI_NIB
from analysis.definitions.indicators.kedalaman import (
    DASAR_DIGITAL,
    SKOR_DIGITAL,
    TANGGA_DIGITAL,
)
from analysis.definitions.indicators.perubahan import DIBINA_DARING, NAIK_KELAS
from analysis.definitions.indicators.register import (
    CAKUPAN,
    JUMLAH_UMKM,
    KESEGARAN,
    USAHA_AKTIF,
)
from analysis.words.language import get_language, kata

THEMES: dict[Theme, str] = {
    "register": "Register",
    "formalitas": "Formalitas",
    "daring": "Berjualan daring",
    "kedalaman": "Kedalaman digital",
    "perubahan": "Perubahan",
}
INDICATORS: dict[str, Indicator] = {
    entry.kode: entry
    for entry in (
        JUMLAH_UMKM,
        USAHA_AKTIF,
        CAKUPAN,
        KESEGARAN,
        PROPORSI_NIB,
        BER_NIB,
        KECIL_MENENGAH,
        BERUSAHA_DARING,
        KANAL_DARING,
        MARKETPLACE_KOTA,
        BAYAR_DIGITAL,
        EKSPOR_DARING,
        TANGGA_DIGITAL,
        DASAR_DIGITAL,
        SKOR_DIGITAL,
        NAIK_KELAS,
        DIBINA_DARING,
    )
}
TEXTS = (
    "judul",
    "pendek",
    "definisi",
    "mengapa",
    "semesta",
    "pembilang",
    "penyebut",
    "sumber",
    "rujukan",
    "aturan_sel_kecil",
)
"""The fields of an entry that a reader reads; the unit is said by ``theme.quantity``."""


def list_kelurahan_titles() -> dict[str, str]:
    """Return the indicators that are counted for a kelurahan, code -> title."""
    entries = [
        e for e in INDICATORS.values() if e.counted and "kelurahan" in e.levels and not e.labels
    ]
    return {entry.kode: entry.judul for entry in entries}


def translate_indicator(kode: str) -> Indicator:
    """Return an indicator with its texts in the language that is spoken."""
    return _translate(kode, get_language())


@cache
def _translate(kode: str, language: str) -> Indicator:
    entry = INDICATORS[kode]
    texts: dict[str, Any] = {name: kata(getattr(entry, name)) for name in TEXTS}
    return replace(entry, **texts)
