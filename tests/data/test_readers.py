"""Every format becomes sheets of text cells on disk, and whatever goes wrong is told in words."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data.errors import InputError
from data.readers import SUFFIXES, limits, read_first_rows, read_sheets
from data.readers.environment import CALM, KEPT
from data.readers.formats import READERS
from data.readers.looks import LOOKS
from data.settings import ROOT
from tests.data.reading import refusal
from tests.data.samples import samples

pytestmark = pytest.mark.proses_pembaca


def test_every_format_has_a_reader_a_look_and_a_sample() -> None:
    assert tuple(sorted(SUFFIXES)) == SUFFIXES
    assert set(SUFFIXES) == set(READERS) == set(LOOKS) == set(samples())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_of_every_format_is_read_whatever_it_is_called(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"-a '$(id) ü*[1]%{suffix.upper()}"
    path.write_bytes(samples()[suffix])
    found = read_sheets(path, tmp_path / "lembar")
    cells = {cell for sheet in found for row in read_first_rows(sheet) for cell in row}
    assert {"Kopi Café", "Café"} & cells
    assert sorted(tmp_path.iterdir()) == sorted([path, tmp_path / "lembar"])


def test_sheets_are_parquet_parts_of_text_with_the_row_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A;B\n" + "1;\n;\n" * 60_000 + "2;3;4\n", encoding="utf-8")
    (sheet,) = read_sheets(path, tmp_path / "lembar")
    assert (sheet.name, sheet.rows, sheet.width) == ("a", 60_002, 3)
    assert len(list(sheet.folder.iterdir())) > 1
    told = duckdb.sql(f"describe select * from read_parquet('{sheet.folder}/*.parquet')")
    assert [row[:2] for row in told.fetchall()] == [
        ("baris", "BIGINT"),
        ("k1", "VARCHAR"),
        ("k2", "VARCHAR"),
        ("k3", "VARCHAR"),
    ]
    rows = duckdb.sql(f"from read_parquet('{sheet.folder}/*.parquet') order by baris").fetchall()
    assert len(rows) == sheet.rows
    assert rows[:2] + rows[-2:] == [
        (1, "A", "B", None),
        (2, "1", None, None),
        (120_000, "1", None, None),
        (120_002, "2", "3", "4"),
    ]
    assert read_first_rows(sheet, 4) == [
        ["A", "B", None],
        ["1", None, None],
        [None] * 3,
        ["1", None, None],
    ]
    assert read_first_rows(sheet, 3) == read_first_rows(sheet, 4)[:2], (
        "a blank row at the end is not there"
    )
    assert stat.S_IMODE(sheet.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(part.stat().st_mode) for part in sheet.folder.iterdir()} == {0o600}


def test_a_blank_sheet_has_a_part_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n;\n", encoding="utf-8")
    (sheet,) = read_sheets(path, tmp_path / "lembar")
    assert (sheet.rows, sheet.width, read_first_rows(sheet)) == (0, 0, [])
    assert duckdb.sql(f"from read_parquet('{sheet.folder}/*.parquet')").fetchall() == []


def test_an_unknown_format_names_those_that_are_read(tmp_path: Path) -> None:
    for name in ("daftar.docx", "daftar", "daftar.csv.exe"):
        (tmp_path / name).write_bytes(b"x")
        assert f"Simpan sebagai salah satu dari: {', '.join(SUFFIXES)}." in refusal(tmp_path / name)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_broken_file_is_told_in_words(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rusak{suffix}"
    whole = samples()[suffix]
    for content in (b"MZ\x90\x00" + bytes(600), whole[: len(whole) // 3] + bytes(300)):
        path.write_bytes(content)
        assert any(word in refusal(path) for word in ("rusak", "bita nol", "bukan")), content[:9]


def test_a_file_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    assert "tidak dapat diolah di disk (No such file" in refusal(tmp_path / "a.csv")
    (tmp_path / "b.csv").mkdir()
    assert refusal(tmp_path / "b.csv")


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("kill -SEGV $$", "terlalu besar untuk dibaca, atau isinya rusak. Kalau ini buku kerja"),
        ("kill -KILL $$", "terlalu besar untuk dibaca, atau isinya rusak."),
        ("exit 3", r"tidak dapat dibaca \(kode 3\)"),
        ("echo bukan json", r"tidak dapat dibaca \(kode 0\)"),
        ("echo '[]'", r"tidak dapat dibaca \(kode 0\)"),
        ("echo '{}'", r"tidak dapat dibaca \(kode 0\)"),
        ("sleep 30", "belum selesai dibaca setelah 1 detik"),
        (None, "pembaca tidak dapat dijalankan"),
    ],
)
def test_a_reader_that_dies_is_told_in_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    program: str | None,
    said: str,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A;B\n", encoding="utf-8")
    stand_in = tmp_path / "python"
    if program is not None:
        stand_in.write_text(f"#!/bin/sh\necho keluhan >&2\n{program}\n", encoding="utf-8")
        stand_in.chmod(0o700)
    monkeypatch.setattr(limits, "SECONDS", 1)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    with pytest.raises(InputError, match=rf"^a\.csv: {said}"):
        read_sheets(path, tmp_path / "lembar")
    assert not (tmp_path / "lembar").exists()
    assert capfd.readouterr() == ("", "")


def test_the_process_that_reads_is_told_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "lingkungan"
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\nenv > '{seen}'\n", encoding="utf-8")
    stand_in.chmod(0o700)
    path = tmp_path / "a.csv"
    path.write_text("A;B\n", encoding="utf-8")
    monkeypatch.setenv("RAHASIA", "x")
    monkeypatch.setattr(sys, "executable", str(stand_in))
    with pytest.raises(InputError):
        read_sheets(path, tmp_path / "lembar")
    names = {line.split("=")[0] for line in seen.read_text(encoding="utf-8").splitlines()}
    assert names - {"PWD", "SHLVL", "_", "OLDPWD"} <= {*KEPT, *CALM, "TMPDIR"}


def test_who_only_asks_for_formats_waits_for_no_library() -> None:
    program = "import sys, data.readers; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"polars", "pandas", "numpy", "pyogrio", "pyreadstat", "python_calamine", "duckdb"}
    assert not heavy & set(done.stdout.split())


# What each format has to load, of all that reads or writes tables. The standard library is no part
# of it, nor is what the library brings along.
NEEDS = {
    ".csv": (),
    ".dbf": (),
    ".dta": ("pyreadstat",),
    ".geojson": ("pyogrio", "pyproj", "shapely"),
    ".gpkg": ("pyogrio", "pyproj", "shapely"),
    ".ods": ("python_calamine",),
    ".parquet": ("polars",),
    ".sav": ("pyreadstat",),
    ".tsv": (),
    ".txt": (),
    ".xls": ("python_calamine",),
    ".xlsx": ("python_calamine",),
    ".zip": ("python_calamine",),  # for the workbook in it
}
BROUGHT = {"numpy", "pandas", "pyarrow"}
LIBRARIES = BROUGHT.union(["duckdb"], *NEEDS.values())
SHOWING = """
import sys
from pathlib import Path
from data.readers.__main__ import main
assert "lembar" in main(Path(sys.argv[1]), Path(sys.argv[2]))
print(*sys.modules)
"""


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_small_file_waits_for_no_library_but_that_of_its_format(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(samples()[suffix])
    (tmp_path / "lembar").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SHOWING, path, tmp_path / "lembar"],
        cwd=ROOT,
        env=os.environ | CALM,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = LIBRARIES & set(done.stdout.split())
    assert loaded - BROUGHT == {*NEEDS[suffix]}
    assert NEEDS[suffix] or not loaded


def test_a_refusal_leaves_other_files_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    os.symlink(path, tmp_path / "b.xlsx")
    refusal(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]
