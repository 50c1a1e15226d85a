"""Views as Plotly figures, one function per kind of chart. No query, no colour of its own."""

from __future__ import annotations

import plotly.graph_objects as go

from analysis.views.view import View
from analysis.words import theme


def draw_bars(view: View, scheme: str) -> go.Figure:
    """Return horizontal bars, one a row, in the rows' order from the top.

    A row without a value keeps its place and shows its sign. Where rows have limits they are
    drawn; a full count has none. ``scheme`` is ``light`` or ``dark``.
    """
    rows = list(reversed(view.rows))
    colour = theme.ONLINE if view.indicator.makna == "daring" else theme.NEUTRAL
    limits = any(row.low is not None for row in rows)
    figure = go.Figure(
        go.Bar(
            x=[row.value for row in rows],
            y=[row.label for row in rows],
            orientation="h",
            marker={"color": colour[scheme], "opacity": theme.PALE if limits else 1},
            text=[row.text for row in rows],
            # With limits the whisker would run through a number beside the bar.
            textposition="inside" if limits else "auto",
            insidetextanchor="start",
            insidetextfont={"color": (theme.INK if limits else theme.PAPER)[scheme]},
            customdata=[row.interval or row.counts for row in rows],
            hovertemplate="%{y}: %{text}<br>%{customdata}<extra></extra>",
            error_x=_draw_limits(view, scheme) if limits else None,
        )
    )
    figure.update_layout(
        separators=",.",
        margin={"l": 4, "r": 12, "t": 8, "b": 4},
        height=70 + 38 * max(1, len(rows)),
        xaxis={
            "title": _write_axis_title(view),
            "range": [0, 100] if view.indicator.out_of_hundred else None,
            "rangemode": "tozero",
            "tickformat": ",.0f",
            "fixedrange": True,
            "tickfont": {"color": theme.MUTED[scheme]},
            "title_font": {"color": theme.MUTED[scheme]},
        },
        yaxis={
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"color": theme.INK[scheme]},
        },
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def _draw_limits(view: View, scheme: str) -> dict[str, object]:
    rows = list(reversed(view.rows))
    return {
        "type": "data",
        "symmetric": False,
        "array": [(r.high or 0) - (r.value or 0) if r.value is not None else None for r in rows],
        "arrayminus": [
            (r.value or 0) - (r.low or 0) if r.value is not None else None for r in rows
        ],
        "color": theme.INK[scheme],
        "thickness": 1.6,
        "width": 5,
    }


def _write_axis_title(view: View) -> str:
    """Return the axis title: the unit. The chart's heading marks what is made up."""
    return view.indicator.satuan.capitalize()
