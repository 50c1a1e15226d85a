"""A walk over all indicators and breakdowns: nothing is left unsaid."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from analysis.definitions.derived import WAYS
from analysis.definitions.dimensions import ANSWERS, DIMENSIONS, UNKNOWN
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS, THEMES
from analysis.release.publication import LEVELS
from tests.analysis import twin

TEXTS = [
    f.name for f in fields(Indicator) if f.type == "str" and f.name not in ("universe", "answers")
]
every = pytest.mark.parametrize("entry", INDICATORS.values(), ids=list(INDICATORS))


def test_codes_and_titles_are_unique() -> None:
    entries = list(INDICATORS.values())
    assert list(INDICATORS) == [entry.kode for entry in entries]
    for name in ("kode", "judul", "pendek", "definisi"):
        assert len({getattr(entry, name) for entry in entries}) == len(entries), name


@every
def test_every_text_is_filled(entry: Indicator) -> None:
    assert len(TEXTS) >= 13
    for name in TEXTS:
        assert getattr(entry, name).strip(), name
    assert re.fullmatch(r"[a-z_]+", entry.kode)
    assert re.fullmatch(r"\d{4}-\d{2}", entry.periode_pertama)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", entry.ditinjau)
    assert entry.satuan in {"persen", "usaha", "hari", "poin"}
    assert entry.arah in {"naik", "turun", "netral"}


@every
def test_breakdowns_and_levels_are_known(entry: Indicator) -> None:
    assert set(entry.rincian) <= set(DIMENSIONS)
    assert entry.rincian[0] == "", "the table without a breakdown comes first"
    assert set(entry.levels) <= {"kota", "kecamatan", "kelurahan"}
    for dimension in entry.tables:
        assert set(LEVELS[dimension]) & set(entry.levels)
    assert (entry.labels is not None) == (entry.tables == (entry.answers,))
    assert not entry.labels or entry.answers in ANSWERS


@every
def test_hits_have_labels_and_a_parent_that_counts_their_universe(entry: Indicator) -> None:
    if entry.hits is None:
        assert entry.labels is None
        assert not entry.survey
        return
    assert (entry.labels is not None) == (set(entry.hits) != {""})
    if entry.labels is not None:
        assert set(entry.labels) == set(entry.hits)
    if not entry.counted:
        assert entry.parent is None, "what is derived adds up to nothing"
        return
    if entry.parent is None:
        assert entry.universe != "true", "everybody is counted by another indicator"
        return
    kode, cell = entry.parent
    parent = INDICATORS[kode]
    assert cell in ("n", "ya")
    assert set(entry.levels) <= set(parent.levels)
    assert set(entry.rincian) <= set(parent.rincian), "every table needs the one above it"


@every
def test_percent_is_the_unit_of_a_share_and_of_nothing_else(entry: Indicator) -> None:
    share = entry.hits is not None and entry.share
    assert (entry.satuan == "persen") == (share or entry.way in ("cakupan", "susunan"))
    assert (entry.satuan == "poin") == (entry.way == "skor")


@every
def test_twin_judges_every_counted_indicator(entry: Indicator) -> None:
    assert entry.counted == (entry.kode in twin.ANSWERS)
    assert entry.counted or entry.way in WAYS
    assert set(entry.rincian) <= set(twin.BREAKDOWNS)


@pytest.mark.parametrize("key", DIMENSIONS)
def test_breakdowns_have_labels_and_coarse_ones_regroup_the_fine_one(key: str) -> None:
    dimension = DIMENSIONS[key]
    assert dimension.key == key
    assert dimension.label
    assert all(dimension.categories.values())
    if dimension.coarse_of is not None:
        fine = DIMENSIONS[dimension.coarse_of]
        parts = [part for _, members in dimension.groups for part in members]
        assert sorted(parts) == sorted(fine.categories)
        assert [name for name, _ in dimension.groups] == list(dimension.categories)


@pytest.mark.parametrize("key", ["sektor", "produk"])
def test_unknown_is_a_category_of_its_own(key: str) -> None:
    assert DIMENSIONS[key].categories[UNKNOWN] == "Tidak diketahui"


def test_indicators_stand_together_by_theme_in_the_order_of_the_themes() -> None:
    order = list(THEMES)
    places = [order.index(entry.tema) for entry in INDICATORS.values()]
    assert places == sorted(places)
    assert set(places) == set(range(len(order)))


def test_codes_of_the_reference_list_are_written_as_the_list_writes_them() -> None:
    said = " ".join(entry.rujukan for entry in INDICATORS.values())
    codes = re.findall(r"\b\d[\d.]{4,}\d\b", said)
    assert sorted(set(codes)) == ["02.10.003", "02.10.005"]
    assert all(re.fullmatch(r"\d{2}\.\d{2}\.\d{3}", code) for code in codes)


@every
def test_every_tie_names_a_table_that_is_published_at_the_same_places(entry: Indicator) -> None:
    for tie in entry.ties:
        kode, dimension, category, what = tie.of
        other = INDICATORS[kode]
        assert tie.kategori in entry.questions
        assert dimension in other.tables
        assert category in DIMENSIONS[dimension].categories
        assert what in ("n", "ya", "tidak")
        mine = set(LEVELS[entry.tables[0]]) & set(entry.levels)
        assert mine <= set(LEVELS[dimension]) & set(other.levels)


def test_the_entry_names_every_number_that_coverage_is_worked_out_from() -> None:
    entry = INDICATORS["cakupan"]
    for number in ("946.700", "12.203.100", "759.929", "58.954"):
        assert number in entry.definisi
    assert "perkiraan" in entry.judul and "bukan angka resmi" in entry.definisi


def test_what_must_not_be_set_beside_other_shares_says_so() -> None:
    assert "3,06 %" in INDICATORS["kecil_menengah"].mengapa
    for kode in ("dasar_digital", "skor_digital"):
        assert "Tidak dapat disandingkan dengan angka Uni Eropa" in INDICATORS[kode].definisi
    assert "tidak membuktikan" in INDICATORS["dibina_daring"].definisi
