"""What a run tries is drawn by its seed, and nothing that must be tried is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import pace
from tests.pace import drawn, examples, sometimes, upto


@pytest.fixture(autouse=True)
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge the usual run, whichever this one is."""
    monkeypatch.setattr(pace, "PACE", "uji")
    monkeypatch.setattr(pace, "FULL", False)


def test_what_must_be_tried_is_and_of_the_rest_a_tenth_in_its_order() -> None:
    found = drawn(range(1_000), lambda number: number % 7 == 0)
    must = [number for number in range(1_000) if number % 7 == 0]
    assert [number for number in found if number % 7 == 0] == must
    assert len(found) == len(must) + 86  # a tenth of 857, rounded up
    assert found == sorted(found)
    assert drawn(range(1_000)) == drawn(range(1_000)), "a run is not one draw"


def test_another_seed_draws_others_and_no_walk_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn(range(1_000))
    monkeypatch.setattr(pace, "SEED", pace.SEED + 1)
    assert drawn(range(1_000)) != first
    assert len(drawn(range(3), least=2)) == 2
    assert drawn([1]) == [1]
    assert drawn([]) == []


def test_the_full_run_tries_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FULL", True)
    assert drawn(range(50)) == list(range(50))
    assert (upto(9, 2), examples(90).max_examples) == (9, 90)


def test_a_usual_run_tries_less_and_a_quick_one_least(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (upto(9, 2), examples(90).max_examples, examples(90, 8).max_examples) == (2, 18, 8)
    monkeypatch.setattr(pace, "PACE", "cepat")
    assert (examples(90).max_examples, examples(90, 2).max_examples) == (4, 1)


def named(name: str) -> Callable[[], None]:
    """Return a test of this name."""

    def test() -> None:
        pass

    test.__name__ = name
    return test


def test_about_a_tenth_of_many_tests_alike_is_tried() -> None:
    tests = [sometimes(named(f"test_{number}")) for number in range(500)]
    tried = [test.__name__ for test in tests if not hasattr(test, "pytestmark")]
    assert 20 < len(tried) < 90


@pytest.mark.semua
def test_of_a_test_for_the_night_a_usual_run_knows_nothing() -> None:
    assert pace.os.environ["UJI"] == "semua"
