"""Which part of 08/09/2021 is the month: decided once for a column, from all its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.build.questions import RIGHT, TURNED, ask
from data.readers.cell import name_cell

if TYPE_CHECKING:
    from data.build.arrange import Source

DAY, MONTH = "hari", "bulan"
ASKED = "tanya"


def find_first_parts(
    con: duckdb.DuckDBPyConnection, source: Source, columns: Mapping[str, int]
) -> dict[str, str]:
    """Return ``DAY`` or ``MONTH`` by column: what stands first in the dates of a sheet.

    ``columns`` is the place of each column. The month is first where some cell can only be read so
    and none the other way; in a column of both kinds the day is, and what does not fit is refused
    like any other slip. Behind it stands ``/tukar`` or ``/tanya`` of a column that a spreadsheet
    has half turned: see ``tanggal_baku``.
    """
    if not columns:
        return {}
    cells = {name: name_cell(place) for name, place in columns.items()}
    rows = steps.run(con, "writings/dates", columns=cells, below=source.below).fetchall()
    seen = {name: counts for name, *counts in rows}
    first = {}
    for name in columns:
        day, month, both, whole, late = seen.get(name, (0, 0, 0, 0, 0))
        first[name] = MONTH if month and not day else DAY
        # A spreadsheet turns what it can: 03/06 becomes 6 March, a whole date, and 13/06 stays a
        # text. Of such a column every whole date has a day up to 12, and no text has one.
        if bool(day) != bool(month) and whole and not both and not late:
            first[name] += _judge_turned(con, source, name, whole, day or month)
    return first


def _judge_turned(
    con: duckdb.DuckDBPyConnection, source: Source, name: str, whole: int, texts: int
) -> str:
    """Return what is known of the whole dates of a column, and say or ask it."""
    base = Finding(tabel=source.table.name, berkas=source.berkas, kolom=name)
    answer = source.answers.get(("tanggal", name))
    if answer == RIGHT or name == "periode":
        return ""
    if answer == TURNED:
        said = {
            "aturan": "tanggal_ditukar",
            "tingkat": "ubahan",
            "seharusnya": f"hari dan bulan ditukar di {whole} tanggal, menurut jawaban petugas",
            "langkah": "Periksa beberapa di antaranya.",
        }
        add(con, Finding(**{**vars(base), **said}))
        return f"/{TURNED}"
    asked = (
        f"tanggal yang tidak setengah terbalik: {whole} sel berupa tanggal dengan hari 1 sampai "
        f"12, {texts} sel berupa tulisan dengan hari 13 sampai 31; bisa jadi hari dan bulan "
        f"{whole} sel itu ditukar oleh program lembar kerja"
    )
    add(con, ask("tanggal", base, [], asked))
    return f"/{ASKED}"
