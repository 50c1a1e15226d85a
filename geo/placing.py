"""Where names and marks stand on a map so that none covers another.

Each label is a box that looks for the place where it covers no other box, lies in its own area, and
is near the spot it likes best. The boxes move in turns until none finds a better place: coordinate
descent over a grid, in the order in which they are given, so the same boxes always end at the same
places. The layers of the browser's map could drop labels that collide, but then a name is missing;
here every name stands somewhere, if need be beyond the border with a line to its area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from geo.ready import read_outlines
from geo.sheet import Sheet

STEP = 4
"""Pixels from one candidate place to the next."""
MARGIN = 3.0
"""Pixels that two boxes keep between them."""
ROUNDS = 8
ROOMY = 1.8
"""How many of its largest sides a box likes to stand from the next of its area."""
OVERLAP, OUTSIDE, ELSEWHERE, FAR, CROWDED, ABOVE = 10.0, 60.0, 400.0, 0.12, 0.1, 25.0
"""What a place costs: each square pixel that another box covers; the share of the box outside its
area; the middle of the box outside its area; each pixel from the spot it likes best; each pixel
that it is nearer to a box of its area than leaves room for a third; not being below its title."""


@dataclass(frozen=True)
class Box:
    """What is to be placed: ``width`` by ``height`` pixels in the area ``code``; ``likes`` is the
    spot that its middle likes best, None for no matter where; ``title`` is the box that should
    stand above it."""

    key: str
    code: str
    width: float
    height: float
    likes: tuple[float, float] | None = None
    title: str = ""


@dataclass(frozen=True)
class Spot:
    """Where the middle of a box stands, in pixels; ``outside`` says that it is not in its area."""

    x: float
    y: float
    outside: bool = False


def place_boxes(boxes: Sequence[Box], sheet: Sheet) -> dict[str, Spot]:
    """Return the spot of each box by its key."""
    lands = {code: _Land(code, sheet) for code in {box.code for box in boxes}}
    costs = {box.key: lands[box.code].cost(box) for box in boxes}
    spots: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        before = dict(spots)
        for box in boxes:
            others = [(other, spots[other.key]) for other in boxes if other.key in spots]
            others = [(other, spot) for other, spot in others if other.key != box.key]
            cost = costs[box.key] + _weigh_others(box, others, sheet)
            row, column = np.unravel_index(int(np.argmin(cost)), cost.shape)
            spots[box.key] = (float(column) * STEP, float(row) * STEP)
        if spots == before:
            break
    return {
        box.key: Spot(*spots[box.key], not lands[box.code].holds(*spots[box.key])) for box in boxes
    }


class _Land:
    """An area on the grid of candidate places."""

    def __init__(self, code: str, sheet: Sheet) -> None:
        picture = Image.new("1", (sheet.width + 1, sheet.height + 1))
        pen = ImageDraw.Draw(picture)
        for ring in read_outlines()[code]:
            pen.polygon([sheet.place(*point) for point in ring], fill=1)
        self.inside = np.asarray(picture, dtype=bool)
        rows, columns = np.nonzero(self.inside)
        self.middle = (float(columns.mean()), float(rows.mean()))
        # Sums from the corner tell how much of any box lies inside, whatever its size.
        self.sums = np.zeros(np.add(self.inside.shape, 1))
        self.sums[1:, 1:] = self.inside.cumsum(0).cumsum(1)

    def cost(self, box: Box) -> np.ndarray:
        """Return what each candidate place costs a box by itself."""
        rows, columns = (np.arange(0, size, STEP) for size in self.inside.shape)
        y, x = rows[:, None], columns[None, :]
        top, low = (self._clip(y + side * box.height / 2, 0) for side in (-1, 1))
        left, right = (self._clip(x + side * box.width / 2, 1) for side in (-1, 1))
        covered = (
            self.sums[low, right]
            - self.sums[top, right]
            - self.sums[low, left]
            + self.sums[top, left]
        )
        cost = OUTSIDE * (1 - covered / (box.width * box.height))
        # A box that finds no room in its area stands as near to it as it can.
        away = np.hypot(x - self.middle[0], y - self.middle[1])
        cost = cost + (ELSEWHERE + away) * ~self.inside[y, x]
        if box.likes is not None:
            cost = cost + FAR * np.hypot(x - box.likes[0], y - box.likes[1])
        # A box is never cut off at the rim of the sheet.
        high, wide = self.inside.shape
        beyond = (np.abs(x - wide / 2) > (wide - box.width) / 2) | (
            np.abs(y - high / 2) > (high - box.height) / 2
        )
        cost[beyond] = np.inf
        return cost

    def holds(self, x: float, y: float) -> bool:
        """Return whether a pixel lies in the area."""
        return bool(self.inside[round(y), round(x)])

    def _clip(self, pixels: np.ndarray, axis: int) -> np.ndarray:
        return np.clip(np.rint(pixels).astype(int), 0, self.inside.shape[axis])


def _weigh_others(
    box: Box, others: Sequence[tuple[Box, tuple[float, float]]], sheet: Sheet
) -> np.ndarray:
    """Return what each candidate place costs a box because of where the others stand."""
    rows, columns = (np.arange(0, size + 1, STEP) for size in (sheet.height, sheet.width))
    total = np.zeros((len(rows), len(columns)))
    for other, (x, y) in others:
        wide = (box.width + other.width) / 2 + MARGIN - np.abs(columns - x)
        high = (box.height + other.height) / 2 + MARGIN - np.abs(rows - y)
        total += OVERLAP * np.clip(high, 0, None)[:, None] * np.clip(wide, 0, None)[None, :]
        if box.title and other.key == box.title:
            total += ABOVE * (rows - box.height / 2 < y)[:, None]
        elif box.title and other.title == box.title:
            apart = np.hypot(columns[None, :] - x, rows[:, None] - y)
            roomy = ROOMY * max(box.width, box.height, other.width, other.height)
            total += CROWDED * np.clip(roomy - apart, 0, None)
    return total
