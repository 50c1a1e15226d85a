"""Columns of a sheet that are read into nothing: nobody should believe that they were taken."""

from __future__ import annotations

import duckdb

from data.arrange import Source


def note(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add one finding that names a sheet's columns which nothing takes, if there are any."""
    headings = _filled(con, source)
    if headings:
        con.execute(
            "insert into temuan values (?, ?, null, null, null, null, 'kolom_tak_dipakai', "
            "'peringatan', ?, 'Cocokkan kolom itu di halaman Data bila isinya diperlukan.')",
            [
                source.table.name,
                source.berkas,
                f"kolom yang dikenal; tidak dipakai: {', '.join(headings)}",
            ],
        )


def _filled(con: duckdb.DuckDBPyConnection, source: Source) -> list[str]:
    """Return the headings that nothing takes and below which something stands."""
    places = source.found.unused
    if not places:
        return []
    told = ", ".join(f"count(rapi(k{place + 1})) > 0" for place in places)
    row = con.execute(
        f"select {told} from {source.cells} where baris > {source.found.heading + 1}"
    ).fetchone()
    assert row is not None
    headings = [" ".join(source.found.headings[place].split()) for place in places]
    return [heading for heading, filled in zip(headings, row, strict=True) if filled]
