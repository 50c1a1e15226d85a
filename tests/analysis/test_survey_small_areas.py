"""Modelled kelurahan equal a published example, know their error, and are labelled as modelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.survey import Design, Sample, SurveyError, proportion
from analysis.survey.fay_herriot import Fit, fit
from analysis.survey.kelurahan import KELURAHAN, estimate_kelurahan
from analysis.survey.small_areas import estimate_small_areas
from tests.analysis.survey_samples import FILES
from tests.data.rows import Workspace


def milk() -> Fit:
    frame = pd.read_csv(FILES / "susu.csv")
    groups = pd.get_dummies(frame["major_area"]).to_numpy(float)
    covariates = np.column_stack([np.ones(len(frame)), groups[:, 1:]])
    return fit(frame["direct_est"].to_numpy(), frame["std_error"].to_numpy() ** 2, covariates)


def test_the_model_equals_the_published_example() -> None:
    """R sae 1.3: mseFH(yi ~ as.factor(MajorArea), SD^2), REML, whose own scoring stops at 1e-4."""
    found = milk()
    assert found.variance == pytest.approx(0.01855022, rel=1e-5)
    assert found.areas[:3] == pytest.approx([1.021970, 1.047602, 1.067951], abs=1e-6)
    assert found.mse[:3] == pytest.approx([0.013460, 0.005373, 0.005702], abs=1e-6)


def test_the_variance_between_areas_is_where_the_restricted_likelihood_is_highest() -> None:
    frame = pd.read_csv(FILES / "susu.csv")
    y, sampling = frame["direct_est"].to_numpy(), frame["std_error"].to_numpy() ** 2
    x = np.column_stack(
        [np.ones(len(y)), pd.get_dummies(frame["major_area"]).to_numpy(float)[:, 1:]]
    )

    def likelihood(variance: float) -> float:
        v = np.diag(variance + sampling)
        inverse = np.linalg.inv(v)
        information = x.T @ inverse @ x
        residual = y - x @ np.linalg.solve(information, x.T @ inverse @ y)
        parts = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
        return -0.5 * float(parts + residual @ inverse @ residual)

    best = milk().variance
    around = [likelihood(best * factor) for factor in (0.9, 0.999, 1, 1.001, 1.1)]
    assert max(around) == around[2]


def drawn(rng: np.random.Generator, between: float) -> tuple[np.ndarray, ...]:
    """Return truth, direct estimates, sampling variances and covariates of 60 areas."""
    x = np.column_stack([np.ones(60), rng.uniform(20, 60, 60)])
    sampling = rng.uniform(20, 200, 60)
    truth = x @ np.array([5.0, 0.9]) + rng.normal(0, np.sqrt(between), 60)
    return truth, truth + rng.normal(0, np.sqrt(sampling)), sampling, x


def test_the_stated_error_is_the_true_one_over_many_draws_and_below_the_direct_one() -> None:
    rng = np.random.default_rng(3)
    true, stated, direct = [], [], []
    for _ in range(300):
        truth, estimate, sampling, x = drawn(rng, 30.0)
        found = fit(estimate, sampling, x)
        true.append((found.areas - truth) ** 2)
        stated.append(found.mse)
        direct.append(sampling)
    assert np.mean(stated) == pytest.approx(np.mean(true), rel=0.1)
    assert np.mean(true) < 0.5 * np.mean(direct)


def test_an_area_without_respondents_has_the_line_and_its_whole_error() -> None:
    rng = np.random.default_rng(4)
    true, stated = [], []
    for _ in range(600):
        truth, estimate, sampling, x = drawn(rng, 30.0)
        found = fit(estimate[1:], sampling[1:], x[1:])
        value, mse = found.predict(x[:1])
        assert value[0] == pytest.approx(x[0] @ found.coefficients)
        true.append((value[0] - truth[0]) ** 2)
        stated.append(mse[0])
    assert np.mean(stated) == pytest.approx(np.mean(true), rel=0.15)


def test_areas_that_lie_on_the_line_have_no_variance_between_them() -> None:
    x = np.column_stack([np.ones(20), np.arange(20.0)])
    found = fit(3 + 2 * np.arange(20.0), np.full(20, 9.0), x)
    assert found.variance == 0
    assert found.areas == pytest.approx(3 + 2 * np.arange(20.0))
    assert (found.mse > 0).all()


def test_too_few_areas_are_refused_in_words() -> None:
    with pytest.raises(SurveyError, match="Hanya 4 wilayah punya taksiran langsung"):
        fit(np.ones(4), np.ones(4), np.column_stack([np.ones(4), np.arange(4.0)]))


def survey(
    sizes: list[int], seed: int = 1, truth: Sequence[float] | None = None
) -> tuple[Sample, dict[str, float]]:
    """Return a sample of areas of two kecamatan by their sizes, and the register's shares, which
    are the ``truth`` unless that is given."""
    rng = np.random.default_rng(seed)
    codes = [f"36.73.0{1 + n % 2}.{1001 + n}" for n in range(len(sizes))]
    rates = dict(zip(codes, np.linspace(30, 60, len(sizes)), strict=True))
    true = dict(zip(codes, truth or list(rates.values()), strict=True))
    rows = pd.DataFrame({"kel": np.repeat(codes, sizes), "bobot": 5.0, "semesta": True})
    rows["jawaban"] = (rng.random(len(rows)) < rows["kel"].map(true) / 100).astype(int)
    return Sample(rows, Design("bobot")), rates


def estimate(sample: Sample, rates: Mapping[str, float]) -> pd.DataFrame:
    found = estimate_small_areas(sample, "jawaban", "kel", rates, "semesta")
    return found.set_index("kode_wilayah")


def test_where_the_register_tells_much_the_model_stands_for_every_area() -> None:
    sample, rates = survey([80] * 12 + [4, 4, 5, 6])
    found = estimate(sample, rates)
    assert list(found.index) == list(rates)
    assert set(found["cara"]) == {"model"}
    assert found["n"].isna().all()
    own = proportion(sample, "jawaban", ["kel"]).set_index("kel").loc[found.index[:12]]
    assert (found["galat_baku"].iloc[:12].astype(float) < own["galat_baku"]).all()
    assert (found["bawah"] < found["nilai"]).all()


def test_where_the_register_tells_nothing_direct_estimates_stay() -> None:
    sample, rates = survey([400] * 12, truth=[20, 80] * 6)
    direct = estimate(sample, rates)
    assert set(direct["cara"]) == {"langsung"}
    mine = proportion(sample, "jawaban", ["kel"]).set_index("kel").loc[direct.index]
    for name in ("nilai", "galat_baku", "bawah", "atas", "n"):
        assert direct[name].astype(float).tolist() == pytest.approx(mine[name].tolist())


def test_a_modelled_value_that_may_not_be_shown_hides_no_direct_one() -> None:
    sample, rates = survey([80] * 12, truth=[5, 95] * 6)
    found = estimate(sample, rates)
    own = proportion(sample, "jawaban", ["kel"]).set_index("kel").loc[found.index]
    shown = own["rse"] < 50
    assert shown.any()
    assert found.loc[shown.to_numpy(), "nilai"].notna().all()


def test_an_area_where_all_agree_is_no_more_certain_than_the_others() -> None:
    sample, rates = survey([15] * 16, truth=[100.0, *np.linspace(40, 80, 15)])
    found = estimate(sample, rates)
    assert found["cara"].iloc[0] == "model"
    assert 0 < float(found["nilai"].iloc[0]) < 100


def test_answers_that_are_withheld_do_not_move_what_is_published() -> None:
    sizes = [80] * 12 + [4, 4, 0, 0]
    sample, rates = survey(sizes)
    few = sample.rows["kel"].map(sample.rows.groupby("kel").size()) < 10
    turned = sample.rows.assign(jawaban=sample.rows["jawaban"].where(~few, 1))
    again = estimate_small_areas(Sample(turned, sample.design), "jawaban", "kel", rates, "semesta")
    before = estimate_small_areas(sample, "jawaban", "kel", rates, "semesta")
    # Only the whole sample's share moves, by which all variances are smoothed.
    assert (again["cara"] == before["cara"]).all()
    gap = (again["nilai"].astype(float) - before["nilai"].astype(float)).abs()
    assert gap.max() < 0.2


def test_a_single_withheld_kelurahan_of_a_kecamatan_takes_another_one_with_it() -> None:
    sample, rates = survey([400] * 12 + [4], truth=[20, 80] * 6 + [20])
    # With a register that tells nothing the direct estimates stay, but for those two.
    found = estimate(sample, rates)
    without_n = found[found["n"].isna()].index
    assert "36.73.01.1013" in without_n
    assert len(without_n) == 2
    assert {code[:8] for code in without_n} == {"36.73.01"}


def test_where_the_register_is_withheld_nothing_is_modelled() -> None:
    sample, rates = survey([80] * 12 + [4, 4, 0, 0])
    hidden = list(rates)[-1], list(rates)[-3]
    found = estimate_small_areas(
        sample, "jawaban", "kel", rates | dict.fromkeys(hidden, float("nan")), "semesta"
    ).set_index("kode_wilayah")
    assert found.loc[list(hidden), "cara"].tolist() == ["tidak ada"] * 2
    assert found.loc[list(hidden), "tanda"].tolist() == ["..", "x"]
    assert found.loc[list(hidden), ["nilai", "bawah", "atas", "galat_baku"]].isna().all(axis=None)


def test_too_few_areas_have_direct_estimates_alone() -> None:
    sample, rates = survey([80] * 6 + [0])
    found = estimate_small_areas(sample, "jawaban", "kel", rates, "semesta")
    assert found["cara"].tolist() == ["langsung"] * 6 + ["tidak ada"]


@pytest.mark.parametrize("kode", ["berusaha_daring", "proporsi_nib"])
def test_kelurahan_of_the_demo_are_nearer_to_the_truth_than_direct_estimates(
    demo: Workspace, kode: str
) -> None:
    register = demo.publik.query("select * from sel where sumber = 'register'")
    found = estimate_kelurahan(demo.gudang, INDICATORS[kode], register)
    assert list(found.columns) == KELURAHAN
    assert found.groupby("periode").size().to_dict() == {"2023-06": 67, "2025-06": 67}
    assert set(found["cara"]) == {"model"}
    assert found.loc[found["periode"] == "2023-06", "cara"].isin(["model", "tidak ada"]).all()
    assert found.loc[found["cara"] == "model", "n"].isna().all()
    known = found[found["nilai"].notna()].merge(
        register[register["dimensi"] == ""],
        on=["indikator", "periode", "kode_wilayah"],
        suffixes=("", "_benar"),
    )
    inside = (known["bawah"] <= known["nilai_benar"]) & (known["nilai_benar"] <= known["atas"])
    assert inside.mean() > 0.9
    modelled = known[known["cara"] == "model"]
    error = (modelled["nilai"] - modelled["nilai_benar"]).astype(float)
    assert np.sqrt((error**2).mean()) < 4


def test_an_indicator_of_several_answers_has_no_kelurahan(demo: Workspace) -> None:
    register = demo.publik.query("select * from sel where sumber = 'register'")
    assert estimate_kelurahan(demo.gudang, INDICATORS["kanal_daring"], register).empty
