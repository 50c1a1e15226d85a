"""Which tables a period publishes: those whose average cell holds enough businesses to be shown.

Of a small register the finer tables would be withheld nearly whole, and coarser ones with them, so
that the two give nothing away. They are left out. The choice looks at nothing but how many
businesses the city has, which everybody reads in any case: it is known to whoever chooses what is
withheld, and to the auditor, and below the smallest count that may be shown it is always the same.
"""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pandas as pd

from analysis.definitions.dimensions import PRODUK
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import rule
from data.store.states import TABLE

Table = tuple[str, str, str]
"""(indikator, tingkat, dimensi)."""
CITY = "kota"
TOTALS = (CITY, "kecamatan")
COUNT: Table = ("jumlah_umkm", CITY, "")
"""The table that says how many businesses the city has."""


def list_offered(rows: pd.DataFrame, least: int) -> set[Table]:
    """Return the tables of one period's counts (as ``publication.count_all_rows``) whose average
    cell has at least ``least`` businesses; totals of the city and its kecamatan always, and with 0
    every table."""
    number = count_businesses(rows)
    cells = rows.groupby(TABLE, sort=False).size()
    return {
        table
        for table, size in zip(cells.index.tolist(), cells.tolist(), strict=True)
        if _is_total(table) or number >= least * size * _count_sides(table)
    }


def count_businesses(rows: pd.DataFrame) -> int:
    """Return how many businesses the city has in one period's counts; 0 where so few that nobody
    may read how many."""
    city = (rows[TABLE] == list(COUNT)).all(axis=1)
    number = int(rows.loc[city, "n"].sum())
    return number if number >= rule.PUBLIC else 0


def select_tables(rows: pd.DataFrame, tables: Set[Table]) -> pd.DataFrame:
    """Return the rows of these tables."""
    names = rows[TABLE].itertuples(index=False, name=None)
    return rows[np.array([name in tables for name in names], dtype=bool)].reset_index(drop=True)


def select_offered(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return the rows of the tables that are offered of each period, none of which was published
    before."""
    parts = [
        select_tables(here, list_offered(here, least))
        for _, here in rows.groupby("periode", sort=False)
    ]
    return pd.concat(parts, ignore_index=True) if parts else rows


def _is_total(table: Table) -> bool:
    """Return whether it is what a release is read for: it costs the coarser tables nothing."""
    _, level, dimension = table
    return level in TOTALS and not dimension


def _count_sides(table: Table) -> int:
    """Return how many numbers have to be large enough for a cell to be shown: both answers.

    Of products once: most areas make none of most products, and businesses gather in clusters.
    """
    kode, _, dimension = table
    return 1 if INDICATORS[kode].counts_universe or dimension == PRODUK.key else 2
