"""Findings in their final form: each with the heading, the place and the very text of its cell, and
nothing in it by which a person is known."""

from __future__ import annotations

import duckdb

from data.build import personal, steps
from data.build.arrange import Source
from data.tables import TABLES

PRIVATE = sorted({name for table in TABLES.values() for name in table.private})


def write(con: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    """Make the store's table ``temuan`` of what the checks have found, in file order."""
    steps.run(con, "written/find_headings")
    for source in sources:
        _show_cells(con, source)
        if source.found.layout.one_cell:
            # For who looks into the file, all of it stands in the first cell.
            steps.run(con, "written/one_cell", {"berkas": source.berkas})
    personal.clear(con)
    steps.run(con, "written/finish")


def _show_cells(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Show the cells of a sheet as they were written, if they may be shown."""
    about = {"berkas": source.berkas}
    rows = steps.run(con, "written/places", about, private=PRIVATE).fetchall()
    places = [place for (place,) in rows]
    if places:
        steps.run(con, "written/cells", about, source=source, places=places, private=PRIVATE)
