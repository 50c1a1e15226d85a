"""Several lines over time in one picture, each named at its end."""

from __future__ import annotations

from itertools import pairwise

from analysis.views.export import Line
from analysis.views.label_places import place_labels
from analysis.words import theme, typeface
from analysis.words.typeface import Block
from public.pictures.picture import Picture, Shape, Text, place_block

NAMES, INSET = 230, 40
"""Pixels at the right for the names of lines, and between the edges and the first and last
month."""


def draw_lines(
    picture: Picture, span: tuple[float, float], top: float, bottom: float
) -> tuple[list[Text], list[Shape]]:
    """Return several lines over time, each with its name and last value at its end."""
    left, right = span
    plane = _Plane(picture.lines, left + 10, right - NAMES, top + 24, bottom - 40)
    shapes = [
        Shape(
            "line", ((left, plane.base), (plane.right, plane.base)), theme.NEUTRAL["light"], (2, 0)
        )
    ]
    texts = [
        Text(Block((label,), 18), plane.find_x(at), plane.base + 30, theme.MUTED["light"], "middle")
        for at, label in plane.periods.items()
    ]
    for line in sorted(picture.lines, key=lambda line: line.look == "utama"):
        colour = _choose_line_colour(picture, line)
        shapes += _draw_course(line, plane, colour)
        texts += [
            Text(Block((mark.text,), 18), plane.find_x(mark.at), plane.base - 8, colour, "middle")
            for mark in line.marks
            if mark.value is None
        ]
    more, threads = _write_names(picture, plane)
    return texts + more, threads + shapes


class _Plane:
    """Where months and values lie; values from zero up."""

    def __init__(
        self, lines: tuple[Line, ...], left: float, right: float, top: float, base: float
    ) -> None:
        marks = [mark for line in lines for mark in line.marks]
        self.periods = {mark.at: mark.label for mark in sorted(marks, key=lambda mark: mark.at)}
        self.first, self.span = min(self.periods), max(self.periods) - min(self.periods) or 1
        self.left, self.right, self.top, self.base = left, right, top, base
        values = [mark.high or mark.value or 0.0 for mark in marks]
        self.highest = max(values, default=0.0) or 1.0

    def find_x(self, at: int) -> float:
        """Return where a month stands, the first and last half a label within the edges."""
        wide = self.right - self.left - 2 * INSET
        return self.left + INSET + wide * (at - self.first) / self.span

    def find_y(self, value: float) -> float:
        """Return where a value stands."""
        return self.base - (self.base - self.top) * value / self.highest


def _choose_line_colour(picture: Picture, line: Line) -> str:
    if line.look == "utama":
        return theme.ONLINE["light"]
    return (theme.BESIDE if line.look == "lain" else theme.INK)["light"]


def _draw_course(line: Line, plane: _Plane, colour: str) -> list[Shape]:
    """Return one line: points joined where both are shown, estimates with their limits alone."""
    shapes, thick = [], {"utama": 5.0, "lain": 2.5}.get(line.look, 1.5)
    for before, mark in pairwise((None, *line.marks)):
        if mark is None or mark.value is None:
            continue
        here = (plane.find_x(mark.at), plane.find_y(mark.value))
        if before and before.value is not None and line.look != "survei":
            there = (plane.find_x(before.at), plane.find_y(before.value))
            shapes.append(Shape("line", (there, here), colour, (thick, 0)))
        if mark.low is not None and mark.high is not None:
            limits = [(here[0], plane.find_y(limit)) for limit in (mark.low, mark.high)]
            shapes.append(Shape("line", tuple(limits), colour, (3, 0)))
        if line.look == "target":
            ends = ((here[0] - 14, here[1]), (here[0] + 14, here[1]))
            shapes.append(Shape("line", ends, colour, (4, 0)))
        else:
            shapes.append(Shape("dot", (here,), colour, (7 if line.look == "utama" else 5, 0)))
    return shapes


def _write_names(picture: Picture, plane: _Plane) -> tuple[list[Text], list[Shape]]:
    """Return each line's name and last value at its end, none on another, with a thread to it."""
    ends = [
        (line, [mark for mark in line.marks if mark.value is not None]) for line in picture.lines
    ]
    known = [(line, marks[-1]) for line, marks in ends if marks]
    blocks = [
        typeface.fit(
            mark.text if line.look == "target" else f"{line.name} {mark.text}",
            NAMES - 34,
            (18, 16, 14),
            44,
            bold=line.look == "utama",
        )
        for line, mark in known
    ]
    ys = [plane.find_y(mark.value or 0.0) for _, mark in known]
    places = place_labels(ys, [block.height + 4 for block in blocks], plane.top - 30, plane.base)
    texts, threads = [], []
    for (line, mark), block, y, middle in zip(known, blocks, ys, places, strict=True):
        colour = _choose_line_colour(picture, line)
        ink = theme.MUTED["light"] if line.look == "lain" else colour
        texts.append(place_block(block, plane.right + 34, middle - block.height / 2, ink))
        thread = ((plane.find_x(mark.at), y), (plane.right + 28, middle))
        threads.append(Shape("line", thread, colour, (1, 0)))
    return texts, threads
