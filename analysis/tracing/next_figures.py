"""What the data in use say of the city, counted for the officer who is about to publish them.

It is counting only. What is too small to be shown by itself has its sign; a publication also looks
for what has to be withheld together with that, which takes long and may withhold more.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analysis.count import compute
from analysis.definitions import derived
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import rule
from analysis.views.next_release import FIGURES, SHARE_OF
from data import reference
from data.errors import StoreError
from data.store.store import Store

KEY = ["indikator", "periode", "kode_wilayah", "dimensi", "kategori"]
NUMBERS = ["pembilang", "penyebut", "n"]
OLDER = (
    "Versi ini dibuat program yang lebih lama, jadi angkanya belum dapat dibandingkan. "
    "Bangun ulang dengan: make build"
)


def count_figures(store: Store, today: date) -> list[dict[str, Any]]:
    """Return the cells of ``FIGURES`` for the city, by period: ``COLUMNS``, ``asal``, ``rujukan``.

    Raises StoreError for a store whose columns today's definitions do not know.
    """
    try:
        return _count_figures(store, today)
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise StoreError(OLDER) from error


def _count_figures(store: Store, today: date) -> list[dict[str, Any]]:
    bases = [INDICATORS[SHARE_OF.get(kode, kode)] for kode in FIGURES]
    shown = pd.concat([_count_city(store, entry) for entry in bases], ignore_index=True)
    shown = shown.assign(angka_per=today.isoformat())
    others = [
        derived.derive(INDICATORS[kode], shown, today) for kode in FIGURES if kode in SHARE_OF
    ]
    cells = pd.concat([shown, *others], ignore_index=True)
    cells = cells[cells["indikator"].isin(FIGURES)]
    made_up = compute.find_made_up_periods(store)
    origin = ["sintetis" if periode in made_up else "register" for periode in cells["periode"]]
    found: list[dict[str, Any]] = cells.assign(asal=origin, rujukan=None).to_dict("records")
    return found


def _count_city(store: Store, entry: Indicator) -> pd.DataFrame:
    """Return the city's cells of an indicator, what is too small in them taken out."""
    rows = compute.count(store, entry)
    rows = rows[rows["tingkat"] == "kota"].reset_index(drop=True)
    cells = compute.derive_values(entry, rows).astype(dict.fromkeys(NUMBERS, "Int64"))
    printed = set(reference.read("pengecualian").fillna("")[KEY].itertuples(index=False, name=None))
    keys = cells[KEY].itertuples(index=False, name=None)
    counts = rows[["n", "ya", "tidak"]].itertuples(index=False, name=None)
    small = [
        key not in printed
        and bool(rule.find_sensitive(entry.counts_universe, n, yes, no, rule.PUBLIC))
        for key, (n, yes, no) in zip(keys, counts, strict=True)
    ]
    cells.loc[small, ["nilai", *NUMBERS]] = pd.NA
    cells.loc[small, "tanda"] = "x"
    return cells
