"""A value over all published periods as a line of a word's size, drawn as an image.

Streamlit takes inline SVG out of its HTML; an image keeps it, brings its own alternative text, and
is drawn in one grey that is seen on light and dark paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from analysis.views.basis import list_pieces
from analysis.views.view import Row
from analysis.words import theme

WIDTH, HEIGHT, EDGE = 72, 24, 4
COLOUR = theme.NEUTRAL["light"]
PALE = 0.45
"""How opaque the line of the larger area is, beside which another one stands."""


@dataclass(frozen=True)
class Sparkline:
    """``address`` is the image itself (a data URI), '' where fewer than two values are shown."""

    address: str
    text: str


def draw_sparkline(
    rows: Sequence[Row], chosen: str, beside: Sequence[Row] = (), name: str = ""
) -> Sparkline:
    """Return the line of rows by period (their codes), a dot on the chosen one.

    A withheld value leaves a gap. ``beside`` is the larger area's line, paler and without a dot.
    """
    text = "; ".join(f"{row.label} {row.text}" for row in rows)
    known = [row for row in rows if row.value is not None]
    if len(known) < 2:
        return Sparkline("", text)
    frame = _Frame([*rows, *beside])
    shapes = (
        *(f"<path d='{path}' opacity='{PALE}'/>" for path in frame.draw_paths(beside)),
        *(f"<path d='{path}'/>" for path in frame.draw_paths(rows)),
        *(frame.draw_dot(row) for row in known if row.code == chosen),
    )
    image = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'><g fill='none' "
        f"stroke='{COLOUR}' stroke-width='1.8' stroke-linejoin='round'>{''.join(shapes)}</g></svg>"
    )
    return Sparkline("data:image/svg+xml," + quote(image, safe=" =:/'"), f"{name}{text}")


class _Frame:
    """The plane of a line: periods by month across, the lowest to the highest value upwards."""

    def __init__(self, rows: Sequence[Row]) -> None:
        months = [theme.count_months(row.code) for row in rows]
        values = [row.value for row in rows if row.value is not None]
        self.first, self.span = min(months), max(months) - min(months) or 1
        self.low, self.height = min(values), max(values) - min(values) or 1.0
        self.flat = max(values) == min(values)

    def place(self, row: Row) -> tuple[float, float]:
        """Return where a value stands."""
        across = (theme.count_months(row.code) - self.first) / self.span
        up = 0.5 if self.flat else ((row.value or 0.0) - self.low) / self.height
        return (
            round(EDGE + across * (WIDTH - 2 * EDGE), 1),
            round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE), 1),
        )

    def draw_paths(self, rows: Sequence[Row]) -> list[str]:
        """Return the pieces of a line between gaps."""
        pieces = [
            ["{} {}".format(*self.place(row)) for row in piece] for piece in list_pieces(rows)
        ]
        return ["M" + "L".join(piece) for piece in pieces if len(piece) > 1]

    def draw_dot(self, row: Row) -> str:
        x, y = self.place(row)
        return f"<circle cx='{x}' cy='{y}' r='2.6' fill='{COLOUR}' stroke='none'/>"
