"""The rules of one column as SQL: what a cell is in its type, and what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from data.build.steps import Sql
from data.quoting import quote_literal
from data.tables import SQL_TYPES, Column, Type


class ColumnRule(NamedTuple):
    """A rule of one column; ``breaks`` is SQL that is true when a cell breaks it."""

    name: str
    breaks: str
    expected: str
    step: str


KINDS: dict[Type, str] = {
    "bulat": "bilangan bulat",
    "desimal": "bilangan",
    "tanggal": "tanggal, misalnya 24/06/2025 atau 24 Juni 2025",
    "ya_tidak": "ya atau tidak",
}
"""What a cell of a type is called where one was expected."""


def write_cast(column: Column) -> Sql:
    """Return SQL that casts a text column to its type; a cell that will not cast gives null."""
    if column.type == "ya_tidak":
        return Sql(f"case {column.name} when 'ya' then true when 'tidak' then false end")
    cast = f"try_cast({column.name} as {SQL_TYPES[column.type]})"
    if column.type == "bulat":
        # The cast alone would round 2.5 and read 1e3.
        whole = f"regexp_replace({column.name}, '\\.0+$', '')"
        return Sql(
            f"case when regexp_full_match({column.name}, '[+-]?\\d+(\\.0+)?') "
            f"then try_cast({whole} as bigint) end"
        )
    if column.type == "desimal":
        return Sql(f"case when isfinite({cast}) then {cast} end")
    if column.type == "tanggal":
        # 'infinity' is a date to the cast, and 1821 is a slip of the pen.
        return Sql(f"case when {cast} between '1900-01-01' and '2100-12-31' then {cast} end")
    return Sql(cast)


def write_value(column: Column) -> Sql:
    """Return SQL of a column's value; a fault that refuses nothing empties the cell."""
    value = write_cast(column)
    broken = " or ".join(
        f"coalesce({rule.breaks}, false)" for rule in list_cell_rules(column, value)
    )
    if not column.soft or not broken:
        return value
    return Sql(f"case when not ({broken}) then {value} end")


def list_cell_rules(column: Column, value: str) -> list[ColumnRule]:
    """Return the rules that the cells of one column must keep. ``value`` is SQL of a cell in its
    type."""
    name, rules = column.name, []
    if column.required:
        rules.append(ColumnRule("wajib_isi", f"{name} is null", "tidak kosong", "Isi sel ini."))
    if column.type != "teks":
        unread = f"{name} is not null and {value} is null"
        unless = "" if column.required else ", atau kosongkan bila tidak diketahui"
        step = f"Tulis ulang nilainya{unless}."
        rules.append(ColumnRule("jenis", unread, KINDS[column.type], step))
    if column.allowed:
        listed = ", ".join(f"'{word}'" for word in column.allowed)
        unknown = f"{name} not in ({listed})"
        words = "salah satu dari " + ", ".join(column.allowed)
        rules.append(
            ColumnRule("nilai_dikenal", unknown, words, "Ganti dengan salah satu nilai itu.")
        )
    if column.pattern:
        unlike = f"not regexp_full_match({name}, {quote_literal(column.pattern)})"
        rules.append(ColumnRule("bentuk", unlike, column.expected, column.step))
    return rules + _list_range_rules(column, value)


def _list_range_rules(column: Column, value: str) -> list[ColumnRule]:
    low, high, step = column.low, column.high, "Periksa angkanya."
    rules = []
    if column.low is not None:
        rules.append(ColumnRule("batas", f"{value} < {low}", f"paling kecil {low}", step))
    if column.high is not None:
        rules.append(ColumnRule("batas", f"{value} > {high}", f"paling besar {high}", step))
    return rules
