"""The published table of one indicator: all its cells, or those that a reader asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

import pandas as pd

from analysis.definitions.indicator import COLUMNS
from analysis.views.cells import read_reference_rows, select_band
from analysis.views.views import SURVEY
from analysis.words import theme
from data.store.store import Store, has_dates

Kind = Literal["teks", "bilangan", "cacah"]
WITHOUT = "tanpa"
"""How a filter names the table without a breakdown, whose key is the empty text."""
FILTERS = {
    "wilayah": "kode_wilayah",
    "periode": "periode",
    "rincian": "dimensi",
    "sumber": "sumber",
}
"""Which column a parameter filters."""
SYNTHETIC = "Data sintetis: angka buatan untuk contoh, bukan hasil pendataan."


class Column(NamedTuple):
    """What a column holds, in words and as a type."""

    words: str
    kind: Kind


TABLE: dict[str, Column] = {
    "indikator": Column("Kode indikator", "teks"),
    "tingkat": Column("Tingkat wilayah: kota, kecamatan atau kelurahan", "teks"),
    "kode_wilayah": Column("Kode wilayah Kemendagri", "teks"),
    "periode": Column("Tahun dan bulan keadaan data", "teks"),
    "dimensi": Column("Rincian; kosong berarti tanpa rincian", "teks"),
    "kategori": Column("Kategori di dalam rincian; kosong berarti semua", "teks"),
    "nilai": Column("Nilai dalam satuan indikator; kosong bila ada tandanya", "bilangan"),
    "pembilang": Column("Pembilang dari nilai", "cacah"),
    "penyebut": Column("Penyebut dari nilai", "cacah"),
    "n": Column("Banyaknya usaha, atau responden, dalam sel ini", "cacah"),
    "bawah": Column("Batas bawah selang kepercayaan 95 % (survei)", "bilangan"),
    "atas": Column("Batas atas selang kepercayaan 95 % (survei)", "bilangan"),
    "tanda": Column(
        "Tanda: " + "; ".join(f"{sign} = {words}" for sign, words in theme.SIGNS.items() if sign),
        "teks",
    ),
    "rentang": Column(
        "Letak pangsa yang dirahasiakan, bukan angka: "
        + "; ".join(f"{key} = {words}" for key, words in theme.BANDS.items() if key),
        "teks",
    ),
    "angka_per": Column(
        "Tanggal angkanya: hari tabelnya terakhir mengambil angka baru; tabel dengan tanggal "
        "berbeda tidak selalu berjumlah",
        "teks",
    ),
    "sumber": Column("register (cacahan) atau survei (taksiran)", "teks"),
    "asal": Column(
        "Asal angka: "
        + "; ".join(f"{key} = {words.lower()}" for key, words in theme.ORIGINS.items()),
        "teks",
    ),
    "rujukan": Column("Alamat terbitan asal, bila angkanya dikutip", "teks"),
    "nama_wilayah": Column("Nama wilayah", "teks"),
}
"""The columns in their order: those of every computed result, where it comes from, and the name of
its area."""
assert tuple(TABLE)[: len(COLUMNS)] == COLUMNS
NUMBERS = tuple(name for name, column in TABLE.items() if column.kind != "teks")
FRAME_TYPES = {"bilangan": "Float64", "cacah": "Int64"}


@dataclass(frozen=True)
class Table:
    """Published cells of one indicator, ordered by their key.

    ``entry`` is the indicator's row of the cube's ``indikator``; ``rows`` has the columns of
    ``TABLE``, and no numbers where ``tanda`` is ``x``; of some of these ``rentang`` tells in which
    half the share lies. ``tanggal`` is the day (ISO) on which ``versi`` was published.
    """

    entry: dict[str, Any]
    rows: pd.DataFrame
    versi: str
    tanggal: str

    @property
    def synthetic(self) -> bool:
        """Whether any of its numbers is made up."""
        return bool((self.rows["asal"] == "sintetis").any())

    @property
    def sources(self) -> dict[str, str]:
        """Who says the numbers, by the key in the column ``sumber``."""
        named = {"register": self.entry["sumber"], "survei": SURVEY}
        return {key: named[key] for key in named if (self.rows["sumber"] == key).any()}

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """Its rows as Python values; what does not exist is None."""
        plain = self.rows.astype(object)
        found: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
        return found

    def describe(self) -> dict[str, Any]:
        """Return what every form of the table says of it, with a share's numerator and
        denominator in words."""
        words = ("judul", "satuan", "semesta", "pembilang", "penyebut")
        return (
            {"indikator": self.entry["kode"]}
            | {name: self.entry[name] for name in words}
            | {
                "sumber": self.sources,
                "tanggal": self.tanggal,
                "versi": self.versi,
                "sintetis": self.synthetic,
            }
        )


@lru_cache(maxsize=4)
def read_entries(cube: Store) -> dict[str, dict[str, Any]]:
    """Return the published indicators' entries by code, in their order."""
    return {entry["kode"]: entry for entry in read_reference_rows(cube, "indikator")}


@lru_cache(maxsize=4)
def list_choices(cube: Store) -> dict[str, tuple[str, ...]]:
    """Return the closed list of each parameter that depends on the cube."""
    return {
        "kode": tuple(read_entries(cube)),
        "wilayah": _read_texts(cube, "select kode_wilayah from wilayah order by kode_wilayah"),
        "periode": _read_texts(cube, "select distinct periode from sel order by periode desc"),
        "rincian": tuple(
            key or WITHOUT
            for key in _read_texts(cube, "select distinct dimensi from sel order by dimensi")
        ),
        "sumber": _read_texts(cube, "select distinct sumber from sel order by sumber"),
    }


def read_table(cube: Store, kode: str, filters: Mapping[str, str] | None = None) -> Table:
    """Return an indicator's published cells; ``filters`` is parameter = value of its list."""
    given = {name: "" if text == WITHOUT else text for name, text in (filters or {}).items()}
    conditions = "".join(f" and s.{FILTERS[name]} = ${name}" for name in given)
    said = {
        "rentang": f"{select_band(cube, 's')} as rentang",
        "angka_per": "s.angka_per" if has_dates(cube) else "$terbit as angka_per",
        "nama_wilayah": "w.nama as nama_wilayah",
    }
    rows = cube.query(
        f"""
        select {", ".join(said.get(name, f"s.{name}") for name in TABLE)}
        from sel as s
        join wilayah as w using (kode_wilayah)
        where s.indikator = $kode{conditions}
        order by s.periode, s.kode_wilayah, s.dimensi, s.kategori, s.sumber
        """,
        {"kode": kode, **given} | ({} if has_dates(cube) else {"terbit": cube.record["tanggal"]}),
    )
    types = {name: FRAME_TYPES[TABLE[name].kind] for name in NUMBERS}
    entry = read_entries(cube)[kode]
    return Table(entry, rows.astype(types), cube.version, cube.record["tanggal"])


def _read_texts(cube: Store, sql: str) -> tuple[str, ...]:
    return tuple(cube.query(sql).iloc[:, 0])
