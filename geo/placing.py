"""Where names and marks stand on a map so that none covers another.

Each label is a box that looks for the place where it covers no other box, lies in its own area, and
is near the spot it likes best. The boxes move in turns until none finds a better place: coordinate
descent over a grid, from a few orders of the boxes, of which the cheapest result is kept; the same
boxes always end at the same places. The layers of the browser's map could drop labels that collide,
but then a name is missing; here every name stands somewhere, if need be beyond the border with a
line to its area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
REACH = 140
"""How many pixels around its area a box looks for a place."""
ROOMY = 1.8
"""How many of its largest sides a box likes to stand from the next of its area."""
OVERLAP, OUTSIDE, FAR, CROWDED, ABOVE = 10.0, 60.0, 0.12, 0.1, 25.0
"""What a place costs: each square pixel that another box covers; the share of the box outside its
area; each pixel from the spot it likes best; each pixel that it is nearer to a box of its area than
leaves room for a third; not being below its title."""
LED, FOREIGN, SHORE = 90.0, 300.0, 400.0
"""What a place costs in which the core of a box is not all in its area, so that a line has to lead
there; then the share of it over another area, which would take it for its own. And in any place
the share by which a box is half on the land and half beside it."""
WHOLE = 0.94
"""The share of a core in its area that counts as all: a disc leaves the corners of its box."""
TYPICAL = 2500.0
"""Square pixels of a box of which that holds; a larger one is dearer to lead in from outside."""
INLET = 12.0
"""Pixels: a line ends where a square of that size lies in the area, so that it is seen to enter."""

Spots = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Box:
    """What is to be placed: ``width`` by ``height`` pixels in the area ``code``; ``likes`` is the
    spot that its middle likes best, None for no matter where; ``title`` is the box that should
    stand above it. ``core`` is the part around its middle, in pixels, that says where it belongs:
    the discs of a mark, and of a word its very middle."""

    key: str
    code: str
    width: float
    height: float
    likes: tuple[float, float] | None = None
    title: str = ""
    core: tuple[float, float] = (STEP, STEP)


@dataclass(frozen=True)
class Spot:
    """Where the middle of a box stands, in pixels; where its core is not all in its area, ``line``
    is the nearest place in it."""

    x: float
    y: float
    line: tuple[float, float] | None = None


def place_boxes(boxes: Sequence[Box], sheet: Sheet) -> dict[str, Spot]:
    """Return the spot of each box by its key."""
    pictures = {code: _paint(code, sheet) for code in dict.fromkeys(box.code for box in boxes)}
    land = _Sums(np.logical_or.reduce(list(pictures.values())))
    own = {code: _Sums(picture) for code, picture in pictures.items()}
    fields = {box.key: _Field(box, own[box.code], land) for box in boxes}
    tried = [_settle(order, fields) for order in _order(boxes)]
    spots = min(tried, key=lambda spots: _weigh(boxes, fields, spots))
    return {
        box.key: Spot(*spots[box.key], own[box.code].lead(spots[box.key], box.core))
        for box in boxes
    }


def _order(boxes: Sequence[Box]) -> Sequence[Sequence[Box]]:
    """Return the orders in which boxes are tried: as given, the other way round, by size."""
    by_size = sorted(boxes, key=lambda box: (bool(box.title), -box.width * box.height, box.key))
    by_area = sorted(boxes, key=lambda box: (bool(box.title), box.code, -box.width, box.key))
    return (boxes, by_size, by_area, by_area[::-1], boxes[::-1])


def _settle(boxes: Sequence[Box], fields: Mapping[str, _Field]) -> Spots:
    """Return where boxes end that move in turns until none finds a better place."""
    spots: Spots = {}
    for _ in range(ROUNDS):
        before = dict(spots)
        for box in boxes:
            others = [(o, spots[o.key]) for o in boxes if o.key in spots and o.key != box.key]
            spots[box.key] = fields[box.key].choose(others)
        if spots == before:
            break
    return spots


def _weigh(boxes: Sequence[Box], fields: Mapping[str, _Field], spots: Spots) -> float:
    """Return what the places of all boxes cost together."""
    return sum(
        fields[box.key].weigh(
            spots[box.key], [(o, spots[o.key]) for o in boxes if o.key != box.key]
        )
        for box in boxes
    )


def _paint(code: str, sheet: Sheet) -> np.ndarray:
    """Return which pixels of a sheet lie in an area."""
    picture = Image.new("1", (sheet.width + 1, sheet.height + 1))
    pen = ImageDraw.Draw(picture)
    for ring in read_outlines()[code]:
        pen.polygon([sheet.place(*point) for point in ring], fill=1)
    return np.asarray(picture, dtype=bool)


class _Sums:
    """A painted area, with sums from the corner: they tell how much of any box lies in it."""

    def __init__(self, inside: np.ndarray) -> None:
        self.inside = inside
        self.sums = np.zeros(np.add(inside.shape, 1))
        self.sums[1:, 1:] = inside.cumsum(0).cumsum(1)

    def share(self, x: np.ndarray, y: np.ndarray, width: float, height: float) -> np.ndarray:
        """Return the share in it of a box whose middle is at each of some columns and rows."""
        top, low = (self._clip(y + side * height / 2, 0) for side in (-1, 1))
        left, right = (self._clip(x + side * width / 2, 1) for side in (-1, 1))
        sums = self.sums
        covered = sums[low, right] - sums[top, right] - sums[low, left] + sums[top, left]
        return np.minimum(covered / ((low - top) * (right - left)), 1.0)

    def lead(
        self, spot: tuple[float, float], core: tuple[float, float]
    ) -> tuple[float, float] | None:
        """Return the place in it nearest to a box of which not all lies in it, else None."""
        x, y = (np.array([[part]]) for part in spot)
        if self.share(x, y, *core)[0, 0] >= WHOLE:
            return None
        rows, columns = np.nonzero(self.inside)
        deep = self.share(columns, rows, INLET, INLET)
        rows, columns = (found[deep >= min(WHOLE, deep.max())] for found in (rows, columns))
        nearest = int(np.argmin(np.hypot(columns - spot[0], rows - spot[1])))
        return float(columns[nearest]), float(rows[nearest])

    def _clip(self, pixels: np.ndarray, axis: int) -> np.ndarray:
        return np.clip(np.rint(pixels).astype(int), 0, self.inside.shape[axis])


class _Field:
    """The candidate places of a box, with what each costs the box by itself."""

    def __init__(self, box: Box, own: _Sums, land: _Sums) -> None:
        self.box = box
        rows, columns = np.nonzero(own.inside)
        self.y, self.x = (
            _span(found, size, side)
            for found, size, side in zip(
                (rows, columns), own.inside.shape, (box.height, box.width), strict=True
            )
        )
        x, y = self.x[None, :], self.y[:, None]
        here, dry = (found.share(x, y, box.width, box.height) for found in (own, land))
        led = own.share(x, y, *box.core) < WHOLE
        away = np.hypot(x - columns.mean(), y - rows.mean())
        cost = OUTSIDE * (1 - here) + SHORE * np.minimum(dry, 1 - dry)
        large = box.width * box.height / TYPICAL
        cost = cost + led * large * (LED + away + FOREIGN * (dry - here))
        if box.likes is not None:
            cost = cost + FAR * np.hypot(x - box.likes[0], y - box.likes[1])
        self.cost = cost

    def choose(self, others: Sequence[tuple[Box, tuple[float, float]]]) -> tuple[float, float]:
        """Return the cheapest place with the others where they are."""
        cost = self.cost + self._meet(others, self.x, self.y)
        row, column = np.unravel_index(int(np.argmin(cost)), cost.shape)
        return float(self.x[column]), float(self.y[row])

    def weigh(
        self, spot: tuple[float, float], others: Sequence[tuple[Box, tuple[float, float]]]
    ) -> float:
        """Return what a place costs with the others where they are."""
        column, row = np.searchsorted(self.x, spot[0]), np.searchsorted(self.y, spot[1])
        met = self._meet(others, self.x[[column]], self.y[[row]])
        return float(self.cost[row, column] + met[0, 0])

    def _meet(
        self,
        others: Sequence[tuple[Box, tuple[float, float]]],
        columns: np.ndarray,
        rows: np.ndarray,
    ) -> np.ndarray:
        """Return what places cost because of where the others stand."""
        box, total = self.box, np.zeros((len(rows), len(columns)))
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


def _span(found: np.ndarray, size: int, side: float) -> np.ndarray:
    """Return the candidates along one direction, near enough to the area, and so far from the rim
    of the sheet that the box is never cut off."""
    every = np.arange(0, size, STEP)
    near = (every >= found.min() - REACH) & (every <= found.max() + REACH)
    whole = (every >= side / 2) & (every <= size - 1 - side / 2)
    # A box as wide as the sheet stands in its middle.
    return every[near & whole] if (near & whole).any() else np.array([STEP * (size // 2 // STEP)])
