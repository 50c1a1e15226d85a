"""What all Plotly figures share: the theme's colours and typeface, axes, and no legend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from analysis.words import theme

FONT = "Plus Jakarta Sans, sans-serif"
SIZE = 13
NOWHERE = "rgba(0,0,0,0)"
NO_TEMPLATE = go.layout.Template()
HATCH = "/"
"""The pattern of what nobody knows or may see, so that it never depends on a colour alone."""


def make_figure(scheme: str, height: int, traces: Iterable[Any] = (), **layout: Any) -> go.Figure:
    """Return a figure in the theme, without legend; ``height`` in pixels.

    It has no template of Plotly's own, which would be nine tenths of a small figure.
    """
    usual = {
        "template": NO_TEMPLATE,
        "separators": ",.",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4},
        "font": {"family": FONT, "size": SIZE, "color": theme.INK[scheme]},
        "hoverlabel": {
            "bgcolor": theme.PAPER[scheme],
            "bordercolor": theme.NEUTRAL[scheme],
            "font": {"family": FONT, "size": SIZE, "color": theme.INK[scheme]},
            "align": "left",
        },
        "paper_bgcolor": NOWHERE,
        "plot_bgcolor": NOWHERE,
    }
    # All at once: to update a figure that is there already takes Plotly eight times as long.
    return go.Figure(list(traces), layout=usual | layout)


def make_hidden_axis(low: float, high: float) -> dict[str, Any]:
    """Return an axis that only places things."""
    return {"visible": False, "range": [low, high], "fixedrange": True}


def make_axis(scheme: str, **more: Any) -> dict[str, Any]:
    """Return an axis with quiet words and hair lines."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": theme.LINE[scheme],
        "tickfont": {"color": theme.MUTED[scheme], "size": SIZE - 1},
        "tickformat": ",.0f",
    } | more


def write_note(x: float, y: float, text: str, scheme: str, **more: Any) -> dict[str, Any]:
    """Return words at a place of the drawing, without an arrow."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"color": theme.INK[scheme], "size": SIZE},
    } | more


def make_hatch(colour: str, scheme: str) -> dict[str, Any]:
    """Return the look of a hatched bar."""
    return {
        "color": theme.PAPER[scheme],
        "pattern": {"shape": HATCH, "fgcolor": colour, "size": 5, "solidity": 0.35},
        "line": {"color": colour, "width": 1},
    }
