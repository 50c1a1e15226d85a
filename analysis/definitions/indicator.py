"""What an indicator is: one entry that every surface reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

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


Theme = Literal["register", "formalitas", "daring", "kedalaman", "perubahan"]


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


class Tie(NamedTuple):
    """A count that another table prints too, or a part of one: ``what`` of ``kategori`` goes into
    ``of``, and all parts that an entry names for the same ``of`` add up to it."""

    kategori: str
    what: str
    of: tuple[str, str, str, str]
    """(indikator, dimensi, kategori, which count)."""


@dataclass(frozen=True)
class Indicator:
    """One indicator, with everything a reader may ask about it.

    ``universe`` and ``hits`` are SQL conditions over ``table``. A hit is three-valued: true is in
    the numerator, false only in the denominator, null is unknown and in neither. ``hits`` has one
    entry, or one for each category of a question with several answers. An indicator without
    ``hits`` counts its universe.

    What is derived may have ``hits`` too: they say it of one row, for whoever opens the number.
    """

    kode: str
    tema: Theme
    judul: str
    pendek: str
    satuan: Literal["persen", "usaha", "hari", "poin"]
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
    way: Literal["cacah", "umur", "cakupan", "susunan", "dari_semua", "skor"] = "cacah"
    """How the value comes about: counted in rows, or derived from what others publish (see
    ``analysis.definitions.derived``)."""
    table: Literal["usaha", "riwayat"] = "usaha"
    """``riwayat`` is ``usaha`` with what is known of the same business from before."""
    universe: str = "true"
    hits: dict[str, str] | None = None
    labels: dict[str, str] | None = None
    answers: str = "kanal"
    """The dimension under which several answers are published; only with ``labels``."""
    share: bool = True
    """A share of its denominator; otherwise the numerator itself is the value."""
    exclusive: bool = False
    """Whether of several answers exactly one holds for each unit, as of the rungs of a ladder."""
    parent: tuple[str, str] | None = None
    """The indicator and cell (``n``, ``ya``) that count this one's universe, None where no other
    table counts it."""
    ties: tuple[Tie, ...] = ()
    """The counts of the table without a breakdown that stand in other tables as well."""
    levels: tuple[str, ...] = ("kota", "kecamatan", "kelurahan")
    makna: Literal["daring", "netral"] = "netral"
    """``daring`` only where a full bar is online and its rest is not: those colours mean that."""
    survey: bool = False
    """Whether the survey asks the same question."""
    by_channels: bool = False
    """Whether it means what the period's channels make it: where a period does not ask all of them,
    its values are not those of a period that does."""

    @property
    def counted(self) -> bool:
        """Whether the value is counted in rows, and not derived from other published values."""
        return self.way == "cacah"

    @property
    def out_of_hundred(self) -> bool:
        """Whether its values end at 100, so that they have a scale without any other value."""
        return self.satuan in {"persen", "poin"}

    @property
    def counts_universe(self) -> bool:
        """Whether the value is the number of units in the universe."""
        return self.hits is None

    @property
    def questions(self) -> dict[str, str]:
        """``hits``, or one question that nobody answers where the universe itself is counted."""
        return self.hits or {"": "null"}

    @property
    def by_answer(self) -> bool:
        """Whether its categories are answers, and not a breakdown of the universe."""
        return set(self.questions) != {""}

    @property
    def tables(self) -> tuple[str, ...]:
        """The dimensions of its published tables, the one without a breakdown first."""
        return (self.answers,) if self.by_answer else self.rincian
