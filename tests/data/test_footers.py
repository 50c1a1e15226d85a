"""Totals, notes and signatures below a list are folded, and no row of data is taken for one."""

from __future__ import annotations

import re

import pytest

from data import reference
from data.build import imports
from data.received import uploads
from tests.data.rows import Workspace, findings, ids, one
from tests.data.sent import OWN, Told, sends
from tests.data.test_repeats import DAY

HEADING = "No;ID Usaha;Nama Usaha;Kecamatan;Kelurahan;Skala Usaha;Pesan Instan"
SIGNED = [";Mengetahui,", ";Kepala Bidang", ";H. AHMAD, M.Si", ";NIP. 197001012000031001"]


def register(*below: str, rows: int = 20) -> str:
    """Return the lines of a list of so many businesses, and what stands below them."""
    data = [f"{n};KS{n}{OWN};Usaha {n};Serang;Cipare;Mikro;Ya" for n in range(1, rows + 1)]
    return "\n".join(["KEADAAN JUNI 2025", HEADING, *data, *below]) + "\n"


def fate(told: Told) -> dict[str, int]:
    (file,) = told.record["berkas"]
    return {name: file[name] for name in ("diterima", "dilipat", "ditolak")}


def test_list_with_a_total_notes_and_signatures_is_taken_whole(workspace: Workspace) -> None:
    below = ["Jumlah;20", "Catatan: data per 30 Juni", "dari kelurahan", "Serang, 24 Juni 2025"]
    path = workspace.folder / "a.csv"
    path.write_text(register(*below, *SIGNED).replace(OWN, ""), encoding="utf-8")
    with path.open("rb") as handle:
        candidate = uploads.receive(workspace.raw, path.name, handle)
    report = imports.take(workspace.settings, DAY, candidate)
    (sheet,) = report.sheets
    assert report.refusal is None
    assert (sheet.dibaca, sheet.diterima, sheet.dilipat, sheet.ditolak) == (28, 20, 8, 0)


@sends(lambda: register("Total;;;;;20;20", *SIGNED, rows=3))
def test_every_row_outside_the_data_leaves_a_trace_without_its_words(told: Told) -> None:
    said = [(row, rule, severity) for row, _, _, rule, severity in findings(told)]
    assert [found for found in said if found[1] != "kanal_tak_ditanya"] == [
        (6, "baris_rekap", "lipat"),
        *((row, "baris_keterangan", "lipat") for row in range(7, 11)),
    ]
    text = told.query("from temuan").to_json()
    assert "AHMAD" not in text and "1970" not in text


def attendance(title: bool) -> str:
    """Return a list of three people, its event above the heading or in every row."""
    people = [f"{n};Peserta {n};Kedai {n}" for n in range(1, 4)]
    lines = ["Kegiatan: Pelatihan QRIS", "Tanggal: 24 Juni 2025", "No;Nama Peserta;Nama Usaha"]
    if not title:
        lines = ["No;Nama Peserta;Nama Usaha;Tanggal;Kegiatan"]
        people = [f"{line};2025-06-25;QRIS" for line in people]
    return "\n".join([*lines, *people, *SIGNED]) + "\n"


@sends(attendance)
@pytest.mark.parametrize("title", [True, False])
def test_who_signs_an_attendance_list_did_not_attend(told: Told, title: bool) -> None:
    assert one(told, "select count(*) from pembinaan") == 3
    assert fate(told) == {"diterima": 3, "dilipat": 4, "ditolak": 0}


ROWS_OF_DATA = [
    f"4;KS4{OWN};Total Jaya;Serang;Cipare;Mikro;Ya",
    f"4;KS4{OWN};Catatan;Serang;Cipare;Mikro;",
    f"Jumlah;KS4{OWN};Kedai;Serang;Cipare;Mikro;Ya",
    f";KS4{OWN};Kedai;Serang;Cipare;Mikro;",
]


@sends(lambda row: register("Jumlah;3", "Catatan: sementara", row, rows=3))
@pytest.mark.parametrize("row", ROWS_OF_DATA)
def test_row_of_data_is_not_taken_for_a_footer(told: Told, row: str) -> None:
    assert "KS4" in ids(told)


@sends(lambda: register("4;;Kedai Jumlah;Serang;;Mikro;Ya", *SIGNED))
def test_data_that_lacks_cells_is_refused_and_not_folded(told: Told) -> None:
    assert fate(told) == {"diterima": 20, "dilipat": 4, "ditolak": 1}


@sends(lambda: register(*SIGNED, HEADING, f"21;KS21{OWN};X;Curug;Curug;Kecil;Ya", *SIGNED))
def test_list_goes_on_below_a_signature(told: Told) -> None:
    assert fate(told) == {"diterima": 21, "dilipat": 9, "ditolak": 0}


@sends(
    lambda: (
        "nama_kabupaten_kota;kategori_usaha;proyeksi_jumlah_umkm;tahun\n"
        "KOTA SERANG;KULINER;10;2023\nKOTA SERANG;FASHION;20;2023\nJUMLAH;;9000;\n"
    )
)
def test_total_of_all_areas_is_not_held_against_the_city_alone(told: Told) -> None:
    assert [rule for _, _, _, rule, _ in findings(told)] == ["baris_rekap"]


@pytest.mark.parametrize("row", list(reference.read("luar_data").itertuples()), ids=str)
def test_every_pattern_knows_its_example_and_no_business(row) -> None:  # type: ignore[no-untyped-def]
    assert re.fullmatch(row.pola, row.contoh, re.I | re.S)
    for data in ("Kepala Muda", "Total Jaya", "Warung Mengetahui", "Jumlah Berkah", "Nipah", "KS1"):
        assert not re.fullmatch(row.pola, data, re.I | re.S)
