"""Sequences of corrections of the made-up city: nobody revealed, no headline withheld, fresh."""

from __future__ import annotations

import pytest

from analysis.release import waiting
from bench import revisions
from bench.revisions import KINDS, TAKEN_BACK, Start, measure
from tests.analysis.thin import PERIODE
from tests.data.rows import Workspace


@pytest.fixture(scope="module")
def start(demo: Workspace) -> Start:
    return revisions.read_start(demo.gudang, demo.publik, PERIODE)


def judge(start: Start, kind: str, number: int, seeds: range) -> list[revisions.Outcome]:
    """Return outcomes of which none reveals or withholds anything."""
    found = measure(start, kind, number, seeds)
    assert [(one.revealed, one.blanked) for one in found] == [(0, 0)] * len(found)
    return found


@pytest.mark.semua
def test_fifty_corrections_betray_nobody_and_leave_the_city_current(start: Start) -> None:
    (found,) = judge(start, "merata", 50, range(1))
    assert found.city[0] >= 75


@pytest.mark.semua
@pytest.mark.parametrize("kind", [*KINDS, TAKEN_BACK])
@pytest.mark.parametrize("number", revisions.SIZES)
def test_five_releases_of_every_kind_and_size_betray_nobody(
    start: Start, kind: str, number: int
) -> None:
    judge(start, kind, number, range(3))


@pytest.mark.semua
def test_after_three_hundred_the_city_and_a_third_of_the_kecamatan_are_current(
    start: Start,
) -> None:
    found = judge(start, "merata", 300, range(5))
    assert all(one.city[0] == 100 for one in found)
    assert sum(one.kecamatan[0] for one in found) / len(found) >= 30


@pytest.mark.semua
def test_without_the_rule_the_same_sequences_betray_hundreds(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "may_move", lambda moved, minimum: True)
    (found,) = measure(start, "merata", 10, range(1))
    assert found.revealed > 50
