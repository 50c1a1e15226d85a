"""Weights raked to what the register counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.survey.design import RAKED, Sample, SurveyError
from data.store.store import Store

SAME_TOTAL = 1e-6
"""The largest relative difference between the totals of two margins."""
REGISTER_MARGINS = ("kode_kecamatan", "skala")


def calibrate(sample: Sample, margins: Mapping[str, Mapping[str, float]]) -> Sample:
    """Return the sample with its weights raked to the population of each category of its margins.

    Raking (Deming and Stephan, Annals of Mathematical Statistics 11, 1940, 427-444) keeps every
    weight above 0, where linear calibration may not; estimates of the returned sample take it into
    account in their variance, by the residuals of the margins. Raises SurveyError for a category
    that only the sample or only the population has, for margins of different totals, and where no
    weights meet all margins.
    """
    import svy.errors

    for column, counts in margins.items():
        _check(sample.rows, column, counts)
    # Raking meets one margin after the other, over and over, until all are met. Margins of
    # different totals can never be met together, nor can margins that need a combination of
    # categories without a respondent. The first is easily seen here and gets a message of its own;
    # the second shows only when the library gives up.
    totals = {column: sum(counts.values()) for column, counts in margins.items()}
    if max(totals.values()) > (1 + SAME_TOTAL) * min(totals.values()):
        listed = ", ".join(f"{column} {total:,.0f}" for column, total in totals.items())
        raise SurveyError(
            f"Jumlah populasi menurut marginnya berbeda: {listed}. "
            "Pakai margin dari register dan periode yang sama."
        )
    raked = replace(sample, margins=margins)
    try:
        raked_weights = compute_weights(raked)
    except svy.errors.SvyError as error:
        raise SurveyError(
            f"Bobot tidak dapat disamakan dengan semua margin ({', '.join(margins)}): ada gabungan "
            "kategori tanpa responden. Gabungkan kategorinya atau kurangi marginnya."
        ) from error
    assert (raked_weights > 0).all(), "raking multiplies what is above 0 by what is above 0"
    return raked


def compute_weights(sample: Sample) -> np.ndarray:
    """Return each respondent's weight, raked where the sample is calibrated."""
    if not sample.margins:
        return sample.rows[sample.design.weight].to_numpy(float)
    data = sample.open_for_estimation({}).data
    return data.lazy().collect()[RAKED].to_numpy().astype(float)


def count_register_margins(store: Store, periode: str) -> dict[str, dict[str, float]]:
    """Return how many businesses the register of a period has by kecamatan and by class.

    Raises SurveyError where the period has no register.
    """
    counted = store.query(
        """
        select
            c.kode_wilayah as kode_kecamatan,
            u.skala,
            count(*) as usaha
        from usaha as u
        join cakupan as c on c.kode_kelurahan = u.kode_kelurahan
        where c.tingkat = 'kecamatan' and u.periode = ?
        group by all
        """,
        [periode],
    )
    if counted.empty:
        raise SurveyError(
            f"Register {periode} tidak ada, jadi tidak ada margin untuk kalibrasi. "
            "Masukkan register periode survei itu."
        )
    return {
        name: counted.groupby(name)["usaha"].sum().astype(float).to_dict()
        for name in REGISTER_MARGINS
    }


def _check(rows: pd.DataFrame, column: str, counts: Mapping[str, float]) -> None:
    """Raise SurveyError where a margin's categories are not those of the respondents."""
    if column not in rows or rows[column].isna().any():
        raise SurveyError(
            f"Margin {column} tidak terisi untuk setiap responden. "
            "Lengkapi kolomnya, atau kalibrasi tanpa margin itu."
        )
    sampled = set(rows[column].astype(str))
    for names, fault in (
        (sampled - set(counts), "ada di sampel tetapi tidak di populasi"),
        (set(counts) - sampled, "ada di populasi tetapi tidak punya responden"),
        (
            {name for name, count in counts.items() if not (np.isfinite(count) and count > 0)},
            "populasinya bukan angka lebih dari 0",
        ),
    ):
        if names:
            raise SurveyError(
                f"Margin {column}, {', '.join(sorted(names))}: {fault}. "
                "Gabungkan dengan kategori lain sebelum kalibrasi."
            )
