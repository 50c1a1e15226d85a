"""Findings are made by one writer, by name; SQL stands in files that somebody uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import duckdb
import pytest

from data.build import steps
from data.build.findings import Finding, add
from data.build.steps import SQL
from data.settings import ROOT
from data.tables import TABLES

BUILD = ROOT / "data" / "build"
AT_THE_TOP = {*TABLES, "jawaban", "pribadi", "rapi", "riwayat", "wilayah"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        steps.run(con, "findings/make")
        yield con


def test_a_finding_has_the_columns_of_the_table(con: duckdb.DuckDBPyConnection) -> None:
    columns = [column for column, *_ in con.execute("describe temuan").fetchall()]
    assert [field.name for field in fields(Finding)] == columns


def test_a_single_finding_says_what_it_is_given(con: duckdb.DuckDBPyConnection) -> None:
    assert add(con, Finding(berkas="juni.csv", aturan="kunci 'x'", baris=3)) == 1
    row = (None, "juni.csv", 3, None, None, None, "kunci 'x'", None, None, None)
    assert con.execute("from temuan").fetchall() == [row]


def test_what_rows_and_finding_both_say_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create temp table tak_terisi as select 3 as baris, 'nilai' as bagian")
    assert add(con, Finding(berkas="juni.csv"), "arrange/unsaid") == 1
    with pytest.raises(duckdb.BinderException, match="kolom"):
        add(con, Finding(kolom="skala"), "arrange/unsaid")


def test_findings_are_added_in_one_place() -> None:
    files = [*BUILD.rglob("*.py"), *BUILD.rglob("*.sql")]
    adding = [path.name for path in files if "insert into temuan" in path.read_text("utf-8")]
    assert adding == ["add.sql"]


@pytest.mark.parametrize("text", ["usaha; drop table usaha", "Usaha", "", "a b", "1a", 'a"'])
def test_a_text_that_is_no_name_is_filled_in_nowhere(text: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        steps.read("points/given", view=text)


def test_every_file_is_used() -> None:
    programs = [*BUILD.rglob("*.py"), *SQL.rglob("*.sql")]
    told = "\n".join(path.read_text("utf-8") for path in programs)
    named = [path.relative_to(SQL).with_suffix("").as_posix() for path in SQL.rglob("*.sql")]
    of_a_place = {f"places/find_{table.place}" for table in TABLES.values()}
    unused = {n for n in named if f'"{n}"' not in told and f"'{n}.sql'" not in told}
    assert unused - of_a_place - AT_THE_TOP == set()
