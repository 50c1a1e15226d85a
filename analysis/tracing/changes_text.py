"""The difference between two versions of the data in short sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME
from analysis.tracing.changes import CAUSES, PARTS, Changes
from analysis.tracing.row_states import SURVEY
from analysis.words import theme
from data import reference

MISSING = "tidak tersedia"


def write_text(difference: Changes) -> str:
    """Return the difference in short sentences, only what moved."""
    lines = [
        f"Versi {difference.old} dibandingkan dengan versi {difference.new}.",
        *_describe_files(difference),
    ]
    if difference.definitions:
        titles = ", ".join(INDICATORS[kode].judul for kode in difference.definitions)
        lines.append(f"Definisi berubah: {titles}. Keduanya dihitung menurut definisi hari ini.")
    if difference.definitions is None:
        lines.append("Definisi saat terbit tidak tercatat untuk kedua versi.")
    for kode, source in difference.incomparable:
        lines.append(
            f"{INDICATORS[kode].judul} ({source}) tidak dibandingkan: salah satu versi tidak "
            "memuat kolomnya."
        )
    if difference.moved.empty:
        return "\n".join([*lines, "Tidak ada indikator yang bergerak."])
    for (kode, source), cells in difference.moved.groupby(["indikator", "sumber"], sort=False):
        of = " (taksiran survei)" if source == SURVEY.name else ""
        lines += ["", f"{INDICATORS[str(kode)].judul}{of}"]
        for cell in cells.to_dict("records"):
            lines += _describe_cell(INDICATORS[str(kode)], cell)
    return "\n".join(lines)


def _describe_files(difference: Changes) -> list[str]:
    lines = []
    for what, files in difference.files.groupby("perubahan", sort=False):
        accepted = files["diterima_baru"].fillna(files["diterima_lama"])
        named = [
            f"{name} ({theme.number(count)} baris)"
            for name, count in zip(files["berkas"], accepted, strict=True)
        ]
        lines.append(f"Berkas {what}: {', '.join(named)}.")
    rules = "berubah" if difference.rules else "sama"
    return [*(lines or ["Berkas sama."]), f"Aturan pembacaan berkas {rules}."]


def _describe_cell(entry: Indicator, cell: Mapping[Hashable, Any]) -> list[str]:
    """Return a sentence on what a cell did, and one for each kind of row that made it do so."""
    names = {CITY: CITY_NAME} | {k: f"Kecamatan {v}" for k, v in reference.list_kecamatan().items()}
    labels = entry.labels or DIMENSIONS[str(cell["dimensi"])].categories
    where = [names[cell["kode_wilayah"]], theme.period(cell["periode"])]
    if cell["kategori"]:
        where.insert(1, labels[cell["kategori"]])
    lines = [f"  {', '.join(where)}: {_describe_movement(entry, cell)}."]
    decimals = 1 if cell["sumber"] == SURVEY.name else 0
    for cause in CAUSES:
        count = cell[f"baris_{cause}"]
        parts = [(part, cell[f"{part}_dari_baris_{cause}"]) for part in PARTS]
        contributions = [
            f"{part} {_write_signed(v, decimals)}" for part, v in parts if not pd.isna(v)
        ]
        if len(contributions) == 1:  # a count is all numerator
            contributions = [contributions[0].removeprefix(f"{PARTS[0]} ")]
        if count:
            lines.append(f"    {theme.number(count)} baris {cause}: {', '.join(contributions)}.")
    return lines


def _describe_movement(entry: Indicator, cell: Mapping[Hashable, Any]) -> str:
    old, new = cell["nilai_lama"], cell["nilai_baru"]
    was, now = (
        MISSING if pd.isna(value) else theme.quantity(float(value), entry.satuan)
        for value in (old, new)
    )
    if pd.isna(cell["n_lama"]):
        return f"periode baru, {now}"
    if pd.isna(cell["n_baru"]):
        return f"periode hilang, semula {was}"
    if pd.isna(old) or pd.isna(new):
        return f"{was} menjadi {now}"
    unit = "poin persen" if entry.satuan == "persen" else entry.satuan
    return f"{was} menjadi {now} ({theme.signed(float(new - old), unit)})"


def _write_signed(value: float, decimals: int) -> str:
    return ("+" if value >= 0 else "−") + theme.number(abs(float(value)), decimals)
