"""Bar charts as inline SVG, drawn from a view: for surfaces that must work without script."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.view import View

WIDTH, ROW, LABEL, VALUE = 380, 28, 88, 52
"""Units of the drawing. It scales with its frame: small enough that a phone still reads it."""


@dataclass(frozen=True)
class Bar:
    """One bar's place in the drawing."""

    y: int
    length: float
    label: str
    text: str
    title: str


@dataclass(frozen=True)
class Bars:
    """A chart's geometry: what the template writes down."""

    width: int
    height: int
    left: int
    full: int
    bars: tuple[Bar, ...]


def bars(view: View) -> Bars:
    """Return the geometry of horizontal bars; a percentage has its full length at 100."""
    full = WIDTH - LABEL - VALUE
    known = [row.value for row in view.rows if row.value is not None]
    longest = 100.0 if view.indicator.satuan == "persen" else max(known, default=1.0)
    drawn = tuple(
        Bar(
            y=number * ROW,
            length=round(full * (row.value or 0.0) / longest, 1) if longest else 0.0,
            label=row.label,
            text=row.text,
            title=f"{row.label}: {row.text}" + (f" ({row.counts})" if row.counts else ""),
        )
        for number, row in enumerate(view.rows)
    )
    return Bars(WIDTH, max(1, len(drawn)) * ROW, LABEL, full, drawn)
