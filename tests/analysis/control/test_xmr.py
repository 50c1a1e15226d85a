"""XmR limits and signals: by hand, against a slow twin, and on noise."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.control.xmr import (
    BASE,
    SIGNALS,
    Limits,
    compute_limits,
    find_signals,
    judge_assurance,
    judge_variation,
)
from tests import pace

STEADY = [10.0, 12.0] * 6
"""Mean 11, each moving range 2: limits 11 +- 5.32, the outer third from 3.5467 on."""
LIMITS = Limits(11.0, 5.68, 16.32)


def signals(*later: float) -> list[str]:
    """Return the signals of what comes after the steady base, a text a point."""
    marks = find_signals([*STEADY, *later], compute_limits(STEADY))
    return [
        "+".join(name for name, found in zip(SIGNALS, mark, strict=True) if found)
        for mark in marks[BASE:]
    ]


def test_limits_by_hand() -> None:
    found = compute_limits(STEADY)
    assert (found.centre, found.low, found.high) == pytest.approx((11.0, 5.68, 16.32))
    assert found.near == pytest.approx(5.32 * 2 / 3)
    uneven = compute_limits([1, 2, 4, 7, 11, 16, 22, 29, 37, 46, 56, 67])
    # Sum 298; moving ranges 1 to 11, mean 6.
    assert uneven.centre == pytest.approx(298 / 12)
    assert uneven.high - uneven.centre == pytest.approx(2.66 * 6)


def test_limits_are_locked_at_the_first_points_and_no_range_is_screened() -> None:
    assert compute_limits([*STEADY, 500.0, -500.0]) == compute_limits(STEADY)
    wild = [*STEADY[:-1], 112.0]
    # Ten ranges of 2 and one of 102.
    assert compute_limits(wild).high - np.mean(wild) == pytest.approx(2.66 * 122 / 11)


@pytest.mark.parametrize("number", [0, 1, BASE - 1])
def test_fewer_points_are_no_base(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        compute_limits(STEADY[:number])


def test_a_point_outside_the_limits_and_none_on_them() -> None:
    assert signals(16.33)[-1] == "luar batas"
    assert signals(5.67)[-1] == "luar batas"
    exactly = find_signals([*STEADY, 16.0], Limits(11.0, 6.0, 16.0))
    assert not exactly[-1, 0]


def test_seven_on_one_side_and_one_on_the_mean_breaks_them() -> None:
    assert signals(12, 12.5, 12, 12.5, 12, 12.5)[:5] == ["satu sisi"] * 5  # the base ends on 12
    assert signals(10, *[12, 12.5] * 3) == [""] * 7
    assert signals(10, *[12, 12.5] * 3, 12) == ["", *["satu sisi"] * 7]
    assert signals(10, 12, 12.5, 12, 11, 12, 12.5, 12) == [""] * 8


def test_seven_in_one_direction_and_a_rest_breaks_them() -> None:
    # Through the mean, so that no seven are on one side of it.
    rising = (9.0, 9.5, 10.5, 11.5, 12.0, 12.5, 13.0)
    assert signals(*rising) == ["searah"] * 7
    assert signals(*rising[:6]) == [""] * 6
    assert signals(9.0, 9.5, 9.5, 10.5, 11.5, 12.0, 12.5, 13.0) == [""] * 8
    falling = [22 - value for value in rising]
    assert signals(10.0, *falling)[1:] == ["searah"] * 7


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ((10, 15, 15), ["", "", ""]),
        ((12, 15, 15), ["", "dekat batas", "dekat batas"]),
        ((15, 12, 15), ["dekat batas", "", "dekat batas"]),
        ((15, 10, 15), ["", "", ""]),
        ((10, 15, 7), ["", "", ""]),
        ((10, 7, 7), ["", "dekat batas", "dekat batas"]),
        ((10, 14.5, 14.5, 12), [""] * 4),
        ((10, 15, 17, 12), ["", "", "luar batas", ""]),
    ],
)
def test_two_of_three_in_the_outer_third_of_one_side(
    later: tuple[float, ...], expected: list[str]
) -> None:
    """The point before them counts among the three: ten is on the other side of the mean. One
    beyond the limits is a signal of its own, and not in the outer third."""
    assert signals(*later) == expected


@pytest.mark.parametrize(
    ("last", "direction", "expected"),
    [
        (20, "naik", "membaik"),
        (20, "turun", "memburuk"),
        (2, "naik", "memburuk"),
        (2, "turun", "membaik"),
        (20, "netral", "netral"),
        (12, "naik", "biasa"),
    ],
)
def test_the_sign_of_variation_is_the_last_points(
    last: float, direction: str, expected: str
) -> None:
    assert judge_variation([*STEADY, 10.0, last], LIMITS, direction) == expected
    assert judge_variation([*STEADY, last, 10.0, 12.0], LIMITS, direction) == "biasa"


@pytest.mark.parametrize(
    ("target", "direction", "expected"),
    [
        (17, "naik", "selalu gagal"),
        (5, "naik", "selalu tercapai"),
        (17, "turun", "selalu tercapai"),
        (5, "turun", "selalu gagal"),
        (11, "naik", "kadang"),
        (16.32, "naik", "kadang"),
        (5.68, "turun", "kadang"),
        (11, "netral", ""),
        (None, "naik", ""),
    ],
)
def test_the_sign_of_assurance_is_where_the_target_lies(
    target: float | None, direction: str, expected: str
) -> None:
    assert judge_assurance(LIMITS, direction, target) == expected


def mark_slowly(values: list[float], limits: Limits) -> list[set[str]]:
    """Return the signals of each point, rule by rule, window by window, as one would on paper."""
    found: list[set[str]] = [set() for _ in values]
    above = [(v > limits.centre) - (v < limits.centre) for v in values]
    third = (limits.high - limits.centre) * 2 / 3
    inside = [limits.low <= v <= limits.high for v in values]
    far = [ok and abs(v - limits.centre) > third for v, ok in zip(values, inside, strict=True)]
    for n in (n for n, ok in enumerate(inside) if not ok):
        found[n].add("luar batas")
    for window in windows(values, 7):
        pairs = list(pairwise(values[n] for n in window))
        one_way = all(a < b for a, b in pairs) or all(a > b for a, b in pairs)
        for n in window:
            found[n] |= {"satu sisi"} if is_one_side(above, window) else set()
            found[n] |= {"searah"} if one_way else set()
    for window in windows(values, 3):
        two = is_one_side(above, window) and sum(far[n] for n in window) >= 2
        for n in window:
            found[n] |= {"dekat batas"} if two and far[n] else set()
    return found


def windows(values: list[float], length: int) -> list[range]:
    return [range(start, start + length) for start in range(len(values) - length + 1)]


def is_one_side(above: list[int], window: range) -> bool:
    return {above[n] for n in window} in ({1}, {-1})


@given(st.lists(st.integers(0, 12), min_size=BASE, max_size=40), st.integers(0, 3))
def test_signals_are_those_of_a_slow_twin(values: list[int], tilt: int) -> None:
    series = [value + tilt * n / 4 for n, value in enumerate(values)]
    limits = compute_limits(series)
    marks = find_signals(series, limits)
    fast = [{name for name, on in zip(SIGNALS, mark, strict=True) if on} for mark in marks]
    assert fast == mark_slowly(series, limits)


def share_of_false_alarms(number: int) -> float:
    """Return the percentage of series of pure noise in which any point is part of any signal."""
    draw = np.random.default_rng(pace.SEED)
    alarms = 0
    for series in draw.normal(100.0, 10.0, (number, BASE)):
        values = series.tolist()
        alarms += bool(find_signals(values, compute_limits(values)).any())
    return 100 * alarms / number


def test_noise_of_twelve_points_seldom_raises_a_signal() -> None:
    """Of 1,000 series, two standard errors around what the full run demands."""
    assert 1.6 <= share_of_false_alarms(1000) <= 7.5


@pytest.mark.semua
def test_of_many_series_of_noise_three_to_six_per_cent_raise_a_signal() -> None:
    assert 3.0 <= share_of_false_alarms(10_000) <= 6.0


def test_what_is_far_from_noise_is_seen() -> None:
    draw = random.Random(pace.SEED)
    base = [draw.gauss(100, 2) for _ in range(BASE)]
    limits = compute_limits(base)
    shifted = [*base, *(limits.high + 1 for _ in range(3))]
    assert find_signals(shifted, limits)[-3:, 0].all()
