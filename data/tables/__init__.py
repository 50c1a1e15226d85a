"""The validated tables: grain, columns, types, allowed values and the rules a row must keep.

One module a table. ``data/build/check.py`` turns the rules into SQL, which ``data/build/build.py``
runs.
"""

from __future__ import annotations

from data.tables.agregat import AGREGAT
from data.tables.catatan import CATATAN
from data.tables.lapak import LAPAK
from data.tables.model import (
    PLACE_CODE,
    PLACE_COLUMNS,
    PLACE_LABELS,
    SQL_TYPES,
    Column,
    Fold,
    Known,
    Rule,
    Table,
    Totals,
    Type,
)
from data.tables.nib import NIB
from data.tables.pembinaan import PEMBINAAN
from data.tables.survei import SURVEI
from data.tables.target import TARGET
from data.tables.usaha import USAHA

# In this order they are checked: a table may look up another that stands before it.
TABLES: dict[str, Table] = {
    table.name: table for table in (USAHA, NIB, SURVEI, TARGET, AGREGAT, PEMBINAAN, LAPAK, CATATAN)
}

__all__ = [
    "PLACE_CODE",
    "PLACE_COLUMNS",
    "PLACE_LABELS",
    "SQL_TYPES",
    "TABLES",
    "USAHA",
    "Column",
    "Fold",
    "Known",
    "Rule",
    "Table",
    "Totals",
    "Type",
]
