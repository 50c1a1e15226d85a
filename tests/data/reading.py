"""Reads files through the readers' public door, into rows that a test can compare."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest

from data.errors import InputError
from data.readers import Row, Sheet, read_contents, read_first_rows, read_sheets
from data.readers.remark import Remark

FILES = Path(__file__).parents[1] / "files" / "pembaca"


def every(path: Path) -> dict[str, list[Row]]:
    """Return the rows of every sheet by its name."""
    with tempfile.TemporaryDirectory() as folder:
        found = read_sheets(path, Path(folder) / "lembar")
        return {sheet.name: all_of(sheet) for sheet in found}


def remarks(path: Path) -> list[Remark]:
    """Return what is said of a file that can be read."""
    with tempfile.TemporaryDirectory() as folder:
        return read_contents(path, Path(folder) / "lembar").remarks


def all_of(sheet: Sheet) -> list[Row]:
    return read_first_rows(sheet, 10**9)


def only(path: Path) -> list[Row]:
    """Return the rows of a file's only sheet."""
    (rows,) = every(path).values()
    return rows


def texts(folder: Path, contents: dict[str, bytes]) -> dict[str, list[Row]]:
    """Return the rows of many text files, by name; one process reads them all, so it is quick."""
    path = folder / "banyak.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in contents.items():
            packed.writestr(f"{name}.csv", content)
    return {name.removesuffix(".csv"): rows for name, rows in every(path).items()}


def refusal(path: Path) -> str:
    """Return what a person is told of a file that is refused; nothing of it is left behind."""
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "lembar"
        with pytest.raises(InputError) as caught:
            read_sheets(path, to)
        assert not to.exists()
    said = str(caught.value)
    assert said.startswith((f"{path.name}: ", f"{path.name}, baris "))
    assert str(path.parent) not in said
    return said
