"""Estimates equal those of R's survey package on its teaching samples; see the README there."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.survey import mean, median, proportion, ratio, total
from tests.analysis.survey_samples import FILES, api

REFERENCE = pd.read_csv(FILES / "rujukan.csv", keep_default_na=False, dtype=str)
CASES = list(REFERENCE.groupby(["contoh", "fpc", "jenis"]).groups)
SIX_FIGURES = 1e-7
TIE = ("clus1", "median", "No")
"""Half of the weight lies exactly below the middle of 50 schools of equal weight."""
PARTS = ["nilai", "galat_baku", "bawah", "atas", "derajat_bebas"]


@pytest.mark.parametrize(("contoh", "fpc", "jenis"), CASES)
def test_estimates_equal_the_reference_to_six_figures(contoh: str, fpc: str, jenis: str) -> None:
    sample = api(contoh, fpc == "ya")
    estimate = {
        "mean": lambda by: mean(sample, "api00", by),
        "total": lambda by: total(sample, "enroll", by),
        "ratio": lambda by: ratio(sample, "api.stu", "enroll", by),
        "median": lambda by: median(sample, "api00", by),
        "proportion": lambda by: proportion(sample, "capai", by),
        "korn_graubard": lambda by: proportion(sample, "capai", by),
    }[jenis]
    found = pd.concat([estimate(()).assign(kategori=""), estimate(["comp.imp"])])
    found["kategori"] = found["kategori"].fillna(found.get("comp.imp"))
    expected = REFERENCE[
        (REFERENCE["contoh"] == contoh) & (REFERENCE["fpc"] == fpc) & (REFERENCE["jenis"] == jenis)
    ]
    assert sorted(found["kategori"]) == sorted(expected["kategori"]) == ["", "No", "Yes"]
    for row in expected.to_dict("records"):
        (mine,) = found[found["kategori"] == row["kategori"]].to_dict("records")
        if (contoh, jenis, row["kategori"]) == TIE:
            middle = sample.rows.loc[sample.rows["comp.imp"] == "No", "api00"].sort_values()
            assert len(middle) == 50
            assert mine["nilai"] in middle.iloc[24:26].tolist()
            assert float(row["nilai"]) == middle.iloc[24]
            continue
        agree(mine, {name: float(row[name] or "nan") for name in [*PARTS, "efek"]}, jenis)


def agree(mine: dict[str, float], reference: dict[str, float], jenis: str) -> None:
    """Hold one estimate against the reference."""
    shares = jenis in ("proportion", "korn_graubard")
    scale = 100 if shares else 1
    assert mine["nilai"] == pytest.approx(scale * reference["nilai"], SIX_FIGURES)
    if jenis != "korn_graubard":
        error = scale * reference["galat_baku"]
        assert mine["galat_baku"] == pytest.approx(error, SIX_FIGURES)
    assert mine["derajat_bebas"] == reference["derajat_bebas"]
    if shares and reference["nilai"] == 1:
        # Everybody says yes: the reference then has no interval, and we have one.
        assert 0 < mine["bawah"] < mine["atas"] == 100
        return
    if jenis in ("mean", "total", "proportion"):
        assert mine["efek_rancangan"] == pytest.approx(reference["efek"], SIX_FIGURES)
        assert mine["n_efektif"] == pytest.approx(mine["n"] / reference["efek"], SIX_FIGURES)
    if jenis == "proportion":
        return  # the reference's limits are those of a mean
    limits = (scale * reference["bawah"], scale * reference["atas"])
    if shares and mine["efek_rancangan"] < 1:
        # Where the design gains, the reference lets the effective size exceed n, and we do not.
        assert mine["bawah"] < limits[0]
        assert mine["atas"] > limits[1]
    else:
        assert (mine["bawah"], mine["atas"]) == pytest.approx(limits, SIX_FIGURES)


def test_the_reference_holds_the_well_known_values() -> None:
    known = {"strat": (662.29, 9.4089), "clus1": (644.17, 23.542), "clus2": (670.81, 30.099)}
    means = REFERENCE[(REFERENCE["jenis"] == "mean") & (REFERENCE["kategori"] == "")]
    for row in means[means["fpc"] == "ya"].to_dict("records"):
        found = (float(row["nilai"]), float(row["galat_baku"]))
        assert found == pytest.approx(known[row["contoh"]], rel=1e-4)


def test_the_second_stage_counts_in_the_variance() -> None:
    both = api("clus2")
    first = pd.DataFrame(both.rows).assign(fpc2=1_000_000)
    larger = mean(type(both)(first, both.design), "api00")["galat_baku"].iloc[0]
    assert larger > mean(both, "api00")["galat_baku"].iloc[0]
