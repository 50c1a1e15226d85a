"""The officials' cells of a kecamatan as a view. They are made by another process: what chooses
which are withheld belongs to publishing, and a serving process does not load it."""

from __future__ import annotations

import pickle

import pandas as pd

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views.cells import make_row
from analysis.views.heading import make_heading
from analysis.views.view import View
from analysis.words import theme
from data import helper_process, reference
from data.errors import StoreError
from data.settings import settings
from data.store.store import Store

MAKER = "analysis.release.officials"


def make_apart(store: Store) -> pd.DataFrame:
    """Return the officials' cells of a kept version of the micro data, made by another process."""
    folder = str(settings().gudang)
    printed = helper_process.run(MAKER, folder, store.version)
    # Arrow would turn whole numbers beside a missing one into fractions.
    made: pd.DataFrame = pickle.loads(printed)  # noqa: S301  (a process of ours wrote it just now)
    return made


def select_kecamatan(cells: pd.DataFrame, kode: str, periode: str, kecamatan: str) -> pd.DataFrame:
    """Return the cells of one indicator and period for a kecamatan and its kelurahan.

    Raises StoreError when there are none.
    """
    here = cells["kode_wilayah"].astype("str").str.startswith(kecamatan)
    rows = cells[here & (cells["indikator"] == kode) & (cells["periode"] == periode)]
    if rows.empty:
        raise StoreError(
            f"Tidak ada data untuk {theme.period(periode)} di sini. Pilih periode atau kecamatan "
            "lain."
        )
    return rows.sort_values("kode_wilayah")


def make_view(rows: pd.DataFrame) -> View:
    """Return the cells of a kecamatan as a view: itself in the sentence, its kelurahan as rows."""
    names = reference.list_kecamatan() | reference.list_kelurahan()
    entry = INDICATORS[rows["indikator"].iloc[0]]
    whole, *parts = (
        make_row(entry, cell, names[cell["kode_wilayah"]]) for cell in rows.to_dict("records")
    )
    chosen = Selection(rows["periode"].iloc[0], whole.code)
    title = make_heading(f"{entry.judul} menurut kelurahan", chosen, chosen)
    counts = f" ({whole.counts})" if whole.counts else ""
    return View(
        entry,
        title,
        f"{entry.judul} di seluruh {title.scope}: {whole.text}{counts}.",
        tuple(parts),
        entry.sumber,
    )
