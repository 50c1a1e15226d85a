"""Delimited text is read as it was meant, whatever program wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.readers.limits import LONGEST_CELL, MAX_COLUMNS
from tests.data.reading import only, refusal, texts

TITLED = "DATA UMKM, KOTA SERANG"
DELIMITERS = {"titik koma": ";", "koma": ",", "tab": "\t", "pipa": "|", "topi": "^", "tilde": "~"}
RARE = {"titik dua": ":", "pagar": "#", "seru": "!", "garis putus": "¦", "pasal": "§"}
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]


def test_any_delimiter_in_any_encoding_is_the_same_table(tmp_path: Path) -> None:
    files = {}
    for name, mark in (DELIMITERS | RARE).items():
        lines = [TITLED, *(mark.join(row) for row in [["ID", "Nama", "Kode"]] + BODY * 2)]
        for encoding in ENCODINGS:
            files[f"{name} {encoding}"] = "\r\n".join(lines).encode(encoding)
    for name, rows in texts(tmp_path, files).items():
        assert rows[1:] == [["ID", "Nama", "Kode"]] + BODY * 2, name
        assert "".join(cell or "" for cell in rows[0]).startswith("DATA UMKM"), name


BODY = [["1", "Kopi Café – “Asli”", "0101"]]


def test_the_delimiter_is_the_mark_that_every_line_has_equally_often(tmp_path: Path) -> None:
    found = texts(
        tmp_path,
        {
            "decimal commas": b"ID;Nilai\n" + b"1;1,5\n" * 10,
            "decimal commas below a title": TITLED.encode() + b"\nID;Nilai\n" + b"1;1,5\n" * 10,
            "addresses": b"ID;Alamat\n1;Jl. A, RT 1, RW 2\n2;Jl. B, RT 3, RW 4, Kasemen\n",
            "quoted semicolons": b'ID,Alamat,X\n1,"a; b; c; d; e",2\n3,"f; g; h; i; j",4\n',
            "one column": b"Nama\nKopi\nSoto\n",
            "trailing marks": b"TARGET,,,\nID,A,B,\n1,2,3,\n",
            "titles and times with colons": b"KOTA: SERANG\nTAHUN: 2025\nID;Buka\n"
            + b"1;08:30\n" * 3,
            "one column with a colon": b"Nama\nToko: A\nSoto\n",
            "carets around decimal commas": b"ID^Alamat^Nilai\n" + b"1^Jl. A, RT 1, RW 2^1,5\n" * 5,
            "tildes in text": b"ID;Jumlah\n" + b"1;~5\n" * 5,
        },
    )
    assert found["decimal commas"][1] == ["1", "1,5"]
    assert found["decimal commas below a title"][2] == ["1", "1,5"]
    assert found["addresses"][1] == ["1", "Jl. A, RT 1, RW 2"]
    assert found["quoted semicolons"][1] == ["1", "a; b; c; d; e", "2"]
    assert found["one column"] == [["Nama"], ["Kopi"], ["Soto"]]
    assert found["titles and times with colons"][3] == ["1", "08:30"]
    assert found["one column with a colon"] == [["Nama"], ["Toko: A"], ["Soto"]]
    assert found["carets around decimal commas"][1] == ["1", "Jl. A, RT 1, RW 2", "1,5"]
    assert found["tildes in text"][1] == ["1", "~5"]
    assert found["trailing marks"][2] == ["1", "2", "3", None]


def test_row_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    found = texts(
        tmp_path,
        {
            "blank rows": b"A;B\n\n;\n1;2\n\n",
            "quoted line ends": b'A;B\n"dua\nbaris";x\n1;2',
            "only carriage returns": b"A;B\r1;2\r",
            "said by Excel": b"sep=,\r\nA;x,B\r\n1,2\r\n",
            "said to be rare": b"sep=:\nA:B;x\n",
            "said to be quoted": b'"sep=|"\nA|B\n',
            "nothing": b"\n",
            "no line end": b"A;B",
        },
    )
    assert found == {
        "blank rows": [["A", "B"], [None, None], [None, None], ["1", "2"]],
        "quoted line ends": [["A", "B"], ["dua\nbaris", "x"], ["1", "2"]],
        "only carriage returns": [["A", "B"], ["1", "2"]],
        "said by Excel": [[None, None], ["A;x", "B"], ["1", "2"]],
        "said to be rare": [[None, None], ["A", "B;x"]],
        "said to be quoted": [[None, None], ["A", "B"]],
        "nothing": [],
        "no line end": [["A", "B"]],
    }


def test_cells_stay_exactly_as_they_are_written(tmp_path: Path) -> None:
    cells = [
        "0101",
        " a ",
        "\u00a0x",
        "1.0",
        "1e5",
        "=1+1",
        "NULL",
        "nan",
        "ya",
        '"',
        "\u2028",
        "é",
    ]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    path = tmp_path / "a.txt"
    path.write_text(";".join(quoted) + "\n", encoding="utf-8")
    assert only(path) == [cells]


def test_rows_may_be_of_any_width(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A;B\n" * 60_000 + f"1;2;3{';' * MAX_COLUMNS}\n", encoding="utf-8")
    rows = only(path)
    assert len(rows) == 60_001
    assert rows[0] == ["A", "B", None], "a part that was written earlier is widened too"
    assert rows[-1] == ["1", "2", "3"]


@pytest.mark.parametrize("mark", DELIMITERS.values(), ids=list(DELIMITERS))
def test_a_cell_without_end_names_its_row(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "rusak.csv"
    for rest in ("pendek\n", "panjang " * LONGEST_CELL):
        path.write_text(f'A{mark}B\n1{mark}2\n3{mark}"{rest}', encoding="utf-8")
        assert "rusak.csv, baris 3: " in refusal(path)
        assert "Tutup atau hapus tanda kutipnya" in refusal(path)


QUOTED = "ID;Nama;Kecamatan\nA1;U;Serang\n{}A5;U;Serang\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('A2;"Toko Siti;Serang\nA3;U;Curug\nA4;Toko "Maju";Serang\n', "sesudah kutip penutupnya"),
        ('A2;"Toko "Maju" Jaya";Serang\n', "sesudah kutip penutupnya masih ada isi"),
        ('A2;"Toko Siti;Serang\nA3;Pipa 2";Curug\n', "memuat 1 baris sesudahnya"),
        ('A2;"Toko Siti;Serang\nA3;;\nA4;Pipa 2";Curug\n', "memuat 2 baris sesudahnya"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_that_swallows_rows_is_refused_at_its_row(
    tmp_path: Path, rows: str, said: str, end: str
) -> None:
    path = tmp_path / "rusak.csv"
    path.write_text(QUOTED.format(rows).replace("\n", end), encoding="utf-8", newline="")
    assert refusal(path).startswith("rusak.csv, baris 3: ")
    assert said in refusal(path) and "Tutup atau hapus tanda kutipnya" in refusal(path)


def test_a_cell_of_several_lines_is_a_cell(tmp_path: Path) -> None:
    cells = ["Jl. A, RT 1,\nRW 2, Kasemen,\nSerang, Banten", 'dua "baris"\nlagi', "a\n;"]
    for mark in (",", ";"):
        path = tmp_path / "a.csv"
        quoted = mark.join('"' + cell.replace('"', '""') + '"' for cell in cells)
        path.write_text(mark.join("ABC") + f"\n{quoted}\n", encoding="utf-8")
        assert only(path) == [["A", "B", "C"], cells]


def test_what_is_no_text_or_too_wide_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "rusak.csv"
    path.write_bytes(b"A;B\n" * 5000 + b"1;\x00\n" + b"A;B\n" * 5)
    assert refusal(path).startswith("rusak.csv, baris 5001: ada bita nol")
    path.write_bytes(b"A;B\n" * 700 + b"x;" * (MAX_COLUMNS + 1) + b"\n")
    assert refusal(path).startswith("rusak.csv, baris 701: isi sampai kolom ke-1001;")


def test_a_letter_that_no_encoding_has_does_not_stop_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"A;B\nCaf\xe9;\x81\n")
    assert only(path) == [["A", "B"], ["Café", "\ufffd"]]
