"""A received file as a workbook with its faulty cells marked, ready to go back to its sender."""

from __future__ import annotations

import tempfile
from pathlib import Path

from data.marked import marked, with_blank_rows
from data.readers import numbered, sheets
from data.store import Store


def workbook(path: Path, berkas: str, store: Store) -> bytes:
    """Return the file at ``path`` as xlsx, every sheet cell by cell, findings as notes.

    ``berkas`` is the name that the store knows it by. Raises InputError when the file cannot be
    read any more.
    """
    found = store.query(
        "select berkas, baris, posisi, coalesce(judul, kolom) as judul_kolom, tingkat, "
        "seharusnya, langkah from temuan "
        "where berkas = $berkas or starts_with(berkas, $berkas || ' [')",
        {"berkas": berkas},
    )
    inside = found["berkas"].str.removeprefix(berkas).str.strip()
    # What is marked holds personal data: it is written where only this account can look.
    with tempfile.TemporaryDirectory(prefix="tanda-", dir=path.parent) as folder:
        read = sheets(path, Path(folder) / "teks")
        lembar = inside.str.removeprefix("[").str.removesuffix("]").where(inside != "")
        found = found.assign(lembar=lembar.fillna(read[0].name))
        pages = [(sheet.name, with_blank_rows(numbered(sheet))) for sheet in read]
        return marked(pages, found.drop(columns="berkas"), folder=Path(folder))
