"""What the tests of changes between two versions share: the judge, and how a cell is found."""

from __future__ import annotations

import pandas as pd

from analysis.count.compute import compute
from analysis.definitions.indicators import INDICATORS
from analysis.tracing.changes import (
    CAUSES,
    COLUMNS,
    PARTS,
    Changes,
    find_changes,
)
from analysis.tracing.row_states import LEVELS
from data.store.store import Store

CELL = ["indikator", "tingkat", "kode_wilayah", "periode", "dimensi", "kategori"]


def compute_all(store: Store, dimension: str) -> pd.DataFrame:
    """Return the judge's numbers of one version: what ``compute`` gives."""
    frame = pd.concat(
        [
            compute(store, entry, dimension)
            for entry in INDICATORS.values()
            if entry.counted and dimension in entry.rincian
        ]
    )
    frame = frame[frame["tingkat"].isin(LEVELS)].reset_index(drop=True)
    return frame[CELL].join(frame[["nilai", *PARTS]].astype("Float64"))


def hold_sums(old: Store, new: Store, dimension: str) -> Changes:
    """Hold that the contributions add up to every movement that ``compute`` sees, and that what is
    not named did not move."""
    found = find_changes(old, new, dimension)
    cells = found.cells[found.cells["sumber"] == "register"]
    assert tuple(cells.columns) == COLUMNS
    assert not cells.duplicated(CELL).any()
    named = cells.set_index(CELL)
    before, after = (compute_all(store, dimension).set_index(CELL) for store in (old, new))
    every = before.index.union(after.index)
    assert set(named.index) <= set(every)
    named, before, after = (frame.reindex(every) for frame in (named, before, after))
    for part in PARTS:
        moved = after[part].fillna(0) - before[part].fillna(0)
        causes = [named[f"{part}_dari_baris_{cause}"].fillna(0) for cause in CAUSES]
        assert (sum(causes) == moved).all(), part
    listed = named["n_lama"].notna() | named["n_baru"].notna()
    for name in ("nilai", *PARTS):
        for when, frame in (("lama", before), ("baru", after)):
            given = named[f"{name}_{when}"].astype("Float64")[listed]
            assert given.equals(frame[name][listed]), (name, when)
    there = every.get_level_values("periode")
    both = there.isin(before.dropna(how="all").index.get_level_values("periode")) & there.isin(
        after.dropna(how="all").index.get_level_values("periode")
    )
    still = ~listed & both
    assert before[still].equals(after[still])
    return found


def find_cell(found: Changes, kode: str, area: str = "36.73", kategori: str = "") -> pd.Series:
    """Return the only cell of an indicator and area that is named."""
    here = found.cells[
        (found.cells["indikator"] == kode)
        & (found.cells["kode_wilayah"] == area)
        & (found.cells["kategori"] == kategori)
    ]
    assert len(here) == 1
    return here.iloc[0]
