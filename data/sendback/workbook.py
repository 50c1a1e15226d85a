"""A received file as a workbook with its faulty cells marked, ready to go back to its sender."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data import helper_process
from data.store.store import Store


def make_workbook(path: Path, berkas: str, store: Store) -> bytes:
    """Return the file at ``path`` as xlsx, every sheet cell by cell, findings as notes.

    ``berkas`` is the name that the store knows it by. It is read and written by another process
    (``data.sendback.marked_file``). Raises DasborError when the file cannot be read any more.
    """
    findings = read_findings(berkas, store).to_json(orient="split", index=False)
    return helper_process.run("data.sendback.marked_file", str(path), given=findings.encode())


def read_findings(berkas: str, store: Store) -> pd.DataFrame:
    """Return what was found in a file: ``lembar`` (None where it has none), ``baris``, ``posisi``,
    ``judul_kolom``, ``tingkat``, ``seharusnya``, ``langkah``."""
    findings = store.query(
        "select berkas, baris, posisi, coalesce(judul, kolom) as judul_kolom, tingkat, "
        "seharusnya, langkah from temuan "
        "where berkas = $berkas or starts_with(berkas, $berkas || ' [')",
        {"berkas": berkas},
    )
    inside = findings["berkas"].str.removeprefix(berkas).str.strip()
    lembar = inside.str.removeprefix("[").str.removesuffix("]").where(inside != "")
    return findings.assign(lembar=lembar).drop(columns="berkas")
