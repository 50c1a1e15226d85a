"""The office's own layouts: kept as files that a person can read, change and delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from data.disk import write_whole
from data.errors import SettingsError
from data.layouts import mapping, mapping_file, recognition
from data.layouts.interview import Interview, hold_interview
from data.layouts.layout import SettledLayout, read_layout
from data.layouts.mapping_answers import MappingAnswers
from data.received.preview import Preview
from data.settings import settings
from data.tables import TABLES


def interview_sheet(preview: Preview, berkas: str, answers: MappingAnswers) -> Interview:
    """Return what is known of a sheet once some answers are given. Raises SettingsError."""
    known = recognition.read_layouts()
    return hold_interview(preview.rows, preview.name, berkas, answers, known)


def keep_layout(
    settled: SettledLayout,
    rows: Sequence[Sequence[str | None]],
    before: Callable[[str], object] = bool,
) -> Path:
    """Keep a layout, and return its file. ``rows`` are the first of the sheet that it is made for;
    ``before`` is called with the file's name before anything is written.

    Raises SettingsError for a layout that lacks a required column, or would not know the sheet.
    """
    lacking = mapping.list_missing(settled, TABLES[settled.table])
    if lacking:
        raise SettingsError(f"Belum dicocokkan, padahal wajib: {', '.join(lacking)}.")
    folder = settings().tata_letak
    taken = {path.name for path in [*folder.glob("*.toml"), *recognition.FOLDER.glob("*.toml")]}
    name = mapping_file.choose_file_name(settled.title, taken)
    text = mapping_file.make_toml(settled)
    own = read_layout(name, text)
    found = recognition.find_layout(rows, (*recognition.read_layouts(), own))
    if found is None or found[0] != own:
        raise SettingsError(
            "Tata letak ini tidak mengenali berkasnya sendiri. Cocokkan lebih banyak kolom."
        )
    before(name)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / name, text.encode(), synced=True)
    return folder / name


def list_own() -> list[Path]:
    """Return the files of the office's own layouts."""
    return sorted(settings().tata_letak.glob("*.toml"))
