"""What is wrong with which rows of a staging table, and the typed rest.

DuckDB does the work over text columns with ``try_cast``, so that a refused cell is kept exactly
as it was written.
"""

from __future__ import annotations

import re

import duckdb

from data.build import repeats, steps
from data.build.findings import Finding, add
from data.build.repeats import show_key
from data.build.rules import list_cell_rules, write_cast, write_value
from data.build.steps import Sql
from data.tables import Known, Rule, Table, Totals

BITS = 60  # rules that are looked at together, a bit of a bigint each


def find(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Add to ``temuan`` what is to be said about the rows of a staging table, rule by rule."""
    add(con, Finding(tabel=table.name, tingkat="lipat"), "check/aside", staged=staged)
    repeats.fold_same(con, table, staged)
    steps.run(con, "check/rows", table=table, staged=staged)
    rows = f"{table.name}_baris"
    _judge_cells(con, table, rows)
    _judge_places(con, table, rows)
    for rule in table.rules:
        _judge_across_columns(con, table, rows, rule)
    repeats.settle_keys(con, table, rows)


def show_accepted(table: Table, staged: str, view: str) -> Sql:
    """Return a statement that makes a view of the rows that broke no rule, in their types."""
    return steps.read("check/accepted", table=table, staged=staged, view=view, soft=write_value)


def fold(con: duckdb.DuckDBPyConnection, table: Table, view: str) -> None:
    """Add a trace for every row of ``view`` that its table folds into another one."""
    if table.fold is None:
        return
    finding = Finding(
        tabel=table.name,
        kolom=table.fold.by,
        aturan=table.fold.rule,
        tingkat="lipat",
        seharusnya=table.fold.says,
        langkah=table.fold.step,
    )
    add(con, finding, "check/folded", table=table, view=view, key=show_key(table))


def compare(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Flag the accepted rows of a table that disagree with other rows or another table."""
    for known in table.known:
        _flag_unknown(con, table, known)
    if table.totals:
        _flag_totals(con, table, staged, table.totals)


def _flag_unknown(con: duckdb.DuckDBPyConnection, table: Table, known: Known) -> None:
    finding = Finding(
        tabel=table.name,
        kolom=known.column,
        aturan=f"ada_di_{known.table}",
        tingkat="peringatan",
        seharusnya=known.expected,
        langkah=known.step,
    )
    add(con, finding, "check/unknown", table=table, known=known, key=show_key(table))


def _flag_totals(con: duckdb.DuckDBPyConnection, table: Table, staged: str, totals: Totals) -> None:
    finding = Finding(
        tabel=table.name, aturan="jumlah_cocok", tingkat="peringatan", langkah=totals.step
    )
    expected = {"harapan": totals.expected}
    add(
        con,
        finding,
        "check/totals",
        expected,
        table=table,
        staged=staged,
        totals=totals,
        typed=write_cast,
    )


def _judge_cells(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Add a finding for each rule of a column that a cell breaks."""
    broken = [
        (column, rule)
        for column in table.columns
        for rule in list_cell_rules(column, f"nilai_{column.name}")
    ]
    for start in range(0, len(broken), BITS):
        some = broken[start : start + BITS]
        add(
            con,
            Finding(tabel=table.name),
            "check/cells",
            rows=rows,
            broken=some,
            columns=list(dict.fromkeys(column for column, _ in some)),
            key=show_key(table),
            typed=write_cast,
        )


def _judge_places(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Say which places cannot be read, and which of their cells is at fault."""
    finding = Finding(tabel=table.name)
    add(con, finding, "check/places", table=table, rows=rows, key=show_key(table))


def _judge_across_columns(
    con: duckdb.DuckDBPyConnection, table: Table, rows: str, rule: Rule
) -> None:
    finding = Finding(
        tabel=table.name,
        kolom=rule.column,
        aturan=rule.name,
        tingkat=rule.severity,
        seharusnya=rule.expected,
        langkah=rule.step,
    )
    judged = [column for column in table.columns if re.search(rf"\b{column.name}\b", rule.holds)]
    add(
        con,
        finding,
        "check/across_columns",
        table=table,
        rows=rows,
        rule=rule,
        judged=judged,
        key=show_key(table),
        typed=write_cast,
    )
