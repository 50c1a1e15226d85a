"""What an indicator is: one entry that every surface reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COLUMNS = (
    "indikator",
    "tingkat",
    "kode_wilayah",
    "periode",
    "dimensi",
    "kategori",
    "nilai",
    "pembilang",
    "penyebut",
    "n",
    "bawah",
    "atas",
    "tanda",
)
"""The columns of every computed result; ``bawah`` and ``atas`` are empty for a full count."""


@dataclass(frozen=True)
class Dimension:
    """A breakdown: SQL over ``usaha`` that gives one of its categories, in their order."""

    key: str
    label: str
    sql: str
    categories: dict[str, str]
    coarse_of: str | None = None
    """The finer dimension whose categories this one adds up, by ``groups``."""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One indicator, with everything a reader may ask about it.

    ``universe`` and ``hits`` are SQL conditions over ``usaha``. A hit is three-valued: true is in
    the numerator, false only in the denominator, null is unknown and in neither. ``hits`` has one
    entry, or one for each category of a question with several answers. An indicator without
    ``hits`` counts its universe.
    """

    kode: str
    judul: str
    pendek: str
    satuan: Literal["persen", "usaha", "hari"]
    definisi: str
    mengapa: str
    semesta: str
    pembilang: str
    penyebut: str
    arah: Literal["naik", "turun", "netral"]
    sumber: str
    rujukan: str
    aturan_sel_kecil: str
    periode_pertama: str
    penyusun: str
    ditinjau: str
    rincian: tuple[str, ...]
    universe: str = "true"
    hits: dict[str, str] | None = None
    labels: dict[str, str] | None = None
    share: bool = True
    """A share of its denominator; otherwise the numerator itself is the value."""
    exclusive: bool = False
    """Whether of several answers exactly one holds for each unit, as of the rungs of a ladder."""
    parent: tuple[str, str] | None = None
    """The indicator and cell (``n``, ``ya``) that count this one's universe."""
    levels: tuple[str, ...] = ("kota", "kecamatan", "kelurahan")
    makna: Literal["daring", "netral"] = "netral"
    """``daring`` only where a full bar is online and its rest is not: those colours mean that."""
    survey: bool = False
    """Whether the survey asks the same question."""

    @property
    def counts_universe(self) -> bool:
        """Whether the value is the number of units in the universe."""
        return self.hits is None

    @property
    def questions(self) -> dict[str, str]:
        """``hits``, or one question that nobody answers where the universe itself is counted."""
        return self.hits or {"": "null"}

    @property
    def by_channel(self) -> bool:
        """Whether its categories are answers, and not a breakdown of the universe."""
        return set(self.questions) != {""}
