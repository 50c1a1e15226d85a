"""What the reading of a sheet has to say before any rule is asked: dates that were read as another
writing of themselves, and columns that were read into nothing."""

from __future__ import annotations

import duckdb

from data.build.arrange import Source
from data.build.findings import Finding, add
from data.readers.cell import name_cell


def note(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add one finding per changed date, and one that names the columns which nothing takes."""
    _note_dates(con, source)
    for said in source.found.read:
        finding = Finding(
            tabel=source.table.name,
            berkas=source.berkas,
            kolom="periode",
            aturan="periode_dibaca",
            tingkat="peringatan",
            seharusnya=said,
            langkah="Periksa periodenya sebelum menerbitkan. Bila salah, tulis 'Keadaan' dengan "
            "bulan dan tahunnya di baris judul.",
        )
        add(con, finding)
    headings = _list_filled(con, source)
    if headings:
        finding = Finding(
            tabel=source.table.name,
            berkas=source.berkas,
            aturan="kolom_tak_dipakai",
            tingkat="peringatan",
            seharusnya=f"kolom yang dikenal; tidak dipakai: {', '.join(headings)}",
            langkah="Cocokkan kolom itu di halaman Data bila isinya diperlukan.",
        )
        add(con, finding)


def _note_dates(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    for column in source.table.columns:
        place = source.found.places.get(column.name)
        if column.type != "tanggal" or place is None:
            continue
        finding = Finding(
            tabel=source.table.name,
            berkas=source.berkas,
            kolom=column.name,
            aturan="tanggal_dibaca",
            tingkat="ubahan",
            langkah="Periksa bila tanggalnya lain.",
        )
        add(con, finding, "reading/dates", source=source, column=column.name, cell=name_cell(place))


def _list_filled(con: duckdb.DuckDBPyConnection, source: Source) -> list[str]:
    """Return the headings that nothing takes and below which something stands."""
    places = source.found.unused
    if not places:
        return []
    told = ", ".join(f"count(rapi(k{place + 1})) > 0" for place in places)
    row = con.execute(f"select {told} from {source.below}").fetchone()
    assert row is not None
    headings = [" ".join(source.found.headings[place].split()) for place in places]
    return [heading for heading, filled in zip(headings, row, strict=True) if filled]
