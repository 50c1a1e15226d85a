"""A walk over all indicators and breakdowns: nothing is left unsaid."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from analysis.compute import CHANNEL
from analysis.dimensions import DIMENSIONS, UNKNOWN
from analysis.indicator import Indicator
from analysis.indicators import INDICATORS
from analysis.publication import LEVELS
from tests.analysis import twin

TEXTS = [f.name for f in fields(Indicator) if f.type == "str" and f.name != "universe"]
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
    assert entry.satuan in {"persen", "usaha", "hari"}
    assert entry.arah in {"naik", "turun", "netral"}


@every
def test_breakdowns_and_levels_are_known(entry: Indicator) -> None:
    assert set(entry.rincian) <= set(DIMENSIONS)
    assert entry.rincian[0] == "", "the table without a breakdown comes first"
    assert set(entry.levels) <= {"kota", "kecamatan", "kelurahan"}
    by_channel = set(entry.hits or {"": ""}) != {""}
    for dimension in entry.rincian:
        assert set(LEVELS[CHANNEL if by_channel else dimension]) & set(entry.levels)


@every
def test_hits_have_labels_and_a_parent_that_counts_their_universe(entry: Indicator) -> None:
    if entry.hits is None:
        assert entry.labels is None
        assert not entry.survey
        return
    assert (entry.labels is not None) == (set(entry.hits) != {""})
    if entry.labels is not None:
        assert set(entry.labels) == set(entry.hits)
    assert entry.parent is not None
    kode, cell = entry.parent
    parent = INDICATORS[kode]
    assert cell in ("n", "ya")
    assert set(entry.levels) <= set(parent.levels)
    assert set(entry.rincian) <= set(parent.rincian), "every table needs the one above it"


@every
def test_percent_is_the_unit_of_a_share_and_of_nothing_else(entry: Indicator) -> None:
    assert (entry.satuan == "persen") == (entry.hits is not None and entry.share)


@every
def test_twin_judges_every_counted_indicator(entry: Indicator) -> None:
    assert entry.kode == "kesegaran" or entry.kode in twin.ANSWERS
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
