"""Keeps out of the main store what identifies a person, in whatever column it was written.

What is private by its column goes to the identity file. Beside that, cells are judged by their
content: in free words the part is hidden and the row stays; a business's own number that is a
person's refuses the row, since the number would be all over the store.
"""

from __future__ import annotations

import duckdb

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
            name = column.name
            _judge(con, table, staged, column, RULE, *NUMBER, broken=personal_number(name))
            _judge(
                con, table, staged, column, "nomor_utuh", *CUT, broken=f"angka_terpotong({name})"
            )


def personal_number(name: str) -> str:
    """Return SQL of whether a number or code of a business is a person's."""
    return f"(tampak_pribadi({name}) or tampak_nama({name}))"


def clear(con: duckdb.DuckDBPyConnection) -> None:
    """Take out of all findings what a person can be known by, also in a cell of another column."""
    shown = f"(nilai is null or aturan <> '{RULE}' and not tampak_pribadi(nilai))"
    con.execute(
        f"update temuan set nilai = case when {shown} then nilai else disembunyikan() end, "
        f"kunci = case when not {personal_number('kunci')} then kunci end "
        f"where not {shown} or {personal_number('kunci')}"
    )


def _hide_part(con: duckdb.DuckDBPyConnection, table: Table, staged: str, name: str) -> None:
    seen = f"jenis_baris is null and tampak_pribadi({name})"
    found = con.execute(
        f"insert into temuan select distinct ?, berkas, baris, null, ?, disembunyikan(), ?, "
        f"'peringatan', ?, ? from {staged} where {seen}",
        [table.name, name, RULE, *WORDS],
    ).fetchone()
    if found != (0,):  # of most columns nothing has to be written anew
        con.execute(f"update {staged} set {name} = tanpa_pribadi({name}) where {seen}")


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
    con.execute(
        "insert into temuan select distinct ?, berkas, baris, null, ?, "
        f"case when {personal_number(column.name)} then disembunyikan() else {column.name} end, "
        f"?, ?, ?, ? from {staged} where jenis_baris is null and {broken}",
        [
            table.name,
            column.name,
            rule,
            "peringatan" if column.soft else "galat",
            expected,
            step,
        ],
    )
    if column.soft:
        con.execute(f"update {staged} set {column.name} = null where {broken}")
