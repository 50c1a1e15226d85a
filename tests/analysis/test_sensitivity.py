"""Bands of ranks: exact, and never too narrow."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.count.sensitivity import APART, find_rank_bands
from analysis.definitions.derived import compute_item_shares
from analysis.definitions.selection import Selection
from analysis.views.ranking import describe_bounds, read_ranks
from tests.data.rows import Workspace
from tests.pace import examples

ITEMS = 4
EQUAL = np.full(ITEMS, 1 / ITEMS)
TABLES = st.lists(
    st.lists(st.integers(0, 40).map(lambda n: n / 40), min_size=ITEMS, max_size=ITEMS),
    min_size=1,
    max_size=6,
).map(np.array)
small = examples(100, 10)


def ranks_at(shares: np.ndarray, weights: np.ndarray) -> list[int]:
    """Return each row's rank under one set of weights: one more than how many stand above it."""
    scores = shares @ weights
    return [1 + sum(other > score + 2 * APART for other in scores) for score in scores]


@small
@given(TABLES)
def test_the_rank_at_equal_weights_lies_in_the_band(shares: np.ndarray) -> None:
    for rank, (best, worst) in zip(
        ranks_at(shares, EQUAL), find_rank_bands(shares, 0.125, 0.5), strict=True
    ):
        assert 1 <= best <= rank <= worst <= len(shares)


@small
@given(TABLES, st.integers(0, ITEMS - 1))
def test_all_weight_on_one_item_gives_that_items_rank_inside_the_widest_band(
    shares: np.ndarray, item: int
) -> None:
    alone = np.eye(ITEMS)[item]
    for rank, (best, worst) in zip(
        ranks_at(shares, alone), find_rank_bands(shares, 0.0, 1.0), strict=True
    ):
        assert best <= rank <= worst


@small
@given(TABLES, st.floats(0, 0.25), st.floats(0.25, 1), st.floats(0, 0.25), st.floats(0.25, 1))
def test_wider_bounds_never_narrow_a_band(
    shares: np.ndarray, low: float, high: float, other_low: float, other_high: float
) -> None:
    narrow = find_rank_bands(shares, max(low, other_low), min(high, other_high))
    wide = find_rank_bands(shares, min(low, other_low), max(high, other_high))
    for (best, worst), (wider_best, wider_worst) in zip(narrow, wide, strict=True):
        assert wider_best <= best <= worst <= wider_worst


@small
@given(TABLES)
def test_no_weights_on_a_fine_grid_lead_out_of_the_band_and_its_ends_are_reached(
    shares: np.ndarray,
) -> None:
    low, high = 0.125, 0.5
    steps = range(5, 21)  # fortieths
    grid = [np.array(w) / 40 for w in itertools.product(steps, repeat=ITEMS) if sum(w) == 40]
    seen = np.array([ranks_at(shares, weights) for weights in grid[::7]])
    for k, (best, worst) in enumerate(find_rank_bands(shares, low, high)):
        assert best <= seen[:, k].min()
        assert worst >= seen[:, k].max()


def test_bands_by_hand() -> None:
    # A leads on the first item by as much as B does on the second; C trails on both.
    shares = np.array([[0.6, 0.4], [0.4, 0.6], [0.1, 0.1]])
    assert find_rank_bands(shares, 0.25, 0.75) == [(1, 2), (1, 2), (3, 3)]
    # With equal weights only, A and B share the first rank.
    assert find_rank_bands(shares, 0.5, 0.5) == [(1, 1), (1, 1), (3, 3)]
    # The second leads where the first item weighs less than a third: outside of one band of
    # weights, inside of another.
    shares = np.array([[0.9, 0.1], [0.1, 0.5]])
    assert find_rank_bands(shares, 0.4, 0.6) == [(1, 1), (2, 2)]
    assert find_rank_bands(shares, 0.25, 0.75) == [(1, 2), (1, 2)]


def test_bounds_without_any_weights_are_refused() -> None:
    with pytest.raises(AssertionError, match="no weights"):
        find_rank_bands(np.ones((2, 4)), 0.3, 0.5)


def test_the_published_bands_are_those_of_the_published_shares(demo: Workspace) -> None:
    cube = demo.publik.query("select * from sel where sumber = 'register'")
    shares = compute_item_shares(cube).dropna()
    shares = shares[(shares["tingkat"] == "kecamatan") & (shares["periode"] == "2025-06")]
    known = ranks_at(shares[["pesanan", "medsos", "marketplace", "bayar"]].to_numpy(float), EQUAL)
    rank = dict(zip(shares["kode_wilayah"], known, strict=True))
    found = read_ranks(demo.publik, Selection("2025-06"))
    assert len(found) == 6
    for row in found:
        if row.code in rank:
            assert row.best is not None and row.worst is not None
            assert row.best <= rank[row.code] <= row.worst <= row.among == len(rank)
        else:
            assert row.text == "tidak dapat diperingkat"
    assert "12,5" in describe_bounds(demo.publik, Selection("2025-06"))
    assert describe_bounds(demo.publik, Selection("1999-01")) == ""
