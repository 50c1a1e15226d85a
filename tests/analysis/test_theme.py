"""Numbers and dates as an Indonesian reads them, and colours that everybody can tell apart."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.words import theme

SCHEMES = ("light", "dark")
NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (11307, 0, "11.307"),
        (0, 0, "0"),
        (0.04, 1, "0,0"),
        (-1234.56, 2, "-1.234,56"),
        (None, 0, "–"),
        (float("nan"), 1, "–"),
    ],
)
def test_a_number_is_written_the_indonesian_way(
    value: float | None, decimals: int, text: str
) -> None:
    assert theme.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (34.06, "persen", "34,1 %"),
        (100.0, "persen", "100,0 %"),
        (11307, "usaha", "11.307 usaha"),
        (511, "hari", "511 hari"),
        (3.21, "poin persen", "3,2 poin persen"),
        (None, "persen", "–"),
    ],
)
def test_a_quantity_is_read_with_its_unit(value: float | None, unit: str, text: str) -> None:
    assert theme.quantity(value, unit).replace(NO_BREAK, " ") == text


def test_no_line_breaks_between_a_number_and_its_unit() -> None:
    assert theme.quantity(34.1, "persen") == f"34,1{NO_BREAK}%"
    assert theme.quantity(11307, "usaha") == f"11.307{NO_BREAK}usaha"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3.2, "poin persen", "+3,2 poin persen"),
        (-120, "usaha", "−120 usaha"),
        (0, "usaha", "+0 usaha"),
        (None, "usaha", "–"),
        (float("nan"), "usaha", "–"),
    ],
)
def test_a_change_carries_its_sign(value: float | None, unit: str, text: str) -> None:
    assert theme.signed(value, unit).replace(NO_BREAK, " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2022, 6, 24), "24 Juni 2022"),
        ("2022-06-24", "24 Juni 2022"),
        ("2022-06", "Juni 2022"),
        ("2022", "2022"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(value: date | str, text: str) -> None:
    assert theme.day(value) == text


def test_a_moment_is_told_in_the_time_of_the_city() -> None:
    assert theme.moment("2026-11-24T18:30:00+00:00") == "25 Nov 2026, 01.30 WIB"


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["PAPER", "SHADE"])
@pytest.mark.parametrize("text", ["INK", "MUTED", "ONLINE"])
def test_words_stand_out_from_paper_and_shade(scheme: str, ground: str, text: str) -> None:
    assert contrast(getattr(theme, text)[scheme], getattr(theme, ground)[scheme]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_inside_a_bar_stand_out_from_it(scheme: str) -> None:
    assert contrast(theme.PAPER[scheme], theme.ONLINE[scheme]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("graphic", ["ONLINE", "OFFLINE", "NEUTRAL"])
def test_graphics_stand_out_from_paper(scheme: str, graphic: str) -> None:
    assert contrast(getattr(theme, graphic)[scheme], theme.PAPER[scheme]) >= 3


def test_the_steps_darken_one_by_one_and_their_ends_are_far_apart() -> None:
    shades = [luminance(step) for step in theme.STEPS]
    assert shades == sorted(shades, reverse=True)
    assert contrast(theme.STEPS[0], theme.STEPS[-1]) >= 4.5
    assert theme.NOTHING not in theme.STEPS


@pytest.mark.parametrize("name", ["daring", "luring", "tinta", "redup", "kertas"])
def test_each_colour_reaches_the_stylesheet_for_both_schemes(name: str) -> None:
    assert f"--{name}:light-dark(#" in theme.write_css_colours()


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Memiliki NIB", "memiliki NIB"), ("UMKM tercatat", "UMKM tercatat"), ("", "")],
)
def test_inside_a_sentence_a_name_is_small_and_an_acronym_is_not(name: str, inside: str) -> None:
    assert theme.inside(name) == inside
