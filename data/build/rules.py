"""The rules of one column as SQL: what a cell is in its type, and what is wrong with it."""

from __future__ import annotations

from data.quoting import literal
from data.tables import SQL_TYPES, Column

ColumnRule = tuple[str, str, str, str]
"""A rule's name, SQL that is true when a cell breaks it, what was expected, the next step."""


def typed(column: Column) -> str:
    """Return SQL that casts a text column to its type; a cell that will not cast gives null."""
    if column.type == "ya_tidak":
        return f"case {column.name} when 'ya' then true when 'tidak' then false end"
    cast = f"try_cast({column.name} as {SQL_TYPES[column.type]})"
    if column.type == "bulat":
        # The cast alone would round 2.5 and read 1e3.
        whole = f"regexp_replace({column.name}, '\\.0+$', '')"
        return (
            f"case when regexp_full_match({column.name}, '[+-]?\\d+(\\.0+)?') "
            f"then try_cast({whole} as bigint) end"
        )
    if column.type == "desimal":
        return f"case when isfinite({cast}) then {cast} end"
    if column.type == "tanggal":
        # 'infinity' is a date to the cast, and 1821 is a slip of the pen.
        return f"case when {cast} between '1900-01-01' and '2100-12-31' then {cast} end"
    return cast


def soft(column: Column) -> str:
    """Return SQL of a column's value; a fault that refuses nothing empties the cell."""
    value = typed(column)
    broken = " or ".join(f"coalesce({rule[1]}, false)" for rule in broken_by(column, value))
    if not column.soft or not broken:
        return value
    return f"case when not ({broken}) then {value} end"


def broken_by(column: Column, value: str) -> list[ColumnRule]:
    """Return the rules that the cells of one column must keep. ``value`` is SQL of a cell in its
    type."""
    name = column.name
    kind = {
        "bulat": "bilangan bulat",
        "desimal": "bilangan",
        "tanggal": "tanggal, misalnya 24/06/2025 atau 24 Juni 2025",
        "ya_tidak": "ya atau tidak",
    }
    rules = []
    if column.required:
        rules.append(("wajib_isi", f"{name} is null", "tidak kosong", "Isi sel ini."))
    if column.type != "teks":
        rules.append(
            (
                "jenis",
                f"{name} is not null and {value} is null",
                kind[column.type],
                "Tulis ulang nilainya."
                if column.required
                else "Tulis ulang nilainya, atau kosongkan bila tidak diketahui.",
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
                f"not regexp_full_match({name}, {literal(column.pattern)})",
                column.expected,
                column.step,
            )
        )
    return rules + _range_rules(column, value)


def _range_rules(column: Column, value: str) -> list[ColumnRule]:
    step = "Periksa angkanya."
    rules = []
    if column.low is not None:
        rules.append(("batas", f"{value} < {column.low}", f"paling kecil {column.low}", step))
    if column.high is not None:
        rules.append(("batas", f"{value} > {column.high}", f"paling besar {column.high}", step))
    return rules
