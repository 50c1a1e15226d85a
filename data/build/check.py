"""Rules as SQL: what is wrong with which cells of a staging table, and the typed rest.

DuckDB does the work over text columns with ``try_cast``, so that a refused cell is kept exactly
as it was written. Every finding is a row of ``temuan``; its severity says what became of the row:

- ``galat``: the row is refused,
- ``peringatan``: the row stays and is flagged,
- ``ubahan``: the row stays, a cell was read otherwise than it was written,
- ``lipat``: the row is folded into another one, or is no row of data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from data.build import repeats
from data.build.arrange import ASIDE, in_part
from data.build.places import RESOLVED
from data.build.repeats import shown_key
from data.build.rules import ColumnRule, broken_by, soft, typed
from data.quoting import literal
from data.tables import PLACE_CODE, PLACE_COLUMNS, Column, Rule, Table

# Temporary: the store's file gets the findings when nothing personal is left in them.
FINDINGS = """
    create temp table temuan (
        tabel varchar, berkas varchar, baris bigint, kunci varchar, kolom varchar, nilai varchar,
        aturan varchar, tingkat varchar, seharusnya varchar, langkah varchar
    )
"""

VALUE = "nilai_{}"
BITS = 60  # rules that are looked at together, a bit of a bigint each


def find(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Add to ``temuan`` what is to be said about the rows of a staging table, rule by rule."""
    _aside(con, table, staged)
    repeats.fold_same(con, table, staged)
    con.execute(
        f"create temp view {table.name}_baris as select m.* from {staged} as m "
        f"anti join {_out(table, 'lipat')} as g using (berkas, baris)"
    )
    rows = f"{table.name}_baris"
    broken = [
        (column, rule)
        for column in table.columns
        for rule in broken_by(column, VALUE.format(column.name))
    ]
    for start in range(0, len(broken), BITS):
        _add(con, table, rows, broken[start : start + BITS])
    _places(con, table, rows)
    for rule in table.rules:
        _add_rule(con, table, rows, rule)
    repeats.settle_keys(con, table, rows)


def _out(table: Table, *severities: str) -> str:
    listed = ", ".join(map(literal, severities))
    return (
        f"(select distinct berkas, baris from temuan where tabel = {literal(table.name)} "
        f"and tingkat in ({listed}))"
    )


def accepted(table: Table, staged: str, view: str) -> str:
    """Return a statement that makes a view of the rows that broke no rule, in their types."""
    columns = [f"{soft(column)} as {column.name}" for column in table.columns]
    columns += [f"m.{column.linked_as}" for column in table.columns if column.linked_as]
    words = PLACE_COLUMNS[table.place]
    same = " and ".join(f"m.{word} is not distinct from t.{word}" for word in words)
    return (
        f"create temp view {view} as "
        f"select {', '.join(columns)}, t.kode as {PLACE_CODE[table.place]}, m.berkas, m.baris "
        f"from {staged} as m anti join {_out(table, 'galat', 'lipat')} as g using (berkas, baris) "
        f"anti join {repeats.OUT.format(table.name)} as h using (berkas, baris, bagian) "
        f"left join {RESOLVED.format(table.name)} as t on {same}"
    )


def fold(con: duckdb.DuckDBPyConnection, table: Table, view: str) -> None:
    """Add a trace for every row of ``view`` that its table folds into another one."""
    if table.fold is None:
        return
    order = ", ".join(f"{name} nulls last" for name in table.fold.order)
    con.execute(
        "insert into temuan "
        f"select ?, berkas, baris, {shown_key(table)}, ?, null, ?, 'lipat', ?, ? from ("
        f"select *, row_number() over (partition by {table.fold.by} "
        f"order by {order}, berkas, baris) as ke from {view}) where ke > 1",
        [table.name, table.fold.by, table.fold.rule, table.fold.says, table.fold.step],
    )


def compare(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Flag the accepted rows of a table that disagree with other rows or another table."""
    for known in table.known:
        con.execute(
            f"insert into temuan select ?, berkas, baris, {shown_key(table)}, ?, "
            f"cast({known.column} as varchar), 'ada_di_{known.table}', 'peringatan', ?, ? "
            f"from {table.name} as s where {known.column} is not null and not exists "
            f"(select 1 from {known.table} as o where o.{known.other} = s.{known.column})",
            [table.name, known.column, known.expected, known.step],
        )
    totals = table.totals
    if totals is None:
        return
    by = ", ".join(totals.by)
    same = " and ".join(f"j.{name} is not distinct from s.{name}" for name in totals.by)
    value = typed(table.get_column(totals.value))
    # A total may be a row of its own area, or the last row of a sheet of parts.
    stated = {
        f"(select *, null as bagian from {table.name} "
        f"where {totals.whole})": f"where {totals.part}",
        f"(select berkas, baris, bagian, {by}, {value} as {totals.value} from {staged} "
        "where jenis_baris = 'baris_jumlah')": "",
    }
    for wholes, where in stated.items():
        con.execute(
            f"insert into temuan select ?, s.berkas, s.baris, null, coalesce(s.bagian, ?), "
            f"cast(s.{totals.value} as varchar), 'jumlah_cocok', 'peringatan', "
            f"? || ': ' || cast(j.jumlah as varchar), ? from {wholes} as s join "
            f"(select berkas, {by}, sum({totals.value}) as jumlah from {table.name} {where} "
            f"group by berkas, {by}) as j on j.berkas = s.berkas and {same} "
            f"where s.{totals.value} <> j.jumlah",
            [table.name, totals.value, totals.expected, totals.step],
        )


def _aside(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Fold what is no row of data: repeated headings, totals, remarks."""
    for kind, (expected, step) in ASIDE.items():
        con.execute(
            "insert into temuan select distinct ?, berkas, baris, null, null, null, ?, 'lipat', "
            f"?, ? from {staged} where jenis_baris = ?",
            [table.name, kind, expected, step, kind],
        )


def _places(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Say which places cannot be read, and which of their cells is at fault."""
    words = PLACE_COLUMNS[table.place]
    same = " and ".join(f"m.{word} is not distinct from t.{word}" for word in words)
    con.execute(
        f"insert into temuan select ?, m.berkas, m.baris, {shown_key(table)}, t.kolom, "
        f"t.tertulis, t.aturan, t.tingkat, t.seharusnya, t.langkah from {rows} as m "
        f"join {RESOLVED.format(table.name)} as t on {same} where t.aturan is not null",
        [table.name],
    )


def _add_rule(con: duckdb.DuckDBPyConnection, table: Table, rows: str, rule: Rule) -> None:
    """Judge a cross-column rule on typed values, and show the cell as it was written."""
    used = [column for column in table.columns if _mentions(rule.holds, column.name)]
    key = shown_key(table)
    kept = [name for name in dict.fromkeys([key, rule.column]) if name != "null"]
    casts = [f"{typed(column)} as {column.name}" for column in used if column.name not in kept]
    casts += [f"{name} as {name}_tertulis" for name in kept]
    casts += [
        f"{typed(table.get_column(name))} as {name}"
        for name in kept
        if table.get_column(name) in used
    ]
    con.execute(
        f"insert into temuan select ?, berkas, baris, "
        f"{'null' if key == 'null' else key + '_tertulis'}, ?, "
        f"{'null' if table.get_column(rule.column).private else rule.column + '_tertulis'}, "
        f"?, ?, ?, ? from (select berkas, baris, {', '.join(casts)} from {rows}) "
        f"where not ({rule.holds})",
        [table.name, rule.column, rule.name, rule.severity, rule.expected, rule.step],
    )


def _mentions(sql: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", sql) is not None


def _add(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    rows: str,
    broken: Sequence[tuple[Column, ColumnRule]],
) -> None:
    """Add a finding for each of these rules that a row breaks. The rows are looked at once: each
    rule has a bit of a number."""
    bits = " | ".join(f"if({rule[1]}, {1 << n}::bigint, 0)" for n, (_, rule) in enumerate(broken))
    told = ", ".join(
        f"({1 << n}::bigint, {', '.join(map(literal, _told(column, rule)))})"
        for n, (column, rule) in enumerate(broken)
    )
    of_type = {column.name: column for column, _ in broken if column.type != "teks"}
    values = "".join(f", {typed(c)} as {VALUE.format(name)}" for name, c in of_type.items())
    # What identifies a business stays out of the main store, misplaced or not.
    shown = {column.name: None for column, _ in broken if not column.private}
    cells = " ".join(f"when '{name}' then {name}" for name in shown)
    con.execute(
        f"insert into temuan select ?, berkas, baris, {shown_key(table)}, {in_part('a.kolom')}, "
        f"{f'case a.kolom {cells} end' if cells else 'null'}, "
        "a.aturan, a.tingkat, a.seharusnya, a.langkah "
        f"from (select *, {bits} as salah from (select *{values} from {rows})) "
        f"join (values {told}) as a (bit, kolom, aturan, tingkat, seharusnya, langkah) "
        "on salah <> 0 and salah & a.bit <> 0",
        [table.name],
    )


def _told(column: Column, rule: ColumnRule) -> tuple[str, ...]:
    """Return what a finding says: column, rule, severity, what was expected, the next step."""
    name, _, expected, step = rule
    return column.name, name, "peringatan" if column.soft else "galat", expected, step
