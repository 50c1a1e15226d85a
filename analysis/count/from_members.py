"""Counts of every published row from what each business counts as (``count.members``)."""

from __future__ import annotations

import pandas as pd

from analysis.count.compute import COUNTS
from analysis.count.members import NO, UNKNOWN, YES, name_answer, name_category
from analysis.definitions.dimensions import ANSWERS
from analysis.definitions.indicators import INDICATORS
from data.store.memory import working_in_memory
from data.store.states import PLACE

ANSWER = {"ya": YES, "tidak": NO, "tak_tahu": UNKNOWN}


def count_again(rows: pd.DataFrame, members: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a period (as ``compute.count`` gives them) with the counts that other
    businesses make.

    ``areas`` says in which areas a kelurahan lies (``kode_kelurahan``, ``tingkat``,
    ``kode_wilayah``).
    """
    parts = []
    with working_in_memory() as con:
        con.register("anggota", members)
        con.register("cakupan", areas)
        for (kode, dimension), here in rows.groupby(["indikator", "dimensi"], sort=False):
            counted = pd.concat(
                con.execute(_build_again_sql(str(kode), str(dimension), question)).df()
                for question in INDICATORS[str(kode)].questions
            )
            parts.append(
                here.drop(columns=list(COUNTS)).merge(
                    counted, how="left", on=["kode_wilayah", "kategori"]
                )
            )
    again = pd.concat(parts, ignore_index=True).fillna(dict.fromkeys(COUNTS, 0))
    return again.astype(dict.fromkeys(COUNTS, "int64"))[list(rows.columns)]


def _build_again_sql(kode: str, dimension: str, question: str) -> str:
    category = f"'{question}'"
    if dimension and dimension not in ANSWERS:
        category = name_category(dimension)
    answer = name_answer(kode, question)
    counts = ", ".join(
        f"count(*) filter (where {answer} = {value}) as {name}" for name, value in ANSWER.items()
    )
    return f"""
        select c.kode_wilayah, {category} as kategori, count(*) as n, {counts}
        from anggota
        join cakupan as c using ({PLACE})
        where {answer} > 0
        group by all
    """
