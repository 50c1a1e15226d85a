"""Counts any indicator in the micro data: one function, one set of columns."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import COLUMNS, Dimension, Indicator
from data.store.store import Store

COUNTS = ("n", "ya", "tidak", "tak_tahu")


def compute(store: Store, indicator: Indicator, dimension: str = "") -> pd.DataFrame:
    """Return ``COLUMNS`` of one indicator, one row per area, period and category.

    Every area of the indicator's levels, every period and every category has a row, with zeros
    where nothing was counted. The values are exact and not yet protected. A ratio is a ratio of
    sums; x/0 has no value (``..``).
    """
    return derive_values(indicator, count(store, indicator, dimension))


def count(store: Store, indicator: Indicator, dimension: str = "") -> pd.DataFrame:
    """Return the counts under ``compute``: n, and ya + tidak + tak_tahu = n where it has hits."""
    breakdown = DIMENSIONS[dimension]
    grid = _make_grid(
        store,
        indicator.levels,
        indicator.periode_pertama,
        tuple(key if breakdown.key else "" for key in breakdown.categories),
    )
    parts = [
        grid.merge(
            store.work_once(_query_counts, _build_sql(indicator, breakdown, hit), indicator.levels),
            how="left",
            on=["tingkat", "kode_wilayah", "periode", "kategori"],
        ).assign(hit=name)
        for name, hit in indicator.questions.items()
    ]
    rows = pd.concat(parts, ignore_index=True).fillna({name: 0 for name in COUNTS})
    rows = rows.astype({name: "int64" for name in COUNTS})
    return rows.assign(
        indikator=indicator.kode,
        dimensi=indicator.answers if indicator.by_answer else dimension,
        kategori=rows["hit"] if indicator.by_answer else rows["kategori"],
    ).drop(columns="hit")


def derive_values(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return counts as ``COLUMNS``: what is above the line, below it, and the value."""
    above, below = split_fraction(indicator, rows)
    value = above if below is None else 100 * above / below.where(below > 0)
    rows = rows.assign(pembilang=above, penyebut=pd.NA if below is None else below, nilai=value)
    rows["nilai"] = rows["nilai"].astype("Float64")
    rows["tanda"] = rows["nilai"].isna().map({True: "..", False: ""})
    return rows.assign(bawah=pd.NA, atas=pd.NA)[list(COLUMNS)]


def split_fraction(indicator: Indicator, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series | None]:
    """Return what stands above and below the line of counts, None where there is no line.

    Both are sums of counts, so what a change of the counts does to them is the same sum.
    """
    if indicator.counts_universe:
        return rows["n"], None
    return rows["ya"], rows["ya"] + rows["tidak"] if indicator.share else None


def find_made_up_periods(store: Store) -> set[str]:
    """Return the periods of which any business is made up."""
    periods = store.query("select periode from usaha group by periode having bool_or(sintetis)")
    return set(periods["periode"])


def build_universe_sql(indicator: Indicator, breakdown: Dimension, hit: str) -> str:
    """Return SQL for one row per business and period in the universe: its key, place, category,
    answer, and the row of the file that it comes from."""
    return f"""
        select
            periode,
            id_usaha,
            kode_kelurahan,
            {breakdown.sql} as kategori,
            {hit} as jawaban,
            berkas,
            baris
        from {indicator.table}
        where {indicator.universe}
    """


def _query_counts(store: Store, sql: str, levels: tuple[str, ...]) -> pd.DataFrame:
    return store.query(sql, {"levels": list(levels)})


def _build_sql(indicator: Indicator, breakdown: Dimension, hit: str) -> str:
    # Added up from the kelurahan, so that a business is looked at once and not once a level.
    return f"""
        with semesta as ({build_universe_sql(indicator, breakdown, hit)}),
        per_kelurahan as (
            select
                kode_kelurahan,
                periode,
                kategori,
                count(*) as n,
                count(*) filter (where jawaban) as ya,
                count(*) filter (where not jawaban) as tidak,
                count(*) filter (where jawaban is null) as tak_tahu
            from semesta
            group by kode_kelurahan, periode, kategori
        )
        select
            c.tingkat,
            c.kode_wilayah,
            k.periode,
            k.kategori,
            sum(k.n) as n,
            sum(k.ya) as ya,
            sum(k.tidak) as tidak,
            sum(k.tak_tahu) as tak_tahu
        from per_kelurahan as k
        join cakupan as c on c.kode_kelurahan = k.kode_kelurahan
        where list_contains($levels, c.tingkat)
        group by c.tingkat, c.kode_wilayah, k.periode, k.kategori
    """


@lru_cache(maxsize=64)
def _make_grid(
    store: Store, levels: tuple[str, ...], since: str, categories: tuple[str, ...]
) -> pd.DataFrame:
    """Return every area, period and category, so that an empty cell is a zero and not a gap.

    Many indicators share one, and a store never changes.
    """
    areas = store.query(
        "select tingkat, kode_wilayah from wilayah where list_contains($levels, tingkat)",
        {"levels": list(levels)},
    )
    periods = store.query("select distinct periode from usaha where periode >= ?", [since])
    return areas.merge(periods, how="cross").merge(
        pd.DataFrame({"kategori": categories}), how="cross"
    )
