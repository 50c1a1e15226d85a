"""Respondents of a sample survey."""

from __future__ import annotations

from data.tables.model import Column, Table, answers
from data.tables.shared import CHANNELS, PERIODE, SINTETIS, SKALA

SURVEI = Table(
    name="survei",
    label="Survei",
    grain="satu baris per responden per survei",
    key=("periode", "id_responden"),
    place="kecamatan",
    columns=(
        PERIODE,
        Column("id_responden", "teks", "ID responden", required=True, code=True),
        SKALA,
        Column("strata", "teks", "Strata", required=True),
        Column("klaster", "teks", "Klaster"),
        Column("populasi_strata", "bulat", "Populasi strata", required=True, low=1),
        Column("bobot", "desimal", "Bobot", required=True, low=0),
        *answers(("punya_nib", "Punya NIB")),
        *CHANNELS,
        *answers(("bayar_digital", "Menerima pembayaran digital")),
        SINTETIS,
    ),
)
