"""Estimates from the sample survey, by its design. One function of ours in front of ``svy``."""

from __future__ import annotations

import pandas as pd

from analysis.dimensions import DIMENSIONS
from analysis.indicator import COLUMNS, Dimension, Indicator
from analysis.selection import CITY
from data.store import Store

USE_WITH_CARE, TOO_UNRELIABLE = 25.0, 50.0
"""Relative standard errors in percent from which an estimate is marked E, and withheld as F."""
MINIMUM = 10
"""Respondents in a cell below which nothing is published."""
PARTS = (("kota", ""), ("kota", "skala_gabung"), ("kecamatan", ""))


def estimate(store: Store, indicator: Indicator) -> pd.DataFrame:
    """Return ``COLUMNS`` of one indicator as estimated from the newest survey, in percent.

    The design is a stratified sample without replacement: weights, strata and their populations
    come with the file. ``n`` counts respondents, ``bawah`` and ``atas`` are the 95 % limits after
    Korn and Graubard (1998), which hold near 0 and 100 % where the usual ones fail. ``pembilang``
    and ``penyebut`` stay empty: a sample has no counts to show.
    """
    rows = [
        _share(store, indicator, hit, level, dimension, channel)
        for channel, hit in (indicator.hits or {}).items()
        for level, dimension in PARTS
        if level in indicator.levels and dimension in indicator.rincian
    ]
    return pd.concat(rows, ignore_index=True)


def _share(
    store: Store, indicator: Indicator, hit: str, level: str, dimension: str, channel: str
) -> pd.DataFrame:
    frame = store.query(f"""
        with responden as ({respondents_sql(indicator, DIMENSIONS[dimension], hit)})
        select * from responden where periode = (select max(periode) from survei)
    """)
    if frame.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    frame["kode_wilayah"] = CITY if level == "kota" else frame["kode_kecamatan"]
    shares = domain_shares(frame, ["kode_wilayah", "kategori"])
    return shares.assign(
        indikator=indicator.kode,
        tingkat=level,
        periode=frame["periode"].iloc[0],
        dimensi="kanal" if channel else dimension,
        kategori=channel or shares["kategori"],
        pembilang=pd.NA,
        penyebut=pd.NA,
    )[list(COLUMNS)]


def respondents_sql(indicator: Indicator, breakdown: Dimension, hit: str) -> str:
    """Return SQL for one row per respondent and survey, in the universe (``semesta``) or not: key,
    place, category, answer (1, 0, null), design, and the row of the file that it comes from."""
    return f"""
        select
            periode,
            id_responden,
            kode_kecamatan,
            {breakdown.sql} as kategori,
            cast({hit} as integer) as jawaban,
            ({indicator.universe}) as semesta,
            strata,
            bobot,
            populasi_strata,
            berkas,
            baris
        from survei
    """


def domain_shares(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return nilai, bawah, atas (percent), n and tanda for each group of ``by``.

    ``frame`` has one row a respondent: ``jawaban`` (1, 0, missing), ``semesta`` (asked or not),
    ``strata``, ``bobot`` and ``populasi_strata``. Rows outside the universe or without an answer
    stay in the design and only leave the domain, as design-based theory asks.
    """
    # Imported here: two seconds that only publishing should pay.
    import polars as pl
    import svy

    known = frame["jawaban"].notna() & frame["semesta"].fillna(False).astype(bool)
    domain = frame[by].astype(str).agg("|".join, axis=1).where(known, "-")
    data = pl.DataFrame(
        {
            "jawaban": frame["jawaban"].where(known, 0).astype(int).to_numpy(),
            "strata": frame["strata"].astype(object).to_numpy(),
            "bobot": frame["bobot"].to_numpy(float),
            "populasi": frame["populasi_strata"].to_numpy(int),
            "domain": domain.astype(object).to_numpy(),
        }
    )
    design = svy.Design(stratum="strata", wgt="bobot", pop_size="populasi", singleton="center")
    estimation = svy.Sample(data, design).estimation
    estimate = estimation.prop("jawaban", by="domain", ci_method="korn-graubard")
    assert isinstance(estimate, svy.Estimate)
    found = estimate.to_polars().to_pandas()
    sizes = domain[known].value_counts()
    found["jawaban"] = found["jawaban"].astype(int)
    found = found[(found["domain"] != "-")].copy()
    rows = []
    for name, group in found.groupby("domain"):
        yes = group[group["jawaban"] == 1]
        if yes.empty:
            # The library leaves out a level that never occurs: nobody said yes is 0 %.
            no = group.iloc[0]
            share, low, high, error = 0.0, 1 - no["uci"], 1 - no["lci"], float("nan")
        else:
            share, low, high, error = yes.iloc[0][["est", "lci", "uci", "se"]]
        rows.append(
            dict(zip(by, str(name).split("|"), strict=True))
            | _shown(100 * share, 100 * low, 100 * high, 100 * error, int(sizes[name]))
        )
    return pd.DataFrame(rows, columns=[*by, "nilai", "bawah", "atas", "n", "tanda"])


def _shown(share: float, low: float, high: float, error: float, n: int) -> dict[str, object]:
    """Return what may be shown of an estimate; its sign says why if it is nothing."""
    # The share's complement is estimated with the same error, so the smaller of both decides.
    smaller = min(share, 100 - share)
    # Exactly 0 or 100 % has no relative error; its interval tells how far the truth may be.
    relative = 100 * error / smaller if smaller > 1e-9 else USE_WITH_CARE
    if n < MINIMUM:
        sign = "x"
    elif relative >= TOO_UNRELIABLE:
        sign = "F"
    else:
        sign = "E" if relative >= USE_WITH_CARE else ""
    if sign in {"x", "F"}:
        return {
            "nilai": pd.NA,
            "bawah": pd.NA,
            "atas": pd.NA,
            "n": n if sign == "F" else pd.NA,
            "tanda": sign,
        }
    return {"nilai": share, "bawah": low, "atas": high, "n": n, "tanda": sign}
