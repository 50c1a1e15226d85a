"""A choice survives its way into a link and back, and a wrong link is answered with a sentence."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.definitions.selection import CITY, Options, Selection, read_options
from data import reference
from tests.data.rows import Workspace

NAMES = ("periode", "kecamatan", "skala")
LABELS = st.text(string.ascii_letters + string.digits + "éÉ ", min_size=1, max_size=12).filter(
    lambda label: label.strip() == label
)
CHOICES = st.lists(LABELS, min_size=1, max_size=5, unique_by=str.casefold).map(
    lambda labels: {label: f"kode-{number}" for number, label in enumerate(labels)}
)
OPTIONS = st.builds(Options, periode=CHOICES, kecamatan=CHOICES, skala=CHOICES)
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    str.swapcase,
    lambda label: label.replace(" ", "-"),
    lambda label: f"  {label} ",
)


def chosen_from(data: st.DataObject, offered: Options) -> Selection:
    return Selection(
        *(data.draw(st.sampled_from(list(getattr(offered, name).values()))) for name in NAMES)
    )


@given(OPTIONS, st.data())
def test_a_choice_survives_the_round_trip_to_a_link(offered: Options, data: st.DataObject) -> None:
    chosen = chosen_from(data, offered)
    assert offered.read(offered.write(chosen)) == (chosen, [])


@given(OPTIONS, st.data(), st.sampled_from(SPELLINGS))
def test_a_value_may_be_written_in_any_case_and_with_hyphens(
    offered: Options, data: st.DataObject, spelled: Callable[[str], str]
) -> None:
    chosen = chosen_from(data, offered)
    link = {name: spelled(label) for name, label in offered.write(chosen).items()}
    assert offered.read(link) == (chosen, [])


@given(OPTIONS, st.sampled_from(NAMES), st.text(max_size=80))
def test_an_unknown_value_falls_back_and_the_sentence_names_it_and_the_list(
    offered: Options, name: str, value: str
) -> None:
    labels = getattr(offered, name)
    plain = value.replace("-", " ").strip().casefold()
    assume(plain not in {label.casefold() for label in labels})
    chosen, problems = offered.read({name: value})
    assert chosen == offered.default()
    (sentence,) = problems
    assert f"{name} '{value[:40]}' tidak dikenal" in sentence
    assert f"dipakai '{next(iter(labels))}'" in sentence
    assert sentence.endswith(f"Yang ada: {', '.join(labels)}.")
    assert value[:41] not in sentence or len(value) <= 40


@given(OPTIONS)
def test_what_nobody_chose_is_the_first_of_each_list_and_needs_no_parameter(
    offered: Options,
) -> None:
    default = Selection("kode-0", "kode-0", "kode-0")
    assert offered.read({}) == (default, [])
    assert offered.write(default) == {}


def test_one_wrong_value_leaves_the_others_as_chosen(demo: Workspace) -> None:
    chosen, problems = read_options(demo.publik).read({"kecamatan": "kasemen", "skala": "raksasa"})
    assert chosen == Selection("2025-06", "36.73.02", "")
    assert len(problems) == 1


def test_a_parameter_of_another_page_is_ignored(demo: Workspace) -> None:
    offered = read_options(demo.publik)
    assert offered.read({"indikator": "apa saja"}) == (offered.default(), [])


def test_the_cube_offers_its_periods_newest_first_and_the_six_kecamatan(demo: Workspace) -> None:
    offered = read_options(demo.publik)
    assert list(offered.periode) == ["Juni 2025", "Juni 2024", "Juni 2023", "Juni 2022"]
    assert list(offered.kecamatan.values()) == [CITY, *reference.list_kecamatan()]
    assert list(offered.skala) == ["Semua skala", "Mikro", "Kecil dan menengah"]


@pytest.mark.parametrize(
    ("area", "name"), [(CITY, "Kota Serang"), ("36.73.05", "Kecamatan Cipocok Jaya")]
)
def test_an_area_is_named_as_in_a_sentence(area: str, name: str) -> None:
    assert Selection("2025-06", area).area_name == name


def test_the_whole_city_keeps_period_and_class() -> None:
    chosen = Selection("2025-06", "36.73.05", "mikro")
    assert chosen.widen_to_city() == Selection("2025-06", CITY, "mikro")
