"""Product clusters as split bars: online, not yet, and thin and hatched what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analysis.views.chart_base import SIZE, make_figure, make_hatch, make_hidden_axis, write_note
from analysis.views.view import ProductCluster
from analysis.words import theme

ROW, HIGH_ROW = 46, 62
"""Pixels of a bar with the words above it, and where the words need two lines."""
ROOM = 44
"""Letters that a name and its counts may have together to stand side by side on a phone."""
BAR, THIN = 0.4, 0.2
"""How thick a bar is, and what nobody knows, as a part of its row."""
WHOLE = 100.0


def draw_split_bars(
    found: Sequence[ProductCluster],
    names: Sequence[str],
    scheme: str,
    *,
    full: float,
    percent: bool = False,
) -> go.Figure:
    """Return one split bar a cluster from the top, with its name and counts above it.

    ``full`` is how many makers the whole width stands for; with ``percent`` it is all who
    answered. A cluster whose answer is withheld is one neutral bar and says its sign. A bar's
    ``customdata`` is the key of its product.
    """
    places = list(range(len(found) - 1, -1, -1))
    write = write_share if percent else write_counts
    high = any(len(n) + len(write(c)) > ROOM for n, c in zip(names, found, strict=True))
    return make_figure(
        scheme,
        height=4 + (HIGH_ROW if high else ROW) * max(1, len(found)),
        traces=_draw_parts(found, places, scheme, percent),
        barmode="stack",
        clickmode="event+select",
        xaxis=make_hidden_axis(0, WHOLE if percent else full),
        yaxis=make_hidden_axis(-0.4, len(found) - 0.4),
        annotations=[
            words
            for cluster, name, place in zip(found, names, places, strict=True)
            for words in _write_words(name, write(cluster), place, scheme, high)
        ],
    )


def _draw_parts(
    found: Sequence[ProductCluster], places: list[int], scheme: str, percent: bool
) -> list[go.Bar]:
    """Return the parts of all bars: online, not yet, unknown, withheld."""
    shown = [cluster.online is not None for cluster in found]
    if percent:
        online = [cluster.value for cluster in found]
        offline = [None if value is None else WHOLE - value for value in online]
        unknown: list[int | None] = [None] * len(found)
    else:
        online = [cluster.online for cluster in found]
        offline = [cluster.offline for cluster in found]
        unknown = [cluster.unknown for cluster in found]
    withheld = [
        None if there else (WHOLE if percent else c.n)
        for there, c in zip(shown, found, strict=True)
    ]
    hidden = make_hatch(theme.NEUTRAL[scheme], scheme)
    looks: list[tuple[str, Sequence[float | None], float, dict[str, Any]]] = [
        ("daring", online, BAR, {"color": theme.ONLINE[scheme]}),
        ("belum", offline, BAR, {"color": theme.OFFLINE[scheme]}),
        ("tidak diketahui", unknown, THIN, hidden),
        ("x", withheld, BAR, {"color": theme.LINE[scheme]}),
    ]
    return [
        go.Bar(
            name=name,
            x=list(values),
            y=places,
            width=width,
            orientation="h",
            marker=look,
            customdata=[cluster.key for cluster in found],
            hovertext=[describe_cluster(cluster) for cluster in found],
            hovertemplate="%{hovertext}<extra></extra>",
            # A choice is shown by the page; bars that were not chosen keep their colour.
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
        for name, values, width, look in looks
        if any(values)
    ]


def _write_words(
    name: str, counts: str, place: int, scheme: str, high: bool
) -> list[dict[str, Any]]:
    """Return a bar's name above its start and its counts above its end, or below where both are
    long."""
    above: dict[str, Any] = {"xref": "paper", "yanchor": "bottom", "borderpad": 0}
    quiet = {"color": theme.MUTED[scheme], "size": SIZE - 1}
    side = {"x": 0, "xanchor": "left", "yanchor": "top", "y": place - 0.2} if high else {}
    return [
        write_note(0, place + 0.24, f"<b>{name}</b>", scheme, xanchor="left") | above,
        write_note(1, place + 0.24, counts, scheme, xanchor="right", font=quiet) | above | side,
    ]


def write_counts(cluster: ProductCluster) -> str:
    """Return a cluster's counts as they stand at its bar."""
    if cluster.online is None or cluster.offline is None:
        return f"{theme.number(cluster.n)} usaha · {cluster.share}"
    return f"{theme.number(cluster.online)} daring · {theme.number(cluster.offline)} belum"


def write_share(cluster: ProductCluster) -> str:
    """Return a cluster's share as it stands at its bar."""
    if cluster.answered is None:
        return f"{theme.number(cluster.n)} usaha · {cluster.share}"
    return f"{cluster.share} dari {theme.number(cluster.answered)}"


def describe_cluster(cluster: ProductCluster) -> str:
    """Return all that is known of a cluster, in a line or two."""
    head = f"<b>{cluster.product}, {cluster.area}</b><br>{theme.quantity(cluster.n, 'usaha')}"
    if cluster.online is None or cluster.offline is None:
        return f"{head}<br>{cluster.share} = {theme.SIGNS.get(cluster.share, cluster.share)}"
    unknown = f" · {theme.number(cluster.unknown)} tidak diketahui" if cluster.unknown else ""
    return f"{head}<br>{write_counts(cluster)}{unknown}<br>{cluster.share} berjualan daring"
