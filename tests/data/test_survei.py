"""Rows of a survey: the place within a kecamatan, the weight, and the clusters."""

from __future__ import annotations

import csv
from collections.abc import Iterable

import pytest

from data.store import Store
from tests.data.rows import Row, Workspace, findings

RESPONDENT = {
    "PERIODE": "2025-06",
    "KEC": "Serang",
    "KEL": "Cipare",
    "SKALA": "Mikro",
    "STRATA": "S1",
    "N_STRATA": "40",
    "KLASTER": "",
    "N_KLASTER": "",
    "BOBOT": "12,5",
    "R201": "Ya",
}


def built(workspace: Workspace, rows: Iterable[Row]) -> Store:
    """Return the store of one survey file; a row names only the cells that it is about."""
    with (workspace.raw / "survei.csv").open("w", encoding="utf-8", newline="") as handle:
        out = csv.DictWriter(handle, ["ID_RESP", *RESPONDENT], delimiter=";")
        out.writeheader()
        out.writerows(
            {"ID_RESP": f"R{number}"} | RESPONDENT | dict(row) for number, row in enumerate(rows)
        )
    return workspace.build()


def test_the_kelurahan_is_found_within_the_kecamatan_and_may_be_missing(
    workspace: Workspace,
) -> None:
    store = built(
        workspace,
        [
            {},
            {"KEL": "kel. CIPARE"},
            {"KEL": ""},
            {"KEC": "Kasemen", "KEL": "Cipare"},  # of another kecamatan: not known
        ],
    )
    found = store.query("select kode_kecamatan, kode_kelurahan from survei order by baris")
    assert found["kode_kecamatan"].tolist() == ["36.73.01"] * 3 + ["36.73.02"]
    assert found["kode_kelurahan"].iloc[0] == found["kode_kelurahan"].iloc[1]
    assert found["kode_kelurahan"].iloc[0].startswith("36.73.01.")
    assert found["kode_kelurahan"].iloc[2:].isna().all()
    assert findings(store) == []


def test_clusters_keep_their_populations(workspace: Workspace) -> None:
    store = built(workspace, [{"KLASTER": "K1", "N_KLASTER": "120"}, {}])
    found = store.query("select klaster, populasi_klaster, bobot from survei order by baris")
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["K1", 120, 12.5],
        [None, None, 12.5],
    ]


@pytest.mark.parametrize(
    ("cells", "column", "written", "rule", "severity"),
    [
        ({"BOBOT": "0"}, "bobot", "0", "bobot_bukan_nol", "galat"),
        ({"BOBOT": "-3,5"}, "bobot", "-3,5", "batas", "galat"),
        ({"N_KLASTER": "90"}, "populasi_klaster", "90", "klaster_bersama_populasinya", "galat"),
        ({"KLASTER": "K", "N_KLASTER": "0"}, "populasi_klaster", "0", "batas", "galat"),
        ({"KEL": "Cipari"}, "kelurahan", "Cipari", "kelurahan_dikenal", "peringatan"),
    ],
)
def test_a_broken_row_says_what_is_wrong_with_it(
    workspace: Workspace, cells: Row, column: str, written: str, rule: str, severity: str
) -> None:
    store = built(workspace, [{}, cells, {}])
    assert findings(store) == [(3, column, written, rule, severity)]
    kept = store.query("select count(*) as n from survei")["n"].iloc[0]
    assert kept == (2 if severity == "galat" else 3)
