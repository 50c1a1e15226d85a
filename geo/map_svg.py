"""Shaded maps as inline SVG, small enough for an embed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.views.view import View
from analysis.words import theme
from geo.ready import read_shapes
from geo.shades import shade
from geo.sheet import Sheet, draw_path, make_sheet

WIDTH = 1000
"""Units of every map; its height follows from the shape of what is shown."""
RIM = 3
"""Units around the land: half a stroke at the rim would be cut off."""


@dataclass(frozen=True)
class Area:
    """One kecamatan: its outline as SVG path data, its colour, where its words stand."""

    code: str
    path: str
    x: int
    y: int
    label: str
    title: str
    text: str = theme.NO_VALUE
    colour: str = theme.NOTHING
    known: bool = False


@dataclass(frozen=True)
class Map:
    """A map's geometry: what the template writes down."""

    width: int
    height: int
    areas: tuple[Area, ...]


def draw_kecamatan(width: int) -> Map:
    """Return the kecamatan without values, in a drawing of this width."""
    sheet = _make_sheet(width)
    areas = tuple(_draw_area(sheet, code) for code in read_shapes("kecamatan"))
    return Map(sheet.width, sheet.height, areas)


def draw_areas(view: View, cuts: Sequence[float]) -> Map:
    """Return a view's kecamatan, shaded by value."""
    sheet = _make_sheet(WIDTH)
    row_of_area = {row.code: row for row in view.rows}
    drawn = []
    for code in read_shapes("kecamatan"):
        area, row = _draw_area(sheet, code), row_of_area.get(code)
        if row:
            more = f" ({row.counts})" if row.counts else ""
            area = replace(
                area,
                colour=shade(row.value, cuts),
                known=row.value is not None,
                text=row.text,
                title=f"{area.label}: {row.text}{more}",
            )
        drawn.append(area)
    return Map(sheet.width, sheet.height, tuple(drawn))


def _make_sheet(width: int) -> Sheet:
    """Return the sheet of the whole city, as high as it has to be."""
    return make_sheet(list(read_shapes("kecamatan")), (width, 2 * width), (RIM, RIM))


def _draw_area(sheet: Sheet, code: str) -> Area:
    """Return a kecamatan without a value."""
    label = read_shapes("kecamatan")[code]["properties"]
    x, y = (round(part) for part in sheet.place(label["label_lon"], label["label_lat"]))
    return Area(
        code,
        draw_path(sheet, code),
        x,
        y,
        label["nama"],
        title=f"{label['nama']}: {theme.NO_VALUE}",
    )
