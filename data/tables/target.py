"""Targets of planning documents."""

from __future__ import annotations

from data.tables.model import Column, Table
from data.tables.shared import PERIODE, SINTETIS

TARGET = Table(
    name="target",
    label="Target",
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
