"""Which periods get a rounded cube, and when the search for one gives up."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import controlled, rounded
from data.store import Store
from tests.data.rows import Workspace


def cells(periode: str, *counts: int) -> pd.DataFrame:
    return pd.DataFrame({"periode": periode, "n": counts})


def test_a_period_of_mostly_small_cells_is_not_offered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Empty cells count on neither side: two of five and three of five that are not empty are small.
    both = pd.concat([cells("2024-06", 0, 0, 4, 1, 5, 9, 30), cells("2025-06", 0, 4, 1, 2, 9, 30)])
    monkeypatch.setattr(rounded, "cells", lambda store, secret: both)
    found = controlled.offered(Store, b"k")  # type: ignore[arg-type]
    assert found["periode"].unique().tolist() == ["2024-06"]
    assert len(found) == 7


def test_hope_is_lost_after_rounds_without_fewer_held_counts() -> None:
    hope = controlled._Hope()
    assert not any(hope.lost(held) for held in (9, 8, *[8] * (controlled.PATIENCE - 1)))
    assert not hope.lost(7), "fewer than ever: on it goes"
    said = [hope.lost(9) for _ in range(controlled.PATIENCE)]
    assert said == [False] * (controlled.PATIENCE - 1) + [True]


def test_nothing_held_is_no_stall() -> None:
    hope = controlled._Hope()
    assert not any(hope.lost(0) for _ in range(3 * controlled.PATIENCE))
