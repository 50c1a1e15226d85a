"""Whether the rows of a sheet have the shape that its heading promises.

A row with more cells than there are headings has slipped: a comma inside a number was taken for the
end of a cell. A column of totals that does not add up, or a second row of the same area under a
heading that nobody knows, says that the table counts otherwise than it seems.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from data.build import steps, writings
from data.build.findings import Finding, add
from data.build.steps import Sql
from data.errors import InputError
from data.layouts.layout import simplify_heading
from data.readers.cell import name_cell, spell_column
from data.received.names import name_as_sent

if TYPE_CHECKING:
    from data.build.arrange import Source

TOO_MANY, UNNAMED, ROW_TOTAL = "sel_kelebihan", "sel_tanpa_judul", "jumlah_baris"
"""The rules' names in ``temuan``."""
TOTAL = re.compile(r"(jumlah|total|jml)", re.IGNORECASE)


def check(
    con: duckdb.DuckDBPyConnection, source: Source, written: Mapping[str, writings.Writing]
) -> None:
    """Refuse the rows of a laid out sheet that have slipped, and flag the totals that do not add
    up; ``written`` is how the numbers of each column are. Raises InputError where another column
    tells several rows of one area apart."""
    _check_width(con, source)
    if source.found.layout.wide and source.found.layout.wide.value and source.found.wide:
        _check_row_totals(con, source, written)
    if source.table.totals:
        _check_breakdown(con, source)


def _check_width(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    named = [place for place, name in enumerate(source.found.headings) if simplify_heading(name)]
    beyond = source.columns[max(named, default=-1) + 1 :]
    if not named or not beyond:
        return
    about = {"berkas": source.berkas}
    width = {"banyak": len(named)}
    inside = [name_cell(place) for place in named]
    strict = Sql(str(writings.is_text_file(source)).lower())
    steps.run(con, "shape/beyond", about, source=source, beyond=beyond, inside=inside)
    base = Finding(tabel=source.table.name, berkas=source.berkas, tingkat="galat",
                   aturan=TOO_MANY,
                   langkah="Hapus koma atau pemisah yang tidak perlu, atau beri tanda kutip pada "
                   "isinya, lalu kirim ulang.")  # fmt: skip
    add(con, base, "shape/too_many", width, strict=strict)
    note = Finding(
        tabel=source.table.name,
        berkas=source.berkas,
        tingkat="peringatan",
        aturan=UNNAMED,
        langkah="Beri judul pada kolomnya bila isinya data.",
    )
    add(con, note, "shape/unnamed", width | {"kolom": spell_column(max(named) + 1)}, strict=strict)


def _check_row_totals(
    con: duckdb.DuckDBPyConnection, source: Source, written: Mapping[str, writings.Writing]
) -> None:
    """Flag the rows of a wide sheet whose own total is not the sum of their parts."""
    found, wide = source.found, source.found.layout.wide
    assert wide
    totals = [place for place, name in enumerate(found.headings) if TOTAL.fullmatch(name.strip())]
    if len(totals) != 1 or len(found.wide) < len(set(wide.headings.values())):
        return
    finding = Finding(
        tabel=source.table.name,
        berkas=source.berkas,
        kolom=wide.value,
        aturan=ROW_TOTAL,
        tingkat="peringatan",
        langkah="Periksa angka barisnya, atau jumlahnya.",
    )
    cell = name_cell(totals[0])
    reading = written[wide.value].write_reading("tertulis")
    add(con, finding, "shape/row_totals", {"berkas": source.berkas}, source=source, cell=cell,
        value=wide.value, reading=reading)  # fmt: skip


def _check_breakdown(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Raise InputError where rows of one area differ by a column that no column of the table is."""
    found, table = source.found, source.table
    key = [name for name in table.key if name in table.names]
    for place in found.unused:
        told = steps.read_first_row(
            con, "shape/breakdown", {"berkas": source.berkas},
            source=source, cell=name_cell(place), key=key, area=table.place_columns[-1],
        )  # fmt: skip
        if told[0]:
            raise InputError(
                name_as_sent(source.berkas),
                f"{found.describe_column(place)} memerinci satu wilayah menjadi beberapa "
                f"baris ({told[1]}), yang pertama di baris {told[0]}. Seharusnya satu baris "
                "untuk tiap wilayah.",
                "Kirim jumlahnya per wilayah, satu baris masing-masing, atau cocokkan kolom itu di "
                "halaman Data atau dengan: python -m data map BERKAS --ulang.",
            )
