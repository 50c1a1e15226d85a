"""Who moved: how many businesses are in a count in one state and not in the other.

Movers and not the net change: three more out of two hundred who came and went say nothing of
anybody, and a count that stays while two change places says something of two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from analysis.count.compute import COUNTS
from analysis.count.members import NO, UNKNOWN, YES, list_columns, name_answer, name_category
from analysis.definitions.dimensions import ANSWERS
from analysis.definitions.indicators import INDICATORS
from data.store.memory import working_in_memory
from data.store.states import TABLE

SQL = Path(__file__).parent / "sql"
ANSWER = {"ya": YES, "tidak": NO, "tak_tahu": UNKNOWN}
ROW = ["kode_wilayah", "kategori"]
Table = tuple[str, str, str]
"""(indikator, tingkat, dimensi): what takes new numbers as a whole."""


def find_differing(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return who counts as something else: ``sisi`` (lama, baru), ``id_usaha`` (missing throughout
    where ids do not hold) and what they count as.

    A column that only one state has is left out: what it is about was not shown of the other.
    """
    columns = [name for name in list_columns() if name in old.columns and name in new.columns]
    sql = (SQL / "differing.sql").read_text(encoding="utf-8")
    with working_in_memory() as con:
        con.register("lama", old)
        con.register("baru", new)
        bare = ", ".join(f"b.{name}" for name in columns)
        return con.execute(sql.format(columns=", ".join(columns), bare=bare)).df()


def count_movers(
    differing: pd.DataFrame, areas: pd.DataFrame, tables: Collection[Table]
) -> dict[Table, pd.DataFrame]:
    """Return, by table, the movers of each row in which anybody moved: ``ROW`` and, for each of
    ``COUNTS``, how many.

    ``areas`` says in which areas a kelurahan lies (``kode_kelurahan``, ``tingkat``,
    ``kode_wilayah``).
    """
    memberships = list(_list_memberships(tables, set(differing.columns)))
    nobody = pd.DataFrame(columns=[*ROW, *COUNTS])
    if differing.empty or not memberships:
        return dict.fromkeys(tables, nobody)
    sql = (SQL / "movers.sql").read_text(encoding="utf-8")
    with working_in_memory() as con:
        con.register("lain", differing)
        con.register("cakupan", areas)
        moved = con.execute(
            sql.format(
                memberships=" union all ".join(memberships),
                sides=", ".join(_say_sides(what) for what in COUNTS),
                movers=", ".join(_say_movers(what) for what in COUNTS),
            )
        ).df()
    # Whoever changed in one table stands in the others where they were.
    moved = moved[(moved[list(COUNTS)] > 0).any(axis=1)]
    found = dict(list(moved.groupby(TABLE)[[*ROW, *COUNTS]]))
    return {table: found.get(table, nobody).reset_index(drop=True) for table in tables}


def _list_memberships(tables: Collection[Table], columns: set[str]) -> Iterator[str]:
    """Yield SQL for the rows of each breakdown of each indicator in which a business counts."""
    for kode, dimension in sorted({(kode, dimension) for kode, _, dimension in tables}):
        category = name_category(dimension) if dimension and dimension not in ANSWERS else ""
        for question in INDICATORS[kode].questions:
            answer = name_answer(kode, question)
            if {answer, category} - {""} <= columns:
                yield (
                    f"select sisi, id_usaha, nomor, kode_kelurahan, '{kode}' as indikator, "
                    f"'{dimension}' as dimensi, {category or repr(question)} as kategori, "
                    f"{answer} as jawaban from orang"
                )


def _say_sides(what: str) -> str:
    """Return SQL for whether a business is in a count on either side."""
    inside = f" and jawaban = {ANSWER[what]}" if what in ANSWER else ""
    return ", ".join(
        f"coalesce(bool_or(sisi = '{side}'{inside}), false) as {what}_{side}"
        for side in ("lama", "baru")
    )


def _say_movers(what: str) -> str:
    """Return SQL for how many moved in or out of a count."""
    left, came = (
        f"count(*) filter (where tanpa_id and {what}_{side})" for side in ("lama", "baru")
    )
    moved = f"count(*) filter (where not tanpa_id and {what}_lama <> {what}_baru)"
    return f"{moved} + greatest({left}, {came}) as {what}"
