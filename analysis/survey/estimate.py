"""Design-based estimates of a sample: proportion, mean, total, ratio and median by domain.

One function of ours in front of the estimation library for each. Variances are Taylor linearised;
respondents outside a domain stay in the design, as the theory of domains asks. Every function
returns one row per domain with ``ESTIMATE``, and none for a domain in which nobody answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.survey.design import Sample, SurveyError

if TYPE_CHECKING:
    import svy

ESTIMATE = (
    "nilai",
    "galat_baku",
    "bawah",
    "atas",
    "n",
    "derajat_bebas",
    "efek_rancangan",
    "n_efektif",
    "rse",
)
"""Value, standard error and 95 % limits in the unit of the value; respondents in the domain;
degrees of freedom (its clusters less its strata); design effect against a simple random sample with
replacement (the square of Kish's deft: it needs no population, so it also holds for a stratum
that was taken whole); n divided by that; relative standard error in percent."""
DOMAIN, VALUE, BASE = "domain", "nilai", "dasar"
OUTSIDE = -1
NAMES = {
    "est": "nilai",
    "se": "galat_baku",
    "lci": "bawah",
    "uci": "atas",
    "df": "derajat_bebas",
    "deff": "efek_rancangan",
}
CERTAIN = 1e-9
"""Shares (percent) no farther than this from 0 or 100 have no error of their own."""


def proportion(
    sample: Sample, answer: str, by: Sequence[str] = (), inside: str | None = None
) -> pd.DataFrame:
    """Return the share (percent) of respondents whose ``answer`` is 1 among 1 and 0.

    A missing answer, and a respondent for whom ``inside`` is not true, leave the domain. Limits
    are Korn and Graubard's (Survey Methodology 24, 1998, 193-201) with the effective size cut at n
    (NCHS, Vital Health Stat 2-175), which hold near 0 and 100 % where the usual ones fail. ``rse``
    is that of the smaller of share and complement; at exactly 0 or 100 % it is missing, as is the
    design effect.
    """

    def ask(estimation: svy.Estimation, **where: Any) -> pd.DataFrame:
        levels = _estimate_with_effect(
            lambda **more: estimation.prop(VALUE, ci_method="korn-graubard", **where, **more)
        )
        yes = levels[levels[VALUE] == 1]
        # The library leaves out a level that never occurs: nobody said yes is 0 %.
        never = levels[~levels[DOMAIN].isin(yes[DOMAIN])]
        never = never.assign(est=0.0, lci=1 - never["uci"], uci=1 - never["lci"])
        return pd.concat([yes, never]).drop(columns=VALUE)

    answers = sample.rows[answer].dropna()
    if not answers.isin([0, 1]).all():
        raise SurveyError(
            f"Jawaban {answer} berisi selain 1 dan 0, jadi tidak ada pangsanya. "
            "Pakai rata-rata atau jumlah, atau perbaiki isinya."
        )
    estimates = _estimate_by_domain(sample, {VALUE: answer}, by, inside, ask)
    percent = ["nilai", "galat_baku", "bawah", "atas"]
    estimates[percent] = 100 * estimates[percent]
    smaller = np.minimum(estimates["nilai"], 100 - estimates["nilai"])
    has_error = smaller > CERTAIN
    effects = {name: estimates[name].where(has_error) for name in ("efek_rancangan", "n_efektif")}
    return estimates.assign(rse=100 * estimates["galat_baku"] / smaller.where(has_error), **effects)


def mean(
    sample: Sample, variable: str, by: Sequence[str] = (), inside: str | None = None
) -> pd.DataFrame:
    """Return the mean of a number over the respondents that gave one, with t limits."""
    return _estimate_by_domain(
        sample,
        {VALUE: variable},
        by,
        inside,
        _ask_for("mean", VALUE),
    )


def total(
    sample: Sample, variable: str, by: Sequence[str] = (), inside: str | None = None
) -> pd.DataFrame:
    """Return the population total of a number, with t limits.

    Whoever gave no number adds nothing, so that the total is that of the population that answers.
    """
    return _estimate_by_domain(
        sample,
        {VALUE: variable},
        by,
        inside,
        _ask_for("total", VALUE),
    )


def ratio(
    sample: Sample, above: str, below: str, by: Sequence[str] = (), inside: str | None = None
) -> pd.DataFrame:
    """Return the ratio of two population totals over the respondents that gave both, with t
    limits. A domain whose total ``below`` the line is 0 has no row."""
    return _estimate_by_domain(
        sample,
        {VALUE: above, BASE: below},
        by,
        inside,
        _ask_for("ratio", VALUE, BASE),
    ).pipe(
        lambda estimates: estimates[np.isfinite(estimates["nilai"].astype(float))].reset_index(
            drop=True
        )
    )


def median(
    sample: Sample, variable: str, by: Sequence[str] = (), inside: str | None = None
) -> pd.DataFrame:
    """Return the median of a number with Woodruff's limits (JASA 47, 1952, 635-646).

    It is the smallest value at which the weighted distribution reaches one half (R's rules ``math``
    and ``school``). Where the distribution reaches one half exactly, rounding of the weights
    decides between the two values in the middle. A median has no design effect of its own here.
    """
    return _estimate_by_domain(
        sample,
        {VALUE: variable},
        by,
        inside,
        lambda estimation, **where: _make_frame(
            estimation.median(VALUE, q_method="higher", **where)
        ),
    )


def _ask_for(what: str, *columns: str) -> Callable[..., pd.DataFrame]:
    """Return what asks the library for one kind of estimate of columns, with its design effect."""

    def ask(estimation: svy.Estimation, **where: Any) -> pd.DataFrame:
        return _estimate_with_effect(partial(getattr(estimation, what), *columns, **where))

    return ask


def _estimate_by_domain(
    sample: Sample,
    variables: dict[str, str],
    by: Sequence[str],
    inside: str | None,
    ask: Callable[..., pd.DataFrame],
) -> pd.DataFrame:
    """Return ``by`` and ``ESTIMATE`` of every domain, in the order of its keys."""
    place, domains = find_domains(sample, list(variables.values()), by, inside)
    if not len(domains):
        return domains.assign(**{name: pd.Series(dtype=float) for name in ESTIMATE})
    import svy

    values = {
        name: sample.rows[variable].fillna(0).to_numpy(float)
        for name, variable in variables.items()
    }
    opened = sample.open_for_estimation({DOMAIN: place, **values})
    estimates = ask(opened.estimation, by=DOMAIN, where=svy.col(DOMAIN) != OUTSIDE)
    estimates = (
        estimates.set_index(DOMAIN).rename(columns=NAMES).reindex(columns=list(NAMES.values()))
    )
    whole = domains.join(estimates, how="inner")
    whole["n"] = np.bincount(place[place != OUTSIDE])[whole.index]
    return whole.assign(
        n_efektif=whole["n"] / whole["efek_rancangan"].where(whole["efek_rancangan"] > 0),
        rse=100 * whole["galat_baku"] / whole["nilai"].abs().where(whole["nilai"] != 0),
    ).reset_index(drop=True)[[*by, *ESTIMATE]]


def find_domains(
    sample: Sample, variables: Sequence[str], by: Sequence[str], inside: str | None
) -> tuple[np.ndarray, pd.DataFrame]:
    """Return each respondent's domain as the number of a row of the second, or ``OUTSIDE``.

    The second has one row per domain with the columns ``by``. Outside is who gave no answer to one
    of the variables, for whom ``inside`` is not true, or who is in no category of ``by``.
    """
    rows = sample.rows
    asked = rows[list(variables)].notna().all(axis=1) & rows[list(by)].notna().all(axis=1)
    if inside is not None:
        asked &= rows[inside].fillna(False).astype(bool)
    place = np.full(len(rows), OUTSIDE)
    if not by:
        place[asked] = 0
        return place, pd.DataFrame(index=range(int(asked.any())))
    groups = rows[asked].groupby(list(by), sort=True)
    place[asked] = groups.ngroup()
    return place, groups.size().index.to_frame(index=False)


def _estimate_with_effect(ask: Callable[..., object]) -> pd.DataFrame:
    """Return what ``ask`` estimates, with design effects where at least one domain has any: the
    library refuses where none has, as when all respondents agree."""
    import svy.errors

    try:
        return _make_frame(ask(deff="wr"))
    except svy.errors.MethodError as error:
        if error.code != "DEFF_NOT_COMPUTABLE":
            raise
        return _make_frame(ask())


def _make_frame(estimate: object) -> pd.DataFrame:
    import svy

    assert isinstance(estimate, svy.Estimate)
    frame: pd.DataFrame = estimate.to_polars().to_pandas()
    return frame
