"""The typeface of maps and pictures, and how wide a text is in it.

A picture must look alike on every machine, and a server may have no typeface at all, so the
project brings two weights along as files that a renderer can read (browsers get the smaller WOFF2).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "huruf"
FAMILY = "Plus Jakarta Sans"
REGULAR = FOLDER / "plus-jakarta-sans-regular.ttf"
BOLD = FOLDER / "plus-jakarta-sans-bold.ttf"
MEASURED_AT = 100
"""Pixels. Widths grow in proportion to the size, so one measure serves all."""
LINE = 1.3
ELLIPSIS = "…"


@dataclass(frozen=True)
class Block:
    """Lines of text that fit their place, ``size`` in pixels."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False

    @property
    def leading(self) -> float:
        """Pixels from one baseline to the next."""
        return self.size * LINE

    @property
    def height(self) -> float:
        """Pixels that the lines take, their leading included."""
        return len(self.lines) * self.leading


def measure_width(text: str, size: float, bold: bool = False) -> float:
    """Return how many pixels a line of text takes."""
    return float(_load_font(bold).getlength(text)) * size / MEASURED_AT


def fit(text: str, room: float, sizes: tuple[float, ...], most: float, bold: bool = False) -> Block:
    """Return a text in the largest of ``sizes`` in which it takes at most ``most`` pixels in height
    and ``room`` in width; at the smallest size it ends in an ellipsis if it must."""
    for size in sizes:
        block = Block(tuple(wrap(text, room, size, bold)), size, bold)
        if block.height <= most:
            return block
    kept = max(1, int(most // block.leading))
    return Block(
        (*block.lines[: kept - 1], cut(block.lines[kept - 1], room, size, bold)), size, bold
    )


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return a text in lines that are at most ``room`` pixels wide, broken between words."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measure_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_keep_within(line, room, size, bold) for line in lines]


def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return a text as far as it fits with an ellipsis at its end, which says that it went on."""
    while text and measure_width(text + ELLIPSIS, size, bold) > room:
        text = text[:-1]
    return text.rstrip(" ,;.") + ELLIPSIS


def _keep_within(line: str, room: float, size: float, bold: bool) -> str:
    return line if measure_width(line, size, bold) <= room else cut(line, room, size, bold)


@cache
def _load_font(bold: bool) -> ImageFont.FreeTypeFont:
    # The basic layout is in every build of Pillow; it measures a little wide, never narrow.
    return ImageFont.truetype(
        BOLD if bold else REGULAR, MEASURED_AT, layout_engine=ImageFont.Layout.BASIC
    )
