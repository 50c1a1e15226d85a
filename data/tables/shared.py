"""Columns that several tables have."""

from __future__ import annotations

from data.tables.model import Column, make_yes_no_columns

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
KBLI = (
    Column("kbli", "teks", "KBLI", pattern=r"\d{5}", expected="lima angka"),
    Column("kbli_versi", "teks", "Versi KBLI", allowed=("2015", "2020", "2025")),
)
SINTETIS = Column("sintetis", "ya_tidak", "Data sintetis")
# Numbers as people group them; a dash or a zero says that there is none. What is no number, or was
# cut by a spreadsheet, takes no business out of the count, but links nobody.
NIK = Column(
    "nik",
    "teks",
    "NIK",
    pattern=r"[-–.0\s]*|['’.\s-]*(\d['’.\s-]*){16}([.,]0{1,2})?",
    expected="16 angka",
    step="Ketik ulang sebagai teks. Angka seperti 3,67E+15 sudah kehilangan ekornya; ambil dari "
    "berkas asalnya. Kosongkan bila tidak diketahui.",
    private=True,
    soft=True,
    linked_as="orang",
)
TELEPON = Column(
    "telepon",
    "teks",
    "Telepon",
    pattern=r"[-–.0\s]*|['’+(.\s-]*(\d['’+()./,;&\s-]*){7,}",
    expected="nomor telepon, paling sedikit 7 angka",
    step="Ketik ulang sebagai teks, atau kosongkan bila tidak ada.",
    private=True,
    soft=True,
)
# Wide enough for any place in Indonesia: the polygons decide what lies in the city. A wrong point
# takes no business out of the count.
TITIK = (
    Column("lintang", "desimal", "Lintang", low=-11, high=6, private=True, soft=True),
    Column("bujur", "desimal", "Bujur", low=95, high=141, private=True, soft=True),
)
CHANNELS = make_yes_no_columns(
    ("kanal_pesan", "Menerima pesanan lewat pesan instan"),
    ("kanal_medsos", "Menerima pesanan lewat media sosial"),
    ("kanal_marketplace", "Berjualan di marketplace"),
    ("kanal_situs", "Berjualan lewat situs web sendiri"),
    ("kanal_email", "Menerima pesanan lewat surel"),
)
CHANNEL_NAMES = tuple(column.name for column in CHANNELS)
"""A block of questions that are asked together: a blank cell beside an answered one means "no"."""
