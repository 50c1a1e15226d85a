"""Estimates equal a plain textbook one, and say when they cannot be trusted."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import survey
from analysis.definitions.indicator import COLUMNS, Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.survey import reliability
from data.settings import ROOT
from data.store.store import STORE, Store
from tests.data.rows import Workspace, one

SURVEYED = [entry for entry in INDICATORS.values() if entry.survey]


def textbook(frame: pd.DataFrame, inside: pd.Series) -> tuple[float, float]:
    """Return a domain's weighted share and its standard error, by the formulas of a textbook.

    Stratified sampling without replacement, Taylor linearisation of the ratio, the finite
    population correction of each stratum; who is outside the domain counts as zero.
    """
    weight = frame["bobot"].to_numpy(float) * inside.to_numpy(float)
    yes = frame["jawaban"].fillna(0).to_numpy(float)
    share = (weight * yes).sum() / weight.sum()
    residual = weight * (yes - share) / weight.sum()
    variance = 0.0
    for stratum in sorted(set(frame["strata"])):
        here = (frame["strata"] == stratum).to_numpy()
        n, population = here.sum(), frame.loc[here, "populasi_strata"].iloc[0]
        deviation = residual[here] - residual[here].mean()
        variance += (1 - n / population) * n / (n - 1) * (deviation**2).sum()
    return share, math.sqrt(variance)


def korn_graubard(share: float, error: float, n: int, freedom: int) -> tuple[float, float]:
    """Return the 95 % limits: Clopper-Pearson with the effective size of the sample."""
    size = share * (1 - share) / error**2
    size *= (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, freedom)) ** 2
    size = min(n, size)
    yes = size * share
    return (
        float(stats.beta.ppf(0.025, yes, size - yes + 1)),
        float(stats.beta.ppf(0.975, yes + 1, size - yes)),
    )


def sample(seed: int, sizes: tuple[int, ...] = (40, 25, 60), chance: float = 0.4) -> pd.DataFrame:
    """Return respondents of strata with unequal weights, some outside and some without answer."""
    rng = np.random.default_rng(seed)
    parts = [
        pd.DataFrame(
            {
                "strata": f"S{number}",
                "populasi_strata": size * (3 + number),
                "bobot": 3.0 + number,
                "jawaban": pd.array(rng.random(size) < chance + 0.1 * number, dtype="Int64"),
                "semesta": rng.random(size) < 0.9,
                "wilayah": rng.choice(["A", "B"], size),
            }
        )
        for number, size in enumerate(sizes)
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame.loc[rng.random(len(frame)) < 0.1, "jawaban"] = pd.NA
    return frame


@pytest.mark.parametrize("seed", range(4))
def test_share_error_and_interval_equal_the_textbook(seed: int) -> None:
    frame = sample(seed)
    found = survey.estimate_domain_shares(frame, ["wilayah"])
    assert found["wilayah"].tolist() == ["A", "B"]
    errors = survey.proportion(survey.make_sample(frame), "jawaban", ["wilayah"], "semesta")
    for row, error in zip(found.itertuples(), errors["galat_baku"] / 100, strict=True):
        inside = (frame["wilayah"] == row.wilayah) & frame["jawaban"].notna() & frame["semesta"]
        share, expected = textbook(frame, inside)
        freedom = int(inside.sum()) - frame.loc[inside, "strata"].nunique()
        low, high = korn_graubard(share, expected, int(inside.sum()), freedom)
        assert row.n == inside.sum()
        assert row.nilai == pytest.approx(100 * share, abs=1e-6)
        assert error == pytest.approx(expected, abs=1e-8)
        assert (row.bawah, row.atas) == pytest.approx((100 * low, 100 * high), abs=1e-6)


@pytest.mark.parametrize(("periode", "width"), [("2023-06", 12), ("2025-06", 10)])
def test_interval_of_the_demo_survey_covers_the_true_share_of_the_city(
    demo: Workspace, periode: str, width: float
) -> None:
    estimate = demo.publik.query(
        "select nilai, bawah, atas from sel where indikator = 'berusaha_daring' "
        "and sumber = 'survei' and tingkat = 'kota' and dimensi = '' and periode = ?",
        [periode],
    ).iloc[0]
    # Answers are missing at random in the register, so its known ones show the truth.
    true = one(
        demo.gudang,
        "select 100.0 * count(*) filter (where berusaha_daring) / count(berusaha_daring) "
        f"from usaha where periode = '{periode}'",
    )
    assert estimate["bawah"] < true < estimate["atas"]
    assert estimate["atas"] - estimate["bawah"] < width


@pytest.mark.parametrize(("answer", "share"), [(0, 0.0), (1, 100.0)])
def test_unanimous_domain_has_an_interval_and_is_to_be_used_with_care(
    answer: int, share: float
) -> None:
    frame = sample(1)
    frame.loc[frame["wilayah"] == "A", "jawaban"] = answer
    found = survey.estimate_domain_shares(frame, ["wilayah"]).set_index("wilayah").loc["A"]
    assert found["nilai"] == pytest.approx(share)
    assert found["tanda"] == "E"
    width = found["atas"] - found["bawah"]
    assert 0 < width < 20
    assert share in (pytest.approx(found["bawah"]), pytest.approx(found["atas"]))


def test_fewer_than_ten_respondents_have_no_value() -> None:
    frame = sample(2)
    few = frame.index[frame["jawaban"].notna() & frame["semesta"]][:9]
    frame["wilayah"] = "B"
    frame.loc[few, "wilayah"] = "A"
    found = survey.estimate_domain_shares(frame, ["wilayah"]).set_index("wilayah")
    assert found.loc["A", "tanda"] == "x"
    assert found.loc["A", ["nilai", "bawah", "atas", "n"]].isna().all()
    assert found.loc["B", "tanda"] == ""


@pytest.mark.parametrize(
    ("relative", "sign"), [(24.9, ""), (25.0, "E"), (49.9, "E"), (50.0, "F"), (90.0, "F")]
)
def test_sign_follows_the_relative_error(relative: float, sign: str) -> None:
    judged = pd.DataFrame({"rse": [relative], "n": [30], "derajat_bebas": [20]})
    assert reliability.sign_estimates(judged).tolist() == [sign]
    cell = pd.DataFrame({"nilai": [1.0], "bawah": [0.5], "atas": [2.0], "n": [30]})
    shown = reliability.mask(cell.assign(tanda=sign))
    assert shown[["nilai", "bawah", "atas"]].isna().all(axis=None) == (sign == "F")
    assert shown["n"].tolist() == [30]


@pytest.mark.parametrize("answer", [0, 1])
def test_relative_error_is_that_of_the_smaller_side(answer: int) -> None:
    frame = sample(4, chance=0.1)
    if answer:
        frame["jawaban"] = 1 - frame["jawaban"]
    found = survey.proportion(survey.make_sample(frame), "jawaban", ["wilayah"], "semesta")
    assert ((found["nilai"] > 50) == bool(answer)).all()
    smaller = (100 - found["nilai"]) if answer else found["nilai"]
    assert found["rse"].tolist() == pytest.approx((100 * found["galat_baku"] / smaller).tolist())


def test_domain_in_which_nobody_answered_is_left_out() -> None:
    frame = sample(3)
    frame.loc[frame["wilayah"] == "A", "jawaban"] = pd.NA
    assert survey.estimate_domain_shares(frame, ["wilayah"])["wilayah"].tolist() == ["B"]
    frame["jawaban"] = pd.NA
    assert survey.estimate_domain_shares(frame, ["wilayah"]).empty


@pytest.mark.parametrize("entry", SURVEYED, ids=[entry.kode for entry in SURVEYED])
def test_estimates_of_the_demo_have_the_agreed_columns_and_hold_their_value(
    demo: Workspace, entry: object
) -> None:
    frame = demo.publik.query(
        "select * from sel where sumber = 'survei' and indikator = ?",
        [entry.kode],  # type: ignore[attr-defined]
    )
    assert set(COLUMNS) <= set(frame.columns)
    assert (frame["n"].dropna() >= survey.MINIMUM).all()
    shown = frame[frame["tanda"].isin(["", "E"])]
    assert not shown.empty
    assert (shown["bawah"] <= shown["nilai"]).all()
    assert (shown["nilai"] <= shown["atas"]).all()
    assert frame[~frame["tanda"].isin(["", "E"])]["nilai"].isna().all()
    assert frame[["pembilang", "penyebut"]].isna().all(axis=None)


def test_register_alone_gives_no_estimate(usaha_rows: object) -> None:
    store: Store = usaha_rows({})  # type: ignore[operator]
    for entry in SURVEYED:
        found = survey.mask_estimates(survey.judge_estimates(store, entry))
        assert found.empty
        assert tuple(found.columns) == COLUMNS


@pytest.fixture
def thinned(demo: Workspace, workspace: Workspace) -> Store:
    """The demo's store in which Curug has nine respondents of the newest survey left."""
    path = workspace.folder / "tipis.duckdb"
    shutil.copy(demo.settings.gudang / demo.gudang.version / STORE, path)
    with duckdb.connect(str(path)) as con:
        con.execute(
            "delete from survei where periode = '2025-06' and kode_kecamatan = '36.73.04' and "
            "baris not in (select baris from survei where periode = '2025-06' "
            "and kode_kecamatan = '36.73.04' and berusaha_daring and strata like '%mikro' "
            "order by baris limit 9)"
        )
    return Store("tipis", demo.gudang.record, duckdb.connect(str(path), read_only=True))


@pytest.mark.parametrize("entry", SURVEYED, ids=[entry.kode for entry in SURVEYED])
def test_a_kecamatan_with_few_respondents_is_withheld_with_another_one(
    thinned: Store, entry: Indicator
) -> None:
    found = survey.mask_estimates(survey.judge_estimates(thinned, entry))
    found = found[found["periode"] == "2025-06"]
    city = found[(found["tingkat"] == "kota") & found["dimensi"].isin(["", "kanal"])]
    kecamatan = found[found["tingkat"] == "kecamatan"]
    for answer, rows in kecamatan.groupby("kategori"):
        withheld = rows[rows["tanda"] == "x"]
        assert len(withheld) == 2
        assert "36.73.04" in set(withheld["kode_wilayah"])
        assert withheld[["nilai", "bawah", "atas", "n"]].isna().all(axis=None)
        (whole,) = city.loc[city["kategori"] == answer, "n"]
        assert whole - rows["n"].sum() >= survey.MINIMUM + 9
    # All answers of a question have the same respondents, so the same places are withheld.
    assert (
        kecamatan[kecamatan["tanda"] == "x"]
        .groupby("kategori")["kode_wilayah"]
        .agg(tuple)
        .nunique()
        == 1
    )


def test_the_estimation_library_is_loaded_only_where_it_is_used() -> None:
    code = (
        "import sys, analysis.release.publish, analysis.survey.compared, "
        "analysis.survey.kelurahan, analysis.survey.calibrate; "
        "print([m for m in ('svy', 'polars') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
