"""What is published of a survey: its indicators by the parts of the city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import COLUMNS, Dimension, Indicator
from analysis.definitions.selection import CITY
from analysis.survey import reliability
from analysis.survey.design import Design, Sample
from analysis.survey.estimate import ESTIMATE, proportion
from data.store.store import Store

PARTS = (("kota", ""), ("kota", "skala_gabung"), ("kecamatan", ""))
"""The levels of area and breakdowns for which a survey is large enough."""
CELL = ["indikator", "tingkat", "kode_wilayah", "periode", "dimensi", "kategori"]
ANSWER, UNIVERSE = "jawaban", "semesta"
SHARE = ("nilai", "bawah", "atas", "n", "tanda")


def mask_estimates(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return ``COLUMNS`` of judged estimates, without what their signs withhold.

    ``n`` counts respondents, ``bawah`` and ``atas`` are the 95 % limits. ``pembilang`` and
    ``penyebut`` stay empty: a sample has no counts to show.
    """
    cells = reliability.mask(estimates).assign(pembilang=pd.NA, penyebut=pd.NA)
    return cells[list(COLUMNS)]


def judge_estimates(store: Store, indicator: Indicator) -> pd.DataFrame:
    """Return ``CELL``, ``ESTIMATE`` and ``tanda`` of every part and survey, nothing masked yet.

    The design comes with the file: weights, strata, clusters and their populations. Not for
    publication: ``mask_estimates`` masks what the sign withholds.
    """
    cells = [
        proportion(survey, ANSWER, ["kode_wilayah", "kategori"], UNIVERSE).assign(
            indikator=indicator.kode,
            tingkat=level,
            periode=periode,
            dimensi=indicator.answers if channel else dimension,
            jawaban=channel,
        )
        for level, dimension in list_parts(indicator)
        for channel, hit in indicator.questions.items()
        for periode, survey in read_samples(store, indicator, hit, level, dimension)
    ]
    if not cells:
        return pd.DataFrame(columns=[*CELL, *ESTIMATE, "tanda"])
    estimates = pd.concat(cells, ignore_index=True)
    estimates["tanda"] = reliability.sign_estimates(estimates)
    estimates["bagian"] = estimates["kode_wilayah"] + "/" + estimates["kategori"]
    for _, rows in estimates.groupby(["periode", "tingkat", "dimensi"]):
        estimates.loc[rows.index, "tanda"] = reliability.complement_signs(rows, "bagian", "jawaban")
    estimates["kategori"] = estimates["jawaban"].where(
        estimates["jawaban"] != "", estimates["kategori"]
    )
    return estimates[[*CELL, *ESTIMATE, "tanda"]]


def list_parts(indicator: Indicator) -> list[tuple[str, str]]:
    """Return the level and breakdown of each table of a surveyed indicator."""
    return [
        (level, dimension)
        for level, dimension in PARTS
        if level in indicator.levels and dimension in indicator.rincian
    ]


def read_samples(
    store: Store, indicator: Indicator, hit: str, level: str, dimension: str
) -> Iterator[tuple[str, Sample]]:
    """Yield each survey's period and its respondents with one answer, oldest first.

    The rows are those of ``build_respondents_sql`` with ``kode_wilayah``, their place at ``level``.
    """
    frame = store.query(
        f"select * from ({build_respondents_sql(indicator, DIMENSIONS[dimension], hit)}) "
        "order by periode, berkas, baris"
    )
    places = {"kota": CITY, "kecamatan": frame["kode_kecamatan"]}
    frame = frame.assign(kode_wilayah=places[level])
    for periode, rows in frame.groupby("periode"):
        yield str(periode), make_sample(rows)


def make_sample(rows: pd.DataFrame) -> Sample:
    """Return respondents of one survey as a sample; clusters count where the file has any."""
    clustered = "klaster" in rows and rows["klaster"].notna().any()
    second = clustered and "populasi_klaster" in rows and rows["populasi_klaster"].notna().any()
    return Sample(
        rows,
        Design(
            weight="bobot",
            stratum="strata",
            cluster="klaster" if clustered else None,
            population="populasi_strata",
            cluster_population="populasi_klaster" if second else None,
        ),
    )


def build_respondents_sql(indicator: Indicator, breakdown: Dimension, hit: str) -> str:
    """Return SQL for one row per respondent and survey, in the universe (``semesta``) or not: key,
    place, category, answer (1, 0, null), design, and the row of the file that it comes from."""
    return f"""
        select
            periode,
            id_responden,
            kode_kecamatan,
            kode_kelurahan,
            skala,
            {breakdown.sql} as kategori,
            cast({hit} as integer) as jawaban,
            ({indicator.universe}) as semesta,
            strata,
            klaster,
            bobot,
            populasi_strata,
            populasi_klaster,
            berkas,
            baris
        from survei
    """


def estimate_domain_shares(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return nilai, bawah, atas (percent), n and tanda for each group of ``by``.

    ``frame`` has one row a respondent: ``jawaban`` (1, 0, missing), ``semesta`` (asked or not),
    ``strata``, ``bobot``, ``populasi_strata``, and for clusters ``klaster`` and
    ``populasi_klaster``. Each group is judged by itself; see ``reliability.complement_signs`` for
    parts of a shown total.
    """
    estimates = proportion(make_sample(frame), ANSWER, by, UNIVERSE)
    estimates["tanda"] = reliability.sign_estimates(estimates)
    return reliability.mask(estimates)[[*by, *SHARE]]
