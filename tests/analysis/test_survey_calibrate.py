"""Calibrated weights give the register's totals, stay above 0, and count in the variance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.indicators import INDICATORS
from analysis.survey import Design, Sample, SurveyError, mean, proportion, total
from analysis.survey.calibrate import calibrate, compute_weights, count_register_margins
from analysis.survey.published import read_samples
from tests.analysis.survey_samples import api
from tests.data.rows import Workspace
from tests.pace import examples

SCHOOLS = {"stype": {"E": 4421, "H": 755, "M": 1018}, "sch.wide": {"No": 1072, "Yes": 5122}}


def test_estimates_of_the_raked_teaching_sample_equal_the_reference() -> None:
    """R survey 4.1-1: rake(dclus1, list(~stype, ~sch.wide), ...) with epsilon 1e-10."""
    raked = calibrate(api("clus1"), SCHOOLS)
    assert mean(raked, "api00")[["nilai", "galat_baku"]].iloc[0].tolist() == pytest.approx(
        [641.2303209268, 23.703616887929], rel=1e-7
    )
    assert total(raked, "enroll")[["nilai", "galat_baku"]].iloc[0].tolist() == pytest.approx(
        [3647280.14807054, 400603.256861826], rel=1e-7
    )
    domain = mean(raked, "api00", ["comp.imp"]).set_index("comp.imp").loc["Yes"]
    assert domain[["nilai", "galat_baku"]].tolist() == pytest.approx(
        [646.350522717328, 23.3452151410367], rel=1e-7
    )


def test_calibration_takes_the_sampling_error_of_what_it_fixes_away() -> None:
    sample = api("clus1")
    sample = Sample(sample.rows.assign(satu=1), sample.design)
    assert total(sample, "satu")["galat_baku"].iloc[0] > 1000
    found = total(calibrate(sample, SCHOOLS), "satu").iloc[0]
    assert found["nilai"] == pytest.approx(6194)
    assert found["galat_baku"] == pytest.approx(0, abs=1e-3)


@examples(100, 8)
@given(st.integers(0, 10_000), st.data())
def test_raked_weights_are_positive_and_meet_every_total(seed: int, data: st.DataObject) -> None:
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "bobot": rng.uniform(0.5, 20, 60),
            "a": np.tile(["x", "y", "z"], 20),
            "b": np.repeat(["p", "q"], 30),
        }
    )
    counts = data.draw(st.lists(st.integers(50, 5_000), min_size=3, max_size=3))
    part = data.draw(st.floats(0.1, 0.9))
    margins = {
        "a": dict(zip("xyz", map(float, counts), strict=True)),
        "b": {"p": sum(counts) * part, "q": sum(counts) * (1 - part)},
    }
    found = compute_weights(calibrate(Sample(rows, Design("bobot")), margins))
    assert (found > 0).all()
    for column, wanted in margins.items():
        for name, count in wanted.items():
            assert found[rows[column] == name].sum() == pytest.approx(count, rel=1e-6)


@pytest.mark.parametrize("periode", ["2023-06", "2025-06"])
def test_calibrated_totals_of_the_demo_are_those_of_its_register(
    demo: Workspace, periode: str
) -> None:
    entry = INDICATORS["berusaha_daring"]
    surveys = dict(read_samples(demo.gudang, entry, "berusaha_daring", "kota", ""))
    raw = surveys[periode]
    margins = count_register_margins(demo.gudang, periode)
    raked = calibrate(raw, margins)
    for column, wanted in margins.items():
        found = pd.Series(compute_weights(raked)).groupby(raw.rows[column].to_numpy()).sum()
        assert found.to_dict() == pytest.approx(wanted)
    before, after = (proportion(s, "jawaban", (), "semesta").iloc[0] for s in (raw, raked))
    if periode == "2025-06":
        # Its strata are these classes, so its weights met the totals before.
        parts = ["nilai", "galat_baku"]
        assert after[parts].tolist() == pytest.approx(before[parts].tolist())
    else:
        assert after["nilai"] != pytest.approx(before["nilai"])
        assert 0.8 < after["galat_baku"] / before["galat_baku"] < 1.2


def rows(**columns: list[object]) -> Sample:
    return Sample(pd.DataFrame({"bobot": [1.0, 1.0, 1.0], **columns}), Design("bobot"))


@pytest.mark.parametrize(
    ("sample", "margins", "said"),
    [
        (rows(a=["x", "y", "y"]), {"a": {"x": 9.0}}, "Margin a, y: ada di sampel tetapi tidak"),
        (rows(a=["x", "x", "x"]), {"a": {"x": 9.0, "y": 1.0}}, "Margin a, y: ada di populasi"),
        (rows(a=["x", "y", "y"]), {"a": {"x": 9.0, "y": 0.0}}, "Margin a, y: populasinya bukan"),
        (rows(a=["x", None, "y"]), {"a": {"x": 9.0, "y": 1.0}}, "Margin a tidak terisi"),
        (rows(), {"a": {"x": 9.0}}, "Margin a tidak terisi"),
        (
            rows(a=["x", "y", "y"], b=["p", "q", "q"]),
            {"a": {"x": 5.0, "y": 5.0}, "b": {"p": 5.0, "q": 6.0}},
            "Jumlah populasi menurut marginnya berbeda: a 10, b 11",
        ),
        (
            rows(a=["x", "y", "y"], b=["p", "q", "q"]),
            {"a": {"x": 5.0, "y": 5.0}, "b": {"p": 4.0, "q": 6.0}},
            r"Bobot tidak dapat disamakan dengan semua margin \(a, b\)",
        ),
    ],
)
def test_margins_that_no_weights_can_meet_are_refused_in_words(
    sample: Sample, margins: dict[str, dict[str, float]], said: str
) -> None:
    with pytest.raises(SurveyError, match=said):
        calibrate(sample, margins)


def test_a_period_without_a_register_has_no_margins(demo: Workspace) -> None:
    with pytest.raises(SurveyError, match="Register 1999-01 tidak ada"):
        count_register_margins(demo.gudang, "1999-01")
