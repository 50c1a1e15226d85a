"""Rows of a survey: the place within a kecamatan, the weight, and the clusters."""

from __future__ import annotations

import pytest

from tests.data.rows import Row, findings, one
from tests.data.sent import OWN, Cells, Told, sends

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


def survey(*rows: Row) -> list[Cells]:
    """Return the rows of a survey file; a row names only the cells that it is about."""
    given = [{"ID_RESP": f"R{number}{OWN}"} | RESPONDENT | row for number, row in enumerate(rows)]
    return [["ID_RESP", *RESPONDENT], *(list(row.values()) for row in given)]


@sends(
    lambda: survey(
        {},
        {"KEL": "kel. CIPARE"},
        {"KEL": ""},
        {"KEC": "Kasemen", "KEL": "Cipare"},  # of another kecamatan: not known
    )
)
def test_the_kelurahan_is_found_within_the_kecamatan_and_may_be_missing(told: Told) -> None:
    found = told.query("select kode_kecamatan, kode_kelurahan from survei order by baris")
    assert found["kode_kecamatan"].tolist() == ["36.73.01"] * 3 + ["36.73.02"]
    assert found["kode_kelurahan"].iloc[0] == found["kode_kelurahan"].iloc[1]
    assert found["kode_kelurahan"].iloc[0].startswith("36.73.01.")
    assert found["kode_kelurahan"].iloc[2:].isna().all()
    assert findings(told) == []


@sends(lambda: survey({"KLASTER": "K1", "N_KLASTER": "120"}, {}))
def test_clusters_keep_their_populations(told: Told) -> None:
    found = told.query("select klaster, populasi_klaster, bobot from survei order by baris")
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["K1", 120, 12.5],
        [None, None, 12.5],
    ]


@sends(lambda cells: survey({}, cells, {}))
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
    told: Told, cells: Row, column: str, written: str, rule: str, severity: str
) -> None:
    assert findings(told) == [(3, column, written, rule, severity)]
    assert one(told, "select count(*) from survei") == (2 if severity == "galat" else 3)
