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
from analysis.disclosure import rule
from analysis.release import earlier, offered, publication
from data import helper_process
from data.settings import settings
from data.store.states import TABLE, States
from data.store.store import STORE, Store, open_version
from data.store.versions import Versions

KEY = publication.KEY


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
    store: Store, public: pd.DataFrame | None = None, periods: Collection[str] | None = None
) -> pd.DataFrame:
    """Return ``COLUMNS`` and ``asal`` of what is offered, for every area and period, or those
    ``periods`` that are asked for.

    A count below 3 is withheld (``x``) with the cells that would give it back, also together with
    what the public is shown: ``public``, the register's cells of a release; without it those that
    were published of these data, or would be. A table is offered where its average cell has as
    many businesses as officials may see, and where everybody sees it.
    """
    made_up = compute.find_made_up_periods(store)
    rows, withheld = _withhold(store, made_up, public, periods)
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
    public: pd.DataFrame | None,
    periods: Collection[str] | None,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the counts of all published rows and of the officials' own, and which of them
    officials do not see."""
    published, least = settings().publik, settings().usaha_per_sel
    exempt = publication.read_exempt()
    shown_before = earlier.read_shown(published, made_up)
    told = earlier.read_told(published, made_up)
    if public is None:
        public = earlier.read_register(published, store.version)
    if public is None:
        tables = publication.protect_tables(store, exempt, shown_before, told=told, least=least)
        seen, told = tables.rows[~tables.withheld], told | tables.list_told()
        names = list_period_tables(tables.rows)
    else:
        seen, names = public[public["tanda"] != "x"], list_period_tables(public)
        told = told | _read_told(public)
    rows = _select_rows(publication.count_all_rows(store), names, min(least, rule.OFFICIALS))
    if periods is not None:
        rows = rows[rows["periode"].isin(list(periods))].reset_index(drop=True)
    shown = set(seen[publication.KEY].itertuples(index=False, name=None))
    closed = ~publication.find_rows(rows, shown)
    return rows, publication.withhold_from_officials(rows, closed, exempt, shown_before, told)


def list_period_tables(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return the tables of rows, each with its period."""
    return set(rows[["periode", *TABLE]].drop_duplicates().itertuples(index=False, name=None))


def _select_rows(rows: pd.DataFrame, public: Set[tuple[str, ...]], least: int) -> pd.DataFrame:
    """Return the counts of public tables, and of those that officials have of their own."""
    own = offered.select_offered(select_own(rows), least)
    both = public | list_period_tables(own)
    names = rows[["periode", *TABLE]].itertuples(index=False, name=None)
    return rows[np.array([name in both for name in names], dtype=bool)].reset_index(drop=True)


def select_own(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the tables that officials have of their own."""
    return rows[(rows["dimensi"] == "") & rows["indikator"].isin(list(list_kelurahan_titles()))]


def _read_told(public: pd.DataFrame) -> set[tuple[tuple[str, ...], str]]:
    """Return the halves of shares (``publication.Told``) that everybody is told."""
    told = public[public["rentang"] != ""]
    return {(tuple(row), half) for *row, half in told[[*KEY, "rentang"]].to_numpy().tolist()}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
