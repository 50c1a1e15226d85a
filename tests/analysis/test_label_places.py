"""Labels along a line: none on another, none outside, in order, and no further off than needed."""

from __future__ import annotations

import random
from itertools import pairwise, product

import pytest

from analysis.views.label_places import place_labels

CHANCE = 300
Case = tuple[list[float], list[float], float]


def make_cases() -> list[Case]:
    """Return places, heights and how high the span is, crowded and loose, with equals and edges."""
    drawn = random.Random(4711)
    cases: list[Case] = [
        ([], [], 100.0),
        ([50.0], [20.0], 100.0),
        ([0.0, 100.0], [20.0, 20.0], 100.0),
    ]
    cases.append(([50.0, 50.0, 50.0], [17.0, 34.0, 17.0], 100.0))
    for _ in range(CHANCE):
        count = drawn.randint(1, 8)
        heights = [drawn.choice((15.0, 30.0, 45.0)) for _ in range(count)]
        high = sum(heights) * drawn.uniform(1.0, 3.0)
        cases.append(([drawn.uniform(0.0, high) for _ in range(count)], heights, high))
    return cases


@pytest.mark.parametrize("case", make_cases())
def test_labels_keep_apart_within_the_span_and_in_their_order(case: Case) -> None:
    places, heights, high = case
    found = place_labels(places, heights, 0.0, high)
    order = sorted(range(len(places)), key=places.__getitem__)
    for lower, upper in pairwise(order):
        assert found[upper] - found[lower] >= (heights[lower] + heights[upper]) / 2 - 1e-6
    for middle, tall in zip(found, heights, strict=True):
        assert tall / 2 - 1e-6 <= middle <= high - tall / 2 + 1e-6


def test_labels_with_room_stay_where_they_belong() -> None:
    assert place_labels([80.0, 20.0], [20.0, 20.0], 0.0, 100.0) == [80.0, 20.0]


def test_no_other_places_are_closer_by_the_sum_of_squares() -> None:
    """Tried on a grid of whole pixels, which a place between them can only beat."""
    places, heights = [10.0, 12.0, 13.0], [6.0, 6.0, 6.0]
    found = place_labels(places, heights, 0.0, 30.0)
    cost = sum((a - b) ** 2 for a, b in zip(found, places, strict=True))
    for tried in product(range(3, 28), repeat=3):
        if all(upper - lower >= 6 for lower, upper in pairwise(tried)):
            assert cost <= sum((a - b) ** 2 for a, b in zip(tried, places, strict=True)) + 1e-9


def test_without_room_they_fill_the_span_from_its_start() -> None:
    assert place_labels([5.0, 5.0, 5.0], [10.0] * 3, 0.0, 20.0) == [5.0, 15.0, 25.0]
