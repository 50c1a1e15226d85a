"""A difference is said only when a test that respects the design allows it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.definitions.indicators import INDICATORS
from analysis.survey import Design, Sample, compared, proportion
from analysis.survey.difference import (
    BETWEEN_AREAS,
    OVER_TIME,
    UNDECIDED,
    adjust_by_holm,
    choose_words,
    compare_domains,
    compare_samples,
)
from analysis.survey.published import judge_estimates
from tests.analysis.survey_samples import api
from tests.data.rows import Workspace
from tests.pace import examples

WORDS = {*OVER_TIME, *BETWEEN_AREAS, UNDECIDED}


def estimate(**columns: Any) -> pd.DataFrame:
    usual = {"wilayah": "A", "nilai": 40.0, "galat_baku": 3.0, "derajat_bebas": 30, "n": 99}
    return pd.DataFrame([usual | columns])


def test_variances_of_independent_samples_add_up_and_the_fewer_clusters_rule() -> None:
    new, old = estimate(), estimate(nilai=30.0, galat_baku=4.0, derajat_bebas=8)
    found = compare_samples(new, old, ["wilayah"]).iloc[0]
    assert found["beda"] == 10
    assert found["galat_baku"] == 5
    assert found["derajat_bebas"] == pytest.approx(25**2 / (81 / 30 + 256 / 8))
    t = stats.t(found["derajat_bebas"])
    assert found["p"] == pytest.approx(2 * t.sf(2))
    half = 5 * t.ppf(0.975)
    assert (found["bawah"], found["atas"]) == pytest.approx((10 - half, 10 + half))


def test_equal_samples_have_the_degrees_of_freedom_of_both() -> None:
    found = compare_samples(estimate(), estimate(), ["wilayah"]).iloc[0]
    assert found["derajat_bebas"] == pytest.approx(60)
    assert found["p"] == 1


@pytest.mark.parametrize("certain", [0.0, 100.0])
def test_there_is_no_test_against_a_share_that_has_no_error_of_its_own(certain: float) -> None:
    found = compare_samples(estimate(), estimate(nilai=certain, galat_baku=0.0), ["wilayah"])
    assert found["beda"].iloc[0] == 40 - certain
    assert found[["galat_baku", "bawah", "atas", "derajat_bebas", "p"]].isna().all(axis=None)
    assert choose_words(found["beda"], adjust_by_holm(found["p"]), OVER_TIME).tolist() == [
        UNDECIDED
    ]


@pytest.mark.parametrize(
    ("name", "value", "error", "freedom"),
    [
        # R survey 4.1-1: svycontrast of svyby(..., covmat = TRUE), with degf of both domains.
        ("strat", 48.61, 19.4021553995334, 148),
        ("clus1", 30.296626984127, 30.0276061918454, 14),
        ("clus2", 94.4697415260795, 28.2140582332441, 39),
    ],
)
def test_a_contrast_of_two_domains_equals_the_reference(
    name: str, value: float, error: float, freedom: int
) -> None:
    # A score between 0 and 1 000 is a share of 1 000; the function answers in percent.
    sample = api(name)
    scored = Sample(sample.rows.assign(skor=sample.rows["api00"] / 1000), sample.design)
    found = compare_domains(scored, "skor", "stype", [("E", "H")]).iloc[0]
    assert 10 * found["beda"] == pytest.approx(value, rel=1e-7)
    assert 10 * found["galat_baku"] == pytest.approx(error, rel=1e-7)
    assert found["derajat_bebas"] == freedom


def test_domains_that_share_clusters_are_not_independent() -> None:
    rng = np.random.default_rng(5)
    level = rng.uniform(0.2, 0.8, 20)
    frame = pd.DataFrame({"klaster": np.repeat(np.arange(20), 20), "bobot": 1.0})
    frame["kelas"] = np.tile(["a", "b"], 200)
    frame["y"] = (rng.random(400) < np.repeat(level, 20)).astype(int)
    sample = Sample(frame, Design("bobot", cluster="klaster"))
    paired = compare_domains(sample, "y", "kelas", [("a", "b")]).iloc[0]["galat_baku"]
    errors = proportion(sample, "y", ["kelas"])["galat_baku"]
    assert paired < 0.8 * math.hypot(*errors)


def test_a_pair_without_answers_has_no_row() -> None:
    found = compare_domains(api("strat"), "capai", "stype", [("E", "X"), ("E", "M")])
    assert found[["satu", "lain"]].values.tolist() == [["E", "M"]]
    assert compare_domains(api("strat"), "capai", "stype", []).empty


def test_holm_by_hand() -> None:
    found = adjust_by_holm(pd.Series([0.01, 0.04, 0.03, math.nan, 0.005]))
    assert found.tolist()[:3] == pytest.approx([0.03, 0.06, 0.06])
    assert math.isnan(found[3])
    assert found[4] == pytest.approx(0.02)
    assert adjust_by_holm(pd.Series([math.nan], dtype=float)).isna().all()


@examples(200, 20)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_is_never_more_generous_than_one_test_nor_sterner_than_bonferroni(
    p: list[float],
) -> None:
    plain = pd.Series(p)
    found = adjust_by_holm(plain)
    assert (found >= plain).all()
    assert (found <= np.minimum(1, len(p) * plain) + 1e-12).all()
    assert (found[plain.sort_values().index].diff().dropna() >= 0).all()


@pytest.mark.parametrize(
    ("difference", "p", "word"),
    [
        (3.0, 0.049, "naik"),
        (-3.0, 0.049, "turun"),
        (3.0, 0.05, UNDECIDED),
        (-3.0, 0.9, UNDECIDED),
        (0.0, 1.0, UNDECIDED),
        (math.nan, math.nan, UNDECIDED),
    ],
)
def test_words_follow_the_test(difference: float, p: float, word: str) -> None:
    assert choose_words(pd.Series([difference]), pd.Series([p]), OVER_TIME).tolist() == [word]


def test_a_test_of_no_difference_errs_as_often_as_it_says() -> None:
    """Two samples of one population: about 5 in 100 differ, by 5 clusters or by 40 alike."""
    rng = np.random.default_rng(11)
    rounds = 4_000
    for clusters in (5, 40):
        old = rng.normal(0, 1, (rounds, clusters))
        new = rng.normal(0, 1, (rounds, 30))
        sides = [
            pd.DataFrame(
                {
                    "wilayah": range(rounds),
                    "nilai": 50 + side.mean(axis=1),
                    "galat_baku": side.std(axis=1, ddof=1) / np.sqrt(side.shape[1]),
                    "derajat_bebas": side.shape[1] - 1,
                }
            )
            for side in (new, old)
        ]
        found = compare_samples(*sides, ["wilayah"])
        wrong = 100 * (found["p"] < 0.05).mean()
        assert 4 < wrong < 6.5


@pytest.mark.parametrize("kode", ["berusaha_daring", "ber_nib"])
def test_the_change_of_the_city_between_the_surveys_is_that_of_its_estimates(
    demo: Workspace, kode: str
) -> None:
    found = compared.compare_surveys(judge_estimates(demo.gudang, INDICATORS[kode]))
    assert list(found.columns) == compared.CHANGES
    assert set(found["kata"]) <= WORDS
    (city,) = found[(found["tingkat"] == "kota") & (found["dimensi"] == "")].to_dict("records")
    assert (city["periode_lama"], city["periode"]) == ("2023-06", "2025-06")
    shares = demo.publik.query(
        "select periode, nilai from sel where indikator = ? and sumber = 'survei' "
        "and tingkat = 'kota' and dimensi = ''",
        [kode],
    ).set_index("periode")["nilai"]
    assert city["beda"] == pytest.approx(shares["2025-06"] - shares["2023-06"])
    assert city["p_holm"] == city["p"]
    kecamatan = found[found["tingkat"] == "kecamatan"]
    assert len(kecamatan) == 6
    assert kecamatan["p_holm"].tolist() == pytest.approx(adjust_by_holm(kecamatan["p"]).tolist())
    sure = found[found["kata"] != UNDECIDED]
    assert ((sure["beda"] > 0) == (sure["kata"] == "naik")).all()
    assert (sure["p_holm"] < 0.05).all()


def test_nothing_is_said_of_an_estimate_that_is_not_shown(demo: Workspace) -> None:
    found = compared.compare_surveys(judge_estimates(demo.gudang, INDICATORS["kanal_daring"]))
    cells = demo.publik.query(
        "select * from sel where indikator = 'kanal_daring' and sumber = 'survei'"
    )
    keys = ["tingkat", "dimensi", "kode_wilayah", "kategori"]
    hidden = cells.loc[cells["nilai"].isna(), keys].drop_duplicates()
    assert not hidden.empty
    silent = found.merge(hidden, on=keys)
    assert len(silent) == len(hidden)
    assert silent[["beda", "galat_baku", "bawah", "atas", "p", "p_holm"]].isna().all(axis=None)
    assert set(silent["kata"]) == {UNDECIDED}


def test_every_pair_of_kecamatan_is_compared_once(demo: Workspace) -> None:
    found = compared.compare_areas(
        demo.gudang,
        INDICATORS["berusaha_daring"],
        judge_estimates(demo.gudang, INDICATORS["berusaha_daring"]),
    )
    assert list(found.columns) == compared.AREAS
    assert set(found["periode"]) == {"2025-06"}
    assert len(found) == 15
    assert (found["satu"] < found["lain"]).all()
    assert found["p_holm"].tolist() == pytest.approx(adjust_by_holm(found["p"]).tolist())
    assert {"lebih tinggi", "lebih rendah", UNDECIDED} >= set(found["kata"]) > {UNDECIDED}


def test_without_a_second_survey_there_is_no_change(usaha_rows: Any) -> None:
    store = usaha_rows({})
    entry = INDICATORS["berusaha_daring"]
    assert list(compared.compare_surveys(judge_estimates(store, entry)).columns) == compared.CHANGES
    assert compared.compare_surveys(judge_estimates(store, entry)).empty
    assert compared.compare_areas(store, entry, judge_estimates(store, entry)).empty
