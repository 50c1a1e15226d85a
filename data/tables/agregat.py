"""Counts that an office publishes by area and class, without the businesses behind them."""

from __future__ import annotations

from data.city import OUR_CITY
from data.tables.model import Column, Table, Totals
from data.tables.shared import SINTETIS

AGREGAT = Table(
    name="agregat",
    label="Tabel jumlah",
    grain="satu baris per ukuran, wilayah, periode, kategori dan skala",
    key=("periode", "kode_wilayah", "skala", "kategori", "ukuran"),
    place="wilayah",
    columns=(
        Column(
            "periode",
            "teks",
            "Periode",
            required=True,
            pattern=r"\d{4}(-(0[1-9]|1[0-2]))?",
            expected="tahun, atau tahun dan bulan, misalnya 2025-06",
        ),
        Column("ukuran", "teks", "Yang dihitung", required=True),
        Column("kategori", "teks", "Kategori"),
        Column("skala", "teks", "Skala usaha", allowed=("mikro", "kecil", "menengah", "besar")),
        Column("nilai", "bulat", "Nilai", required=True, low=0),
        Column("satuan", "teks", "Satuan"),
        SINTETIS,
    ),
    totals=Totals(
        part="length(kode_wilayah) = 8",
        whole=f"kode_wilayah = '{OUR_CITY.kode}'",
        by=("ukuran", "periode", "kategori", "skala"),
        value="nilai",
        expected="jumlah baris-barisnya",
        step="Periksa angka kecamatan atau totalnya.",
    ),
)
