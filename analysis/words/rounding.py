"""How a number is rounded, on every surface: half away from zero, as spreadsheets and offices do.

A share is a fraction of two counts, and what a computer keeps of it may lie a hair below the half
that it is: 28.499999999999996 for 28.5. So it is first taken to 15 digits, as a spreadsheet does.
The browser writes what has been rounded here, and no SQL rounds what a reader sees.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DIGITS = 15
"""Significant digits that a number of 64 bits always holds."""


def round_half_away(value: float, decimals: int = 0) -> float:
    """Return a finite number with so many decimals; -0.04 becomes 0, and not minus nothing."""
    exact = Decimal(f"{value:.{DIGITS}g}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return float(rounded) + 0.0
