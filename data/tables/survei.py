"""Respondents of a sample survey."""

from __future__ import annotations

from data.city import OUR_CITY
from data.tables.model import Column, Rule, Table, make_yes_no_columns
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
        # Few surveys say it, so it is no place that a row must have.
        Column("kelurahan", "teks", "Kelurahan responden"),
        SKALA,
        Column("strata", "teks", "Strata", required=True),
        Column("klaster", "teks", "Klaster"),
        # Clusters where clusters were drawn, businesses where they were drawn directly.
        Column("populasi_strata", "bulat", "Populasi strata", required=True, low=1),
        Column("populasi_klaster", "bulat", "Populasi klaster", low=1),
        Column("bobot", "desimal", "Bobot", required=True, low=0),
        *make_yes_no_columns(("punya_nib", "Punya NIB")),
        *CHANNELS,
        *make_yes_no_columns(("bayar_digital", "Menerima pembayaran digital")),
        SINTETIS,
    ),
    rules=(
        Rule(
            "bobot_bukan_nol",
            "bobot",
            "bobot <> 0",
            "lebih dari 0: banyaknya usaha yang diwakili responden",
            "Isi bobotnya, atau keluarkan barisnya bila bukan responden.",
        ),
        Rule(
            "klaster_bersama_populasinya",
            "populasi_klaster",
            "populasi_klaster is null or klaster is not null",
            "populasi klaster hanya bersama klasternya",
            "Isi klasternya, atau kosongkan populasinya.",
        ),
        Rule(
            "kelurahan_dikenal",
            "kelurahan",
            "kelurahan is null or nama_baku(kelurahan) in "
            "(select kunci from nama_wilayah where tingkat = 'kelurahan')",
            f"nama kelurahan {OUR_CITY.nama}",
            "Samakan ejaannya dengan daftar wilayah di halaman Metode.",
            severity="peringatan",
        ),
    ),
)
