"""From the words of a place to its code: by name within its parent, never by cutting codes.

The distinct ways in which a table's rows name their place are resolved once, in ``tempat_TABLE``;
a row that cannot be resolved has a rule there instead of a code.
"""

from __future__ import annotations

import duckdb

from data.build import steps
from data.tables import Table


def resolve(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Make ``tempat_TABLE``: one row per way of naming a place in ``staged``."""
    steps.run(con, "places/resolve", table=table, staged=staged)
