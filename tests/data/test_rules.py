"""Every rule of every table has a row that breaks it alone, sent in a file of its layout."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.store.store import Store
from data.tables import TABLES
from tests.data.rows import FIRST_ROW, HEADINGS, Row, Workspace, write_register

LATER = "2099-12-31"
SOUND: dict[str, Row] = {
    "usaha": {},  # the register's writer fills in the rest
    "nib": {
        "id_proyek": "P-1",
        "nib": "1234567890123",
        "uraian_skala_usaha": "01",
        "kecamatan": "Serang",
        "kelurahan": "Cipare",
        "tanggal_terbit_oss": "2024-02-01",
    },
    "survei": {
        "ID_RESP": "R-1",
        "PERIODE": "2025-06",
        "KEC": "Serang",
        "KEL": "Cipare",
        "SKALA": "Mikro",
        "STRATA": "S1",
        "N_STRATA": "40",
        "KLASTER": "",
        "N_KLASTER": "",
        "BOBOT": "12,5",
    },
    "pembinaan": {
        "Tanggal": "2025-06-24",
        "Kegiatan": "Klinik pemasaran",
        "ID Usaha": "",
        "Nama Usaha": "Kedai Contoh",
        "Nama Peserta": "Contoh Satu",
    },
    "catatan": {
        "Tanggal": "2025-06-24",
        "Angka": "12000",
        "Mikro": "",
        "Kecil": "",
        "Menengah": "",
        "Pernyataan": "Ada sekian UMKM",
        "Kantor": "Dinas Contoh",
        "Sumber": "Berita",
        "Rujukan": "https://berita.example/1",
    },
}
"""A row of each table's layout in which nothing is wrong."""
NUMBERED = {"nib": "id_proyek", "survei": "ID_RESP", "catatan": "Kantor"}
"""What has to differ from row to row."""
NO_CHANNEL = dict.fromkeys([name for name in HEADINGS if name.startswith("kanal_")], "Tidak")
BROKEN: dict[tuple[str, str], Row] = {
    ("usaha", "mulai_sebelum_periode"): {"tahun_mulai": "2026"},
    ("usaha", "eksportir_berjualan_daring"): {**NO_CHANNEL, "ekspor_daring": "Ya"},
    ("nib", "terbit_tidak_nanti"): {"tanggal_terbit_oss": LATER},
    ("survei", "bobot_bukan_nol"): {"BOBOT": "0"},
    ("survei", "klaster_bersama_populasinya"): {"N_KLASTER": "90"},
    ("survei", "kelurahan_dikenal"): {"KEL": "Cipari"},
    ("pembinaan", "peserta_dapat_dikenali"): {"Nama Usaha": "", "Nama Peserta": ""},
    ("pembinaan", "tanggal_tidak_nanti"): {"Tanggal": LATER},
    ("pembinaan", "tanggal_tidak_lampau"): {"Tanggal": "1985-06-24"},
    ("catatan", "ada_angka"): {"Angka": ""},
    ("catatan", "rincian_sama_dengan_jumlah"): {"Mikro": "8000", "Kecil": "3000", "Menengah": "9"},
}


def rows_of(table: str) -> list[Row]:
    """Return a sound row, then one that breaks each rule of the table in turn."""
    changes = [{}, *(cells for (name, _), cells in BROKEN.items() if name == table)]
    own = NUMBERED.get(table)
    return [
        SOUND[table] | dict(cells) | ({own: f"N-{number}"} if own else {})
        for number, cells in enumerate(changes)
    ]


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        out = csv.DictWriter(handle, list(rows[0]), delimiter=";")
        out.writeheader()
        out.writerows(rows)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = Workspace(tmp_path_factory.mktemp("aturan"))
    write_register(place.raw / "usaha.csv", rows_of("usaha"))
    for table in SOUND.keys() - {"usaha"}:
        write(place.raw / f"{table}.csv", rows_of(table))
    return place.build()


def fate(store: Store, table: str, number: int) -> tuple[list[list[str]], bool]:
    """Return the rule and severity of what is said of a row, and whether it was taken."""
    line = number + (FIRST_ROW if table == "usaha" else 2)
    said = "select aturan, tingkat from temuan where tabel = ? and baris = ?"
    taken = store.query(f"select 1 from {table} where baris = ?", [line])
    return store.query(said, [table, line]).values.tolist(), len(taken) == 1


@pytest.mark.parametrize("case", BROKEN, ids="-".join)
def test_a_row_that_breaks_one_rule_is_judged_by_it(store: Store, case: tuple[str, str]) -> None:
    table, rule = case
    number = 1 + [name for name in BROKEN if name[0] == table].index(case)
    severity = next(one.severity for one in TABLES[table].rules if one.name == rule)
    assert fate(store, table, number) == ([[rule, severity]], severity != "galat")


@pytest.mark.parametrize("table", SOUND)
def test_a_sound_row_of_each_table_is_taken_without_a_word(store: Store, table: str) -> None:
    assert fate(store, table, 0) == ([], True)


def test_every_rule_of_every_table_has_a_row_here() -> None:
    assert set(BROKEN) == {(name, rule.name) for name, t in TABLES.items() for rule in t.rules}
