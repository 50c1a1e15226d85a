"""The picture of the product clusters for the preview of a pasted link: the labelled map.

Many apps cut a preview to its central square, so map and number stand there together, and what is
beside it can be missed. The map is the one of the embed: ``geo.labelled_map`` has placed it and the
template ``peta.html`` writes it, only larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.definitions.selection import Selection
from analysis.views import html
from analysis.views.clusters import (
    make_clusters_heading,
    read_product_clusters,
    write_clusters_headline,
)
from analysis.views.tiles import make_tile
from analysis.words import theme, typeface
from analysis.words.language import kata
from analysis.words.theme import ORIGINS, SIGNS
from analysis.words.typeface import Block
from data.city import OUR_CITY
from data.store.store import Store
from geo.labelled_map import LabelledMap, Mark, draw_map
from geo.modes import CLUSTERS
from public.files.catalogue import PICTURE_HEIGHT as HEIGHT
from public.files.catalogue import PICTURE_WIDTH as WIDTH
from public.pictures.drawing import Drawn, fit_number, render_png, render_svg
from public.pictures.facts import Facts
from public.pictures.picture import Shape, Text

ONLINE = "berusaha_daring"
SIZE = "sempit"
"""The drawing with the fewest pixels for its words, which are then large on a picture."""
LEFT, RIGHT = (WIDTH - HEIGHT) / 2, (WIDTH + HEIGHT) / 2
"""Between which the central square lies."""
TOP, PAD, SIDE_PAD = 14.0, 12.0, 28.0
"""Where the square begins below the band, and what is kept free inside and beside it."""
COLUMN = LEFT - 2 * SIDE_PAD
CLEAR = 6.0
"""Pixels between the number and any word of the map."""
ROOM, NUMBER_SIZES, BELOW_SIZES = 236.0, range(64, 20, -4), (19, 18, 17, 16)
MOST_BELOW = 130.0

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


@dataclass(frozen=True)
class MapPicture:
    """What the picture says: ``number`` with what it is ``below``; ``title``, ``sentence`` and
    ``foot`` stand beside the square."""

    title: str
    sentence: str
    number: str
    below: str
    foot: tuple[str, ...]
    origins: tuple[str, ...]
    map: LabelledMap


def make_picture(cube: Store, chosen: Selection, facts: Facts) -> MapPicture:
    """Return the picture of a choice."""
    tile = make_tile(cube, ONLINE, chosen)
    drawn = draw_map(cube, chosen, CLUSTERS, SIZE)
    hidden = any(mark.halves.whole for mark in drawn.marks) or any(
        area.shown.value is None for area in drawn.areas
    )
    entry, row = tile.indicator, tile.row
    share = f"{entry.pendek}: {row.counts}. Penyebut: {entry.penyebut}. " if row.counts else ""
    why = f": {SIGNS[row.sign]}" if row.value is None else ""
    return MapPicture(
        title=make_clusters_heading(chosen, read_product_clusters(cube, chosen)).title,
        sentence=write_clusters_headline(cube, chosen),
        number=row.text,
        below=f"{entry.judul}, {tile.heading.selection.area_name}, {tile.date}{why}",
        foot=facts.write_foot(
            f"{share}Semesta: {entry.semesta}.",
            f"Sumber: {entry.sumber}, {tile.date}." + (f" x = {SIGNS['x']}." if hidden else ""),
        ),
        origins=(ORIGINS["sintetis"],) if cube.record["sintetis"] else (),
        map=drawn,
    )


@lru_cache(maxsize=16)
def draw_map_png(picture: MapPicture) -> bytes:
    """Return the picture as PNG."""
    return render_png(draw_map_svg(picture))


def draw_map_svg(picture: MapPicture) -> str:
    """Return the picture as SVG."""
    number = _measure_number(picture)
    place, corner = _find_room(picture.map, number)
    shapes = [
        Shape("rect", ((0, 0),), theme.ONLINE["light"], (WIDTH, TOP)),
        Shape("rect", ((LEFT, TOP),), theme.SEA["light"], (HEIGHT, HEIGHT - TOP)),
    ]
    chips, chip_words = _draw_chips(picture)
    texts = [*_write_number(picture, corner), *_write_left(picture), *chip_words]
    markup = str(
        html.make_environment()
        .get_template("peta.html")
        .module.gambar(  # type: ignore[attr-defined]
            picture.map, picture.sentence, None
        )
    )
    drawn = [Drawn(markup, *place)]
    right, example = _write_right(picture)
    return render_svg(
        [*texts, *right], [*shapes, *chips], [*drawn, *example], html.build_drawing_stylesheet()
    )


def list_boxes(drawn: LabelledMap) -> Iterator[Rectangle]:
    """Yield where each name and mark of a map stands, in pixels of its sheet."""
    for area in drawn.areas:
        half, high = area.width / 2, 0.7 * drawn.band.name
        yield area.x - half, area.y - high, area.x + half, area.y + high
    for mark in drawn.marks:
        half = max(mark.name_width / 2, mark.halves.tallest, 2.2 * drawn.band.count)
        top, bottom = mark.name_y - drawn.band.product, mark.count_y + 0.3 * drawn.band.count
        yield mark.x - half, top, mark.x + half, bottom


def _find_room(
    drawn: LabelledMap, number: tuple[float, float]
) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Return where the map stands (x, y, how many times enlarged) and where the number does: in a
    corner of the square that the map leaves free, else above the map."""
    room = (HEIGHT - 2 * PAD, HEIGHT - TOP - 2 * PAD)
    scale = min(room[0] / drawn.sheet.width, room[1] / drawn.sheet.height)
    wide, high = drawn.sheet.width * scale, drawn.sheet.height * scale
    for at_left, at_top in ((True, True), (False, True), (True, False), (False, False)):
        # The map keeps to the other side.
        place = (RIGHT - PAD - wide if at_left else LEFT + PAD, HEIGHT - PAD - high, scale)
        corner = (
            LEFT + PAD + CLEAR if at_left else RIGHT - PAD - CLEAR - number[0],
            TOP + PAD if at_top else HEIGHT - PAD - number[1],
        )
        if not _meets(drawn, place, corner, number):
            return place, corner
    room = (room[0], room[1] - number[1] - PAD)
    scale = min(room[0] / drawn.sheet.width, room[1] / drawn.sheet.height)
    left = (WIDTH - drawn.sheet.width * scale) / 2
    return (left, TOP + 2 * PAD + number[1], scale), (LEFT + PAD + CLEAR, TOP + PAD)


def _meets(
    drawn: LabelledMap,
    place: tuple[float, float, float],
    corner: tuple[float, float],
    number: tuple[float, float],
) -> bool:
    """Return whether a number in a corner comes too near to a word of a map at a place."""
    x, y, scale = place
    return any(
        x + left * scale < corner[0] + number[0] + CLEAR
        and x + right * scale > corner[0] - CLEAR
        and y + top * scale < corner[1] + number[1] + CLEAR
        and y + bottom * scale > corner[1] - CLEAR
        for left, top, right, bottom in list_boxes(drawn)
    )


def _lay_number(picture: MapPicture) -> tuple[Block, Block]:
    """Return the number and what is below it, each as large as fits."""
    return (
        fit_number(picture.number, ROOM, NUMBER_SIZES),
        typeface.fit(picture.below, ROOM - 22, BELOW_SIZES, MOST_BELOW),
    )


def _measure_number(picture: MapPicture) -> tuple[float, float]:
    """Return how wide and high the number stands with its words."""
    blocks = _lay_number(picture)
    lines = [(line, block) for block in blocks for line in block.lines]
    wide = max(typeface.measure_width(line, block.size, block.bold) for line, block in lines)
    return wide, _measure_height(blocks[0]) + blocks[1].height + CLEAR


def _write_number(picture: MapPicture, corner: tuple[float, float]) -> list[Text]:
    number, below = _lay_number(picture)
    x, y = corner
    return [
        Text(number, x, y + 0.85 * number.size, theme.INK["light"]),
        Text(below, x, y + _measure_height(number) + CLEAR + below.size, theme.INK["light"]),
    ]


def _measure_height(block: Block) -> float:
    """Return how high a block is without what leads its first line."""
    return block.size + block.height - block.leading


def _write_left(picture: MapPicture) -> list[Text]:
    """Return whose picture it is, its title and its sentence, left of the square."""
    blocks = (
        (typeface.fit(OUR_CITY.program, COLUMN, (22, 20, 18), 90, bold=True), theme.ONLINE),
        (typeface.fit(picture.title, COLUMN, (28, 25, 22, 20), 180, bold=True), theme.INK),
        (typeface.fit(picture.sentence, COLUMN, (22, 20, 19, 18, 17, 16), 280), theme.INK),
    )
    return _stack([(block, colours["light"]) for block, colours in blocks], SIDE_PAD, TOP + 24)


def _draw_chips(picture: MapPicture) -> tuple[list[Shape], list[Text]]:
    """Return what says that the numbers are made up, right of the square."""
    shapes, texts = [], []
    for origin in picture.origins:
        wide = typeface.measure_width(origin, 20, bold=True) + 28
        ink, x = theme.INK["light"], RIGHT + SIDE_PAD
        shapes.append(Shape("cap", ((x, TOP + 20),), ink, (wide, 38)))
        texts.append(Text(Block((origin,), 20, bold=True), x + 14, TOP + 46, ink))
    return shapes, texts


def _write_right(picture: MapPicture) -> tuple[list[Text], list[Drawn]]:
    """Return how a mark is read, and at the foot whence the numbers come."""
    x, example = RIGHT + SIDE_PAD, picture.map.example
    texts: list[Text] = []
    drawn: list[Drawn] = []
    if example:
        drawn = [_draw_example(example, x, TOP + 84)]
        texts = _stack(_explain(example), x, TOP + 84 + 92)
    foot = [
        (typeface.fit(line, COLUMN, (15, 14, 13), 150), theme.MUTED["light"])
        for line in picture.foot
    ]
    high = sum(block.height + CLEAR for block, _ in foot)
    return texts + _stack(foot, x, HEIGHT - PAD - high), drawn


def _draw_example(mark: Mark, x: float, y: float) -> Drawn:
    """Return a mark once more, 80 pixels high."""
    tall = 2 * mark.halves.tallest
    shape = str(html.make_environment().get_template("peta.html").module.belahan(mark))  # type: ignore[attr-defined]
    scale = 80 / tall
    return Drawn(
        f'<g class="du-peta">{shape}</g>',
        x - (mark.x - mark.halves.tallest) * scale,
        y - (mark.y - mark.halves.tallest) * scale,
        scale,
    )


def _explain(mark: Mark) -> list[tuple[Block, str]]:
    """Return how a mark is read, each part in its colour."""
    cluster = mark.cluster
    ya, belum = (theme.number(count or 0) for count in (cluster.online, cluster.offline))
    said = (
        (f"{cluster.product}, {cluster.area}", theme.INK, True),
        (kata("Kiri {cacah} berjualan daring", cacah=ya), theme.ONLINE, True),
        (kata("kanan {cacah} belum", cacah=belum), theme.OFFLINE_WORDS, True),
        (kata("Luas = banyaknya usaha."), theme.INK, False),
    )
    return [
        (typeface.fit(words, COLUMN, (19, 18, 17), 80, bold=bold), colours["light"])
        for words, colours, bold in said
    ]


def _stack(blocks: list[tuple[Block, str]], x: float, top: float) -> list[Text]:
    """Return blocks one below the other."""
    texts = []
    for block, colour in blocks:
        texts.append(Text(block, x, top + block.size, colour))
        top += block.height + CLEAR
    return texts
