"""What each business counts as in the published tables: its place, categories and answers.

From this table alone every published count follows, under the definitions of the day on which it
was made. It is what is remembered of a release (``data.store.states``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import duckdb
import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from data.store.states import ID, PLACE
from data.store.store import Store

OUTSIDE, YES, NO, UNKNOWN = 0, 1, 2, 3
"""What a business says to a question: it is not in the universe, or one of three answers."""


def name_category(dimension: str) -> str:
    """Return the column of a breakdown."""
    return f"d_{dimension}"


def name_answer(kode: str, question: str = "") -> str:
    """Return the column of a question; that of an indicator that counts its universe says unknown
    of all who are in it."""
    return f"q_{kode}_{question}" if question else f"q_{kode}"


@cache
def list_columns() -> tuple[str, ...]:
    """Return the columns that say what a business counts as, its place first."""
    breakdowns = [name_category(key) for key in DIMENSIONS if key]
    answers = [
        name_answer(entry.kode, question)
        for entry in INDICATORS.values()
        if entry.counted
        for question in entry.questions
    ]
    return (PLACE, *breakdowns, *answers)


def read_members(store: Store) -> dict[str, pd.DataFrame]:
    """Return, by period, one row a business: ``ID`` and ``list_columns``; nobody may change it."""
    return store.work_once(_read_members)


def read_told_members(store: Store) -> dict[str, pd.DataFrame]:
    """Return the same of data that an older program arranged: without the columns that they cannot
    tell, since what those ask was not kept then."""
    return _query_members(store, [c for c in _list_expressions() if _can_tell(store, c)])


def _read_members(store: Store) -> dict[str, pd.DataFrame]:
    return _query_members(store, list(_list_expressions()))


def _query_members(store: Store, columns: list[str]) -> dict[str, pd.DataFrame]:
    # ``riwayat`` has all businesses of ``usaha``, with what is known of them from before.
    every = store.query(
        f"select periode, {ID}, {', '.join(columns)} from riwayat order by periode, {ID}"
    )
    return {
        str(periode): rows.drop(columns="periode").reset_index(drop=True)
        for periode, rows in every.groupby("periode", sort=True)
    }


def _can_tell(store: Store, column: str) -> bool:
    try:
        store.query(f"select {column} from riwayat limit 0")
    except (duckdb.BinderException, duckdb.CatalogException):
        return False
    return True


def _list_expressions() -> Iterator[str]:
    """Yield the SQL of each of ``list_columns``."""
    yield PLACE
    for dimension in DIMENSIONS.values():
        if dimension.key:
            yield f"{dimension.sql} as {name_category(dimension.key)}"
    for entry in INDICATORS.values():
        for question, hit in entry.questions.items() if entry.counted else ():
            yield (
                f"cast(case when not coalesce({entry.universe}, false) then {OUTSIDE} "
                f"when ({hit}) is null then {UNKNOWN} when ({hit}) then {YES} else {NO} end "
                f"as tinyint) as {name_answer(entry.kode, question)}"
            )
