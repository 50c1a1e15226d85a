"""One bound of what a cell may hold, for every format; a page is shown the beginnings of cells."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import polars as pl
import pyogrio
import pytest
import shapely
import xlsxwriter

from data import readers
from data.readers import SHOWN_LETTERS, SUFFIXES, read_numbered_rows, read_sheets
from data.readers.limits import LONGEST_CELL, LONGEST_ROW
from data.received import preview, uploads
from tests.data.reading import refusal
from tests.data.samples import samples

pytestmark = pytest.mark.proses_pembaca

WORD = "panjang"


def write_text(path: Path, cell: str) -> None:
    mark = {".tsv": "\t"}.get(path.suffix, ";")
    path.write_text(f"A{mark}B\n1{mark}2\n3{mark}{cell}\n", encoding="utf-8")


def write_zip(path: Path, cell: str) -> None:
    write_text(path.with_name("di-dalam.csv"), cell)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(path.with_name("di-dalam.csv"), "a.csv")


def exchange(path: Path, whole: bytes, word: str, cell: str) -> None:
    """Write a packed workbook again with a long text in the place of a word."""
    source = path.with_name("asal")
    source.write_bytes(whole)
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry).replace(word.encode(), cell.encode())
            new.writestr(entry.filename, content, entry.compress_type)


def write_xlsx(path: Path, cell: str) -> None:
    with xlsxwriter.Workbook(path.with_name("buku.xlsx")) as book:
        page = book.add_worksheet("Data")
        for row in (["A", "B"], ["1", "2"], ["3", WORD]):
            page.write_row(page.dim_rowmax + 1 if page.dim_rowmax is not None else 0, 0, row)
    exchange(path, path.with_name("buku.xlsx").read_bytes(), WORD, cell)


def write_dbf(path: Path, cell: str) -> None:
    """Write a table of one column; its width is two bytes of the column's description."""
    raw = cell.encode()
    field = struct.pack("<11sc4xBB14x", b"A", b"C", len(raw) & 0xFF, len(raw) >> 8)
    head = struct.pack("<4BIHH20x", 3, 125, 6, 24, 1, 65, len(raw) + 1) + field + b"\r"
    path.write_bytes(head + b" " + raw + b"\x1a")


def write_map(path: Path, cell: str) -> None:
    points = [shapely.Point(106.15, -6.12)] * 2
    frame = gpd.GeoDataFrame({"A": ["1", "3"], "B": ["2", cell]}, geometry=points, crs=4326)
    pyogrio.write_dataframe(frame, path)


def write_dta(path: Path, cell: str) -> None:
    pd.DataFrame({"a": ["1", "3"], "b": ["2", cell]}).to_stata(
        path, version=117, convert_strl=["b"], write_index=False
    )


WRITERS: dict[str, Callable[[Path, str], object]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), write_text),
    ".zip": write_zip,
    ".xlsx": write_xlsx,
    ".ods": lambda path, cell: exchange(path, samples()[".ods"], "Café", cell),
    ".dbf": write_dbf,
    ".dta": write_dta,
    ".geojson": write_map,
    ".gpkg": write_map,
    ".parquet": lambda path, cell: pl.DataFrame({"A": ["1", "3"], "B": ["2", cell]}).write_parquet(
        path
    ),
}
HOLD_NO_LONGER = {".sav", ".xls"}
"""Their own bound is the same or lower."""


def test_every_format_is_tried() -> None:
    assert set(WRITERS) | HOLD_NO_LONGER == set(SUFFIXES)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_cell_that_is_too_long_is_refused_by_its_row(tmp_path: Path, suffix: str) -> None:
    """It is refused by the process that reads, so that no other one ever holds it."""
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path, "x" * LONGEST_CELL)
    sheets = read_sheets(path, tmp_path / "lembar")
    cells = [cell for sheet in sheets for _, row in read_numbered_rows(sheet) for cell in row]
    assert max(len(cell) for cell in cells if cell) == LONGEST_CELL, "so much is taken whole"
    WRITERS[suffix](path, "x" * (LONGEST_CELL + 1))
    said = refusal(path)
    assert ", baris " in said and str(LONGEST_CELL) in said


def write_full(path: Path, rows: int, cells: int, letters: int) -> Path:
    """Write a workbook that names one long text in every cell: few bytes, once packed."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        for row in range(rows):
            page.write_row(row, 0, ["x" * letters] * cells)
    return path


def test_cells_that_are_too_long_together_are_refused(tmp_path: Path) -> None:
    path = write_full(tmp_path / "a.xlsx", 2, 9, LONGEST_CELL - 1)
    assert path.stat().st_size < 8_000
    assert f"a.xlsx, baris 1: satu baris memuat {9 * (LONGEST_CELL - 1)} huruf" in refusal(path)
    write_full(path, 2, 8, LONGEST_CELL)
    assert 8 * LONGEST_CELL == LONGEST_ROW
    assert read_sheets(path, tmp_path / "lembar")[0].rows == 2


def test_a_page_is_shown_the_beginnings_of_long_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And converts nothing of a sheet with much in it: the process that reads has done that."""

    def convert(_: object) -> None:
        raise AssertionError("held by the program")

    monkeypatch.setattr(readers, "_convert_to_parquet", convert)
    path = write_full(tmp_path / "penuh.xlsx", preview.SHOWN_ROWS, 8, LONGEST_CELL - 1)
    assert path.stat().st_size < 30_000
    with path.open("rb") as file:
        candidate = uploads.receive(tmp_path / "raw", path.name, file)
    (shown,) = preview.read_previews(candidate)
    assert shown.count == preview.SHOWN_ROWS
    assert {len(cell) for row in shown.rows for cell in row if cell} == {SHOWN_LETTERS}
    assert candidate.preview.stat().st_size < 2 * preview.SHOWN_ROWS * 8 * SHOWN_LETTERS
    assert json.loads(candidate.preview.read_text(encoding="utf-8"))
