"""Who came on which of several days, where each day has a column of ticks.

Each day of a row on which somebody came becomes a row. A blank cell, or a word for "no", is no row;
a row without any day is folded. A cell that says neither refuses its row: it may be either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.build.steps import Sql
from data.layouts.recognition import PlacedLayout
from data.quoting import quote_literal
from data.readers.cell import name_cell

if TYPE_CHECKING:
    from data.build.arrange import Source

UNKNOWN = "hadir_tak_terbaca"
"""The rule's name in ``temuan``."""


def find_words(found: PlacedLayout, own: str | None) -> Mapping[str, Sql] | None:
    """Return the cell below a heading that says whether there is a row, as SQL, and what it says
    then; None where the cells are values."""
    wide = found.layout.wide
    if own is None or wide is None or wide.value:
        return None
    yes = [word.lower() for word, said in wide.present.items() if said == "ya"]
    known = [word.lower() for word in wide.present]
    return {
        "cell": Sql(name_cell(found.wide[own])),
        "yes": _write_list(yes),
        "known": _write_list(known),
    }


def settle(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Refuse the rows of a laid out sheet whose ticks cannot be read, and leave out the days on
    which nobody came."""
    found, wide = source.found, source.found.layout.wide
    if wide is None or wide.value:
        return
    listed = ", ".join(f"'{word}'" for word in wide.present)
    for own in found.wide:
        finding = Finding(
            tabel=source.table.name,
            berkas=source.berkas,
            kolom=f"{wide.column} [{own}]",
            aturan=UNKNOWN,
            tingkat="galat",
            seharusnya=f"kosong, atau salah satu dari {listed}",
            langkah="Samakan isinya, atau tambahkan artinya pada pencocokan kolom.",
        )
        add(con, finding, "presence/unknown", source=source, presence=find_words(found, own))
    steps.run(con, "presence/leave_out", {"berkas": source.berkas}, table=source.table)


def _write_list(words: list[str]) -> Sql:
    return Sql(f"[{', '.join(map(quote_literal, words))}]::varchar[]")
