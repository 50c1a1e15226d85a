"""How far a kecamatan's rank depends on how the items of the score are weighed.

Worked out from published shares only, so it tells nothing that they do not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.definitions.derived import PLACE, SCORED, compute_item_shares

LOWEST, HIGHEST = 0.5, 2.0
"""The bounds of an item's weight, as multiples of the equal one."""
APART = 1e-5
"""By how much a score (0 to 1) must exceed another to stand above it: above the precision of the
solver, far below what anyone prints."""
COLUMNS = ("periode", "kode_wilayah", "terbaik", "terburuk", "dari", "bobot_min", "bobot_maks")


def tabulate_bands(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the best and worst rank of every kecamatan, one row per period and kecamatan.

    ``cells`` are published register cells (``COLUMNS`` of an indicator). A kecamatan whose shares
    are withheld or missing has no row and is not counted in ``dari``.
    """
    shares = compute_item_shares(cells).dropna()
    shares = shares[shares["tingkat"] == "kecamatan"]
    items = list(SCORED)
    bounds = LOWEST / len(items), HIGHEST / len(items)
    parts = []
    for _, here in shares.groupby("periode"):
        ranks = find_rank_bands(here[items].to_numpy(float), *bounds)
        parts.append(
            here[PLACE].assign(
                terbaik=[best for best, _ in ranks],
                terburuk=[worst for _, worst in ranks],
                dari=len(here),
                bobot_min=bounds[0],
                bobot_maks=bounds[1],
            )
        )
    ranks = pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))
    return ranks[list(COLUMNS)].reset_index(drop=True)


def find_rank_bands(shares: np.ndarray, low: float, high: float) -> list[tuple[int, int]]:
    """Return the best and worst rank of each row of ``shares`` (areas x items, 0 to 1).

    Over all weights between ``low`` and ``high`` that add up to one; the highest score has rank 1,
    and equal scores share the better rank. Exact: for each area two integer programs with one
    yes/no variable for each other area, "stands above". Weights need low <= 1/items <= high.
    """
    assert low <= 1 / shares.shape[1] <= high, "no weights add up to one within these bounds"
    return [
        (
            1 + _count_above(np.delete(shares, k, axis=0) - shares[k], low, high, most=False),
            1 + _count_above(np.delete(shares, k, axis=0) - shares[k], low, high, most=True),
        )
        for k in range(len(shares))
    ]


def _count_above(leads: np.ndarray, low: float, high: float, most: bool) -> int:
    """Return how many rows of ``leads`` (others x items) can be positive under one set of weights,
    at the least or at the most."""
    # Imported here: a third of a second that only publishing should pay.
    from scipy.optimize import Bounds, LinearConstraint, milp

    others, items = leads.shape
    if not others:
        return 0
    # Variables: the weights, then one 0/1 for each other area. A lead lies between -1 and 1, so 2
    # is enough to switch a condition off.
    switch = 2 * np.eye(others)
    if most:  # 1 only if the lead is there
        condition = LinearConstraint(np.hstack([leads, -switch]), APART - 2, np.inf)
    else:  # 0 only if it is not
        condition = LinearConstraint(np.hstack([leads, -switch]), -np.inf, APART)
    total = LinearConstraint(np.r_[np.ones(items), np.zeros(others)], 1, 1)
    solution = milp(
        np.r_[np.zeros(items), np.full(others, -1.0 if most else 1.0)],
        integrality=np.r_[np.zeros(items), np.ones(others)],
        bounds=Bounds(
            np.r_[np.full(items, low), np.zeros(others)],
            np.r_[np.full(items, high), np.ones(others)],
        ),
        constraints=[condition, total],
    )
    assert solution.success, solution.message
    return round(abs(solution.fun))
