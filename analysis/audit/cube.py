"""The cells of the rounded cube as groups of businesses, and what a rounded value says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.audit.groups import AREA, UNKNOWN, Group, find_kind
from analysis.audit.knowledge import Knowledge
from analysis.count import rounded
from analysis.definitions.selection import CITY

OFF = rounded.BASE - 1
"""How far a rounded value may be off."""

SOURCE = "Tabulasi bulat untuk akademisi"


def group_of_cell(row: Mapping[str, Any]) -> Group:
    """Return the businesses of a cell of the cube."""
    conditions = {(AREA, row[rounded.AREA] or CITY)}
    conditions |= {(kode, row[kode]) for kode in rounded.QUESTIONS if row[kode]}
    return frozenset(conditions).union(
        *(find_kind(name, row[name]) for name in rounded.BREAKDOWNS if row[name])
    )


def tells_something(cell: Group) -> bool:
    """Return whether a cell says something of its businesses: not when all that it says beside
    their place and kind is that they did not answer."""
    answers = {answer for kode, answer in cell if kode in rounded.QUESTIONS}
    return answers != {UNKNOWN}


def learn_cube(knowledge: Knowledge, cells: pd.DataFrame, release: str = "") -> None:
    """Take in the rounded cells of a period: each value is off by at most four."""
    for row in cells.to_dict("records"):
        nilai = int(row["nilai"])
        knowledge.learn(group_of_cell(row), nilai - OFF, nilai + OFF, SOURCE + release)
