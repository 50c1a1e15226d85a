"""Rules as SQL: which cells of a text table break their table's rules, and the typed rest.

DuckDB does the work over text columns with ``try_cast``, so that a refused cell is kept exactly
as it was written.
"""

from __future__ import annotations

import duckdb

from data.tables import PLACE_CODE, PLACE_COLUMNS, SQL_TYPES, Column, Rule, Table

REFUSALS = """
    create table penolakan (
        tabel varchar, berkas varchar, baris bigint, kolom varchar, nilai varchar,
        aturan varchar, seharusnya varchar, langkah varchar
    )
"""


def typed(column: Column) -> str:
    """Return SQL that casts a text column to its type; a cell that will not cast gives null."""
    if column.type == "ya_tidak":
        return f"case {column.name} when 'ya' then true when 'tidak' then false end"
    cast = f"try_cast({column.name} as {SQL_TYPES[column.type]})"
    if column.type == "bulat":
        # The cast alone would round 2.5 and read 1e3.
        return f"case when regexp_full_match({column.name}, '[+-]?\\d+') then {cast} end"
    if column.type == "desimal":
        return f"case when isfinite({cast}) then {cast} end"
    return cast


def refuse(con: duckdb.DuckDBPyConnection, table: Table, source: str) -> int:
    """Add every rule that a row of ``source`` breaks to ``penolakan``; return refused rows."""
    for column in table.columns:
        for name, broken, expected, step in _column_rules(column):
            # What identifies a business stays out of the main store, misplaced or not.
            shown = "null" if column.private else column.name
            _insert(con, table.name, source, name, column.name, shown, broken, expected, step)
    places = " || ' / ' || ".join(f"coalesce({c}, '')" for c in PLACE_COLUMNS[table.place])
    _insert(
        con,
        table.name,
        source,
        "wilayah_dikenal",
        " / ".join(PLACE_COLUMNS[table.place]),
        places,
        f"{PLACE_CODE[table.place]} is null",
        "nama wilayah Kota Serang, dengan kecamatannya",
        "Samakan ejaannya dengan daftar wilayah di halaman Metode.",
    )
    key = ", ".join(table.key)
    _insert(
        con,
        table.name,
        f"(select *, row_number() over (partition by {key} order by berkas, baris) as ke "
        f"from {source})",
        "kunci_tunggal",
        table.key[-1],
        table.key[-1],
        f"ke > 1 and {table.key[-1]} is not null",
        f"satu baris untuk tiap {' + '.join(table.key)}",
        "Hapus baris yang ganda.",
    )
    for rule in table.rules:
        _insert_rule(con, table, source, rule)
    row = con.execute(
        "select count(*) from (select distinct berkas, baris from penolakan where tabel = ?)",
        [table.name],
    ).fetchone()
    assert row is not None
    return int(row[0])


def accepted(table: Table, source: str, extra: str = "") -> str:
    """Return a select of the rows of ``source`` that broke no rule, cast to their types."""
    columns = [f"{typed(column)} as {column.name}" for column in table.columns]
    columns += [PLACE_CODE[table.place], "berkas", "baris"]
    return (
        f"select {', '.join(columns)}{extra} from {source} as mentah "
        "where not exists (select 1 from penolakan as p "
        f"where p.tabel = '{table.name}' and p.berkas = mentah.berkas and p.baris = mentah.baris)"
    )


def _column_rules(column: Column) -> list[tuple[str, str, str, str]]:
    """Return (rule, SQL that is true when broken, expectation, next step) for one column."""
    name, value = column.name, typed(column)
    kind = {"bulat": "bilangan bulat", "desimal": "bilangan", "ya_tidak": "ya atau tidak"}
    rules = []
    if column.required:
        rules.append(("wajib_isi", f"{name} is null", "tidak kosong", "Isi sel ini."))
    if column.type != "teks":
        rules.append(
            (
                "jenis",
                f"{name} is not null and {value} is null",
                kind[column.type],
                "Tulis ulang nilainya, atau kosongkan bila tidak diketahui.",
            )
        )
    if column.allowed:
        listed = ", ".join(f"'{word}'" for word in column.allowed)
        rules.append(
            (
                "nilai_dikenal",
                f"{name} not in ({listed})",
                "salah satu dari " + ", ".join(column.allowed),
                "Ganti dengan salah satu nilai itu.",
            )
        )
    if column.pattern:
        rules.append(
            (
                "bentuk",
                f"not regexp_full_match({name}, '{column.pattern}')",
                column.expected,
                "Perbaiki penulisannya.",
            )
        )
    if column.low is not None:
        rules.append(("batas", f"{value} < {column.low}", f"paling kecil {column.low}", "Periksa."))
    if column.high is not None:
        rules.append(
            ("batas", f"{value} > {column.high}", f"paling besar {column.high}", "Periksa.")
        )
    return rules


def _insert_rule(con: duckdb.DuckDBPyConnection, table: Table, source: str, rule: Rule) -> None:
    """Judge a cross-column rule on typed values, and show the cell as it was written."""
    casts = ", ".join(f"{typed(column)} as {column.name}" for column in table.columns)
    _insert(
        con,
        table.name,
        f"(select {casts}, berkas, baris, {rule.column} as tertulis from {source})",
        rule.name,
        rule.column,
        "tertulis",
        f"not ({rule.holds})",
        rule.expected,
        rule.step,
    )


def _insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    source: str,
    rule: str,
    column: str,
    shown: str,
    broken: str,
    expected: str,
    step: str,
) -> None:
    con.execute(
        f"insert into penolakan select ?, berkas, baris, ?, {shown}, ?, ?, ? "
        f"from {source} where {broken}",
        [table, column, rule, expected, step],
    )
