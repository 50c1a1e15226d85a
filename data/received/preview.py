"""The first rows of a waiting file, as somebody looks at them before it is taken in."""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from data.layouts import recognition
from data.layouts.layout import Layout
from data.readers import read_first_rows, read_sheets
from data.readers.cell import Row
from data.received.uploads import WAITING, Candidate

SHOWN_ROWS = 200


@dataclass(frozen=True)
class Preview:
    """One sheet: its first rows (row 1 first) and how many rows it has in all."""

    name: str
    rows: list[Row]
    count: int

    @property
    def layout(self) -> Layout | None:
        """Return the layout that the sheet has by now, if one is known."""
        layout_and_heading = recognition.find_layout(self.rows)
        return layout_and_heading[0] if layout_and_heading else None

    @property
    def heading(self) -> int | None:
        """Return the index of the heading that the layout finds."""
        layout_and_heading = recognition.find_layout(self.rows)
        return layout_and_heading[1] if layout_and_heading else None

    @property
    def placed(self) -> recognition.PlacedLayout | None:
        """Return where the known layout's columns stand, and which headings nothing takes."""
        known = recognition.find_layout(self.rows)
        return recognition.place_columns(*known, "", self.name, self.rows) if known else None

    @property
    def unused(self) -> list[str]:
        """Return the headings that the known layout does not take, with something below."""
        placed = self.placed
        if placed is None:
            return []
        below = self.rows[placed.heading + 1 :]
        return [
            " ".join(placed.headings[place].split())
            for place in placed.unused
            if any(place < len(row) and (row[place] or "").strip() for row in below)
        ]

    @property
    def doubled(self) -> list[str]:
        """Return the headings that may be one column with another of the sheet."""
        placed = self.placed
        names = [place for own in placed.doubled.values() for place in own] if placed else []
        return [" ".join(placed.headings[place].split()) for place in names] if placed else []

    def lacks_period(self, candidate: Candidate) -> bool:
        """Tell whether nothing in the sheet or in the file's name says the period."""
        return recognition.lacks_period(candidate.berkas, self.name, self.rows)


def read_previews(candidate: Candidate) -> list[Preview]:
    """Return the filled sheets of a waiting file; it is read once, in a process of its own.

    Raises InputError for a file that cannot be read.
    """
    saved = candidate.preview
    if saved.exists():
        return [Preview(**preview) for preview in json.loads(saved.read_text(encoding="utf-8"))]
    with tempfile.TemporaryDirectory(prefix=".teks-", dir=candidate.path.parent) as folder:
        previews = [
            Preview(_restore_name(sheet.name), read_first_rows(sheet, SHOWN_ROWS), sheet.rows)
            for sheet in read_sheets(candidate.path, Path(folder) / "teks")
            if sheet.rows
        ]
    handle = os.open(saved, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump([asdict(preview) for preview in previews], out, ensure_ascii=False)
    return previews


def _restore_name(sheet: str) -> str:
    """Return a sheet's name; that of a file without sheets is what it waits as."""
    return re.sub(rf"^{re.escape(WAITING)}[0-9a-f]{{12}}-", "", sheet)
