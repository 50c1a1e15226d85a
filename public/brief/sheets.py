"""The tables of the workbook: numbers as numbers, each with how it is written, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.definitions.selection import Selection
from analysis.views.attention import list_attention
from analysis.views.comparison import make_comparisons
from analysis.views.matrix import Matrix, MatrixRow
from analysis.views.scorecard import Goal, Scorecard, ScoreRow, read_rows
from analysis.words import theme
from data.store.store import Store

Cell = str | float | int | None
Sheet = dict[str, Any]
FORMATS = {0: "#,##0", 1: "#,##0.0"}
"""How a number is written, by its digits behind the comma; a spreadsheet puts in its own marks."""
FOLLOW_UPS = {
    "indicator": "Indikator",
    "area": "Kecamatan",
    "action": "Tindakan",
    "office": "Kantor",
    "due": "Batas waktu",
    "state": "Keadaan",
}


def make_sheets(
    store: Store,
    selection: Selection,
    card: Scorecard,
    matrix: Matrix,
    follow_ups: Sequence[Mapping[str, str]],
) -> list[Sheet]:
    """Return the tables, one a sheet, in their order: name, title, columns, rows, and how the
    numbers of each row or column are written."""
    return [
        _make_score_sheet(store, selection, card),
        _make_area_sheet(matrix),
        _make_course_sheet(store, selection, card),
        _make_sheet(
            "Perlu diputuskan",
            "Yang perlu diputuskan",
            ["Masalah", "Keterangan"],
            [[line.title, line.text] for line in list_attention(store, selection)],
        ),
        _make_sheet(
            "Tindak lanjut",
            "Tindak lanjut rapat",
            list(FOLLOW_UPS.values()),
            [[each[key] for key in FOLLOW_UPS] for each in follow_ups],
        ),
        _make_sheet(
            "Definisi",
            "Definisi indikator",
            ["Indikator", "Satuan", "Definisi", "Semesta", "Pembilang", "Penyebut", "Sumber"],
            [_define(row) for row in card.rows],
        ),
    ]


def _make_sheet(
    name: str, title: str, columns: list[str], rows: list[list[Cell]], digits: Any = None
) -> Sheet:
    """Return a sheet; ``digits`` are those behind the comma, one list for each row."""
    formats = [[FORMATS.get(digit, "") for digit in row] for row in digits or []]
    return {"name": name, "title": title, "columns": columns, "rows": rows, "formats": formats}


def _make_score_sheet(store: Store, selection: Selection, card: Scorecard) -> Sheet:
    rows: list[list[Cell]] = []
    digits: list[list[int | None]] = []
    for number, found in enumerate(card.rows, start=1):
        _, before, *_ = make_comparisons(store, found.entry.kode, selection)
        goal, own = found.goal, theme.decimals(found.entry.satuan)
        rows.append(
            [
                number,
                found.name,
                found.entry.satuan,
                found.shown.area_name,
                goal.value if goal else None,
                found.row.value,
                found.row.sign,
                goal.achieved if goal else None,
                goal.status if goal and goal.reached is not None else "",
                goal.band if goal and goal.reached is not None else "",
                before.value,
                before.difference,
                found.since or "",
                found.verdict or "",
                "" if found.change else found.no_change,
                _name_document(goal) if goal else "",
                theme.ORIGINS.get(found.row.origin, ""),
                "ya" if found.stale else "tidak",
            ]
        )
        digits.append([0, None, None, None, own, own, None, 1, None, None, own, own])
    columns = [
        "No",
        "Indikator",
        "Satuan",
        "Wilayah angka",
        f"Target {selection.periode}",
        f"Realisasi {selection.periode}",
        "Tanda",
        "Capaian (%)",
        "Status",
        "Predikat",
        "Nilai sebelumnya",
        "Perubahan",
        "Sejak",
        "Hasil uji",
        "Mengapa tidak dibandingkan",
        "Dokumen target",
        "Asal angka",
        "Basi",
    ]
    return _make_sheet("Capaian", card.heading.title, columns, rows, digits)


def _name_document(goal: Goal) -> str:
    return f"{goal.document} (sintetis)" if goal.synthetic else goal.document


def _make_area_sheet(matrix: Matrix) -> Sheet:
    entries = [column.entry for column in matrix.columns]

    def write(row: MatrixRow) -> list[Cell]:
        shown = [cell.row for cell in row.cells]
        values = [one.sign if one.value is None else one.value for one in shown]
        return [row.code, row.label, *values]

    digits = [None, None, *(theme.decimals(entry.satuan) for entry in entries)]
    rows = [write(row) for row in (*matrix.rows, matrix.whole)]
    columns = ["Kode", "Wilayah", *(f"{entry.judul} ({entry.satuan})" for entry in entries)]
    return _make_sheet("Kecamatan", matrix.heading.title, columns, rows, [digits] * len(rows))


def _make_course_sheet(store: Store, selection: Selection, card: Scorecard) -> Sheet:
    """Return the shares over time, a row a period: what the chart is drawn from."""
    shares = [row for row in card.rows if row.entry.satuan == "persen"]
    known = [
        {row.code: row for row in read_rows(store, found.entry, found.shown)} for found in shares
    ]
    periods = sorted({code for rows in known for code in rows if code <= selection.periode})
    rows: list[list[Cell]] = [
        [period, *((found[period].value if period in found else None) for found in known)]
        for period in periods
    ]
    columns = ["Periode", *(f"{found.name} (persen)" for found in shares)]
    digits = [[None, *(1 for _ in shares)]] * len(rows)
    title = f"Persen UMKM menurut periode, {selection.area_name}"
    return _make_sheet("Perkembangan", title, columns, rows, digits)


def _define(found: ScoreRow) -> list[Cell]:
    entry = found.entry
    return [
        found.name,
        entry.satuan,
        entry.definisi,
        entry.semesta,
        entry.pembilang,
        entry.penyebut,
        entry.sumber,
    ]
