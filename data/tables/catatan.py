"""Statements of how many businesses there are: entries for the ledger."""

from __future__ import annotations

from data.tables.model import Column, Rule, Table
from data.tables.shared import SINTETIS

CATATAN = Table(
    name="catatan",
    label="Catatan angka",
    grain="satu baris per pernyataan",
    key=("tanggal", "kantor", "angka"),
    place="wilayah",
    placed=False,
    columns=(
        Column("tanggal", "tanggal", "Tanggal", required=True),
        Column("angka", "bulat", "Angka", low=0),
        Column("batas_bawah", "bulat", "Paling sedikit", low=0),
        Column("mikro", "bulat", "Mikro", low=0),
        Column("kecil", "bulat", "Kecil", low=0),
        Column("menengah", "bulat", "Menengah", low=0),
        Column("pernyataan", "teks", "Pernyataan", required=True),
        Column("kantor", "teks", "Pejabat atau kantor", required=True),
        Column("dasar", "teks", "Dasar"),
        Column("sumber", "teks", "Sumber", required=True),
        Column("rujukan", "teks", "Rujukan", published=True),
        SINTETIS,
    ),
    rules=(
        Rule(
            "ada_angka",
            "angka",
            "coalesce(angka, batas_bawah) is not null",
            "angka, atau 'lebih dari' dengan angkanya",
            "Tulis angkanya, misalnya 6.000 atau lebih dari 6.000.",
        ),
        Rule(
            "rincian_sama_dengan_jumlah",
            "angka",
            "angka = cast(mikro as hugeint) + kecil + menengah",
            "jumlah mikro, kecil dan menengah di baris yang sama",
            "Periksa angkanya; pernyataan yang memang begitu bunyinya boleh dibiarkan.",
            severity="peringatan",
        ),
    ),
)
