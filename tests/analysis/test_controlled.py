"""Which periods get a rounded cube, and when the search for one gives up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import pytest

from analysis.audit.groups import Areas
from analysis.audit.readers import Held, Period
from analysis.count import rounded
from analysis.release import controlled
from data.store.store import Store
from tests.data.rows import Workspace


def cells(periode: str, *counts: int) -> pd.DataFrame:
    return pd.DataFrame({"periode": periode, "n": counts})


def test_a_period_of_mostly_small_cells_is_not_offered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Empty cells count on neither side: two of five and three of five that are not empty are small.
    both = pd.concat([cells("2024-06", 0, 0, 4, 1, 5, 9, 30), cells("2025-06", 0, 4, 1, 2, 9, 30)])
    periods = ["2024-06", "2025-06"]
    monkeypatch.setattr(rounded, "make_cells", lambda store, secret, periods: both)
    monkeypatch.setattr(controlled, "find_large", lambda store, least: set(periods))
    found = controlled.select_offered(Store, b"k", periods, 10)  # type: ignore[arg-type]
    assert found["periode"].unique().tolist() == ["2024-06"]
    assert len(found) == 7


def test_hope_is_lost_after_rounds_without_fewer_held_counts() -> None:
    hope = controlled._Hope()
    assert not any(hope.is_lost(held) for held in (9, 8, *[8] * (controlled.PATIENCE - 1)))
    assert not hope.is_lost(7), "fewer than ever: on it goes"
    said = [hope.is_lost(9) for _ in range(controlled.PATIENCE)]
    assert said == [False] * (controlled.PATIENCE - 1) + [True]


def test_nothing_held_is_no_stall() -> None:
    hope = controlled._Hope()
    assert not any(hope.is_lost(0) for _ in range(3 * controlled.PATIENCE))


def test_cells_of_the_same_businesses_are_turned_together() -> None:
    same = pd.DataFrame({"n": [3, 8, 3, 3], "kunci": [7, 7, 7, 9], "nilai": [5, 10, 5, 5]})
    cell = frozenset({("skala", "mikro")})
    held = Held("akademisi", cell, 1, (), frozenset({cell}))
    period = Period({}, {}, (), Areas({}))
    turned = controlled._choose_turn(same, held, {cell: 0}, Counter(), period)
    assert turned == {0, 2}


class Reading:
    """A reader who holds what it is told to hold."""

    def __init__(self, *held: Held) -> None:
        self._held = [*held]

    def find_held(self, nilai: Sequence[int]) -> list[Held]:
        return self._held


def test_every_reader_is_asked_of_a_rounded_cube() -> None:
    cell = frozenset({("skala", "mikro")})
    told = Held("pejabat", cell, 1, (), frozenset({cell}))
    readers = (Reading(), Reading(told))
    period = Period({}, {}, readers, Areas({}))  # type: ignore[arg-type]
    assert [*period.find_held([5])] == [[], [told]]
