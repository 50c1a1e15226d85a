"""The cube for free cross-tables: every cell rounded to a multiple of five, by a secret key.

What is made here is released by ``release/controlled.py``, which turns a cell to its other multiple
where the auditor finds that rounding left a small count too narrow.

Each business has a key for ever, made of its id and the office's secret, and a cell's key is the
sum of its businesses' keys. It decides whether the cell goes up or down, up with probability
(n mod 5) / 5, so that a cell is right on average and the same businesses always give the same
number, in whatever table they stand. Method: Thompson, Broadfoot and Elazar (2013), "Methodology
for the automatic confidentialisation of statistical outputs from remote servers at the Australian
Bureau of Statistics", with rounding in the place of noise.

Margins are cells like any other, rounded by themselves: they are off by at most four, where sums of
rounded cells would be off by dozens.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Any

import duckdb
import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from analysis.words import theme
from data import reference
from data.build import links
from data.store.store import Store

BASE = 5
MOST_VARIABLES = 3
AREA = "kecamatan"
BREAKDOWNS = ("skala_gabung", "sektor", "produk")
QUESTIONS = ("berusaha_daring", "ber_nib")
ANSWERS = {"ya": "Ya", "tidak": "Tidak", "tak_tahu": "Tidak diketahui"}
KEYS = 2**32
"""How many cell keys there are: a business's is the first eight hex digits of its HMAC."""

PURPOSE = b"pembulatan tabulasi akademisi"
"""Keeps the keys apart from those that link persons, though both come from one secret."""

WHOLE = ""
"""Stands in a cell for a variable that is not in its table."""


@dataclass(frozen=True)
class Variable:
    """What a table may be broken down by: its label and categories, in their order."""

    label: str
    categories: dict[str, str]


@cache
def list_variables() -> dict[str, Variable]:
    """Return the variables of the cube, by key."""
    variables = {AREA: Variable("Kecamatan", reference.list_kecamatan())}
    variables |= {
        key: Variable(DIMENSIONS[key].label, DIMENSIONS[key].categories) for key in BREAKDOWNS
    }
    return variables | {kode: Variable(INDICATORS[kode].pendek, ANSWERS) for kode in QUESTIONS}


def derive_secret(key: bytes) -> bytes:
    """Return the secret of this cube from the office's."""
    return hmac.new(key, PURPOSE, hashlib.sha256).digest()


def make_cells(
    store: Store, secret_: bytes, periods: Collection[str] | None = None
) -> pd.DataFrame:
    """Return every cell of every table of the periods that are asked for, or of all: periode, the
    variables, n, ``kunci`` and ``nilai``.

    One row a period and combination of categories of at most three variables, empty ones with
    zeros: a gap would say that nobody is there. ``nilai`` is n rounded; n and kunci are secret.
    """
    names = list(list_variables())
    wanted = _list_periods(store) if periods is None else sorted(periods)
    if not wanted:
        return pd.DataFrame(columns=["periode", *names, "n", "kunci", "nilai"])
    with duckdb.connect() as con:
        con.register("kelompok", store.query(_build_groups_sql(), _give(secret_, wanted)))
        con.register("kisi", _make_grid(wanted))
        # One pass over the combinations that occur makes all tables at once (grouping sets). The
        # grid has every cell that could occur, so that an empty one is a zero. The last expression
        # is the rounding: the rest n mod 5 goes up when the cell's key is among the first rest/5 of
        # all keys, in whole numbers (kunci * 5 < rest * 2^32), so that no floating point decides. A
        # multiple of five has rest 0 and stays, and an empty cell too.
        sets = ", ".join(f"(periode, {', '.join(t)})" if t else "(periode)" for t in list_tables())
        whole = ", ".join(f"coalesce({name}, '{WHOLE}') as {name}" for name in names)
        return con.execute(
            f"""
            with dihitung as (
                select periode, {whole}, n, kunci
                from (
                    select
                        periode,
                        {", ".join(names)},
                        cast(sum(n) as bigint) as n,
                        cast(sum(kunci) % {KEYS} as bigint) as kunci
                    from kelompok
                    group by grouping sets ({sets})
                )
            )
            select
                periode,
                {", ".join(names)},
                coalesce(n, 0) as n,
                coalesce(kunci, 0) as kunci,
                coalesce(
                    n - n % {BASE} + case when kunci * {BASE} < n % {BASE} * {KEYS}
                    then {BASE} else 0 end, 0
                ) as nilai
            from kisi
            left join dihitung using (periode, {", ".join(names)})
            order by all
            """
        ).df()


def describe_cell(cell: Mapping[str, Any]) -> str:
    """Return which cell it is, without its value."""
    chosen = [
        f"{variable.label.lower()} {variable.categories[cell[name]]}"
        for name, variable in list_variables().items()
        if cell[name]
    ]
    what = ", ".join(chosen) or "seluruh kota"
    return f"Tabulasi {theme.period(cell['periode'])}, {what}"


def _build_groups_sql() -> str:
    """Return SQL for one row per period and combination of all variables that there is: how many
    businesses are alike (n), and the sum of their keys (``kunci``), of which ``make_cells`` adds up
    every table. The halves of the secret are its parameters."""
    kinds = [f"{DIMENSIONS[key].sql} as {key}" for key in BREAKDOWNS]
    answers = [
        f"case when {hit} then 'ya' when not ({hit}) then 'tidak' else 'tak_tahu' end as {kode}"
        for kode, hit in ((kode, INDICATORS[kode].questions[""]) for kode in QUESTIONS)
    ]
    columns = ["periode", f"left(kode_kelurahan, 8) as {AREA}", *kinds, *answers]
    key = links.write_hash("id_usaha", given="${}")
    return f"""
        select
            {", ".join(columns)},
            count(*) as n,
            cast(sum(cast('0x' || left({key}, 8) as bigint)) % {KEYS} as bigint) as kunci
        from usaha
        where list_contains($periods, periode)
        group by all
    """


def _list_periods(store: Store) -> list[str]:
    return [str(row["periode"]) for row in store.query_rows("select distinct periode from usaha")]


def _give(secret_: bytes, periods: list[str]) -> dict[str, object]:
    """Return the parameters of ``_build_groups_sql``."""
    return {**links.split_key(secret_), "periods": periods}


def count_places(table: tuple[str, ...]) -> int:
    """Return how many cells a combination of variables has, empty ones too."""
    return math.prod(len(list_variables()[name].categories) for name in table)


def _make_grid(periods: list[str]) -> pd.DataFrame:
    """Return every cell that there is room for: periode and the variables."""
    variables = list_variables()
    rows = [
        dict(zip(table, categories, strict=True))
        for table in list_tables()
        for categories in product(*(variables[name].categories for name in table))
    ]
    empty = pd.DataFrame(rows, columns=list(variables)).fillna(WHOLE)
    return pd.DataFrame({"periode": periods}).merge(empty, how="cross")


def list_tables() -> list[tuple[str, ...]]:
    """Return every combination of at most three variables, none among them."""
    sizes = range(MOST_VARIABLES + 1)
    return [table for size in sizes for table in combinations(list_variables(), size)]
