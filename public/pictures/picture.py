"""What a picture says, and the words and shapes that it is drawn of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.views.export import Line, Mark
from analysis.words import theme
from analysis.words.typeface import Block

MARGIN = 64


@dataclass(frozen=True)
class Picture:
    """What a picture says. ``full`` is the value of a full bar, None for the longest one;
    ``online`` gives it the colours of selling online; ``line`` joins the marks in time."""

    title: str
    sentence: str
    foot: tuple[str, ...]
    number: str = ""
    below: str = ""
    marks: tuple[Mark, ...] = ()
    full: float | None = None
    online: bool = False
    line: bool = False
    origins: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    """What the parts of split bars mean: role and words."""

    @property
    def drawn(self) -> bool:
        """Whether it has a drawing beside its words."""
        return bool(self.marks or self.lines)


@dataclass(frozen=True)
class Text:
    """A block at its place: ``x`` and the baseline ``y`` of its first line."""

    block: Block
    x: float
    y: float
    colour: str
    anchor: str = "start"


@dataclass(frozen=True)
class Shape:
    """A rectangle, or a line or circle through its points."""

    kind: str
    points: tuple[tuple[float, float], ...]
    colour: str
    size: tuple[float, float] = (0.0, 0.0)
    opacity: float = 1.0


Drawing = Callable[[Picture, tuple[float, float], float, float], tuple[list[Text], list[Shape]]]
"""Draws between two edges, from a height to a height."""


def place_block(
    block: Block, x: float, top: float, colour: str = "", anchor: str = "start"
) -> Text:
    """Return a block whose first line begins at ``top``."""
    return Text(block, x, top + block.size, colour or theme.INK["light"], anchor)
