"""What each row of the register or of a survey says to an indicator, in one version of the data."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import survey
from analysis.count.compute import build_universe_sql
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import Dimension, Indicator
from data.store.store import Store

LEVELS = ("kota", "kecamatan")
STATE = ["periode", "id", "kode_kecamatan", "kategori", "jawaban", "bobot"]
"""All that a row says to an indicator: a row that says it in both versions moves nothing."""


@dataclass(frozen=True)
class Source:
    """A table of rows that answer the indicators; ``key`` names a row beside its period."""

    name: str
    table: str
    key: str

    def read_keys(self, store: Store) -> pd.MultiIndex:
        """Return the key (periode, id) of every row, in any universe or in none."""
        return pd.MultiIndex.from_frame(
            store.query(f"select periode, {self.key} as id from {self.table}")
        )

    def list_levels(self, entry: Indicator, dimension: str) -> list[str]:
        """Return at which levels of area the cells of a table exist."""
        levels = [level for level in LEVELS if level in entry.levels]
        if self is SURVEY:
            return [level for level in levels if (level, dimension) in survey.PARTS]
        return levels

    def read_states(self, store: Store, entry: Indicator, dimension: str) -> pd.DataFrame:
        """Return ``STATE``, one row per row in the universe and question."""
        breakdown = DIMENSIONS[dimension]
        states = self._build_survey_sql if self is SURVEY else self._build_register_sql
        parts = []
        for channel, hit in entry.questions.items():
            part = store.query(states(entry, breakdown, hit), [entry.periode_pertama])
            # What is in no category of the table is in no cell of it.
            part = part[part["kategori"].isin(list(breakdown.categories))]
            parts.append(part.assign(kategori=channel) if entry.by_answer else part)
        return pd.concat(parts, ignore_index=True)

    def _build_register_sql(self, entry: Indicator, breakdown: Dimension, hit: str) -> str:
        return f"""
            with semesta as ({build_universe_sql(entry, breakdown, hit)})
            select
                s.periode,
                s.id_usaha as id,
                c.kode_wilayah as kode_kecamatan,
                s.kategori,
                cast(s.jawaban as boolean) as jawaban,
                1 as bobot
            from semesta as s
            join cakupan as c on c.kode_kelurahan = s.kode_kelurahan
            where c.tingkat = 'kecamatan' and s.periode >= ?
        """

    def _build_survey_sql(self, entry: Indicator, breakdown: Dimension, hit: str) -> str:
        return f"""
            with responden as ({survey.build_respondents_sql(entry, breakdown, hit)})
            select
                periode,
                id_responden as id,
                kode_kecamatan,
                kategori,
                cast(jawaban as boolean) as jawaban,
                cast(bobot as double) as bobot
            from responden
            where semesta and periode >= ?
        """


REGISTER = Source("register", "usaha", "id_usaha")
SURVEY = Source("survei", "survei", "id_responden")
