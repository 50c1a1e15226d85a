"""What surveys say about change and about differences between kecamatan, with a word for each."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

import pandas as pd

from analysis.definitions.indicator import Indicator
from analysis.survey import difference
from analysis.survey.difference import DIFFERENCE
from analysis.survey.published import ANSWER, UNIVERSE, read_samples
from data.store.store import Store

NOTHING: Mapping[str, str] = {}
TABLE = ["indikator", "tingkat", "dimensi"]
PLACE = ["kode_wilayah", "kategori"]
SAID = [*DIFFERENCE, "p_holm", "kata"]
CHANGES = [*TABLE, *PLACE, "periode_lama", "periode", *SAID]
AREAS = [*TABLE, "kategori", "periode", "satu", "lain", *SAID]


def read_asked(store: Store) -> dict[str, str]:
    """Return the channels that each survey asks, in one text."""
    rows = store.query_rows(
        "select periode, string_agg(kolom, ',' order by kolom) as kanal from kanal_ditanya "
        "where tabel = 'survei' and ditanya group by periode"
    )
    return {row["periode"]: row["kanal"] for row in rows}


def compare_surveys(estimates: pd.DataFrame, asked: Mapping[str, str] = NOTHING) -> pd.DataFrame:
    """Return ``CHANGES``: each judged estimate against the survey before, with naik or turun if a
    test tells.

    The surveys are taken as independent samples. ``p_holm`` is adjusted for all rows of one table
    and pair of surveys (six kecamatan are six chances to be wrong), and the word rests on it. Where
    a side may not be shown there is no number. Two surveys of which ``asked`` says that they mean
    something else are not compared.
    """
    compared = [
        _mask_differences(
            difference.compare_samples(new, old, [*TABLE, *PLACE]).assign(
                periode_lama=was, periode=now
            ),
            new,
            old,
        )
        for (was, old), (now, new) in pairwise(estimates.groupby("periode"))
        if asked.get(str(was)) == asked.get(str(now))
    ]
    if not compared:
        return pd.DataFrame(columns=CHANGES)
    return _add_words(pd.concat(compared), [*TABLE, "periode"], difference.OVER_TIME)[CHANGES]


def compare_areas(store: Store, indicator: Indicator, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return ``AREAS``: every pair of kecamatan in the newest survey, and which is higher if a test
    tells.

    ``estimates`` are the indicator's judged estimates. ``p_holm`` is adjusted for all pairs of one
    answer, and the word rests on it.
    """
    level, dimension = "kecamatan", ""
    if estimates.empty or level not in indicator.levels:
        return pd.DataFrame(columns=AREAS)
    newest = estimates[
        (estimates["tingkat"] == level) & (estimates["periode"] == estimates["periode"].max())
    ]
    compared = []
    for channel, hit in indicator.questions.items():
        *_, (periode, survey) = read_samples(store, indicator, hit, level, dimension)
        here = newest[newest["kategori"] == channel].set_index("kode_wilayah")["tanda"]
        pairs = list(combinations(sorted(here.index), 2))
        tested = difference.compare_domains(survey, ANSWER, "kode_wilayah", pairs, UNIVERSE)
        tested = difference.mask_hidden(tested, tested["satu"].map(here), tested["lain"].map(here))
        compared.append(
            tested.assign(
                indikator=indicator.kode,
                tingkat=level,
                dimensi=indicator.answers if channel else dimension,
                kategori=channel,
                periode=periode,
            )
        )
    return _add_words(pd.concat(compared), ["kategori"], difference.BETWEEN_AREAS)[AREAS]


def _mask_differences(tested: pd.DataFrame, new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Return the differences without those of which a side may not be shown."""
    keys = [*TABLE, *PLACE]
    signs = [tested.merge(side, on=keys)["tanda"] for side in (new, old)]
    return difference.mask_hidden(tested, *signs)


def _add_words(tested: pd.DataFrame, family: list[str], pair: tuple[str, str]) -> pd.DataFrame:
    """Return the differences with p adjusted within each family of tests, and their words."""
    tested = tested.reset_index(drop=True)
    adjusted = tested.groupby(family)["p"].transform(difference.adjust_by_holm)
    return tested.assign(
        p_holm=adjusted, kata=difference.choose_words(tested["beda"], adjusted, pair)
    )
