"""Colours that mean something are told apart by everybody."""

from __future__ import annotations

import math
import re
from itertools import combinations

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


# Every pair that tells meanings apart ------------------------------------------------------------

SCHEMES = ("light", "dark")
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
"""What light becomes on its way to an eye: the whole loss of one kind of cone (Machado, Oliveira
and Fernandes 2009, severity 1), and a printer without colour."""
LEAST = 0.035
"""The least distance in OKLab, in which two colours are just told apart at about 0.02."""
BESIDE_EACH_OTHER = {
    "halves, and bars with their target": ("ONLINE", "OFFLINE", "LINE", "INK"),
    "lines": ("ONLINE", "BESIDE", "LINE", "INK"),
    "shades of gaps, and of capaian on the map": ("GAPS",),
    "steps of the ladder": ("STEPS", "OFFLINE"),
    "shares on a map, and no value": ("STEPS", "NOTHING"),
}
"""The families: names in the theme of what stands in one picture with meanings of its own."""
OF_WORDS_AND_GROUNDS = {
    "MUTED", "PAPER", "SHADE", "OFFLINE_WORDS", "LAND", "SEA", "ON_COLOUR", "NEUTRAL",
}  # fmt: skip
"""What is read, or written on, or (``NEUTRAL``) stands alone in its picture or hatched."""


def see(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour as an eye sees it, in OKLab (Ottosson 2020)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (
        min(1.0, max(0.0, sum(w * part for w, part in zip(row, light, strict=True))))
        for row in SIGHTS[sight]
    )
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def list_colours(name: str, scheme: str) -> dict[str, str]:
    """Return the colours of a name in the theme, each by what it is called there."""
    found = getattr(theme, name)
    if isinstance(found, str):
        return {name: found}
    if isinstance(found, tuple):
        return {f"{name} {number}": colour for number, colour in enumerate(found)}
    chosen = found[scheme]
    if isinstance(chosen, str):
        return {name: chosen}
    return {f"{name} {step}": colour for step, colour in chosen.items()}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("family", BESIDE_EACH_OTHER)
def test_each_pair_of_a_family_is_told_apart_by_every_eye(
    family: str, sight: str, scheme: str
) -> None:
    colours: dict[str, str] = {}
    for name in BESIDE_EACH_OTHER[family]:
        colours |= list_colours(name, scheme)
    assert len(colours) >= 4
    for one, other in combinations(colours, 2):
        distance = math.dist(see(colours[one], sight), see(colours[other], sight))
        assert distance >= LEAST, (one, other, round(distance, 3))


def test_every_colour_of_the_theme_is_in_a_family_or_is_for_words_and_grounds() -> None:
    known = {name for names in BESIDE_EACH_OTHER.values() for name in names}
    hexes = {
        name
        for name, found in vars(theme).items()
        if name.isupper() and re.search(r"'#[0-9a-f]{6}'", repr(found))
    }
    assert hexes == known | OF_WORDS_AND_GROUNDS
    assert not known & OF_WORDS_AND_GROUNDS


def test_an_eye_sees_what_is_known_of_it() -> None:
    """To a deutan eye red and green of one lightness are close, and grey is the same to all."""
    red, green = "#d32f2f", "#5b7c1c"
    usual, deutan = (math.dist(see(red, sight), see(green, sight)) for sight in ("usual", "deutan"))
    assert deutan < 0.5 * usual
    for sight in SIGHTS:
        assert see("#808080", sight) == pytest.approx(see("#808080", "usual"), abs=0.002)
