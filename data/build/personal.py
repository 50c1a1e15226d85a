"""Keeps out of the main store what identifies a person, in whatever column it was written.

What is private by its column goes to the identity file. Beside that, cells are judged by their
content: in free words the part is hidden and the row stays; a business's own number that is a
person's refuses the row, since the number would be all over the store, and so does a person's
number among sums, where a shifted row has put it.
"""

from __future__ import annotations

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.tables import Column, Table

RULE = "data_pribadi"
WORDS = (
    "tanpa NIK, nomor telepon, surel atau alamat",
    "Bagian itu disembunyikan di sini. Tulis di kolomnya sendiri.",
)
NUMBER = (
    "nomor usaha, tanpa NIK, nomor telepon, surel, alamat atau nama orang",
    "Ganti dengan nomor register, misalnya KS-0012. NIK, telepon dan nama punya kolom sendiri.",
)
SUM = (
    "angka, bukan NIK",
    "Periksa apakah isi baris ini bergeser ke kolom lain, lalu perbaiki.",
)
LARGEST_SUM = 10**15
"""Below that a number has too few digits to be a person's."""
CUT = (
    "nomor yang utuh",
    "Ubah format kolomnya menjadi teks, lalu ketik ulang: angka seperti 1,23E+12 sudah kehilangan "
    "ekornya.",
)


def hide(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Hide what identifies a person in the free words of staged rows, and judge their numbers."""
    for column in table.columns:
        if column.open:
            _hide_part(con, table, staged, column.name)
        elif column.code:
            _judge(con, table, staged, column, RULE, *NUMBER, broken="nomor_pribadi")
            _judge(con, table, staged, column, "nomor_utuh", *CUT, broken="angka_terpotong")
        elif _holds_any_number(column):
            _judge(con, table, staged, column, RULE, *SUM, broken="angka_pribadi")


def _holds_any_number(column: Column) -> bool:
    """Return whether numbers as long as a person's can stand in it and reach the main store."""
    is_number = column.type in ("bulat", "desimal") and not column.private
    return is_number and (column.high is None or column.high >= LARGEST_SUM)


def clear(con: duckdb.DuckDBPyConnection) -> None:
    """Take out of all findings what a person can be known by, also in a cell of another column."""
    steps.run(con, "personal/clear", {"aturan": RULE})


def _hide_part(con: duckdb.DuckDBPyConnection, table: Table, staged: str, name: str) -> None:
    expected, step = WORDS
    finding = Finding(
        tabel=table.name,
        kolom=name,
        aturan=RULE,
        tingkat="peringatan",
        seharusnya=expected,
        langkah=step,
    )
    if add(con, finding, "personal/words", staged=staged, column=name):
        # Of most columns nothing has to be written anew.
        steps.run(con, "personal/hide_words", staged=staged, column=name)


def _judge(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    staged: str,
    column: Column,
    rule: str,
    expected: str,
    step: str,
    *,
    broken: str,
) -> None:
    """Refuse the rows whose own number cannot be one; of a number that may be missing, empty it."""
    finding = Finding(
        tabel=table.name,
        kolom=column.name,
        aturan=rule,
        tingkat="peringatan" if column.soft else "galat",
        seharusnya=expected,
        langkah=step,
    )
    add(con, finding, "personal/numbers", staged=staged, column=column.name, broken=broken)
    if column.soft:
        steps.run(con, "personal/empty_numbers", staged=staged, column=column.name, broken=broken)
