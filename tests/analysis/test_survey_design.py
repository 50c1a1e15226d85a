"""A sample that contradicts its design is refused in words; odd ones are estimated on purpose."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from analysis import survey
from analysis.survey import Design, Sample, SurveyError, mean, median, proportion, ratio, total
from analysis.survey.reliability import complement_signs, mask, sign_estimates

ROW = {
    "baris": 7,
    "bobot": 2.0,
    "strata": "S",
    "klaster": "K",
    "populasi_strata": 9,
    "populasi_klaster": 30,
    "y": 1,
}
DIRECT = Design("bobot", "strata", population="populasi_strata")
TWO_STAGE = Design("bobot", "strata", "klaster", "populasi_strata", "populasi_klaster")


def rows(*changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([ROW | {"baris": 2 + n} | change for n, change in enumerate(changes)])


@pytest.mark.parametrize(
    ("frame", "design", "said"),
    [
        (rows({}, {"bobot": -3.5}), DIRECT, "baris 3: bobot bukan angka lebih dari 0"),
        (rows({}, {"bobot": 0}), DIRECT, "baris 3: bobot bukan angka lebih dari 0"),
        (rows({}, {"bobot": math.inf}), DIRECT, "baris 3: bobot bukan angka lebih dari 0"),
        (rows({"bobot": None}, {}), DIRECT, "baris 2: bobot kosong. Isi untuk setiap responden"),
        (rows({}, {"strata": None}), DIRECT, "baris 3: strata kosong"),
        (rows({}, {"klaster": None}), TWO_STAGE, "baris 3: klaster kosong"),
        (rows(*[{"strata": None}] * 5), DIRECT, "baris 2, baris 3, baris 4 dan 2 lainnya: strata"),
        (
            rows({}, {"populasi_strata": 8}),
            DIRECT,
            "Survei, S: populasi_strata berbeda-beda dalam satu strata",
        ),
        (
            rows({"populasi_strata": 1}, {"populasi_strata": 1}),
            DIRECT,
            "Survei, S: populasi_strata lebih kecil dari yang ditarik dalam strata",
        ),
        (
            rows({"populasi_klaster": 1}, {"populasi_klaster": 1}),
            TWO_STAGE,
            "Survei, S / K: populasi_klaster lebih kecil dari yang ditarik dalam strata dan klas",
        ),
        (rows({}).drop(columns="strata"), DIRECT, "tidak punya kolom strata"),
        (
            rows({}),
            Design("bobot", "strata", cluster_population="populasi_klaster"),
            "Populasi klaster hanya berarti bersama klaster",
        ),
    ],
)
def test_an_impossible_design_is_refused_in_words(
    frame: pd.DataFrame, design: Design, said: str
) -> None:
    with pytest.raises(SurveyError, match=said):
        Sample(frame, design)


def test_an_answer_that_is_not_yes_or_no_has_no_share() -> None:
    with pytest.raises(SurveyError, match="Jawaban y berisi selain 1 dan 0"):
        proportion(Sample(rows({}, {"y": 2}), DIRECT), "y")


@pytest.mark.parametrize("estimate", [proportion, mean, total, median])
def test_a_sample_in_which_nobody_answered_has_no_rows(estimate: Any) -> None:
    sample = Sample(rows({"y": None}, {"y": None}).assign(kelas="a"), DIRECT)
    for by in ((), ["kelas"]):
        found = estimate(sample, "y", by)
        assert found.empty
        assert list(found.columns) == [*by, *survey.ESTIMATE]


def test_a_ratio_to_nothing_has_no_value() -> None:
    sample = Sample(rows({"x": 0}, {"x": 0}), DIRECT)
    assert ratio(sample, "y", "x").empty


def test_a_missing_answer_leaves_the_domain_and_stays_in_the_design() -> None:
    frame = rows({"y": 1}, {"y": 0}, {"y": None}, {"y": None}, {"y": 1})
    found = mean(Sample(frame, Design("bobot")), "y").iloc[0]
    assert found["n"] == 3
    filtered = mean(Sample(frame.dropna(subset="y"), Design("bobot")), "y").iloc[0]
    assert found["nilai"] == filtered["nilai"]
    assert found["galat_baku"] != pytest.approx(filtered["galat_baku"])


def test_one_respondent_tells_no_error_and_is_withheld() -> None:
    frame = rows(*[{"y": n % 2, "kelas": "a" if n else "b"} for n in range(9)])
    found = proportion(Sample(frame, DIRECT), "y", ["kelas"]).set_index("kelas")
    assert found.loc["b", "n"] == 1
    assert math.isnan(found.loc["b", "bawah"])
    shown = mask(found.assign(tanda=sign_estimates(found)))
    assert shown.loc["b", "tanda"] == "x"
    assert shown.loc["b", ["nilai", "bawah", "atas", "n"]].isna().all()


def test_many_respondents_of_one_cluster_are_too_unreliable() -> None:
    frame = rows(
        *[{"y": n % 2, "klaster": "K", "kelas": "a"} for n in range(12)],
        *[{"y": n % 2, "klaster": f"L{n % 3}", "kelas": "b"} for n in range(12)],
    )
    found = proportion(Sample(frame, TWO_STAGE), "y", ["kelas"])
    assert found["derajat_bebas"].tolist() == [0, 2]
    assert sign_estimates(found).iloc[0] == "F"


def test_a_stratum_with_one_respondent_deviates_from_the_mean_of_all() -> None:
    many = [{"y": n % 2, "strata": "S"} for n in range(9)]
    alone = {"strata": "T", "populasi_strata": 4, "bobot": 4.0}
    errors = [
        mean(Sample(rows(*many, alone | {"y": y}), DIRECT), "y")["galat_baku"].iloc[0]
        for y in (0, 1)
    ]
    assert min(errors) > 0.05
    whole = {"strata": "T", "populasi_strata": 1, "bobot": 1.0, "y": 1}
    certain = mean(Sample(rows(*many, whole), DIRECT), "y")["galat_baku"].iloc[0]
    assert certain == pytest.approx(0, abs=1e-12)


def test_a_category_with_any_sign_in_its_name_stays_one() -> None:
    frame = rows({"kelas": "a|b", "lain": "c"}, {"kelas": "a", "lain": "b|c"})
    found = proportion(Sample(frame, DIRECT), "y", ["kelas", "lain"])
    assert found[["kelas", "lain"]].values.tolist() == [["a", "b|c"], ["a|b", "c"]]


def parts(sizes: dict[str, int], answers: tuple[str, ...] = ("",)) -> pd.DataFrame:
    """Return the parts of one total with their n, signed."""
    frame = pd.DataFrame(
        [(part, answer, n) for part, n in sizes.items() for answer in answers],
        columns=["bagian", "jawaban", "n"],
    )
    return frame.assign(tanda=sign_estimates(frame.assign(rse=5.0, derajat_bebas=20)))


@pytest.mark.parametrize(
    ("sizes", "withheld"),
    [
        ({"a": 40, "b": 50}, ""),
        ({"a": 9, "b": 50, "c": 12, "d": 60}, "ac"),
        ({"a": 2, "b": 3, "c": 12, "d": 60}, "abc"),
        ({"a": 6, "b": 7, "c": 12, "d": 60}, "ab"),
        ({"a": 9, "b": 50}, "ab"),
        ({"a": 9}, "a"),
    ],
)
def test_a_withheld_part_is_not_what_the_total_leaves_over(
    sizes: dict[str, int], withheld: str
) -> None:
    frame = parts(sizes, ("pesan", "surel"))
    frame["tanda"] = complement_signs(frame, "bagian", "jawaban")
    assert set(frame.loc[frame["tanda"] == "x", "bagian"]) == set(withheld)
    shown = mask(frame.assign(nilai=1.0, bawah=0.0, atas=2.0))
    assert shown.loc[shown["tanda"] == "x", ["nilai", "bawah", "atas", "n"]].isna().all(axis=None)
    left = sum(sizes.values()) - shown.drop_duplicates("bagian")["n"].sum()
    assert left == 0 or left >= survey.MINIMUM or len(sizes) == 1
    assert shown.groupby("bagian")["tanda"].nunique().eq(1).all()
