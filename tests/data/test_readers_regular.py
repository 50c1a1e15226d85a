"""What a library reads of a large regular text is what the strict parser reads of it."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from data.readers import read_sheets, regular
from data.readers.limits import LONGEST_CELL, MAX_COLUMNS
from tests.data.reading import all_of

CELLS = [
    *["", "", "0101", " a ", "Café", "\u00a0x", "1.0", "NULL", "nan", "'", "\\", "\\N", "#", "--"],
    *["a, b", "a; b", "\u2028", "\x0b", "\x85", "\ufeff", "\U0001f35c", "#N/A", "=1+1", "x" * 300],
]


@pytest.fixture(autouse=True)
def _every_size_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular, "LARGE", 0)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[regular.Regular]:
    """Return the texts that the library has read whole."""
    seen: list[regular.Regular] = []
    real = regular._write_part

    def seeing(given: regular.Regular, folder: Path) -> int:
        count = real(given, folder)
        seen.append(given)
        return count

    monkeypatch.setattr(regular, "_write_part", seeing)
    return seen


def read(path: Path, folder: Path) -> tuple[int, int, list[list[str | None]]]:
    (sheet,) = read_sheets(path, folder)
    return sheet.rows, sheet.width, all_of(sheet)


def slowly(path: Path, folder: Path) -> tuple[int, int, list[list[str | None]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regular, "LARGE", 10**9)
        return read(path, folder)


def _quoted(cell: str, mark: str, rng: random.Random) -> str:
    """Return a cell in quotes where it needs them, and now and then where it does not."""
    if '"' in cell or mark in cell or rng.random() < 0.2:
        return '"' + cell.replace('"', '""') + '"'
    return cell


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_give_the_same_cells(
    tmp_path: Path, copied: list[regular.Regular], seed: int
) -> None:
    rng = random.Random(seed)
    mark, end = rng.choice(";\t|,^~"), rng.choice(["\n", "\r\n"])
    width = rng.randint(2, 9)
    usual = [cell for cell in CELLS if mark not in cell]
    rows = [[rng.choice(usual) for _ in range(width)] for _ in range(rng.randint(21, 80))]
    rows += [[""] * width] * 2
    if seed % 2:
        quoted = [*usual, f"a{mark}b", 'kata "dalam" kutip', '"', mark]
        rows += [[rng.choice(quoted) for _ in range(width)] for _ in range(9)]
        rows = [[_quoted(cell, mark, rng) for cell in row] for row in rng.sample(rows, len(rows))]
    begin = rng.choice(["", "\ufeff"])
    path = tmp_path / "a*[1].csv"
    heading = mark.join(f"Kolom {number}" for number in range(width))
    content = begin + end.join([heading, *map(mark.join, rows)]) + rng.choice(["", end])
    path.write_bytes(content.encode())
    found = read(path, tmp_path / "cepat")
    assert len(copied) == 1
    assert found == slowly(path, tmp_path / "lambat")
    assert len(copied) == 1


@pytest.mark.parametrize(
    "content",
    [
        'A;B\n"1;2\n3";4\n',
        'A;B\n"1"x;2\n',
        'A;B\n1;2"\n3;"4\n5"\n',
        "A;B\n1;\x1f2\n",
        "A;B\n1;2;3\n",
        "A;B\n1\n",
        "A;B\n\n1;2\n",
        "A;B\r1;2\r",
        "A;B\r\n1;2\n3;4\r\n",
        "A;B\n1;2\r\n",
        "A;B\n1;2\r3;4\n",
        "sep=;\nA;B\n1;2\n",
        "A\n1\n2\n",
        "A§B\n1§2\n" * 9,
        ";".join("A" * (MAX_COLUMNS + 1)) + "\n",
        f"A;B\n1;{'x' * (LONGEST_CELL + 1)}\n",
    ],
    ids=lambda content: repr(content[:14]),
)
def test_a_text_that_is_not_regular_is_left_to_the_strict_parser(
    tmp_path: Path, copied: list[regular.Regular], content: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode())
    try:
        read(path, tmp_path / "lembar")
    except Exception as error:
        assert "a.csv" in str(error)
    assert not copied


def test_other_encodings_are_left_to_the_strict_parser(
    tmp_path: Path, copied: list[regular.Regular]
) -> None:
    path = tmp_path / "a.csv"
    for encoding in ("cp1252", "utf-16"):
        path.write_bytes("A;B\nCafé;2\n".encode(encoding))
        assert read(path, tmp_path / encoding)[2] == [["A", "B"], ["Café", "2"]]
    assert not copied


def test_what_the_library_does_not_take_is_read_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A;B\n1;2\n", encoding="utf-8")
    monkeypatch.setitem(regular.CONFIG, "memory_limit", "1KB")
    assert read(path, tmp_path / "lembar") == (2, 2, [["A", "B"], ["1", "2"]])
    assert [one.name for one in (tmp_path / "lembar" / "0000").iterdir()] == ["00000.parquet"]


def test_a_large_text_in_a_zip_is_read_the_same_way(
    tmp_path: Path, copied: list[regular.Regular]
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("satu.csv", 'A;B\n"1";2\n')
        packed.writestr("dua.csv", "A;B\n3;4\n")
    assert [all_of(one) for one in read_sheets(path, tmp_path / "lembar")] == [
        [["A", "B"], ["1", "2"]],
        [["A", "B"], ["3", "4"]],
    ]
    assert len(copied) == 2
