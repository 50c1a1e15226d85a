"""Steps of a ladder as one stacked bar an area, the steps named above it like stairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from analysis.views.chart_base import SIZE, make_figure, make_hatch, make_hidden_axis, write_note
from analysis.views.view import Row
from analysis.words import theme

ROW, STAIR = 44, 19
"""Pixels of a bar with its name above it, and of one stair."""
BAR = 0.46
FITS = 7.0
"""The least width, in per cent, of a step that has room for its number on a phone."""
FIRST, UNCLEAR = "0_1", "daring"
"""The step of those not online, and what cannot be placed among the steps."""


def draw_ladder(
    areas: Sequence[tuple[str, Sequence[Row]]],
    steps: Mapping[str, str],
    scheme: str,
    highlighted: str = "",
) -> go.Figure:
    """Return one stacked bar an area from the top, of 100 per cent.

    ``areas`` are names with their rows by step, ``steps`` the words of each; the name of
    ``highlighted`` is bold. What is withheld has
    no width of its own: the rest of its bar is hatched and says its sign.
    """
    places = list(range(len(areas) - 1, -1, -1))
    shown = list(steps)
    stairs = len(shown) * STAIR
    height = ROW * max(1, len(areas))
    names = [
        write_note(
            0,
            place + 0.23,
            f"<b>{name}</b>" if name == (highlighted or areas[0][0]) else name,
            scheme,
            xanchor="left",
            yanchor="bottom",
        )
        for (name, _), place in zip(areas, places, strict=True)
    ]
    lines, words = _draw_stairs(areas[0][1], steps, len(areas), scheme) if areas else ([], [])
    return make_figure(
        scheme,
        height + stairs + 8,
        [_draw_step(areas, key, places, scheme, steps[key]) for key in shown]
        + [_draw_rest(areas, places, scheme)],
        barmode="stack",
        xaxis=make_hidden_axis(0, 100),
        yaxis=make_hidden_axis(-0.4, len(areas) - 0.4 + stairs / ROW),
        annotations=names + words,
        shapes=lines,
    )


def _read_values(rows: Sequence[Row]) -> dict[str, float]:
    return {row.code: row.value for row in rows if row.value is not None}


def _draw_step(
    areas: Sequence[tuple[str, Sequence[Row]]],
    key: str,
    places: list[int],
    scheme: str,
    name: str,
) -> go.Bar:
    """Return one step in every area."""
    by_area = [next((row for row in rows if row.code == key), None) for _, rows in areas]
    values = [row.value if row else None for row in by_area]
    return go.Bar(
        name=name,
        x=values,
        y=places,
        width=BAR,
        orientation="h",
        marker=choose_look(key, scheme),
        text=[
            row.text if row and value is not None and value >= FITS else ""
            for row, value in zip(by_area, values, strict=True)
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"color": choose_ink(key, scheme), "size": SIZE - 1},
        hovertext=[
            f"<b>{area}</b><br>{name}: {row.text}<br>{row.counts}" if row else ""
            for (area, _), row in zip(areas, by_area, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _draw_rest(
    areas: Sequence[tuple[str, Sequence[Row]]], places: list[int], scheme: str
) -> go.Bar:
    """Return what is left of each bar in which something is withheld."""
    rests = [
        100 - sum(_read_values(rows).values())
        if rows and any(row.value is None for row in rows)
        else None
        for _, rows in areas
    ]
    return go.Bar(
        name="x",
        x=rests,
        y=places,
        width=BAR,
        orientation="h",
        marker=make_hatch(theme.NEUTRAL[scheme], scheme),
        text=["" if rest is None else "x" for rest in rests],
        textposition="inside",
        insidetextfont={"color": theme.INK[scheme]},
        hovertemplate=f"x = {theme.SIGNS['x']}<extra></extra>",
    )


def choose_look(key: str, scheme: str) -> dict[str, Any]:
    """Return how a step looks: ochre before the first stair, then teal from pale to full."""
    edge = {"line": {"color": theme.PAPER[scheme], "width": 1}}
    if key == FIRST:
        return {"color": theme.OFFLINE[scheme]} | edge
    if key == UNCLEAR:
        return make_hatch(theme.ONLINE[scheme], scheme)
    return {"color": theme.STEPS[int(key) - 2]} | edge


def choose_ink(key: str, scheme: str) -> str:
    """Return the colour of words on a step."""
    if key == UNCLEAR:
        return theme.INK[scheme]
    return theme.PAPER["light"] if key == "6" else theme.ON_COLOUR


def _draw_stairs(
    rows: Sequence[Row], steps: Mapping[str, str], top: int, scheme: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines and the steps' names above the first bar, each a stair higher."""
    start, values = 0.0, _read_values(rows)
    lines, words = [], []
    for number, (key, name) in enumerate(steps.items()):
        if key not in values:
            continue
        # The first step is wide: its name stands at the right of its line, all others at the left,
        # where no line of a later step runs through them.
        first = number == 0
        place = start + values[key] * (0.42 if first else 0.5)
        start += values[key]
        height = top - 0.4 + (number + 0.5) * STAIR / ROW
        lines.append(
            {
                "type": "line",
                "x0": place,
                "x1": place,
                "y0": top - 1 + BAR / 2,
                "y1": height + 0.12,
                "line": {"color": theme.NEUTRAL[scheme], "width": 1},
            }
        )
        side = {"xanchor": "left", "xshift": 4} if first else {"xanchor": "right", "xshift": -4}
        look = {"font": {"color": theme.INK[scheme], "size": SIZE - 1}}
        words.append(write_note(place, height, name, scheme) | side | look)
    return lines, words
