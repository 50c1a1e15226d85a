"""Every format becomes sheets of text cells, and what cannot be read says so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from data.errors import InputError
from data.readers import READERS, read


def sheet(path: Path) -> list[list[str | None]]:
    """Return the rows of a file's only sheet."""
    (only,) = read(path)
    return only.rows


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_whatever_its_delimiter_and_encoding(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    lines = ["DATA UMKM, KOTA SERANG", delimiter.join(["ID", "Nama", "Kode"])]
    lines += [delimiter.join(["1", "Kopi Café – “Asli”", "0101"])] * 2
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))

    rows = sheet(path)

    assert rows[1:] == [["ID", "Nama", "Kode"]] + [["1", "Kopi Café – “Asli”", "0101"]] * 2


def test_csv_keeps_blank_rows_so_that_row_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('A;B\n\n"dua\nbaris";\u00a0x \n;\n', encoding="utf-8")
    assert sheet(path) == [["A", "B"], [], ["dua\nbaris", "x"], [None, None]]


def test_xlsx_numbers_are_text_without_a_decimal_and_dates_are_iso(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_row(1, 0, ["0101", 10391, 3673010101010001, 2.5, True, "  "])
        page.write_datetime(2, 0, date(2025, 6, 24), day)
        page.write_datetime(2, 1, datetime(2025, 6, 24, 8, 30), moment)
        book.add_worksheet("Kosong")

    first, empty = read(path)

    assert first.rows[0] == [None] * 6, "the blank first row keeps its number"
    assert first.rows[1] == ["0101", "10391", "3673010101010001", "2.5", "ya", None]
    assert first.rows[2][0].startswith("2025-06-24")
    assert first.rows[2][1] == "2025-06-24T08:30:00"
    assert (first.name, empty.name, empty.rows) == ("Data", "Kosong", [])


def test_sav_gives_labels_and_a_missing_answer_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    frame = pd.DataFrame({"ID": ["R1", "R2"], "R201": [1.0, None], "BOBOT": [2.0, 12.25]})
    pyreadstat.write_sav(frame, str(path), variable_value_labels={"R201": {1: "Ya", 2: "Tidak"}})
    assert sheet(path) == [["ID", "R201", "BOBOT"], ["R1", "Ya", "2"], ["R2", None, "12.25"]]


def test_unknown_format_names_the_file_and_the_formats_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "daftar.docx"
    path.write_bytes(b"x")
    with pytest.raises(InputError) as raised:
        read(path)
    assert "daftar.docx" in str(raised.value)
    assert ".csv, .sav, .xlsx" in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"abc", b"PK\x03\x04rusak", b"$FL2" + b"x" * 400])
@pytest.mark.parametrize("suffix", [".xlsx", ".sav"])
def test_broken_file_names_itself_and_the_next_step(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"rusak{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"rusak\{suffix}: .*(Simpan|Ekspor) ulang"):
        read(path)


def test_csv_with_a_cell_without_end_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "rusak.csv"
    path.write_text('A;B\n1;"' + "x" * 200_000 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"rusak\.csv, baris 2: .*Simpan ulang"):
        read(path)


def test_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "A.CSV"
    path.write_text("A;B\n", encoding="utf-8")
    assert sheet(path) == [["A", "B"]]
    assert set(READERS) == {suffix.lower() for suffix in READERS}
