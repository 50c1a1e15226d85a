"""Views as Plotly figures, one function per kind of chart. No query, no colour of its own."""

from __future__ import annotations

import plotly.graph_objects as go

from analysis.views.chart_base import NOWHERE, make_axis, make_figure
from analysis.views.view import View
from analysis.words import theme

ROW, AXIS = 38, 70
"""Pixels of a bar, and of the axis with its title."""


def draw_bars(view: View, scheme: str) -> go.Figure:
    """Return horizontal bars, one a row, in the rows' order from the top.

    A row without a value keeps its place and shows its sign. Estimates, which have limits, are
    dots (``charts_survey``). ``scheme`` is ``light`` or ``dark``.
    """
    rows = list(reversed(view.rows))
    colour = theme.ONLINE if view.indicator.makna == "daring" else theme.NEUTRAL
    bar = go.Bar(
        x=[row.value for row in rows],
        y=[row.label for row in rows],
        orientation="h",
        marker={"color": colour[scheme]},
        text=[row.text for row in rows],
        textposition="auto",
        insidetextanchor="start",
        insidetextfont={"color": theme.PAPER[scheme]},
        customdata=[row.interval or row.counts for row in rows],
        hovertemplate="%{y}: %{text}<br>%{customdata}<extra></extra>",
    )
    return make_figure(
        scheme,
        AXIS + ROW * max(1, len(rows)),
        [bar],
        xaxis=make_axis(
            scheme,
            title=_write_axis_title(view),
            range=[0, 100] if view.indicator.out_of_hundred else None,
            rangemode="tozero",
            automargin=True,
        ),
        yaxis={
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"color": theme.INK[scheme]},
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": NOWHERE,
        },
    )


def _write_axis_title(view: View) -> str:
    """Return the axis title: the unit. The chart's heading marks what is made up."""
    return view.indicator.satuan.capitalize()
