"""A published register with many small cells, and what its readers know of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from analysis.definitions.indicators import INDICATORS
from analysis.disclosure.rule import OFFICIALS
from analysis.release import officials, publication
from data import reference
from data.store.store import Store
from tests.analysis.test_publication import Cell, cells_of
from tests.data.rows import Workspace

PERIODE = "2025-06"
KASEMEN = "36.73.02"
SHARES = ("berusaha_daring", "ber_nib")
NAMES = {
    name: code for code, name in reference.list_kelurahan().items() if code.startswith(KASEMEN)
}
CHANNELS = ("pesan", "medsos", "marketplace", "situs", "email")
ANSWERS = ("Ya", "Tidak", "Ya", "Tidak", "")


def rows_of(sizes: dict[str, int], **cells: object) -> list[dict[str, object]]:
    """Return this many businesses for each kelurahan, by code."""
    return [
        {
            "kecamatan": reference.list_kecamatan()[code[:8]],
            "kelurahan": reference.list_kelurahan()[code],
        }
        | cells
        for code, size in sizes.items()
        for _ in range(size)
    ]


def random_rows(
    seed: int, detailed: bool, sizes: Sequence[int] = (0, 1, 2, 3, 5, 8, 12, 30)
) -> list[dict[str, object]]:
    """Return a register in which about every other kelurahan has a small cell."""
    rng = random.Random(seed)
    chosen = {code: rng.choice(sizes) for code in reference.list_kelurahan()}
    rows = rows_of(chosen, sintetis="Ya")
    for row in rows:
        online = rng.choice(ANSWERS)
        row |= {f"kanal_{name}": "Tidak" if online == "Tidak" else "" for name in CHANNELS}
        row["punya_nib"] = rng.choice(ANSWERS)
        if online == "Ya":
            row["kanal_medsos"] = "Ya"
        if detailed:
            row["skala"] = rng.choice(["Mikro"] * 8 + ["Kecil", "Menengah"])
            row["produk"] = rng.choice(["", "Tahu", "Tempe", "Konveksi"])
            row["kbli"] = rng.choice(["10391", "47111", "56101", ""])
    return rows


@lru_cache(maxsize=4)
def officials_see(store: Store) -> pd.DataFrame:
    """Return what officials see of a store, made once."""
    return officials.make_cells(store)


def truth_of(place: Workspace) -> dict[Cell, int]:
    """Return the exact count of every cell that is published."""
    rows = publication.count_rows(place.gudang, INDICATORS, publication.LEVELS)
    found: dict[Cell, int] = {}
    for row in rows.itertuples():
        whats = ("n",) if row.indikator == "jumlah_umkm" else ("n", "ya", "tidak", "tak_tahu")
        key = (row.indikator, row.periode, row.kode_wilayah, row.dimensi, row.kategori)
        found |= {(*key, what): int(getattr(row, what)) for what in whats}
    return found


def shown(cells: pd.DataFrame) -> dict[Cell, int]:
    """Return every count that cells give away."""
    found: dict[Cell, int] = {}
    for row in cells.itertuples():
        found |= cells_of(row)
    return found


def published(place: Workspace) -> dict[Cell, int]:
    """Return the counts that everybody can read."""
    cube = place.publik.query("select * from sel where sumber = 'register'")
    # What is derived follows from these.
    return shown(cube[[INDICATORS[kode].counted for kode in cube["indikator"]]])


def small(truth: dict[Cell, int], least: int = 1) -> set[Cell]:
    """Return the counts that officials may not learn; with ``least`` 0 also that nobody says so.

    The rest of a bare count is no count of its own.
    """
    return {
        cell
        for cell, value in truth.items()
        if least <= value < OFFICIALS
        and (
            (cell[-1] == "n" and cell[0] == "jumlah_umkm" and value > 0)
            or (
                cell[-1] in ("ya", "tidak")
                and cell[0] in SHARES
                and truth[(*cell[:-1], "ya")] + truth[(*cell[:-1], "tidak")] > 0
            )
        )
    }
