"""The shades of maps: where they change, and the key that names them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from analysis.words import theme
from data.city import OUR_CITY
from geo.shades import CUTS, make_legend, shade


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (0.0, 0),
        *((cut - 0.1, number) for number, cut in enumerate(CUTS)),
        *((cut, number + 1) for number, cut in enumerate(CUTS)),
        (100.0, len(CUTS)),
    ],
)
def test_the_shade_changes_at_the_cuts(value: float, step: int) -> None:
    assert shade(value) == theme.STEPS[step]


def test_the_cuts_are_the_citys_and_rise() -> None:
    assert list(CUTS) == OUR_CITY.batas_warna_daring
    assert all(low < high for low, high in pairwise(CUTS))
    assert len(CUTS) == len(theme.STEPS) - 1


def test_a_share_that_is_not_known_is_grey() -> None:
    assert shade(None) == theme.NOTHING


def test_the_legend_names_every_shade_and_the_grey() -> None:
    colours, words = zip(*make_legend(), strict=True)
    assert colours == (*theme.STEPS, theme.NOTHING)
    assert words[0] == f"di bawah {theme.tick(CUTS[0])} %"
    assert words[-2:] == (f"{theme.tick(CUTS[-1])} % ke atas", "tidak ada nilai atau dirahasiakan")
