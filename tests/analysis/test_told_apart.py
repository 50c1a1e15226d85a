"""Colours that mean something are told apart by everybody."""

from __future__ import annotations

import re

import pytest

from analysis.views import gaps
from analysis.views.sparkline import draw_sparkline
from analysis.words import theme
from tests.analysis.summary_cells import point


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_read_on_every_shade(scheme: str) -> None:
    shades = theme.GAPS[scheme]
    assert [f"{'m' if n < 0 else 'p'}{abs(n)}" for n, _ in gaps.LEGEND] == list(shades)
    for name, shade in shades.items():
        assert contrast(theme.INK[scheme], shade) >= 4.5, name
    # Chips: a coloured border on the page.
    for pair in (theme.ONLINE, theme.OFFLINE, theme.NEUTRAL):
        assert contrast(pair[scheme], theme.PAPER[scheme]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_strong_shade_is_told_from_none_in_grey_and_from_its_opposite_by_a_mark(
    scheme: str,
) -> None:
    shades = theme.GAPS[scheme]
    for strong, weak in (("m2", "m1"), ("p2", "p1")):
        assert contrast(shades[strong], shades["p0"]) > contrast(shades[weak], shades["p0"])
        assert contrast(shades[strong], shades["p0"]) >= 1.5
    assert gaps.MARKS.keys() == {-2, 2} and len({*gaps.MARKS.values()}) == 2


def test_a_sparkline_is_seen_on_both_papers() -> None:
    rows = [point("2022-06", 1.0), point("2023-06", 2.0)]
    colour = re.search(r"stroke='(%23|#)(\w+)'", draw_sparkline(rows, "").address)
    assert colour is not None
    for paper in theme.PAPER.values():
        assert contrast(f"#{colour[2]}", paper) >= 3
