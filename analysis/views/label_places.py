"""Where words stand that belong to places along a line: as close to them as they can be, in their
order, and none on another. Every chart with direct labels asks here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class _Block:
    """Labels that touch: their common place, how many they are."""

    place: float
    count: int


def place_labels(
    places: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return the middle of each label, in the order given.

    The sum of the squared ways that labels move is the least there is, under two conditions: no two
    overlap, and none leaves the span from ``low`` to ``high``. Where they have no room together
    they fill it from ``low`` on and go beyond ``high``. By pooling adjacent violators (Ayer et al.
    1955) on places from which the heights below have been taken.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    below = _stack([heights[number] for number in order])
    wanted = [places[number] - under for number, under in zip(order, below, strict=True)]
    free = _pool(wanted)
    if order:
        least = low + heights[order[0]] / 2
        most = max(least, high - heights[order[-1]] / 2 - below[-1])
        free = [min(max(place, least), most) for place in free]
    found = [0.0] * len(order)
    for number, place, under in zip(order, free, below, strict=True):
        found[number] = place + under
    return found


def _stack(heights: Sequence[float]) -> list[float]:
    """Return how far the middle of each label stands above the first when all touch."""
    above = [0.0]
    for lower, upper in zip(heights, heights[1:], strict=False):
        above.append(above[-1] + (lower + upper) / 2)
    return above[: len(heights)]


def _pool(wanted: Sequence[float]) -> list[float]:
    """Return the closest places that never fall."""
    blocks: list[_Block] = []
    for place in wanted:
        blocks.append(_Block(place, 1))
        while len(blocks) > 1 and blocks[-2].place > blocks[-1].place:
            last, before = blocks.pop(), blocks.pop()
            count = last.count + before.count
            middle = (last.place * last.count + before.place * before.count) / count
            blocks.append(_Block(middle, count))
    return [block.place for block in blocks for _ in range(block.count)]
