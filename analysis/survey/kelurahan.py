"""Surveyed indicators by kelurahan."""

from __future__ import annotations

import pandas as pd

from analysis.definitions.indicator import Indicator
from analysis.survey.published import ANSWER, CELL, UNIVERSE, read_samples
from analysis.survey.small_areas import SMALL_AREAS, estimate_small_areas
from data.store.store import Store

KELURAHAN = [*CELL, *SMALL_AREAS[1:]]


def estimate_kelurahan(store: Store, indicator: Indicator, register: pd.DataFrame) -> pd.DataFrame:
    """Return ``KELURAHAN``: what every survey says of each kelurahan, and how (``cara``).

    ``register`` are the register's published cells (``COLUMNS``), withheld ones without a value;
    see ``estimate_small_areas``. There are no rows for an indicator of several answers, nor for a
    survey whose respondents name no kelurahan or that has no register of its period.
    """
    level = "kelurahan"
    cells = register[
        (register["indikator"] == indicator.kode)
        & (register["tingkat"] == level)
        & (register["dimensi"] == "")
    ]
    by_survey = []
    if level in indicator.levels and not indicator.by_answer:
        # One sample a survey, the city's whole: its kelurahan are domains of it.
        for periode, survey in read_samples(store, indicator, indicator.questions[""], "kota", ""):
            here = cells[cells["periode"] == periode].sort_values("kode_wilayah")
            if here.empty or survey.rows["kode_kelurahan"].isna().all():
                continue
            rates = dict(zip(here["kode_wilayah"], here["nilai"].astype(float), strict=True))
            areas = estimate_small_areas(survey, ANSWER, "kode_kelurahan", rates, UNIVERSE)
            by_survey.append(areas.assign(periode=periode))
    if not by_survey:
        return pd.DataFrame(columns=KELURAHAN)
    return pd.concat(by_survey, ignore_index=True).assign(
        indikator=indicator.kode, tingkat=level, dimensi="", kategori=""
    )[KELURAHAN]
