"""Which part of 08/09/2021 is the month: decided once for a column, from all its cells."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

DAY, MONTH = "hari", "bulan"


def find_first_parts(
    con: duckdb.DuckDBPyConnection, cells: str, heading: int, columns: Mapping[str, int]
) -> dict[str, str]:
    """Return ``DAY`` or ``MONTH`` by column: what stands first in the dates of a sheet.

    ``cells`` is SQL of the sheet's cells, ``heading`` the row above them, ``columns`` the place of
    each column. The month is first where some cell can only be read so and none the other way;
    in a column of both kinds the day is, and what does not fit is refused like any other slip.
    """
    if not columns:
        return {}
    told = ", ".join(
        f"coalesce(bool_or(urutan_tanggal(rapi(k{place + 1})) = '{MONTH}'), false) "
        f"and not coalesce(bool_or(urutan_tanggal(rapi(k{place + 1})) = '{DAY}'), false)"
        for place in columns.values()
    )
    row = con.execute(f"select {told} from {cells} where baris > {heading}").fetchone()
    assert row is not None
    return {name: MONTH if first else DAY for name, first in zip(columns, row, strict=True)}
