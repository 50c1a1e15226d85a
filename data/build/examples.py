"""Sheets that show how a form is filled in, and hold no data: CONTOH, "contoh pengisian"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from data.build.findings import Finding, add
from data.errors import InputError
from data.layouts import recognition
from data.readers import Sheet, read_first_rows

SHEET = "lembar_contoh"
"""The rule's name in ``temuan``."""
NAMED = re.compile(
    r"\W*(?:\d+\W+)?(?:lembar |sheet |data |tabel |format |form )?(?:contoh|example|sample|misal)"
    r"(?:\W+(?:pengisian|isian|isi|data|format|form|cara|tabel|lembar|\d+))*\W*",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\W*contoh\W+(?:cara\W+)?(?:pengisian|mengisi|isian)\b[^:]{0,40}", re.IGNORECASE
)


def find_sheets(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets of a file that only show how it is filled in.

    A file of one sheet is named by its file, which says nothing of it. Raises InputError where
    nothing else is left of a file.
    """
    several = len(sheets) > 1
    shown = [s for s in sheets if (several and NAMED.fullmatch(s.name)) or _is_titled(s)]
    if shown and not any(_is_known(sheet) for sheet in sheets if sheet not in shown):
        raise InputError(
            f"lembar '{shown[0].name}'",
            "lembar ini contoh pengisian, dan tidak ada lembar lain yang berisi data.",
            "Isi lembar datanya. Bila lembar ini memang data, hapus kata 'contoh' dari nama lembar "
            "dan judulnya.",
        )
    return shown


def note_sheet(con: duckdb.DuckDBPyConnection, name: str, sheet: Sheet) -> None:
    """Say that a sheet was set aside, with how many rows."""
    finding = Finding(
        berkas=name,
        aturan=SHEET,
        tingkat="peringatan",
        seharusnya=f"lembar berisi data; lembar contoh pengisian ini ({sheet.rows} baris terisi) "
        "dikesampingkan",
        langkah="Tidak perlu diubah. Bila isinya data, hapus kata 'contoh' dari nama lembar dan "
        "judulnya.",
    )
    add(con, finding)


def _is_titled(sheet: Sheet) -> bool:
    """Tell whether the rows above a sheet's heading say that it is an example."""
    rows = read_first_rows(sheet)
    known = recognition.find_layout(rows)
    above = rows[: known[1]] if known else []
    return any(TITLED.fullmatch(cell) for row in above for cell in row if cell)


def _is_known(sheet: Sheet) -> bool:
    return recognition.find_layout(read_first_rows(sheet)) is not None
