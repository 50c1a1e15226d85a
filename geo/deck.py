"""The labelled map as pydeck draws it in the tool, without any base map or other host.

It is drawn from the same sheet as the SVG, turned back into longitude and latitude. Streamlit dims
whatever was not chosen by overriding the colours of a layer, so colours are set one level below, on
the layers of which a layer consists. What is chosen is found by the code in the object's own
properties: its index can outlive a change of the data.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

import pydeck as pdk

from analysis.words import theme
from analysis.words.typeface import measure_width
from geo.halves import trace_disc, trace_half, trace_outline
from geo.labelled_map import LINE, Area, LabelledMap, Mark
from geo.modes import CLUSTERS
from geo.ready import read_outlines
from geo.sheet import LATITUDE, METRES_PER_DEGREE, Sheet

AREAS, MARKS, HALVES = "wilayah", "klaster", "belahan"
"""The layers in which a reader can choose, which both hold the code of the area; and the halves."""
POINTED_AT = 4
"""Pixels of the outline around what the pointer is on."""
FONT = "Plus Jakarta Sans"
DIGITS = 5
"""Of a degree: a metre."""
SHARP = {"sdf": True, "fontSize": 64, "buffer": 20, "radius": 20, "cutoff": 0.25, "smoothing": 0.13}
"""How letters are kept, so that they stay crisp with a halo around them."""
NEAREST = 3
"""How many steps a reader may go in, each twice as large as the one before."""


def make_deck(drawn: LabelledMap, scheme: str) -> pdk.Deck:
    """Return the map of a drawing in the colours of a scheme.

    ``map_provider=None`` without a ``map_style`` is the only form that asks no outside host. Plain
    scrolling scrolls the page.
    """
    plain = drawn.mode == CLUSTERS
    view = _find_view(drawn.sheet)
    controller = {
        "scrollZoom": False,
        "dragRotate": False,
        "touchRotate": False,
        "doubleClickZoom": False,
    }
    return pdk.Deck(
        layers=[
            _make_areas_layer(drawn, scheme),
            *_make_border_layers(drawn, scheme if plain else "light"),
            *_make_leader_layers(drawn, scheme if plain else "light"),
            *(_make_marks_layers(drawn, scheme) if plain else []),
            *_make_words_layers(drawn, scheme if plain else "light"),
        ],
        initial_view_state=view,
        views=[pdk.View(type="MapView", controller=controller)],
        map_provider=None,
        tooltip={"text": "{judul}"},
    )


def write_deck(deck: pdk.Deck) -> str:
    """Return the map as short JSON."""
    return json.dumps(json.loads(deck.to_json()), separators=(",", ":"), ensure_ascii=False)


def zoom(text: str, steps: int) -> str:
    """Return a written map as it is seen some steps nearer, around the same middle."""
    if not steps:
        return text
    spec = json.loads(text)
    spec["initialViewState"]["zoom"] += steps
    return json.dumps(spec, separators=(",", ":"), ensure_ascii=False)


def _find_view(sheet: Sheet) -> pdk.ViewState:
    """Return the view in which the sheet has its own size in pixels."""
    lon, lat = sheet.locate(sheet.width / 2, sheet.height / 2)
    per_degree = METRES_PER_DEGREE * math.cos(LATITUDE) / sheet.metres_per_pixel
    zoom = round(math.log2(per_degree * 360 / 512), 4)
    return pdk.ViewState(
        longitude=round(lon, DIGITS),
        latitude=round(lat, DIGITS),
        zoom=zoom,
        min_zoom=zoom,
        max_zoom=zoom + NEAREST,
    )


def _make_areas_layer(drawn: LabelledMap, scheme: str) -> pdk.Layer:
    land, plain = theme.LAND[scheme], drawn.mode == CLUSTERS
    features = [_make_feature(area, _to_rgb(area.shown.colour or land)) for area in drawn.areas]
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id=AREAS,
        pickable=True,
        **_outline_when_pointed_at(
            {"polygons-fill": {"getFillColor": "@@=properties.isi"}},
            "polygons-stroke",
            scheme if plain else "light",
        ),
    )


def _outline_when_pointed_at(
    below: dict[str, dict[str, Any]], stroke: str, scheme: str
) -> dict[str, Any]:
    """Return what makes a layer outline the object under the pointer and leave its fill as it is.

    A layer can only blend a colour over what it highlights, and hands that on to the layers that it
    consists of. So nothing is blended over the fill, and the outline, which is always there and not
    seen, gets its ink.
    """
    outline = {
        "getLineColor": [0, 0, 0, 0],
        "getColor": [0, 0, 0, 0],
        "highlightColor": [*_to_rgb(theme.INK[scheme]), 255],
    }
    return {
        "stroked": True,
        "line_width_units": pdk.types.String("pixels"),
        "get_line_width": POINTED_AT,
        "line_joint_rounded": True,
        "auto_highlight": True,
        "highlight_color": [0, 0, 0, 0],
        "_sub_layer_props": below | {stroke: outline},
    }


def _make_feature(area: Area, fill: list[int]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": _nest(area.shown.code)},
        "properties": {"kode": area.shown.code, "judul": area.shown.title, "isi": fill},
    }


def _nest(code: str) -> list[list[list[list[float]]]]:
    """Return an area's rings, each a polygon: no kecamatan or kelurahan has a hole."""
    return [[ring] for ring in read_outlines()[code]]


def _make_border_layers(drawn: LabelledMap, scheme: str) -> Iterable[pdk.Layer]:
    """Yield all borders, those of areas that show nothing dashed, and the chosen one heavier."""
    shown = [a for a in drawn.areas if a.shown.value is not None]
    silent = [a for a in drawn.areas if a.shown.value is None]
    line, ink = _to_rgb(theme.MUTED[scheme]), _to_rgb(theme.INK[scheme])
    yield _draw_borders("batas", shown, line, 1.0)
    if silent:
        # An extension that the browser does not know is left out without a word; the sign "x"
        # beside the name says the same.
        dash: dict[str, object] = {
            "extensions": [{"@@type": "PathStyleExtension", "dash": True}],
            "get_dash_array": [4, 3],
            "dash_justified": True,
        }
        yield _draw_borders("batas-x", silent, line, 1.5, **dash)
    yield _draw_borders("dipilih", [a for a in drawn.areas if a.chosen], ink, 3.0)


def _draw_borders(
    name: str, areas: Iterable[Area], colour: list[int], width: float, **more: object
) -> pdk.Layer:
    paths = [{"garis": ring} for area in areas for ring in read_outlines()[area.shown.code]]
    return _draw_paths(name, paths, colour, width, **more)


def _draw_paths(
    name: str, paths: list[dict[str, Any]], colour: list[int], width: float, **more: object
) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        paths,
        id=name,
        get_path="garis",
        get_color=colour,
        get_width=width,
        width_units=pdk.types.String("pixels"),
        joint_rounded=True,
        **more,
    )


def _make_leader_layers(drawn: LabelledMap, scheme: str) -> Iterable[pdk.Layer]:
    """Yield the lines from what stands outside its area into it, where there are any."""
    ways = [
        (one.x, one.y, one.line) for some in (drawn.areas, drawn.marks) for one in some if one.line
    ]
    lines = [
        {"garis": [_locate(drawn.sheet, x, y), _locate(drawn.sheet, *end)]} for x, y, end in ways
    ]
    if lines:
        yield _draw_paths("arah", lines, _to_rgb(theme.MUTED[scheme]), 1.0)


def _make_marks_layers(drawn: LabelledMap, scheme: str) -> Iterable[pdk.Layer]:
    """Yield all halves, and above them the outline of each mark, which is what the pointer meets:
    a mark is pointed at as a whole. Corners are in pixels of the sheet, so they grow with the
    land."""
    colours = (_to_rgb(theme.ONLINE[scheme]), _to_rgb(theme.OFFLINE[scheme]))
    shapes, outlines = [], []
    for mark in drawn.marks:
        words = {"kode": mark.cluster.code, "judul": mark.title}
        outlines.append(words | _shape(drawn.sheet, mark, trace_outline(mark.halves)))
        if mark.halves.whole:
            corners, grey = trace_disc(mark.halves.whole), _to_rgb(theme.NOTHING)
            shapes.append(_shape(drawn.sheet, mark, corners) | {"isi": grey})
            continue
        for radius, side, colour in zip(
            (mark.halves.online, mark.halves.offline), (-1, 1), colours, strict=True
        ):
            corners = trace_half(radius, side)
            shapes.append(_shape(drawn.sheet, mark, corners) | {"isi": colour})
    yield pdk.Layer(
        "PolygonLayer",
        shapes,
        id=HALVES,
        get_polygon="bentuk",
        stroked=False,
        _sub_layer_props={"fill": {"getFillColor": "@@=isi"}},
    )
    yield pdk.Layer(
        "PolygonLayer",
        outlines,
        id=MARKS,
        get_polygon="bentuk",
        pickable=True,
        **_outline_when_pointed_at({"fill": {"getFillColor": [0, 0, 0, 0]}}, "stroke", scheme),
    )


def _shape(sheet: Sheet, mark: Mark, corners: Iterable[tuple[float, float]]) -> dict[str, Any]:
    return {"bentuk": [_locate(sheet, mark.x + x, mark.y + y) for x, y in corners]}


def _make_words_layers(drawn: LabelledMap, scheme: str) -> Iterable[pdk.Layer]:
    """Yield the words, each kind with a halo of its own below: one layer with an outline eats the
    letters beside it."""
    ink, muted = _to_rgb(theme.INK[scheme]), _to_rgb(theme.MUTED[scheme])
    halo = _to_rgb(theme.LAND[scheme])
    band, sheet = drawn.band, drawn.sheet
    names, values = [], []
    for area in drawn.areas:
        place, offset = _place_words(drawn, area)
        names.append({"t": area.name, "p": _locate(sheet, *place)})
        values.append({"t": area.shown.text, "p": _locate(sheet, *place), "o": offset})
    middle = "start" if drawn.mode == CLUSTERS else "middle"
    yield from _write("nama", names, band.name, ink, halo, anchor=middle, bold=True)
    quiet = muted if drawn.mode == CLUSTERS else ink
    yield from _write("nilai", values, band.name, quiet, halo, anchor=middle)
    products = [{"t": m.name, "p": _locate(sheet, m.x, m.name_y)} for m in drawn.marks]
    yield from _write("produk", products, band.product, ink, halo, bold=True, line="bottom")
    yield from _write_counts(drawn, scheme, halo)


def _write_counts(drawn: LabelledMap, scheme: str, halo: list[int]) -> Iterable[pdk.Layer]:
    sheet, size = drawn.sheet, drawn.band.count
    sides: dict[str, list[dict[str, Any]]] = {"ya": [], "belum": [], "x": []}
    for mark in drawn.marks:
        cluster = mark.cluster
        if mark.halves.whole:
            sides["x"].append({"t": mark.below, "p": _locate(sheet, mark.x, mark.count_y)})
            continue
        for key, count, step in (("ya", cluster.online, -1), ("belum", cluster.offline, 1)):
            x = mark.x + step * size / 3
            sides[key].append({"t": theme.number(count), "p": _locate(sheet, x, mark.count_y)})
    looks = (
        ("ya", theme.ONLINE[scheme], "end"),
        ("belum", theme.OFFLINE_WORDS[scheme], "start"),
        ("x", theme.MUTED[scheme], "middle"),
    )
    for key, colour, anchor in looks:
        yield from _write(
            key, sides[key], size, _to_rgb(colour), halo, anchor=anchor, bold=True, line="bottom"
        )


def _write(
    name: str,
    words: list[dict[str, Any]],
    size: float,
    colour: list[int],
    halo: list[int],
    *,
    anchor: str = "middle",
    bold: bool = False,
    line: str = "center",
) -> Iterable[pdk.Layer]:
    """Yield the halo of some words and then the words."""
    if not words:
        return
    # The letter j is cut off where it meets the edge of its box; a hair of room mends it.
    words = [word | {"t": word["t"].replace("j", "j\u200a")} for word in words]
    more = {"get_pixel_offset": "o"} if "o" in words[0] else {}
    for kind, ink, outline in (("-tepi", halo, 15), ("", colour, 0)):
        yield pdk.Layer(
            "TextLayer",
            words,
            id=name + kind,
            get_text="t",
            get_position="p",
            get_size=size,
            get_text_anchor=pdk.types.String(anchor),
            get_alignment_baseline=pdk.types.String(line),
            font_family=pdk.types.String(FONT),
            font_weight=700 if bold else 400,
            font_settings=SHARP,
            character_set=pdk.types.String("auto"),
            outline_width=outline,
            outline_color=halo,
            _sub_layer_props={"characters": {"getColor": ink}},
            **more,
        )


def _place_words(drawn: LabelledMap, area: Area) -> tuple[tuple[float, float], list[float]]:
    """Return where an area's name stands, and how many pixels from it its value: beside it from the
    left, or below it. Words do not grow with the land, so the distance does not either."""
    size = drawn.band.name
    if drawn.mode != CLUSTERS:
        return (area.x, area.y - size * LINE / 2), [0, round(size * LINE, 1)]
    name = measure_width(f"{area.name} ", size, bold=True)
    return (area.x - area.width / 2, area.y), [round(name, 1), 0]


def _locate(sheet: Sheet, x: float, y: float) -> list[float]:
    lon, lat = sheet.locate(x, y)
    return [round(lon, DIGITS), round(lat, DIGITS)]


def _to_rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
