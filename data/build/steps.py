"""SQL from its files below ``data/build/sql``, one step of a build each, named by its path.

What a step is about is filled in where the file says ``{{ ... }}``; values stay parameters
(``$berkas``) that DuckDB binds. A plain text that is filled in has to be a name, and a list is
names with commas between them, so that no value gets into a statement unquoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data import quoting
from data.build import plain_letters
from data.city import OUR_CITY
from data.settings import ROOT

SQL = ROOT / "data" / "build" / "sql"


class Sql(str):
    """A piece of SQL, which is filled in as it stands."""


def _write_value(value: object) -> str:
    """Return what stands in a statement for a value; raises ValueError for one that is no name."""
    if isinstance(value, Sql | int | float):
        return str(value)
    if isinstance(value, str):
        return quoting.quote_name(value)
    assert isinstance(value, Iterable), f"neither names nor SQL: {value!r}"
    return ", ".join(map(_write_value, value))


def _write_columns(names: Iterable[str], alias: str) -> Sql:
    """Return columns of one of several tables that are joined."""
    return Sql(", ".join(f"{alias}.{quoting.quote_name(name)}" for name in names))


def _write_agreement(names: Iterable[str], one: str, other: str) -> Sql:
    """Return that two tables agree in some columns; nothing agrees with nothing."""
    return Sql(" and ".join(f"{one}.{n} is not distinct from {other}.{n}" for n in names))


_FILES = Environment(
    loader=FileSystemLoader(SQL),
    finalize=_write_value,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701 -- these are no pages
)
_FILES.filters |= {
    "sql": Sql,
    "literal": lambda text: Sql(quoting.quote_literal(text)),
    "of": _write_columns,
    "agree": _write_agreement,
}
_FILES.globals["city"] = OUR_CITY
_FILES.globals["letters"] = plain_letters


def read(step: str, **about: object) -> Sql:
    """Return the statements of a step, filled in with what it is about.

    Raises ValueError for a text that is no name, jinja2.UndefinedError for what is not given.
    """
    return Sql(_FILES.get_template(f"{step}.sql").render(about))


def run(
    con: duckdb.DuckDBPyConnection,
    step: str,
    values: Mapping[str, object] | None = None,
    **about: object,
) -> duckdb.DuckDBPyConnection:
    """Run the statements of a step, each with those of the values that it names.

    Return the connection, at the rows of the last one. Raises as ``read``.
    """
    given = values or {}
    for statement in con.extract_statements(read(step, **about)):
        con.execute(statement.query, {n: given[n] for n in statement.named_parameters})
    return con


def read_first_row(
    con: duckdb.DuckDBPyConnection,
    step: str,
    values: Mapping[str, object] | None = None,
    **about: object,
) -> Sequence[Any]:
    """Return the only row of a step's last statement."""
    row = run(con, step, values, **about).fetchone()
    assert row is not None, step
    return row
