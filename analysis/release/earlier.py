"""What every kept version of the published cube has shown: nobody unsees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.definitions.indicators import INDICATORS
from analysis.release.publication import KEY, Cell
from data.store.states import ROW
from data.store.store import PUBLISHED, has_bands, open_version
from data.store.versions import Versions

SHOWN = """
    select indikator, periode, kode_wilayah, dimensi, kategori, n, pembilang, penyebut, asal
    from sel
    where sumber = 'register' and tanda <> 'x' and n is not null
"""


TOLD = f"""
    select {", ".join(KEY)}, rentang, asal
    from sel
    where sumber = 'register' and rentang <> ''
"""


def read_shown(folder: Path, made_up: set[str]) -> set[tuple[Cell, int]]:
    """Return the counts that kept versions show, each with its value.

    What was shown of a period's made-up businesses says nothing once real ones have replaced
    them, and the other way round: ``made_up`` are the periods that are made up now.
    """
    counts: set[tuple[Cell, int]] = set()
    for name in Versions(folder).list_names():
        rows = open_version(folder, name, PUBLISHED).query(SHOWN)
        # A printed figure (terbit) stays known whatever has become of the data around it.
        known = _find_of_today(rows, made_up) | (rows["asal"] == "terbit")
        # An indicator that is no longer defined is in no sum of today.
        counts.update(_list_counts(rows[rows["indikator"].isin(INDICATORS) & known]))
    return counts


def read_told(folder: Path, made_up: set[str]) -> set[tuple[tuple[str, ...], str]]:
    """Return the rows (as ``KEY``) of which kept versions tell the half that the share lies in,
    each with it; ``made_up`` as above."""
    told: set[tuple[tuple[str, ...], str]] = set()
    for name in Versions(folder).list_names():
        store = open_version(folder, name, PUBLISHED)
        if has_bands(store):
            rows = store.query(TOLD)
            for *row, half in rows[_find_of_today(rows, made_up)][[*KEY, "rentang"]].to_numpy():
                told.add((tuple(row), half))
    return told


def _find_of_today(rows: pd.DataFrame, made_up: set[str]) -> pd.Series:
    """Return which rows say something of the businesses of today."""
    return (rows["asal"] == "sintetis") == rows["periode"].isin(made_up)


def read_register(folder: Path, gudang: str) -> pd.DataFrame | None:
    """Return the register's cells (``ROW``, ``periode``, ``tanda``, ``rentang``) of the newest
    version made of a data version, None where none was published of it."""
    versions = Versions(folder)
    made = [name for name in versions.list_names() if versions.record(name).get("gudang") == gudang]
    if not made:
        return None
    store = open_version(folder, made[-1], PUBLISHED)
    half = "rentang" if has_bands(store) else "'' as rentang"
    return store.query(
        f"select {', '.join(ROW)}, periode, tanda, {half} from sel where sumber = 'register'"
    )


def _list_counts(rows: pd.DataFrame) -> Iterator[tuple[Cell, int]]:
    for row in rows.itertuples(index=False):
        entry = INDICATORS[row.indikator]
        key = tuple(getattr(row, name) for name in KEY)
        yield (*key, "n"), int(row.n)
        if entry.counts_universe:
            continue
        yield (*key, "ya"), int(row.pembilang)
        if entry.share:
            yield (*key, "tidak"), int(row.penyebut) - int(row.pembilang)
            yield (*key, "tak_tahu"), int(row.n) - int(row.penyebut)
