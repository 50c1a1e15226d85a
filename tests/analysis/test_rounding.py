"""One rounding on every surface: half away from zero."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.words import theme
from analysis.words.rounding import round_half_away
from data.settings import ROOT

COUNTS = st.integers(1, 100_000)


def expected(part: int, whole: int, decimals: int) -> float:
    """The exact fraction, rounded by hand: no binary number on the way."""
    shifted = Fraction(100 * part * 10**decimals, whole)
    return float(
        Fraction(
            (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator), 10**decimals
        )
    )


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(65, 208, "31,3"), (1, 800, "0,1"), (3, 80, "3,8"), (21, 2000, "1,1"), (57, 200, "28,5"),
     (5489, 12192, "45,0"), (5489, 11709, "46,9"), (3, 2000, "0,2")],
)  # fmt: skip
def test_a_share_is_rounded_as_a_spreadsheet_does(part: int, whole: int, text: str) -> None:
    assert theme.number(100 * part / whole, 1) == text
    assert theme.number(-100 * part / whole, 1) == f"-{text}"


@given(COUNTS, COUNTS, st.integers(0, 2))
def test_every_share_of_two_counts_is_rounded_as_the_exact_fraction(
    part: int, other: int, decimals: int
) -> None:
    whole = part + other
    assert round_half_away(100 * part / whole, decimals) == expected(part, whole, decimals)
    assert round_half_away(-100 * part / whole, decimals) == -expected(part, whole, decimals)


@given(st.integers(0, 2000), st.integers(1, 400))
def test_ties_go_away_from_zero_whatever_their_binary_form(whole: int, step: int) -> None:
    tie = (whole * 400 + step) * 2 + 1
    value = float(Decimal(tie) / 20)
    up = float((Decimal(tie) / 20).quantize(Decimal("0.1"), ROUND_HALF_UP))
    assert round_half_away(value, 1) == up


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_what_the_browser_gets_is_rounded_already(value: float) -> None:
    once = round_half_away(value, 1)
    # The browser writes one decimal: of a number that has no more, every rule writes the same.
    assert round_half_away(once, 1) == once == float(f"{once:.1f}")


@given(st.floats(0, 100, allow_nan=False))
def test_a_distance_is_printed_as_nothing_only_where_there_is_none(apart: float) -> None:
    digits = re.sub(r"\D", "", theme.distance(apart, "persen"))
    assert (int(digits) == 0) == (apart <= theme.NOISE)


NO_ROUNDING = re.compile(r"(?<![\w.])round\(|toFixed|toPrecision|Math\.round|\.1f\}|\.2f\}")
PIXELS = {"sparkline.py", "trend.py", "chart_svg.py", "control_chart.py", "drawings.py"}
"""Where what is rounded is a place on a picture."""


@pytest.mark.parametrize(
    "path",
    [
        path
        for room in ("analysis/views", "analysis/words", "public", "pages")
        for suffix in ("py", "js")
        for path in sorted((ROOT / room).rglob(f"*.{suffix}"))
    ],
    ids=str,
)
def test_no_surface_rounds_by_itself(path: Path) -> None:
    found = NO_ROUNDING.findall(path.read_text(encoding="utf-8"))
    assert not found or path.name in PIXELS


def test_no_sql_of_a_surface_rounds_and_duckdb_would_do_otherwise() -> None:
    for room in ("analysis", "public", "pages", "data/build/sql"):
        for path in (*(ROOT / room).rglob("*.sql"), *(ROOT / room).rglob("*.py")):
            assert not re.search(r"select[^\"]*\bround\(", path.read_text(encoding="utf-8"), re.I)
    # Why: 28.499999999999996 is the half 28.5 as a share of two counts may come out.
    with duckdb.connect() as con:
        (kept,) = con.execute("select round(28.499999999999996::double)").fetchone() or (None,)
    assert kept == 28.0
    assert round_half_away(28.499999999999996) == 29.0
