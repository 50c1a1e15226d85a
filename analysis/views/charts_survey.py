"""Estimates as dots with their intervals, the register's value of the same rows beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analysis.views.chart_base import SIZE, make_axis, make_figure, write_note
from analysis.views.charts_time import measure
from analysis.views.view import Row, View
from analysis.words import theme

ROW, AXIS = 46, 34
"""Pixels of a dot with the words above it, and of the axis."""


def draw_dots(estimates: View, scheme: str, register: View | None = None) -> go.Figure:
    """Return a dot with its interval for each row from the top, in the rows' order.

    ``register`` gives the rows of the same code a hollow diamond. A row without a value keeps its
    place and shows its sign.
    """
    rows = estimates.rows
    places = list(range(len(rows) - 1, -1, -1))
    known = {row.code: row for row in register.rows} if register else {}
    pairs = [known.get(row.code) for row in rows]
    largest = max((r.high or r.value or 0.0 for r in (*rows, *known.values())), default=0.0)
    return make_figure(
        scheme,
        ROW * max(1, len(rows)) + AXIS,
        [_draw_estimates(rows, places, scheme), *_draw_register(pairs, places, scheme)],
        margin={"l": 4, "r": 4, "t": 4, "b": 30},
        xaxis=make_axis(
            scheme, range=[-2, min(102.0, 10 * (largest // 10 + 1.2))], ticksuffix=" %"
        ),
        yaxis={
            "visible": False,
            "fixedrange": True,
            "range": [-0.5, len(rows) - 0.4],
        },
        annotations=[
            words
            for row, pair, place in zip(rows, pairs, places, strict=True)
            for words in _write_row(row, pair, place, scheme)
        ],
    )


def _draw_estimates(rows: Sequence[Row], places: list[int], scheme: str) -> go.Scatter:
    return go.Scatter(
        name="survei",
        x=[row.value for row in rows],
        y=places,
        mode="markers",
        marker={"color": theme.ONLINE[scheme], "size": 12},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [measure(row.value, row.high) for row in rows],
            "arrayminus": [measure(row.low, row.value) for row in rows],
            "color": theme.ONLINE[scheme],
            "thickness": 4,
            "width": 0,
        },
        text=[row.text for row in rows],
        hovertext=[
            f"<b>{row.label}</b><br>Survei: {row.text}<br>selang {row.interval}" for row in rows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _draw_register(pairs: Sequence[Row | None], places: list[int], scheme: str) -> list[go.Scatter]:
    """Return the register's marks, none where it has no such rows."""
    if not any(pairs):
        return []
    return [
        go.Scatter(
            name="register",
            x=[row.value if row else None for row in pairs],
            y=places,
            mode="markers",
            marker={
                "color": theme.PAPER[scheme],
                "size": 11,
                "symbol": "diamond",
                "line": {"color": theme.INK[scheme], "width": 2},
            },
            text=[row.text if row else "" for row in pairs],
            hovertext=[
                f"<b>{row.label}</b><br>Register: {row.text}<br>{row.counts}" if row else ""
                for row in pairs
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    ]


def _write_row(row: Row, pair: Row | None, place: int, scheme: str) -> list[dict[str, Any]]:
    """Return a row's name above its start, and its values above its end, on the page's own ground:
    no line of the grid runs through them."""
    ground = {"yanchor": "bottom", "bgcolor": theme.PAPER[scheme], "borderpad": 1}
    sign = f" {row.sign}" if row.sign and row.value is not None else ""
    # Each value stands beside its own mark, so that no legend is needed.
    dot = f'<span style="color:{theme.ONLINE[scheme]}">●</span>'
    said = f"{dot} survei {row.text}{sign}" + (f" · ◇ register {pair.text}" if pair else "")
    quiet = {"color": theme.MUTED[scheme], "size": SIZE - 1}
    name, y = f"<b>{row.label}</b>", place + 0.16
    return [
        write_note(0, y, name, scheme, xref="paper", xanchor="left") | ground,
        write_note(1, y, said, scheme, xref="paper", xanchor="right", font=quiet) | ground,
    ]
