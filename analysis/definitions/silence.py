"""When too many answers are unknown for a share of the register: the one definition of its sign.

Of a share p among the known answers nothing is said of the unknown ones: with a part u of them the
share of all may lie anywhere between (1 - u) p and (1 - u) p + u, a band as wide as u.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

CARE, TOO_MANY = 30, 50
"""Per cent of unknown answers above which a share carries E, and above which it is F and not shown.
A policy; change it here. Above 30 the band of what may be true is wider than any difference between
kecamatan that a reader would act on; above 50 those who did not answer outnumber those who did."""


def sign_unknown(n: pd.Series, known: pd.Series) -> pd.Series:
    """Return the sign that each share asks for, by its units and those whose answer is known."""
    whole, unknown = n.astype("Float64"), (n - known).astype("Float64")
    cuts = [(100 * unknown > limit * whole).fillna(False) for limit in (TOO_MANY, CARE)]
    return pd.Series(np.select(cuts, ["F", "E"], ""), index=n.index, dtype=object)
