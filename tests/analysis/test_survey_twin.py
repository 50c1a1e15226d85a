"""Estimates equal those of a slow and obvious twin on random small designs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.survey import Design, Sample, mean, proportion, ratio, total
from analysis.survey.difference import compare_domains
from tests.analysis import survey_twin as twin
from tests.pace import examples

KINDS = ("langsung", "klaster", "dua tahap")
SPACE = {"rel": 1e-9, "abs": 1e-9}


@st.composite
def surveys(draw: st.DrawFn) -> tuple[pd.DataFrame, Design, list[dict[str, Any]]]:
    """Return a small sample with its design, and its rows for the twin."""
    kind, corrected = draw(st.sampled_from(KINDS)), draw(st.booleans())
    two_stages = kind == "dua tahap"
    rows: list[dict[str, Any]] = []
    for stratum in range(draw(st.integers(1, 3))):
        clusters = draw(st.integers(1 if stratum else 2, 4))
        more = draw(st.integers(0, 5))
        for cluster in range(clusters):
            members = 1 if kind == "langsung" else draw(st.integers(1, 4))
            larger = members + draw(st.integers(0, 6))
            rows += [
                {
                    "strata": f"S{stratum}",
                    # The same numbers in every stratum: a cluster is one within its stratum.
                    "klaster": None if kind == "langsung" else f"K{cluster}",
                    "populasi": clusters + more if corrected else None,
                    "populasi_klaster": larger if corrected and two_stages else None,
                    "bobot": draw(st.sampled_from([1.0, 1.5, 3.25, 40.0])),
                    "y": draw(st.integers(-3, 9)),
                    "dasar": draw(st.integers(1, 5)),
                    "jawaban": draw(st.sampled_from([0, 1])),
                    "satu": 1,
                    "wilayah": draw(st.sampled_from(["A", "B"])),
                    "semesta": draw(st.sampled_from([True, True, True, False])),
                }
                for _ in range(members)
            ]
    design = Design(
        "bobot",
        "strata",
        "klaster" if kind != "langsung" else None,
        "populasi" if corrected else None,
        "populasi_klaster" if corrected and two_stages else None,
    )
    return pd.DataFrame(rows), design, rows


def inside(name: str) -> Any:
    return lambda row: row["wilayah"] == name and row["semesta"]


@examples(120, 20)
@given(surveys())
def test_estimates_equal_the_twin(made: tuple[pd.DataFrame, Design, list[dict[str, Any]]]) -> None:
    frame, design, rows = made
    sample = Sample(frame, design)
    units = (
        frame.groupby("strata")["klaster"].nunique()
        if design.cluster
        else frame.value_counts("strata")
    )
    alone = (units == 1).any()

    def of_total(domain: Any) -> twin.Estimated:
        return twin.total(rows, domain)

    for estimate, judge in (
        (total(sample, "y", ["wilayah"], "semesta"), of_total),
        (mean(sample, "y", ["wilayah"], "semesta"), lambda d: twin.ratio(rows, d, "satu")),
        (
            ratio(sample, "y", "dasar", ["wilayah"], "semesta"),
            lambda d: twin.ratio(rows, d, "dasar"),
        ),
    ):
        for found in estimate.to_dict("records"):
            expected = judge(inside(found["wilayah"]))
            assert found["nilai"] == pytest.approx(expected.value, **SPACE)
            if judge is of_total and alone:
                continue  # conventions differ here: the residuals of a total do not add up to 0
            assert found["galat_baku"] == pytest.approx(expected.error, rel=1e-7, abs=1e-7)
    answers = [row | {"y": row["jawaban"]} for row in rows]
    for found in proportion(sample, "jawaban", ["wilayah"], "semesta").to_dict("records"):
        expected = twin.ratio(answers, inside(found["wilayah"]), "satu")
        assert found["nilai"] == pytest.approx(100 * expected.value, **SPACE)
        assert found["galat_baku"] == pytest.approx(100 * expected.error, rel=1e-6, abs=1e-6)
        assert found["n"] == sum(map(inside(found["wilayah"]), rows))
        if found["derajat_bebas"] > 0:
            assert 0 <= found["bawah"] <= found["nilai"] + 1e-9
            assert found["nilai"] - 1e-9 <= found["atas"] <= 100


@examples(120, 20)
@given(surveys())
def test_a_contrast_of_two_domains_equals_the_twin(
    made: tuple[pd.DataFrame, Design, list[dict[str, Any]]],
) -> None:
    frame, design, rows = made
    found = compare_domains(Sample(frame, design), "jawaban", "wilayah", [("A", "B")], "semesta")
    answers = [row | {"y": row["jawaban"]} for row in rows]
    if not all(any(map(inside(name), rows)) for name in "AB"):
        assert found.empty
        return
    expected = twin.difference(answers, inside("A"), inside("B"))
    (row,) = found.to_dict("records")
    assert row["beda"] == pytest.approx(100 * expected.value, **SPACE)
    if pd.notna(row["galat_baku"]):
        assert row["galat_baku"] == pytest.approx(100 * expected.error, rel=1e-6)
        assert row["bawah"] < row["beda"] < row["atas"]
        assert 0 <= row["p"] <= 1
