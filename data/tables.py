"""The validated tables: grain, columns, types, allowed values and the rules a row must keep.

A rule is written once, here; ``data/check.py`` turns it into SQL and ``data/build.py`` runs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["teks", "bulat", "desimal", "ya_tidak"]
SQL_TYPES: dict[Type, str] = {
    "teks": "varchar",
    "bulat": "bigint",
    "desimal": "double",
    "ya_tidak": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: ``label`` is what readers see; ``private`` keeps it out of the main store."""

    name: str
    type: Type
    label: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    expected: str = ""
    private: bool = False


@dataclass(frozen=True)
class Rule:
    """A condition over several columns that must not be false; unknown passes."""

    name: str
    column: str
    holds: str
    expected: str
    step: str


@dataclass(frozen=True)
class Table:
    """One validated table; a file's rows are refused one by one when they break it.

    ``place`` says which area columns the file names in words: ``kelurahan`` (with its
    kecamatan), ``kecamatan``, or ``wilayah`` (the city or a kecamatan).
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    place: Literal["kelurahan", "kecamatan", "wilayah"]
    rules: tuple[Rule, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return next(column for column in self.columns if column.name == name)


PERIODE = Column(
    "periode",
    "teks",
    "Periode",
    required=True,
    pattern=r"\d{4}-(0[1-9]|1[0-2])",
    expected="tahun dan bulan, misalnya 2025-06",
)
SKALA = Column(
    "skala", "teks", "Skala usaha", required=True, allowed=("mikro", "kecil", "menengah")
)
SINTETIS = Column("sintetis", "ya_tidak", "Data sintetis")


def _answers(*names_labels: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, "ya_tidak", label) for name, label in names_labels)


CHANNELS = _answers(
    ("kanal_pesan", "Menerima pesanan lewat pesan instan"),
    ("kanal_medsos", "Menerima pesanan lewat media sosial"),
    ("kanal_marketplace", "Berjualan di marketplace"),
    ("kanal_situs", "Berjualan lewat situs web sendiri"),
    ("kanal_email", "Menerima pesanan lewat surel"),
)

USAHA = Table(
    name="usaha",
    grain="satu baris per usaha per periode",
    key=("periode", "id_usaha"),
    place="kelurahan",
    columns=(
        PERIODE,
        Column("id_usaha", "teks", "ID usaha", required=True),
        Column("nama_usaha", "teks", "Nama usaha", private=True),
        Column("nama_pemilik", "teks", "Nama pemilik", private=True),
        Column("nik", "teks", "NIK", private=True),
        Column("telepon", "teks", "Telepon", private=True),
        Column("alamat", "teks", "Alamat", private=True),
        # Wide enough for any place in Indonesia: the polygons decide what lies in the city.
        Column("lintang", "desimal", "Lintang", low=-11, high=6, private=True),
        Column("bujur", "desimal", "Bujur", low=95, high=141, private=True),
        Column("kbli", "teks", "KBLI", pattern=r"\d{5}", expected="lima angka"),
        Column("kbli_versi", "teks", "Versi KBLI", allowed=("2015", "2020", "2025")),
        Column("produk", "teks", "Produk"),
        SKALA,
        Column(
            "kriteria_skala",
            "teks",
            "Kriteria skala",
            allowed=("PP 7/2021", "UU 20/2008", "BPS"),
        ),
        Column("omzet_rp", "bulat", "Omzet setahun (Rp)", low=0),
        Column("tenaga_kerja", "bulat", "Tenaga kerja", low=0, high=10_000),
        Column("tahun_mulai", "bulat", "Tahun mulai", low=1900, high=2100),
        Column("status_aktif", "teks", "Status", allowed=("aktif", "tidak aktif")),
        *_answers(("punya_nib", "Punya NIB")),
        *CHANNELS,
        *_answers(
            ("marketplace_kota", "Ada di marketplace kota"),
            ("bayar_digital", "Menerima pembayaran digital"),
            ("kirim_luar_provinsi", "Mengirim ke luar provinsi"),
            ("ekspor_daring", "Ekspor lewat penjualan daring"),
            ("ikut_pelatihan", "Pernah ikut pelatihan digital"),
        ),
        SINTETIS,
    ),
    rules=(
        Rule(
            "mulai_sebelum_periode",
            "tahun_mulai",
            "tahun_mulai <= cast(left(periode, 4) as bigint)",
            "tidak sesudah tahun periode",
            "Periksa tahun mulai.",
        ),
        Rule(
            "eksportir_berjualan_daring",
            "ekspor_daring",
            "not ekspor_daring or kanal_pesan or kanal_medsos or kanal_marketplace"
            " or kanal_situs or kanal_email",
            "usaha yang ekspor lewat daring punya paling sedikit satu kanal",
            "Lengkapi kanal penjualannya, atau ubah jawaban ekspor.",
        ),
    ),
)

SURVEI = Table(
    name="survei",
    grain="satu baris per responden per survei",
    key=("periode", "id_responden"),
    place="kecamatan",
    columns=(
        PERIODE,
        Column("id_responden", "teks", "ID responden", required=True),
        SKALA,
        Column("strata", "teks", "Strata", required=True),
        Column("populasi_strata", "bulat", "Populasi strata", required=True, low=1),
        Column("bobot", "desimal", "Bobot", required=True, low=0),
        *_answers(("punya_nib", "Punya NIB")),
        *CHANNELS,
        *_answers(("bayar_digital", "Menerima pembayaran digital")),
        SINTETIS,
    ),
)

TARGET = Table(
    name="target",
    grain="satu baris per indikator, wilayah dan periode",
    key=("indikator", "kode_wilayah", "periode"),
    place="wilayah",
    columns=(
        Column("indikator", "teks", "Indikator", required=True),
        PERIODE,
        Column("nilai", "desimal", "Nilai target", required=True, low=0),
        Column("dokumen", "teks", "Dokumen", required=True),
        Column("halaman", "teks", "Halaman"),
        SINTETIS,
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in (USAHA, SURVEI, TARGET)}
PLACE_COLUMNS = {
    "kelurahan": ("kecamatan", "kelurahan"),
    "kecamatan": ("kecamatan",),
    "wilayah": ("wilayah",),
}
PLACE_CODE = {
    "kelurahan": "kode_kelurahan",
    "kecamatan": "kode_kecamatan",
    "wilayah": "kode_wilayah",
}
