"""What the reading of a sheet has to say before any rule is asked: dates that were read as another
writing of themselves, and columns that were read into nothing."""

from __future__ import annotations

import duckdb

from data.build.arrange import STAGED, Source
from data.quoting import literal


def note(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add one finding per changed date, and one that names the columns which nothing takes."""
    _note_dates(con, source)
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


def _note_dates(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    table = source.table
    for column in table.columns:
        place = source.found.places.get(column.name)
        if column.type != "tanggal" or place is None:
            continue
        con.execute(
            f"insert into temuan select ?, s.berkas, s.baris, null, {literal(column.name)}, null, "
            f"'tanggal_dibaca', 'ubahan', 'dibaca sebagai ' || s.{column.name}, "
            f"'Periksa bila tanggalnya lain.' from {STAGED.format(table.name)} as s "
            f"join {source.cells} as a using (baris) where s.berkas = ? "
            f"and s.jenis_baris is null and try_cast(s.{column.name} as date) is not null "
            f"and s.{column.name} is distinct from rapi(a.k{place + 1})",
            [table.name, source.berkas],
        )


def _filled(con: duckdb.DuckDBPyConnection, source: Source) -> list[str]:
    """Return the headings that nothing takes and below which something stands."""
    places = source.found.unused
    if not places:
        return []
    told = ", ".join(f"count(rapi(k{place + 1})) > 0" for place in places)
    row = con.execute(f"select {told} from {source.below}").fetchone()
    assert row is not None
    headings = [" ".join(source.found.headings[place].split()) for place in places]
    return [heading for heading, filled in zip(headings, row, strict=True) if filled]
