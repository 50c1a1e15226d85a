"""Whether two estimates differ, by a test that respects how they were sampled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.survey import reliability
from analysis.survey.design import Sample
from analysis.survey.estimate import BASE, CERTAIN, DOMAIN, OUTSIDE, find_domains
from analysis.words.theme import UNDECIDED

ALPHA = 0.05
"""A difference is said aloud when so large a one would be rarer than this if there were none."""
OVER_TIME = ("naik", "turun")
BETWEEN_AREAS = ("lebih tinggi", "lebih rendah")
DIFFERENCE = ("beda", "galat_baku", "bawah", "atas", "derajat_bebas", "p")
"""Difference in percentage points, its standard error and 95 % limits, the degrees of freedom of
its t test and its two-sided p; all but the first are missing where no test is possible."""


def compare_samples(new: pd.DataFrame, old: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    """Return ``on`` and ``DIFFERENCE`` (new less old) of proportions of two independent samples.

    One row per domain (``on``) that both have. The variances add up. The degrees of freedom are
    those of the two designs after Satterthwaite (Biometrics 2, 1946, 110-114): adding them up would
    lend a sample of few clusters the certainty of a large one. A share of exactly 0 or 100 % has no
    error of its own, so there is no test against it.
    """
    both = new.merge(old, on=list(on), suffixes=("", "_lama"))
    parts = [(both[f"galat_baku{s}"] ** 2, both[f"derajat_bebas{s}"]) for s in ("", "_lama")]
    variance = parts[0][0] + parts[1][0]
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = variance**2 / sum(v**2 / df.where(df > 0) for v, df in parts)
    sure = _is_certain(both["nilai"]) | _is_certain(both["nilai_lama"])
    return _test(
        both[list(on)], both["nilai"] - both["nilai_lama"], np.sqrt(variance), freedom, sure
    )


def compare_domains(
    sample: Sample,
    answer: str,
    by: str,
    pairs: Iterable[tuple[str, str]],
    inside: str | None = None,
) -> pd.DataFrame:
    """Return satu, lain and ``DIFFERENCE`` (satu less lain) of proportions in one sample.

    ``pairs`` are categories of ``by``; a pair of which one has no answer has no row. Two domains
    share strata and clusters, so their covariance belongs into the variance: it is that of the
    linearised contrast. The degrees of freedom are those of the clusters that hold either domain.
    """
    place, domains = find_domains(sample, [answer], [by], inside)
    number = {name: row for row, name in enumerate(domains[by])}
    testable = [pair for pair in pairs if number.keys() >= set(pair)]
    values = {BASE: sample.rows[answer].fillna(0).to_numpy(float), DOMAIN: place}
    estimation = sample.open_for_estimation(values).estimation if testable else None
    rows = [(*pair, *_contrast(estimation, *(number[one] for one in pair))) for pair in testable]
    keys = {"beda": float, "galat_baku": float, "derajat_bebas": float, "pasti": bool}
    frame = pd.DataFrame(rows, columns=["satu", "lain", *keys]).astype(keys)
    return _test(frame[["satu", "lain"]], *(frame[key] for key in keys))


def _contrast(estimation: Any, first: int, second: int) -> tuple[float, float, float, bool]:
    """Return the difference of two domains' shares and its standard error (points), the degrees of
    freedom, and whether one of the shares is certain."""
    import svy

    assert OUTSIDE not in (first, second)
    # The two shares are not independent: respondents of both may share strata and clusters. So
    # the difference is estimated as one quantity, a contrast of the means of both domains, and
    # its variance contains their covariance. Restricting the question to the two domains makes
    # the degrees of freedom those of the clusters that hold either of them.
    here = svy.col(DOMAIN).is_in([first, second])
    means = estimation.mean(BASE, by=DOMAIN, where=here)
    assert isinstance(means, svy.Estimate)
    shares = means.to_polars().to_pandas().set_index(DOMAIN)["est"]
    told = means.contrast(svy.estd(first) - svy.estd(second)).to_polars().to_dicts()[0]
    certain = bool(_is_certain(100 * shares).any())
    return 100 * told["est"], 100 * told["se"], told["df"], certain


def adjust_by_holm(p: pd.Series) -> pd.Series:
    """Return p values adjusted for so many tests at once (Holm, Scand. J. Statistics 6, 1979).

    Missing ones were not tested and do not count.
    """
    ordered = p.dropna().astype(float).sort_values(kind="stable")
    factors = np.arange(len(ordered), 0, -1)
    adjusted = np.minimum(1, np.maximum.accumulate(factors * ordered.to_numpy()))
    return pd.Series(adjusted, index=ordered.index).reindex(p.index)


def choose_words(difference: pd.Series, p: pd.Series, pair: tuple[str, str]) -> pd.Series:
    """Return the word for each difference: up or down at ``ALPHA``, else that nobody can tell.

    That two values are the same is never said: a test that finds nothing has not shown it.
    """
    told = (p < ALPHA).fillna(False)
    return pd.Series(
        np.select([told & (difference > 0), told & (difference < 0)], pair, UNDECIDED),
        index=difference.index,
        dtype=object,
    )


def _is_certain(share: pd.Series) -> pd.Series:
    return (share <= CERTAIN) | (share >= 100 - CERTAIN)


def _test(
    keys: pd.DataFrame,
    difference: pd.Series,
    error: pd.Series,
    freedom: pd.Series,
    certain: pd.Series,
) -> pd.DataFrame:
    """Return the keys with ``DIFFERENCE``; there is no test without an error to hold it against."""
    from scipy import stats

    possible = ~certain & (error > 0) & (freedom > 0)
    error, freedom = error.where(possible), freedom.where(possible)
    half = error * stats.t.ppf(1 - ALPHA / 2, freedom)
    return keys.assign(
        beda=difference,
        galat_baku=error,
        bawah=difference - half,
        atas=difference + half,
        derajat_bebas=freedom,
        p=2 * stats.t.sf((difference / error).abs(), freedom),
    )


def mask_hidden(differences: pd.DataFrame, *signs: pd.Series) -> pd.DataFrame:
    """Return the differences without those of which a side may not be shown."""
    open_ = pd.concat(signs, axis=1).isin(reliability.SHOWN).all(axis=1)
    return differences.assign(**{name: differences[name].where(open_) for name in DIFFERENCE})
