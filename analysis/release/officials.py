"""What officials may see of a kelurahan: exact counts from 3 on, the smaller ones withheld.

Made of the micro data for the whole city when they are published, and never published itself;
``officials_in_turn`` says what becomes of it when data change. What chooses the withheld cells
belongs to publishing, so a serving process has the table found by another:
``python -m analysis.release.officials FOLDER VERSION`` prints it.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Collection, Set
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.count import compute
from analysis.definitions.indicator import COLUMNS
from analysis.definitions.indicators import INDICATORS, list_kelurahan_titles
from analysis.release import earlier, publication
from data import helper_process
from data.settings import settings
from data.store.states import States
from data.store.store import STORE, Store, open_version
from data.store.versions import Versions


def find_cells(store: Store) -> pd.DataFrame:
    """Return what the served release opened to officials, as ``make_cells`` does, with ``per``: the
    day (ISO) of a number, where tables of its period are of different days.

    Data that are not published yet are opened to nobody, since they have not been held against what
    was seen before; only where nothing ever was, they are what there is.
    """
    served = Versions(settings().publik).find_current()
    kept = States(settings().keadaan).read_officials(served) if served else None
    if kept is None:
        return make_cells(store)
    mixed = kept.groupby("periode")["angka_per"].transform("nunique") > 1
    return kept[[*COLUMNS, "asal", "rujukan"]].assign(per=kept["angka_per"].where(mixed, ""))


def make_cells(
    store: Store,
    hidden: Set[tuple[str, ...]] | None = None,
    told: Set[tuple[tuple[str, ...], str]] = frozenset(),
    periods: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return ``COLUMNS`` and ``asal`` of what is offered, for every area and period, or those
    ``periods`` that are asked for.

    A count below 3 is withheld (``x``) with the cells that would give it back, also together with
    what the public is shown. ``hidden`` are the rows (as ``publication.KEY``) that the public does
    not see; without it they are those that were published of these data, or would be. ``told`` are
    the halves of shares (``publication.Told``) that it is told beside those of kept versions.
    """
    made_up = compute.find_made_up_periods(store)
    rows, withheld = _withhold(store, made_up, hidden, told, periods)
    return derive_cells(rows, withheld, made_up)


def derive_cells(rows: pd.DataFrame, withheld: np.ndarray, made_up: Set[str]) -> pd.DataFrame:
    """Return counts as the cells of ``make_cells``, those that are withheld without a number."""
    parts = []
    for kode in list_kelurahan_titles():
        mine = (rows["indikator"] == kode) & (rows["dimensi"] == "")
        shown = compute.derive_values(INDICATORS[kode], rows[mine])
        withheld_here = withheld[mine.to_numpy()]
        shown.loc[withheld_here, ["nilai", "pembilang", "penyebut", "n"]] = pd.NA
        shown.loc[withheld_here, "tanda"] = "x"
        parts.append(shown)
    made = pd.concat(parts, ignore_index=True)
    synthetic = made["periode"].isin(list(made_up))
    return made.assign(asal=synthetic.map({True: "sintetis", False: "register"}), rujukan=None)


def main(folder: Path, version: str) -> int:
    """Print ``find_cells`` of a kept version; return the exit code."""
    return helper_process.answer(
        lambda: pickle.dumps(find_cells(open_version(folder, version, STORE)))
    )


def _withhold(
    store: Store,
    made_up: set[str],
    hidden: Set[tuple[str, ...]] | None,
    told: Set[tuple[tuple[str, ...], str]],
    periods: Collection[str] | None,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the counts of all published rows, and which of them officials do not see."""
    published, exempt = settings().publik, publication.read_exempt()
    shown_before = earlier.read_shown(published, made_up)
    told = earlier.read_told(published, made_up) | told
    if hidden is None:
        hidden = earlier.read_withheld(published, store.version)
    if hidden is None:
        tables = publication.protect_tables(store, exempt, shown_before, told=told)
        rows, public, told = tables.rows, tables.withheld, told | tables.list_told()
    else:
        rows = publication.count_all_rows(store)
        if periods is not None:
            rows = rows[rows["periode"].isin(list(periods))].reset_index(drop=True)
        public = publication.find_rows(rows, hidden)
    return rows, publication.withhold_from_officials(rows, public, exempt, shown_before, told)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
