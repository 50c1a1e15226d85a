"""Rows of a sheet that belong to no business: totals, notes, examples, and who signed the list.

How they begin is data (``reference/luar_data.csv``). A total is alone with numbers. A note or a
signature is known by its first words, and what follows belongs to it, such as the name between
"Kepala Bidang" and "NIP", as long as it fills less than a row of data. An example of how a row is
filled in says so in one of its first cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from data import reference
from data.build import steps
from data.readers.cell import name_cell

if TYPE_CHECKING:
    from data.build.arrange import Source


def find(con: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Make the temporary table ``luar_data`` of a sheet's rows outside its data: baris, jenis.

    Return whether there is any.
    """
    totals, remarks = _read_beginning("jumlah"), _read_beginning("keterangan")
    has_totals, first_remark = steps.read_first_row(
        con, "footers/find", source=source, totals=totals, remarks=remarks
    )
    if has_totals:
        steps.run(con, "footers/totals", source=source)
    if first_remark is not None:
        rows = {"pertama": first_remark, "awal_data": source.found.heading + 1}
        needed = _list_needed(source)
        steps.run(con, "footers/remarks", rows, source=source, needed=needed, remarks=remarks)
    steps.run(con, "footers/examples", source=source, examples=_read_beginning("contoh"))
    return con.execute("from luar_data limit 1").fetchone() is not None


def _list_needed(source: Source) -> list[str]:
    """Return the cells of a sheet that a row of data needs."""
    table, places = source.table, source.found.places
    names = [column.name for column in table.columns if column.required]
    names += table.place_columns if table.placed else ()
    return [name_cell(places[name]) for name in names if name in places]


def _read_beginning(kind: str) -> str:
    """Return the pattern of a row's first words, of a total or of a remark."""
    rows = reference.read("luar_data")
    patterns = rows[rows["jenis"] == kind]["pola"]
    return "(?is)" + "|".join(f"(?:{pattern})" for pattern in patterns)
