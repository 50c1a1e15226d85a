"""Lays a picture out so that no text is cut, and draws it: 1200 by 630 pixels, light.

Link previews shrink it to the width of a phone, so it holds little and that is large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import resvg_py

from analysis.views import html
from analysis.views.export import Mark
from analysis.words import theme, typeface
from analysis.words.typeface import Block
from data.city import OUR_CITY
from public.files.catalogue import PICTURE_HEIGHT as HEIGHT
from public.files.catalogue import PICTURE_WIDTH as WIDTH
from public.pictures.lines import draw_lines
from public.pictures.picture import MARGIN, Drawing, Picture, Shape, Text, place_block

GAP = 56
HEAD, FOOT = 64, 528
"""Baseline of the program's name, and where the foot begins."""
WORDS = 470
"""Width of the column with the number; the drawing has the rest."""
SQUARE_END = (WIDTH + HEIGHT) / 2 - 12
"""Up to where the central square goes, which is all that many apps show of a picture."""
ROW = 58
TITLE = 96
"""Most height of a title above a number: one line, or two small ones."""
CAP_SIZE, CAP_PAD = 20, 14


ROLES = {
    "daring": theme.ONLINE["light"],
    "luring": theme.OFFLINE["light"],
    "netral": theme.LINE["light"],
    "tahap-0_1": theme.OFFLINE["light"],
    **{f"tahap-{number}": colour for number, colour in enumerate(theme.STEPS, start=2)},
}
"""The colours of a split bar's parts."""
OUTLINED = {"tahap-daring": theme.ONLINE["light"], "tertutup": theme.NEUTRAL["light"]}
"""The parts that are a frame of a colour: what cannot be told or may not be shown."""
DARK = {"tahap-6"}
"""The parts on which words are white."""


@dataclass(frozen=True)
class Drawn:
    """What is drawn elsewhere: SVG of ours whose corner stands at ``x``, ``y``, ``scale`` times as
    large."""

    markup: str
    x: float
    y: float
    scale: float


@lru_cache(maxsize=128)
def draw_png(picture: Picture) -> bytes:
    """Return a picture as PNG: the same bytes wherever it is drawn by the same renderer."""
    return render_png(draw_svg(picture))


def render_png(svg: str) -> bytes:
    """Return SVG as PNG, with the typeface in the box."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(typeface.REGULAR), str(typeface.BOLD)],
        font_family=typeface.FAMILY,
        background=theme.PAPER["light"],
    )
    return bytes(drawn)


def draw_svg(picture: Picture) -> str:
    """Return a picture as SVG."""
    texts, shapes = _draw_head(picture)
    # A title alone is what the picture is about; above a number it stays on one line if it can.
    sizes, most = ((50, 44, 40, 36), TITLE) if picture.drawn else ((84, 72, 60, 50, 42), 300)
    title = typeface.fit(picture.title, WIDTH - 2 * MARGIN, sizes, most, bold=True)
    top = HEAD + 24.0
    texts.append(place_block(title, MARGIN, top))
    top += title.height + 30
    words, room = _place_columns(picture)
    if picture.drawn:
        more, drawn = _choose_drawing(picture)(picture, room, top, FOOT - 20)
        texts += more
        shapes += drawn
    texts += _draw_words(picture, words, top) + _draw_foot(picture)
    return render_svg(texts, shapes)


def render_svg(
    texts: Sequence[Text], shapes: Sequence[Shape], drawn: Sequence[Drawn] = (), style: str = ""
) -> str:
    """Return a picture of these parts, words above all else; ``style`` is the CSS of ``drawn``."""
    return (
        html.make_environment()
        .get_template("gambar.svg")
        .render(
            width=WIDTH,
            height=HEIGHT,
            family=typeface.FAMILY,
            paper=theme.PAPER["light"],
            texts=texts,
            shapes=shapes,
            drawn=drawn,
            style=style,
        )
    )


def _choose_drawing(picture: Picture) -> Drawing:
    if picture.lines:
        return draw_lines
    return _draw_line if picture.line else _draw_bars


def _place_columns(picture: Picture) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return from where to where the words stand, and the drawing: a number at the right of it,
    where the central square has it whole; without one the words begin, and leave more to several
    lines or to bars of many parts."""
    end = float(WIDTH - MARGIN)
    if not picture.drawn:
        return (MARGIN, end), (end, end)
    if picture.number:
        return (end - WORDS, end), (MARGIN, end - WORDS - GAP)
    left = MARGIN + WORDS - (220.0 if picture.lines or picture.key else 90.0)
    return (MARGIN, left), (left + GAP, end)


def _draw_head(picture: Picture) -> tuple[list[Text], list[Shape]]:
    """Return the band, the program's name, and at the right whose numbers they are."""
    shapes = [Shape("rect", ((0, 0),), theme.ONLINE["light"], (WIDTH, 14))]
    texts = [Text(Block((OUR_CITY.program,), 24, bold=True), MARGIN, HEAD, theme.ONLINE["light"])]
    end = float(WIDTH - MARGIN)
    for origin in picture.origins[::-1]:
        wide = typeface.measure_width(origin, CAP_SIZE, bold=True) + 2 * CAP_PAD
        shapes.append(Shape("cap", ((end - wide, HEAD - 28),), theme.INK["light"], (wide, 38)))
        texts.append(
            Text(
                Block((origin,), CAP_SIZE, bold=True),
                end - wide + CAP_PAD,
                HEAD - 2,
                theme.INK["light"],
            )
        )
        end -= wide + 12
    return texts, shapes


def fit_number(number: str, room: float, sizes: Sequence[float]) -> Block:
    """Return a number in the largest of ``sizes`` in which it is one line, else in the smallest one
    with its unit below."""
    fitting = (s for s in sizes if typeface.measure_width(number, s, bold=True) <= room)
    size = next(fitting, None)
    if size is not None:
        return Block((number,), size, bold=True)
    words = number.replace("\u00a0", " ")
    return Block(tuple(typeface.wrap(words, room, sizes[-1], bold=True)), sizes[-1], bold=True)


def _draw_words(picture: Picture, span: tuple[float, float], top: float) -> list[Text]:
    """Return the number, what it is a share of, and the sentence, one below the other."""
    texts, (left, right) = [], span
    room = right - left
    if picture.number:
        block = fit_number(picture.number, SQUARE_END - left, range(104, 20, -4))
        texts.append(Text(block, left, top + 0.8 * block.size, theme.INK["light"]))
        top += block.size + block.height - block.leading + 6
    if picture.below:
        below = typeface.fit(picture.below, room, (22, 20), 90)
        texts.append(place_block(below, left, top, theme.MUTED["light"]))
        top += below.height + 14
    sentence = typeface.fit(picture.sentence, room, (30, 26, 24, 22, 20, 19), FOOT - 12 - top)
    return [*texts, place_block(sentence, left, top)]


def _draw_foot(picture: Picture) -> list[Text]:
    """Return the foot, each of its lines small enough to stay one; the last, which is how it is
    quoted, may take two, since a citation that is cut is none."""
    texts, top = [], float(FOOT + 8)
    for line in picture.foot:
        most = (2.6 if line is picture.foot[-1] else 1.3) * 20
        block = typeface.fit(line, WIDTH - 2 * MARGIN, (20, 19, 18, 17, 16, 15), most)
        texts.append(place_block(block, MARGIN, top, theme.MUTED["light"]))
        top += 1.35 * 20
    return texts


def _draw_bars(
    picture: Picture, span: tuple[float, float], top: float, bottom: float
) -> tuple[list[Text], list[Shape]]:
    marks, (left, right) = picture.marks, span
    texts, shapes, top = _draw_key(picture, left, right, top)
    row = min(ROW, (bottom - top) / len(marks))
    size = min(24.0, row * 0.5)
    names = min(
        max(typeface.measure_width(m.label, size) for m in marks) + 20, (right - left) * 0.45
    )
    values = max(typeface.measure_width(m.text, size, bold=True) for m in marks) + 16
    full = right - values - left - names
    longest = picture.full or max((m.value or 0.0 for m in marks), default=0.0) or 1.0
    for place, mark in enumerate(marks):
        y = top + place * row
        baseline = y + row / 2 + size * 0.36
        label = typeface.fit(mark.label, names - 16, (size, 0.85 * size, 0.75 * size), row)
        above = (len(label.lines) - 1) * label.leading / 2
        texts.append(Text(label, left, baseline - above, theme.INK["light"]))
        texts.append(
            Text(Block((mark.text,), size, bold=True), right, baseline, theme.INK["light"], "end")
        )
        if mark.value is None:
            continue  # nothing is drawn where nothing may be shown, not even an empty bar
        tall, at = row * 0.56, (left + names, y + row * 0.22)
        if mark.parts or mark.low is not None:
            more, drawn = _draw_parts(mark, at, tall, full / longest)
            texts += more
            shapes += drawn
            shapes += _draw_limits(picture, mark, at, tall, full / longest)
            continue
        if picture.full:
            rest = theme.OFFLINE if picture.online else theme.LINE
            shapes.append(
                Shape("rect", (at,), rest["light"], (full, tall), 0.45 if picture.online else 1.0)
            )
        shapes.append(
            Shape("rect", (at,), _choose_colour(picture), (full * mark.value / longest, tall))
        )
    return texts, shapes


def _draw_parts(
    mark: Mark, at: tuple[float, float], tall: float, unit: float
) -> tuple[list[Text], list[Shape]]:
    """Return the parts of a split bar side by side, ``unit`` pixels for each of their length, with
    their words."""
    texts, shapes, x = [], [], at[0]
    for length, role, words in mark.parts:
        shapes.append(_draw_part(role, (x, at[1]), (length * unit, tall)))
        if words:
            colour = theme.PAPER["light"] if role in DARK else theme.ON_COLOUR
            block, middle = Block((words,), 15), x + length * unit / 2
            start = middle - typeface.measure_width(words, 15) / 2
            texts.append(Text(block, start, at[1] + tall / 2 + 5, colour))
        x += length * unit
    return texts, shapes


def _draw_part(role: str, at: tuple[float, float], size: tuple[float, float]) -> Shape:
    if role in OUTLINED:
        return Shape("frame", (at,), OUTLINED[role], size)
    return Shape("rect", (at,), ROLES[role], size)


def _draw_key(
    picture: Picture, left: float, right: float, top: float
) -> tuple[list[Text], list[Shape], float]:
    """Return what the parts of bars mean, in lines as long as there is room, and where it ends."""
    texts: list[Text] = []
    shapes: list[Shape] = []
    x, size = left, 17
    for role, words in picture.key:
        wide = 26 + typeface.measure_width(words, size) + 18
        if x > left and x + wide > right:
            x, top = left, top + 26
        shapes.append(_draw_part(role, (x, top), (18, 14)))
        texts.append(Text(Block((words,), size), x + 26, top + 13, theme.INK["light"]))
        x += wide
    return texts, shapes, top + 34 if picture.key else top


def _draw_limits(
    picture: Picture, mark: Mark, at: tuple[float, float], tall: float, unit: float
) -> list[Shape]:
    """Return a dot on the line between its limits; nothing where it has none."""
    if mark.low is None or mark.high is None or mark.value is None:
        return []
    y = at[1] + tall / 2
    low, value, high = (at[0] + unit * number for number in (mark.low, mark.value, mark.high))
    colour = _choose_colour(picture)
    return [
        Shape("line", ((low, y), (high, y)), colour, (5, 0)),
        Shape("dot", ((value, y),), colour, (9, 0)),
    ]


def _draw_line(
    picture: Picture, span: tuple[float, float], top: float, bottom: float
) -> tuple[list[Text], list[Shape]]:
    """Return the marks as points in time over a base of zero; a gap where one may not be shown."""
    marks, (left, right) = picture.marks, span
    base, step = bottom - 40, (right - left) / len(marks)
    widest = max(typeface.measure_width(m.text, 24, bold=True) for m in marks)
    size = 24 * min(1.0, (step - 12) / widest)
    highest = max((m.value or 0.0 for m in marks), default=0.0) or 1.0
    xs = [left + step * (place + 0.5) for place in range(len(marks))]
    ys = [base - (base - top - 48) * (m.value or 0.0) / highest for m in marks]
    shapes = [Shape("line", ((left, base), (right, base)), theme.NEUTRAL["light"], (2, 0))]
    texts = []
    for place, mark in enumerate(marks):
        texts.append(
            Text(Block((mark.label,), 20), xs[place], base + 30, theme.MUTED["light"], "middle")
        )
        text = Block((mark.text,), size, bold=True)
        if mark.value is None:
            texts.append(Text(text, xs[place], base - 12, theme.MUTED["light"], "middle"))
            continue
        texts.append(Text(text, xs[place], ys[place] - 20, theme.INK["light"], "middle"))
        here = (xs[place], ys[place])
        if place and marks[place - 1].value is not None:
            before = (xs[place - 1], ys[place - 1])
            shapes.append(Shape("line", (before, here), _choose_colour(picture), (5, 0)))
        shapes.append(Shape("dot", (here,), _choose_colour(picture), (9, 0)))
    return texts, shapes


def _choose_colour(picture: Picture) -> str:
    return (theme.ONLINE if picture.online else theme.NEUTRAL)["light"]
