"""Estimates of kelurahan: the modelled one wherever its error is smaller, and each labelled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.survey import fay_herriot, reliability
from analysis.survey.design import Sample
from analysis.survey.estimate import proportion

DIRECT, MODELLED, NONE = "langsung", "model", "tidak ada"
"""How a value was found (``cara``)."""
NORMAL = 1.959963984540054
FEWEST = 10
"""Areas with a direct estimate below which their variance cannot be told from chance."""
SMALL_AREAS = ("kode_wilayah", "nilai", "galat_baku", "bawah", "atas", "n", "tanda", "cara")


def estimate_small_areas(
    sample: Sample,
    answer: str,
    by: str,
    rates: Mapping[str, float],
    inside: str | None = None,
) -> pd.DataFrame:
    """Return ``SMALL_AREAS`` of each area that ``rates`` names, in percent, in its order.

    ``rates`` are the register's shares (percent) of the same question and period, missing where
    they are withheld: a modelled value is a line through them, so that it may rest only on what
    is published. The estimate is that of the model of Fay and Herriot, with the register's share as
    covariate, wherever its mean squared error is smaller than the variance of the direct one, and
    where the direct one may not be shown; its error is the root of the mean squared error, ``n`` is
    empty, and the sign is judged by that error in the same way. Areas whose direct estimate is
    withheld lend the model nothing of their own, since it could be had back from a value that
    contains it.

    Sampling variances are smoothed over the areas (the mean design effect times p(1 - p)/n at the
    sample's own p): those of a dozen respondents are too noisy to be taken as known, and 0 where
    all of them agree. With fewer than ``FEWEST`` areas to learn from there is no model. An area
    without value, respondents or model is ``..``.
    """
    areas = pd.DataFrame({"kode_wilayah": list(rates), "register": list(rates.values())})
    direct = proportion(sample, answer, [by], inside).rename(columns={by: "kode_wilayah"})
    direct["tanda"] = _sign_direct(direct)
    joined = areas.merge(direct, "left", on="kode_wilayah")
    usable = joined["n"].notna() & (joined["tanda"] != "x") & joined["register"].notna()
    if usable.sum() < FEWEST:
        nothing = np.full(len(joined), np.nan)
        return _choose_estimates(joined.assign(register=np.nan), nothing, nothing, nothing)[
            list(SMALL_AREAS)
        ]
    smoothed = _smooth_variance(direct, proportion(sample, answer, (), inside))
    # Areas of which the direct estimate is usable teach the model and get the mixture of both from
    # it; all others get the line alone. An area without a published share has no line (nan), and
    # keeps what its own sign says.
    line = np.column_stack([np.ones(len(joined)), joined["register"].astype(float)])
    model = fay_herriot.fit(
        joined.loc[usable, "nilai"].to_numpy(float),
        smoothed / joined.loc[usable, "n"].to_numpy(float),
        line[usable],
    )
    value, mse = model.predict(line)
    value[usable], mse[usable] = model.areas, model.mse
    sampling = smoothed / joined["n"].to_numpy(float, na_value=np.nan)
    return _choose_estimates(joined, value, np.sqrt(mse), np.sqrt(sampling))[list(SMALL_AREAS)]


def _sign_direct(direct: pd.DataFrame) -> pd.Series:
    """Return ``tanda`` of each area; the kecamatan are the totals that they are parts of."""
    signed = direct.assign(tanda=reliability.sign_estimates(direct), jawaban="")
    whole = direct["kode_wilayah"].str.rpartition(".")[0]
    parts = [
        reliability.complement_signs(rows, "kode_wilayah", "jawaban")
        for _, rows in signed.groupby(whole)
    ]
    return pd.concat(parts).reindex(direct.index) if parts else signed["tanda"]


def _smooth_variance(direct: pd.DataFrame, whole: pd.DataFrame) -> float:
    """Return the variance of one respondent's answer (percent squared), design effect included.

    An area that is itself a cluster, or lies within one, has no design effect: its respondents are
    taken as a simple random sample of it.
    """
    share = float(whole["nilai"].iloc[0])
    effect = direct["efek_rancangan"].where(
        (direct["derajat_bebas"] > 0) & (direct["efek_rancangan"] > 0)
    )
    mean = np.average(effect.fillna(1), weights=direct["n"])
    return float(mean) * share * (100 - share)


def _choose_estimates(
    areas: pd.DataFrame,
    value: NDArray[np.float64],
    error: NDArray[np.float64],
    sampling: NDArray[np.float64],
) -> pd.DataFrame:
    """Return the rows with the modelled estimate where its ``error`` is smaller than that of the
    direct one, or where only the modelled one is shown; ``sampling`` stands for a direct error of
    0: where all of an area agree nothing is more certain than elsewhere."""
    modelled = pd.DataFrame(
        {
            "nilai": np.clip(value, 0, 100),
            "galat_baku": error,
            "bawah": np.clip(value - NORMAL * error, 0, 100),
            "atas": np.clip(value + NORMAL * error, 0, 100),
        }
    )
    smaller = np.minimum(modelled["nilai"], 100 - modelled["nilai"])
    sign = reliability.sign_by_error(100 * modelled["galat_baku"] / smaller.where(smaller > 0))
    has_rate = areas["register"].notna()
    own = areas["galat_baku"].astype(float)
    better = error < own.where(own > 0, sampling)
    direct = areas["tanda"].isin(reliability.SHOWN)
    direct &= ~(better & has_rate & sign.isin(reliability.SHOWN))
    chosen = areas.assign(
        # Without a model the direct estimate's own sign says why nothing is shown.
        tanda=areas["tanda"].where(direct | ~has_rate, sign).fillna(".."),
        cara=np.select([direct, has_rate], [DIRECT, MODELLED], NONE),
        **{name: areas[name].where(direct, modelled[name]) for name in ("nilai", "bawah", "atas")},
        galat_baku=areas["galat_baku"].where(direct, modelled["galat_baku"]),
    )
    masked = reliability.mask(chosen)
    return masked.assign(
        n=masked["n"].where(direct, pd.NA),
        galat_baku=masked["galat_baku"].where(masked["tanda"].isin(reliability.SHOWN)),
    )
