"""The 95 % intervals cover the known truth of the made-up population about 95 times in 100.

500 samples are redrawn as the made-up surveys are, with a vectorised twin of the estimator that is
itself held against the real one. Figures of every domain are printed (pytest -s).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.survey import make_sample, proportion
from data.demo.surveys import CLUSTERS_DRAWN, DRAWN_PER_CLUSTER, RESPONSE
from tests.data.rows import Workspace

DRAWS = 500
WANTED = (93.0, 97.0)


@dataclass(frozen=True)
class Shares:
    """Shares, variances, respondents and degrees of freedom: one row a draw, one column a domain;
    the last domain is the city."""

    share: np.ndarray
    variance: np.ndarray
    n: np.ndarray
    freedom: np.ndarray

    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the limits of Korn and Graubard with the effective size cut at n."""
        with np.errstate(divide="ignore", invalid="ignore"):
            size = self.share * (1 - self.share) / self.variance
        size *= (stats.t.ppf(0.975, self.n - 1) / stats.t.ppf(0.975, self.freedom)) ** 2
        size = np.minimum(self.n, np.where(np.isfinite(size), size, self.n))
        yes = size * self.share
        return (
            np.nan_to_num(stats.beta.ppf(0.025, yes, size - yes + 1), nan=0.0),
            np.nan_to_num(stats.beta.ppf(0.975, yes + 1, size - yes), nan=1.0),
        )


def with_city(parts: np.ndarray) -> np.ndarray:
    return np.column_stack([parts, parts.sum(axis=1)])


def population(demo: Workspace, periode: str) -> pd.DataFrame:
    """Return the businesses of a period whose answer is known: place, class and answer."""
    return demo.gudang.query(
        "select left(kode_kelurahan, 8) as kecamatan, kode_kelurahan as kelurahan, skala, "
        "cast(berusaha_daring as integer) as ya from usaha "
        "where periode = ? and berusaha_daring is not null order by all",
        [periode],
    )


def stratified(frame: pd.DataFrame, rng: np.random.Generator) -> tuple[Shares, pd.DataFrame]:
    """Return ``DRAWS`` samples of kecamatan x class, and the first one as rows."""
    strata = frame.groupby(["kecamatan", "skala"])["ya"].agg(["size", "sum"]).reset_index()
    size, yes = strata["size"].to_numpy(), strata["sum"].to_numpy()
    share = strata["skala"].map({"mikro": 0.08, "kecil": 0.14, "menengah": 1.0}).to_numpy()
    drawn = np.minimum(size, np.maximum(8, np.round(share * size))).astype(int)
    n = rng.binomial(drawn, RESPONSE, (DRAWS, len(strata)))
    n = np.where(n == 0, drawn, n)
    found = rng.hypergeometric(yes, size - yes, n)
    p = found / n
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = size**2 * (1 - n / size) * p * (1 - p) / (n - 1)
    # A stratum with one respondent deviates from the residual of the whole, which is 0.
    member = pd.get_dummies(strata["kecamatan"]).to_numpy(float)
    weight = with_city(np.tile(size @ member, (DRAWS, 1)))
    shares = with_city((size * p) @ member) / weight
    alone = (n == 1) * size**2 * (1 - 1 / size)
    lonely = np.where(n == 1, 0.0, np.nan_to_num(spread))
    own = np.stack([(lonely + alone * (p - shares[:, [k]]) ** 2) for k in range(shares.shape[1])])
    inside = np.column_stack([member, np.ones(len(strata))])
    variance = np.einsum("kds,sk->dk", own, inside) / weight**2
    respondents = with_city(n @ member)
    freedom = respondents - with_city(np.tile(member.sum(axis=0), (DRAWS, 1)))
    rows = [
        {
            "kode_wilayah": kecamatan,
            "strata": f"{kecamatan}-{skala}",
            "populasi_strata": size[place],
            "bobot": size[place] / n[0, place],
            "jawaban": int(number < found[0, place]),
            "semesta": True,
        }
        for place, (kecamatan, skala) in enumerate(
            zip(strata["kecamatan"], strata["skala"], strict=True)
        )
        for number in range(n[0, place])
    ]
    return Shares(shares, variance, respondents, freedom), pd.DataFrame(rows)


def clustered(frame: pd.DataFrame, rng: np.random.Generator) -> tuple[Shares, pd.DataFrame]:
    """Return ``DRAWS`` samples of kelurahan in each kecamatan, and the first one as rows."""
    kelurahan = frame.groupby(["kecamatan", "kelurahan"])["ya"].agg(["size", "sum"])
    draws, rows = [], []
    for kecamatan, clusters in kelurahan.groupby(level=0):
        names = clusters.index.get_level_values(1)
        size, yes = clusters["size"].to_numpy(), clusters["sum"].to_numpy()
        chosen = rng.permuted(np.tile(np.arange(len(size)), (DRAWS, 1)), axis=1)[:, :CLUSTERS_DRAWN]
        m, hits = size[chosen], yes[chosen]
        n = np.maximum(rng.binomial(np.minimum(m, DRAWN_PER_CLUSTER), RESPONSE), 1)
        found = rng.hypergeometric(hits, m - hits, n)
        draws.append((len(size), m, n, found))
        rows += [
            {
                "kode_wilayah": kecamatan,
                "strata": kecamatan,
                "klaster": names[chosen[0, place]],
                "populasi_strata": len(size),
                "populasi_klaster": m[0, place],
                "bobot": len(size) / CLUSTERS_DRAWN * m[0, place] / n[0, place],
                "jawaban": int(number < found[0, place]),
                "semesta": True,
            }
            for place in range(CLUSTERS_DRAWN)
            for number in range(n[0, place])
        ]
    return two_stage(draws), pd.DataFrame(rows)


def two_stage(draws: list[tuple[int, np.ndarray, np.ndarray, np.ndarray]]) -> Shares:
    """Return the shares of each kecamatan and the city from what its clusters answered."""
    k = CLUSTERS_DRAWN
    raised = [(N / k * m, N, m, n, found / n) for N, m, n, found in draws]
    above = with_city(np.column_stack([(w * p).sum(axis=1) for w, _, _, _, p in raised]))
    below = with_city(np.column_stack([w.sum(axis=1) for w, *_ in raised]))
    share = above / below
    parts = np.zeros((len(raised), *share.shape))
    for place, (w, N, m, n, p) in enumerate(raised):
        for domain in (place, len(raised)):
            total = w * (p - share[:, [domain]])
            first = (1 - k / N) * k / (k - 1) * ((total - total.mean(axis=1, keepdims=True)) ** 2)
            inner = w**2 / n * p * (1 - p) * np.where(n > 1, n / np.maximum(n - 1, 1), 0)
            second = k / N * (1 - n / m) * inner
            parts[place, :, domain] = (first + second).sum(axis=1) / below[:, domain] ** 2
    respondents = with_city(np.column_stack([n.sum(axis=1) for _, _, _, n, _ in raised]))
    freedom = np.tile([k - 1] * len(raised) + [(k - 1) * len(raised)], (DRAWS, 1))
    return Shares(share, parts.sum(axis=0), respondents, freedom)


Draw = Callable[[pd.DataFrame, np.random.Generator], tuple[Shares, pd.DataFrame]]


def covered(demo: Workspace, periode: str, drawn: Draw) -> np.ndarray:
    """Return in how many of 100 draws each interval holds the truth, the city's last; and print
    it."""
    frame = population(demo, periode)
    found, rows = drawn(frame, np.random.default_rng(3673))
    assert_twin(found, rows)
    truth = np.append(frame.groupby("kecamatan")["ya"].mean().to_numpy(), frame["ya"].mean())
    low, high = found.limits()
    share = 100 * ((low <= truth) & (truth <= high)).mean(axis=0)
    width = 100 * (high - low).mean(axis=0)
    print(f"\n{periode} tercakup {share.round(1)} %, lebar {width.round(1)} poin")
    return share


def test_intervals_of_the_stratified_survey_cover_the_truth(demo: Workspace) -> None:
    *kecamatan, city = covered(demo, "2025-06", stratified)
    assert WANTED[0] <= city <= WANTED[1]
    assert WANTED[0] <= np.mean(kecamatan) <= WANTED[1]
    assert min(kecamatan) >= WANTED[0]


def test_intervals_of_the_cluster_survey_cover_the_truth(demo: Workspace) -> None:
    """With four degrees of freedom a kecamatan's interval is cautious: Korn and Graubard shrink the
    effective size by the square of the t values, and never let it exceed n."""
    *kecamatan, city = covered(demo, "2023-06", clustered)
    assert WANTED[0] <= city <= WANTED[1]
    assert min(kecamatan) >= WANTED[0]


def assert_twin(found: Shares, rows: pd.DataFrame) -> None:
    """Hold the first draw of the twin against the real estimator."""
    survey = make_sample(rows)
    real = pd.concat(
        [
            proportion(survey, "jawaban", ["kode_wilayah"], "semesta"),
            proportion(survey, "jawaban", (), "semesta"),
        ]
    )
    low, high = found.limits()
    assert 100 * found.share[0] == pytest.approx(real["nilai"].to_numpy(float))
    error = 100 * np.sqrt(found.variance[0])
    assert error == pytest.approx(real["galat_baku"].to_numpy(float))
    assert found.n[0] == pytest.approx(real["n"].to_numpy(float))
    assert found.freedom[0] == pytest.approx(real["derajat_bebas"].to_numpy(float))
    assert 100 * low[0] == pytest.approx(real["bawah"].to_numpy(float))
    assert 100 * high[0] == pytest.approx(real["atas"].to_numpy(float))
