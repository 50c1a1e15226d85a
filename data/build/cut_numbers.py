"""Numbers that a spreadsheet has cut to its fifteen digits, and that link nobody any more.

A NIK typed as a number keeps fifteen digits and gets a 0 as its last. That of another person of the
same day and place becomes the same number. What tells it: the running number at its end begins at
0001, so 0000 is none; and of whole numbers one in ten ends in 0, not all of a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from data.build import steps
from data.build.findings import Finding, add

if TYPE_CHECKING:
    from data.build.arrange import Source

CUT = "nomor_terpotong"
"""The rule's name in ``temuan``."""
FEW, SHARE = 3, 0.3
"""From so many numbers that end in 0, and from this share of a column on, all of them are taken for
cut: of ten true ones more than three end so in one column of a hundred."""


def clear(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Take out of a laid out sheet the NIK that a spreadsheet has cut, and flag their rows."""
    if "nik" not in source.found.places:
        return
    about = {"berkas": source.berkas, "sedikit": FEW, "bagian": SHARE}
    steps.run(con, "cut/find", about, table=source.table)
    finding = Finding(
        tabel=source.table.name,
        berkas=source.berkas,
        kolom="nik",
        aturan=CUT,
        tingkat="peringatan",
        seharusnya="16 angka yang utuh; angka terakhirnya hilang karena disimpan sebagai bilangan "
        "(lembar kerja hanya menyimpan 15 angka), jadi NIK ini tidak dipakai menautkan orang",
        langkah="Ambil NIK-nya dari berkas asal dan ketik sebagai teks, atau biarkan.",
    )
    if add(con, finding, "cut/rows"):
        steps.run(con, "cut/empty", about, table=source.table)
