"""What a sheet that no layout knows looks like, where that alone says what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data import reference
from data.layouts.layout import simplify_heading

Row = Sequence[str | None]
MARKS = {",": "koma", ";": "titik koma", "\t": "tabulator", "|": "garis tegak"}
FEW = 2  # headings that name areas, beside a sheet's own kecamatan column


def explain(rows: Sequence[Row]) -> tuple[str, str] | None:
    """Return what is wrong with the shape of a sheet and the next step; None where nothing is."""
    return _explain_single_column(rows) or _explain_areas_across(rows)


def _explain_single_column(rows: Sequence[Row]) -> tuple[str, str] | None:
    """Return what to do where every row lies in one cell."""
    filled = [[cell for cell in row if cell and cell.strip()] for row in rows]
    filled = [row for row in filled if row]
    if not filled or any(len(row) > 1 for row in filled):
        return None
    counts = {mark: [row[0].count(mark) for row in filled] for mark in MARKS}
    mark = max(MARKS, key=lambda mark: (min(counts[mark][-FEW:]), sum(counts[mark])))
    if counts[mark][-1] == 0:
        return None
    number = next(n for n, row in enumerate(rows, start=1) if any(row))
    return (
        f"semua isi ada di satu kolom: baris {number} berisi '{_shorten(filled[0][0])}'. "
        "Seharusnya satu kolom untuk tiap judul.",
        f"Di lembar kerja: pilih kolom itu, Data, Teks ke Kolom, pemisah {MARKS[mark]}, lalu "
        "simpan sebagai .xlsx. Berkas .csv: hapus tanda kutip di sekeliling barisnya.",
    )


def _explain_areas_across(rows: Sequence[Row]) -> tuple[str, str] | None:
    """Return what to do where the kecamatan stand across the sheet."""
    names = {simplify_heading(name) for name in reference.list_kecamatan().values()}
    for number, row in enumerate(rows, start=1):
        here = [cell for cell in row if cell and simplify_heading(_drop_rank(cell)) in names]
        if len(here) > FEW:
            return (
                f"baris {number}: kecamatan ada di judul kolom ({', '.join(here[:3])}, ...). "
                "Seharusnya satu baris untuk tiap kecamatan.",
                "Putar tabelnya: salin, Tempel Khusus, Transpos, dengan kolom Kecamatan, Mikro, "
                "Kecil dan Menengah, lalu kirim ulang.",
            )
    return None


def _drop_rank(cell: str) -> str:
    return re.sub(r"^\s*kec(amatan)?\b\.?", "", cell, flags=re.IGNORECASE)


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
