"""Formulas and words of public programs and reports, each worked out by hand from its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions import achievement
from analysis.definitions.achievement import Scheme, compute_ratio, find_scheme, read_schemes
from analysis.views.comparison import choose_band, compute_achievement
from data import reference

SCHEMES = {scheme.key: scheme for scheme in read_schemes()}

FORMULAS = [
    # scheme, direction, realisasi, target, capaian
    ("lkjip", "naik", 15, 10, 150.0),
    ("lkjip", "turun", 15, 10, 50.0),
    ("lkjip", "turun", 5, 10, 150.0),
    ("lkjip", "turun", 25, 10, -50.0),
    ("lkjip", "turun", 0, 10, 200.0),
    ("lkjip", "naik", 3, 0, None),
    ("lkjip", "turun", 3, 0, None),
    ("bna", "naik", 7.5, 10, 75.0),
    ("bna", "turun", 15, 10, 50.0),
    ("bna", "turun", 25, 10, 0.0),
    ("bna", "turun", 1, 0, None),
    ("rasio", "naik", 7.5, 10, 75.0),
    ("rasio", "turun", 15, 10, 200 / 3),
    ("rasio", "turun", 5, 10, 200.0),
    ("rasio", "turun", 0, 10, 100.0),
    ("rasio", "turun", 3, 0, 0.0),
    ("rasio", "naik", 3, 0, None),
    ("wp", "naik", 9, 12, 75.0),
    ("wp", "turun", 9, 12, None),
]
WORDS = {
    "lkjip": [
        (150, "sangat baik"), (91, "sangat baik"), (90.999, "baik"), (76, "baik"),
        (75.999, "cukup"), (66, "cukup"), (65.999, "kurang"), (51, "kurang"),
        (50.999, "sangat kurang"), (-10, "sangat kurang"),
    ],
    "bna": [
        (90.001, "hijau"), (90, "kuning"), (70, "kuning"), (69.999, "merah"), (0, "merah"),
    ],
    "wp": [
        (100, "Sangat Berhasil"), (99.999, "kelas dari 75 %"), (75, "kelas dari 75 %"),
        (74.999, "kelas dari 55 %"), (55, "kelas dari 55 %"), (54.999, "Kurang Berhasil"),
    ],
    "kke": [
        (90, "AA"), (89.999, "A"), (80, "A"), (79.999, "BB"), (70, "BB"), (60, "B"), (50, "CC"),
        (49.999, "C"), (30, "C"), (29.999, "D"),
    ],
    "rasio": [(150, ""), (0, "")],
}  # fmt: skip


@pytest.mark.parametrize(("key", "direction", "value", "goal", "expected"), FORMULAS)
def test_each_formula_gives_what_its_program_gives(
    key: str, direction: str, value: float, goal: float, expected: float | None
) -> None:
    found = SCHEMES[key].compute(value, goal, direction)
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("key", SCHEMES)
def test_each_scheme_says_its_words_from_its_limits_on(key: str) -> None:
    said = [(achieved, SCHEMES[key].choose(achieved)) for achieved, _ in WORDS[key]]
    assert said == WORDS[key]
    assert {word for _, word in WORDS[key]} - {""} == {band.word for band in SCHEMES[key].bands}


def test_the_same_row_has_another_word_under_another_offices_formula() -> None:
    """T = 10, R = 15, lower is better: 50,0 % or 66,7 %."""
    ours = find_scheme()
    assert [ours.choose(f(15, 10) or 0.0) for f in achievement.LOWER_IS_BETTER.values()] == [
        "sangat kurang",
        "sangat kurang",
        "cukup",
    ]
    assert [SCHEMES[key].choose(76) for key in ("lkjip", "bna", "wp")] == [
        "baik",
        "kuning",
        "kelas dari 75 %",
    ]


def test_a_sum_over_filled_quarters_is_the_ratio_of_the_sums() -> None:
    """As one program has it: the target of a quarter that is not filled in does not count."""
    targets, achieved = (10, 20, 30, 40), (5, None, 45, None)
    filled = [n for n, value in enumerate(achieved) if value is not None]
    whole = compute_ratio(sum(achieved[n] or 0 for n in filled), sum(targets[n] for n in filled))
    assert whole == pytest.approx(125.0)


def test_what_is_in_force_is_the_files_first_scheme_and_every_surface_uses_it() -> None:
    ours = find_scheme()
    assert ours.key == reference.read("predikat")["skema"].iloc[0]
    assert (ours.use, ours.lower) == ("indikator", "2T-R")
    assert compute_achievement(15, 10, "turun") == ours.compute(15, 10, "turun")
    assert choose_band(90.999) == ours.choose(90.999)


@given(st.floats(-100, 300), st.floats(-100, 300), st.sampled_from(sorted(SCHEMES)))
def test_more_achieved_has_no_worse_word_in_any_scheme(one: float, other: float, key: str) -> None:
    words = [band.word for band in SCHEMES[key].bands]
    low, high = sorted((one, other))
    if words:
        assert words.index(SCHEMES[key].choose(high)) <= words.index(SCHEMES[key].choose(low))


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.key)
def test_every_scheme_names_its_document_and_the_lowest_word_has_no_limit(scheme: Scheme) -> None:
    assert scheme.document and scheme.address.startswith("https://")
    assert [band.cut is None for band in scheme.bands][-1:] in ([True], [])
    cuts = [band.cut for band in scheme.bands if band.cut is not None]
    assert cuts == sorted(cuts, reverse=True)
    if scheme.lower:
        assert scheme.name_formula("turun")
