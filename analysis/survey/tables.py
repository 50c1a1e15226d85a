"""What a release says of its surveys: estimates for the cube, and tables of their own beside it."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis.definitions.indicators import INDICATORS
from analysis.survey import compared, published
from analysis.survey.kelurahan import estimate_kelurahan
from data.store.store import Store


class Tables(NamedTuple):
    """``cells`` are rows of the cube; ``changes`` (``compared.CHANGES``), ``areas``
    (``compared.AREAS``) and ``kelurahan`` (``kelurahan.KELURAHAN``) go beside it. Each says with
    ``asal`` whether its respondents are made up."""

    cells: pd.DataFrame
    changes: pd.DataFrame
    areas: pd.DataFrame
    kelurahan: pd.DataFrame


def make_tables(store: Store, register: pd.DataFrame) -> Tables:
    """Return everything that is published of all surveys.

    ``register`` are the register's published cells, withheld ones without a value: what is modelled
    rests on nothing else.
    """
    made_up = bool(store.query("select coalesce(bool_or(sintetis), false) from survei").iat[0, 0])
    asked = compared.read_asked(store)
    parts: list[tuple[pd.DataFrame, ...]] = []
    for entry in INDICATORS.values():
        if entry.survey:
            estimates = published.judge_estimates(store, entry)
            parts.append(
                (
                    published.mask_estimates(estimates),
                    compared.compare_surveys(estimates, asked if entry.by_channels else {}),
                    compared.compare_areas(store, entry, estimates),
                    estimate_kelurahan(store, entry, register),
                )
            )
    asal = "sintetis" if made_up else "survei"
    return Tables(
        *(pd.concat(each, ignore_index=True).assign(asal=asal) for each in zip(*parts, strict=True))
    )
