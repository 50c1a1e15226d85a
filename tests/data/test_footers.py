"""Totals, notes and signatures below a list are folded, and no row of data is taken for one."""

from __future__ import annotations

import re

import pytest

from data import imports, reference, uploads
from data.store import Store
from tests.data.rows import Workspace, findings, ids, one
from tests.data.test_repeats import DAY

HEADING = "No;ID Usaha;Nama Usaha;Kecamatan;Kelurahan;Skala Usaha;Pesan Instan"
SIGNED = [";Mengetahui,", ";Kepala Bidang", ";H. AHMAD, M.Si", ";NIP. 197001012000031001"]


def register(place: Workspace, *below: str, rows: int = 20) -> Store:
    data = [f"{n};KS{n};Usaha {n};Serang;Cipare;Mikro;Ya" for n in range(1, rows + 1)]
    lines = ["KEADAAN JUNI 2025", HEADING, *data, *below]
    (place.raw / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place.build()


def fate(store: Store) -> dict[str, int]:
    (file,) = store.record["berkas"]
    return {name: file[name] for name in ("diterima", "dilipat", "ditolak")}


def test_list_with_a_total_notes_and_signatures_is_taken_whole(workspace: Workspace) -> None:
    below = ["Jumlah;20", "Catatan: data per 30 Juni", "dari kelurahan", "Serang, 24 Juni 2025"]
    lines = ["KEADAAN JUNI 2025", HEADING]
    lines += [f"{n};KS{n};Usaha {n};Serang;Cipare;Mikro;Ya" for n in range(1, 21)]
    path = workspace.folder / "a.csv"
    path.write_text("\n".join([*lines, *below, *SIGNED]) + "\n", encoding="utf-8")
    with path.open("rb") as handle:
        candidate = uploads.receive(workspace.raw, path.name, handle)
    report = imports.take(workspace.settings, DAY, candidate)
    (sheet,) = report.sheets
    assert report.refusal is None
    assert (sheet.dibaca, sheet.diterima, sheet.dilipat, sheet.ditolak) == (28, 20, 8, 0)


def test_every_row_outside_the_data_leaves_a_trace_without_its_words(workspace: Workspace) -> None:
    store = register(workspace, "Total;;;;;20;20", *SIGNED, rows=3)
    assert [(row, rule, severity) for row, _, _, rule, severity in findings(store)] == [
        (6, "baris_rekap", "lipat"),
        *((row, "baris_keterangan", "lipat") for row in range(7, 11)),
    ]
    text = store.query("from temuan").to_json()
    assert "AHMAD" not in text and "1970" not in text


@pytest.mark.parametrize("title", [True, False])
def test_who_signs_an_attendance_list_did_not_attend(workspace: Workspace, title: bool) -> None:
    people = [f"{n};Peserta {n};Kedai {n}" for n in range(1, 4)]
    lines = ["Kegiatan: Pelatihan QRIS", "Tanggal: 24 Juni 2025", "No;Nama Peserta;Nama Usaha"]
    if not title:
        lines = ["No;Nama Peserta;Nama Usaha;Tanggal;Kegiatan"]
        people = [f"{line};2025-06-24;QRIS" for line in people]
    text = "\n".join([*lines, *people, *SIGNED]) + "\n"
    (workspace.raw / "hadir.csv").write_text(text, encoding="utf-8")
    store = workspace.build()
    assert one(store, "select count(*) from pembinaan") == 3
    assert fate(store) == {"diterima": 3, "dilipat": 4, "ditolak": 0}


ROWS_OF_DATA = [
    "4;KS4;Total Jaya;Serang;Cipare;Mikro;Ya",
    "4;KS4;Catatan;Serang;Cipare;Mikro;",
    "Jumlah;KS4;Kedai;Serang;Cipare;Mikro;Ya",
    ";KS4;Kedai;Serang;Cipare;Mikro;",
]


@pytest.mark.parametrize("row", ROWS_OF_DATA)
def test_row_of_data_is_not_taken_for_a_footer(workspace: Workspace, row: str) -> None:
    assert "KS4" in ids(register(workspace, "Jumlah;3", "Catatan: sementara", row, rows=3))


def test_data_that_lacks_cells_is_refused_and_not_folded(workspace: Workspace) -> None:
    store = register(workspace, "4;;Kedai Jumlah;Serang;;Mikro;Ya", *SIGNED)
    assert fate(store) == {"diterima": 20, "dilipat": 4, "ditolak": 1}


def test_list_goes_on_below_a_signature(workspace: Workspace) -> None:
    store = register(workspace, *SIGNED, HEADING, "21;KS21;X;Curug;Curug;Kecil;Ya", *SIGNED)
    assert fate(store) == {"diterima": 21, "dilipat": 9, "ditolak": 0}


def test_total_of_all_areas_is_not_held_against_the_city_alone(workspace: Workspace) -> None:
    lines = [
        "nama_kabupaten_kota;kategori_usaha;proyeksi_jumlah_umkm;tahun",
        "KOTA SERANG;KULINER;10;2023",
        "KOTA SERANG;FASHION;20;2023",
        "JUMLAH;;9000;",
    ]
    (workspace.raw / "prov.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [rule for _, _, _, rule, _ in findings(workspace.build())] == ["baris_rekap"]


@pytest.mark.parametrize("row", list(reference.read("luar_data").itertuples()), ids=str)
def test_every_pattern_knows_its_example_and_no_business(row) -> None:  # type: ignore[no-untyped-def]
    assert re.fullmatch(row.pola, row.contoh, re.I | re.S)
    for data in ("Kepala Muda", "Total Jaya", "Warung Mengetahui", "Jumlah Berkah", "Nipah", "KS1"):
        assert not re.fullmatch(row.pola, data, re.I | re.S)
