"""Which estimates may be shown, and with which sign."""

from __future__ import annotations

import numpy as np
import pandas as pd

USE_WITH_CARE, TOO_UNRELIABLE = 25.0, 50.0
"""Relative standard errors in percent from which an estimate is marked E, and withheld as F. A
policy, after the habit of BPS; change it here."""
MINIMUM = 10
"""Respondents in a cell below which nothing is published."""
SHOWN = ("", "E")


def sign_by_error(relative: pd.Series) -> pd.Series:
    """Return the sign that a relative standard error (percent) asks for; a missing one asks for
    care: exactly 0 or 100 % has none, and its interval says how far the truth may be."""
    error = relative.astype(float).fillna(USE_WITH_CARE)
    cuts = [error >= TOO_UNRELIABLE, error >= USE_WITH_CARE]
    return pd.Series(np.select(cuts, ["F", "E"], ""), index=relative.index, dtype=object)


def sign_estimates(estimates: pd.DataFrame) -> pd.Series:
    """Return ``tanda`` of each proportion: ``x`` too few, ``F`` too unreliable, ``E`` with care.

    Respondents of a single cluster tell no error at all, so theirs is ``F``.
    """
    judged = sign_by_error(estimates["rse"]).mask(estimates["derajat_bebas"] < 1, "F")
    return judged.mask(estimates["n"] < MINIMUM, "x")


def mask(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without what their ``tanda`` withholds: ``F`` keeps its n, ``x`` nothing."""
    shown = estimates["tanda"].isin(SHOWN)
    values = {name: estimates[name].astype(object) for name in ("nilai", "bawah", "atas", "n")}
    hidden = {name: values[name].where(shown, pd.NA) for name in ("nilai", "bawah", "atas")}
    return estimates.assign(**hidden, n=values["n"].where(estimates["tanda"] != "x", pd.NA))


def complement_signs(estimates: pd.DataFrame, part: str, answer: str) -> pd.Series:
    """Return ``tanda`` with further rows withheld, so that no ``x`` is what a total leaves over.

    The rows are the parts (column ``part``) of one shown total, each with the same respondents for
    all its answers (column ``answer``): what is withheld of one answer is withheld of all, since n
    and the others' shares would give it away. The smallest other parts follow until the withheld
    ones are at least two and together at least ``MINIMUM`` respondents.
    """
    assert not estimates.duplicated([part, answer]).any(), "an answer of a part stands twice"
    parts = estimates.groupby(part)
    sizes = parts["n"].max().sort_values(kind="stable")
    withheld = set(estimates.loc[estimates["tanda"] == "x", part])
    for name in sizes.index:
        enough = len(withheld) != 1 and sizes[list(withheld)].sum() >= MINIMUM
        if not withheld or enough:
            break
        withheld.add(name)
    return estimates["tanda"].mask(estimates[part].isin(withheld), "x")
