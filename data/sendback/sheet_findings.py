"""The findings of one sheet, in the order in which its rows are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

LEVELS = ["galat", "peringatan", "ubahan", "lipat"]  # most serious first
NOTES = 65_530  # notes in one sheet; more make a spreadsheet program slow to open


@dataclass(frozen=True)
class Finding:
    """What is wrong at one cell; rows and columns count from 1."""

    row: int
    column: int | None
    heading: str | None
    level: str
    expected: str | None
    step: str | None


def select_findings(findings: pd.DataFrame, name: str, first: bool) -> pd.DataFrame:
    """Return a sheet's findings by row, column and seriousness; what names no sheet is the
    first's."""
    is_here = findings["lembar"] == name
    of_sheet = findings[is_here | findings["lembar"].isna() if first else is_here]
    level = of_sheet["tingkat"]
    order = level.map(LEVELS.index) if len(of_sheet) else level
    rows = pd.to_numeric(of_sheet["baris"]).astype("Float64")
    return of_sheet.assign(urutan=order, baris=rows).sort_values(
        ["baris", "posisi", "urutan"], na_position="first", kind="stable"
    )


def yield_findings(findings: pd.DataFrame, heading: int) -> Iterator[Finding]:
    """Yield findings one by one: as objects all at once they would outweigh the sheet."""
    columns = ["baris", "posisi", "judul_kolom", "tingkat", "seharusnya", "langkah"]
    for row, column, *words in zip(*(findings[name] for name in columns), strict=True):
        title, level, expected, step = (None if pd.isna(word) else str(word) for word in words)
        assert level is not None
        yield Finding(
            heading if pd.isna(row) else int(row),
            None if pd.isna(column) else int(column),
            title,
            level,
            expected,
            step,
        )


def count_findings_without_note(findings: pd.DataFrame, heading: int) -> int:
    """Return how many findings lie beyond the notes of a sheet.

    The first cell of the heading row tells the reader how many cells are coloured without a note.
    That cell is written early, and the workbook cannot go back to it once later rows are written,
    so the number is worked out beforehand. Findings at one cell share its note, so a cell that has
    one already does not count again; one note of the sheet is kept for the heading's first cell.
    """
    cells = pd.DataFrame(
        {"baris": findings["baris"].fillna(heading), "posisi": findings["posisi"].fillna(1)}
    )
    cells = cells[(cells["baris"] != heading) | (cells["posisi"] != 1)]
    notes_so_far = (~cells.duplicated()).cumsum()
    return int((notes_so_far > NOTES - 1).sum())
