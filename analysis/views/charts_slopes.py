"""Two surveys beside each other: a line for each row, those in front that a test tells apart."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from analysis.views.chart_base import SIZE, make_figure, make_hidden_axis, write_note
from analysis.views.label_places import place_labels
from analysis.views.view import Difference, Differences
from analysis.words import theme

LEAST, ROW, LINE = 300, 34, 19
"""Pixels: the least height, what a row adds to it, and a line of words."""
EDGE, HEAD = 12, 44
"""Pixels below the lowest and above the highest value, and of the surveys' names."""
LEFT, RIGHT, LETTER = 62, 30, 7
"""Pixels for the values at the left, at the right beside the letters, and of a letter."""
MARGIN = 0.06
"""Which part of the span stays free above and below."""


def draw_slopes(found: Differences, scheme: str) -> go.Figure:
    """Return a line from the earlier to the later survey for each row that both show.

    The value stands at the left end, the name, value and verdict at the right. What a test supports
    is drawn in colour and bold, the rest grey: a slope alone is no change.
    """
    rows = sorted(list_pairs(found), key=lambda row: row.told)
    values = [value for row in rows for value in (row.old, row.new) if value is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = MARGIN * ((high - low) or 1.0)
    height = max(LEAST, ROW * len(rows))
    longest = max((len(row.label) + len(row.second) + len(_say(row)) for row in rows), default=0)
    return make_figure(
        scheme,
        height + EDGE + HEAD,
        [_draw_row(row, found, scheme) for row in rows],
        margin={"l": LEFT, "r": RIGHT + LETTER * longest, "t": HEAD, "b": EDGE},
        xaxis=make_hidden_axis(-0.02, 1.02),
        yaxis=make_hidden_axis(low - room, high + room),
        annotations=_write_ends(rows, (low - room, high + room), height, scheme)
        + _write_heads(found, scheme),
    )


def _write_ends(
    rows: list[Difference], span: tuple[float, float], height: int, scheme: str
) -> list[dict[str, Any]]:
    """Return the words at both ends of each line, where they do not stand on each other.

    ``span`` are the lowest and highest value of the drawing, which is ``height`` pixels high.
    """
    low, whole, written = span[0], span[1] - span[0], []
    for at, words, side in (
        (0, [row.first for row in rows], {"xanchor": "right", "xshift": -8}),
        (1, [_name(row) for row in rows], {"xanchor": "left", "xshift": 8}),
    ):
        ends = [row.old if at == 0 else row.new for row in rows]
        wanted = [((end or 0.0) - low) / whole * height for end in ends]
        places = place_labels(wanted, [LINE] * len(rows), 0, height)
        for row, text, place in zip(rows, words, places, strict=True):
            y = low + place / height * whole
            font = {"color": _choose_ink(row, scheme), "size": SIZE}
            written.append(write_note(at, y, text, scheme, **side) | {"font": font})
    return written


def list_pairs(found: Differences) -> list[Difference]:
    """Return the rows of which both surveys show a value."""
    return [row for row in found.rows if row.old is not None and row.new is not None]


def _say(row: Difference) -> str:
    return f" · {row.word}" if row.told else ""


def _name(row: Difference) -> str:
    text = f"{row.label} {row.second}{_say(row)}"
    return f"<b>{text}</b>" if row.told else text


def _choose_ink(row: Difference, scheme: str) -> str:
    return (theme.ONLINE if row.told else theme.MUTED)[scheme]


def _draw_row(row: Difference, found: Differences, scheme: str) -> go.Scatter:
    colour = (theme.ONLINE if row.told else theme.BESIDE)[scheme]
    said = f"<b>{row.label}</b><br>{row.text} ({row.interval})<br>{row.word}"
    return go.Scatter(
        name=row.label,
        x=[0, 1],
        y=[row.old, row.new],
        mode="lines+markers",
        line={"color": colour, "width": 3.5 if row.told else 1.5},
        marker={"color": colour, "size": 9 if row.told else 6, "symbol": "diamond"},
        text=[said, said],
        hovertemplate="%{text}<extra></extra>",
    )


def _write_heads(found: Differences, scheme: str) -> list[dict[str, Any]]:
    """Return the surveys' names above their values."""
    look = {"yanchor": "bottom", "font": {"color": theme.MUTED[scheme], "size": SIZE}}
    return [
        write_note(at, 1, f"Survei<br>{name}", scheme, yref="paper", xanchor="center") | look
        for at, name in ((0, found.first), (1, found.second))
    ]
