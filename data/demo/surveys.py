"""Two sample surveys of the made-up population, by different designs."""

from __future__ import annotations

import numpy as np
import pandas as pd

CLUSTERS_DRAWN, DRAWN_PER_CLUSTER = 5, 24
RESPONSE = 0.85


def draw_strata(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a stratified sample (kecamatan x skala) of the true answers, one row a respondent.

    Kecil is over-sampled and menengah taken whole; ``RESPONSE`` of them answer, and the weight of
    a stratum's respondents is raised to its population (``populasi_strata``).
    """
    parts = []
    for (kecamatan, skala), rows in frame.groupby(["kode_kecamatan", "skala"]):
        wanted = {"mikro": 0.08, "kecil": 0.14, "menengah": 1.0}[str(skala)]
        size = min(len(rows), max(8, round(wanted * len(rows))))
        drawn = rows.sample(n=size, random_state=int(rng.integers(1 << 31)))
        answered = drawn[rng.random(size) > 1 - RESPONSE]
        if answered.empty:
            answered = drawn
        parts.append(
            answered.assign(
                strata=f"{kecamatan}-{skala}",
                populasi_strata=len(rows),
                bobot=len(rows) / len(answered),
            )
        )
    return _number_respondents(parts)


def draw_clusters(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a two-stage sample of the true answers, one row a respondent.

    In each kecamatan (stratum) some kelurahan are drawn, and in each of these some businesses. Who
    answers stands for the whole kelurahan (``populasi_klaster``), and the kelurahan drawn stand
    for all of their kecamatan (``populasi_strata``).
    """
    parts = []
    for kecamatan, rows in frame.groupby("kode_kecamatan"):
        all_kelurahan = sorted(rows["kode_kelurahan"].unique())
        for kelurahan in sorted(rng.choice(all_kelurahan, CLUSTERS_DRAWN, replace=False)):
            of_kelurahan = rows[rows["kode_kelurahan"] == kelurahan]
            drawn = of_kelurahan.iloc[rng.permutation(len(of_kelurahan))[:DRAWN_PER_CLUSTER]]
            answered = drawn[rng.random(len(drawn)) < RESPONSE]
            parts.append(
                answered.assign(
                    strata=kecamatan,
                    klaster=kelurahan,
                    populasi_strata=len(all_kelurahan),
                    populasi_klaster=len(of_kelurahan),
                    bobot=len(all_kelurahan) / CLUSTERS_DRAWN * len(of_kelurahan) / len(answered),
                )
            )
    return _number_respondents(parts)


def _number_respondents(parts: list[pd.DataFrame]) -> pd.DataFrame:
    survey = pd.concat(parts, ignore_index=True)
    survey["id_responden"] = [f"R{n:05d}" for n in range(1, len(survey) + 1)]
    return survey
