"""What publishing does for product clusters: they are dear, and a withheld share may say its half.

A cluster is a product in a kecamatan or kelurahan with as many businesses as everybody may see.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.definitions.dimensions import NO_CLUSTER, OTHER
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import bands, rule
from analysis.disclosure.bands import Share
from analysis.disclosure.release import ReleasedCells
from analysis.words import theme

LEVELS = ("kecamatan", "kelurahan")
"""Where a product makes a cluster."""
CLUSTER = 4
"""How many times a product cluster that may be shown weighs what its size says: the map, the list
and the sheet of clusters are what the breakdown by product is read for."""
REMAINDER = 0.05
"""The same of the other products of a kelurahan: hardly anybody asks for what is left of it, and it
is large enough to protect every cluster beside it."""
BANDED = "berusaha_daring"
"""The indicator of which a cluster's withheld share may have its half told."""
LEAST = 2 * rule.PUBLIC + 1
"""The smallest cluster that is asked whether its half may be told: of a smaller one more than half
leaves too few values for those who say no, so that the answer is known without asking."""


def weigh_products(rows: pd.DataFrame) -> np.ndarray:
    """Return how many times each row weighs what its size and level say."""
    remainder = (
        (rows["dimensi"] == "produk")
        & (rows["kategori"] == OTHER)
        & (rows["tingkat"] == "kelurahan")
    )
    return np.select([_find_clusters(rows), remainder], [CLUSTER, REMAINDER], 1.0)


def find_halves(rows: pd.DataFrame) -> np.ndarray:
    """Return the half (``theme.BANDS``) that the share of each row of counts lies in."""
    return np.where(rows["ya"] > rows["tidak"], theme.MOSTLY, theme.PARTLY).astype(object)


def add_known(release: ReleasedCells, known: np.ndarray) -> ReleasedCells:
    """Return a period's release of which readers know the halves of some rows, one boolean each."""
    return bands.add_known(
        release, [_make_share(release, row, known=True) for row in np.flatnonzero(known).tolist()]
    )


def choose_bands(
    rows: pd.DataFrame,
    release: ReleasedCells,
    withheld: np.ndarray,
    told_once: np.ndarray,
    known: np.ndarray,
) -> np.ndarray:
    """Return the half that is told of each row of a period, '' of most.

    It may be told of a cluster of which the size is shown and the share is not. ``told_once`` says
    of which rows an earlier release told a half, ``known`` of which it is still the true one.
    """
    may = _list_banded(rows, withheld, told_once)
    others = np.setdiff1d(np.flatnonzero(known & withheld), may).tolist()
    shares = [_make_share(release, row, known=bool(known[row])) for row in may]
    shares += [_make_share(release, row, may_be_told=False, known=True) for row in others]
    told = bands.choose_told(release, withheld, shares, rule.PUBLIC)
    found, halves = np.full(len(rows), "", dtype=object), find_halves(rows)
    for row, is_told in zip([*may, *others], told, strict=True):
        found[row] = halves[row] if is_told else ""
    return found


def _list_banded(rows: pd.DataFrame, withheld: np.ndarray, told_once: np.ndarray) -> list[int]:
    """Return the rows of which the half may be told, in an order that readers know: those that had
    one before, then by size."""
    parent = INDICATORS[BANDED].parent
    assert parent is not None
    place, clusters = ["kode_wilayah", "kategori"], _find_clusters(rows) & (rows["n"] >= LEAST)
    sizes = rows[clusters & (rows["indikator"] == parent[0]) & ~withheld]
    shares = rows.assign(baru=~told_once)[clusters & (rows["indikator"] == BANDED) & withheld]
    shown = pd.MultiIndex.from_frame(shares[place]).isin(pd.MultiIndex.from_frame(sizes[place]))
    order = ["baru", "n", *place]
    ascending = [True, False, True, True]
    return [int(row) for row in shares[shown].sort_values(order, ascending=ascending).index]


def _find_clusters(rows: pd.DataFrame) -> pd.Series:
    return (
        (rows["dimensi"] == "produk")
        & rows["tingkat"].isin(LEVELS)
        & ~rows["kategori"].isin(NO_CLUSTER)
        & (rows["n"] >= rule.PUBLIC)
    )


def _make_share(
    release: ReleasedCells, row: int, *, may_be_told: bool = True, known: bool
) -> Share:
    yes, no, _ = release.cells_of[row]
    return Share(yes, no, may_be_told, known)
