"""What a layout is, and how its TOML text says it. No layout is known to the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from data.errors import SettingsError
from data.tables import TABLES

KEPT = 200  # layouts, read once as long as their text is the same


@dataclass(frozen=True)
class Wide:
    """Headings that are values: each sheet row becomes one row for every heading that it has."""

    column: str
    value: str
    headings: Mapping[str, str]


@dataclass(frozen=True)
class Totals:
    """Which rows are totals of the others: the column that says so, and how."""

    column: str
    pattern: str


@dataclass(frozen=True)
class Rewrite:
    """What else the cells of some columns may say: all of a cell that matches becomes another text.

    ``pattern`` and ``text`` are those of DuckDB's regular expressions, without regard to case;
    an empty text is an unknown value. Of several for a column the first that matches counts.
    """

    columns: tuple[str, ...]
    pattern: str
    text: str


@dataclass(frozen=True)
class Layout:
    """How one kind of file is laid out.

    ``marks`` are heading cells that together tell this layout from all others; ``columns`` maps
    a table's column to the heading names it goes by; ``values`` maps a column's written value to
    the table's own; ``patterns`` are sought in the rows above the heading, the sheet's and the
    file's name, and their named groups fill columns; ``constants`` fill columns that the file
    lacks; ``numbers`` are the columns written as 1.234,5; ``derived`` gives a column that the file
    lacks and the columns whose keyed hash stands for it, such as a number for each business;
    ``skipped`` are headings that the table has no place for and nobody misses.
    """

    name: str
    title: str
    table: str
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    wide: Wide | None = None
    totals: Totals | None = None
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @cached_property
    def ways(self) -> tuple[frozenset[str], ...]:
        """Return for each mark every heading, as compared, by which a file can have it."""
        groups = [set(names) for names in self.columns.values()]
        if self.wide:
            own = self.wide.headings
            groups += [{n for n in own if own[n] == value} for value in set(own.values())]
        return tuple(
            frozenset(
                map(
                    simplify_heading,
                    {mark}.union(
                        *(
                            g
                            for g in groups
                            if simplify_heading(mark) in set(map(simplify_heading, g))
                        )
                    ),
                )
            )
            for mark in self.marks
        )


@lru_cache(maxsize=10_000)
def simplify_heading(cell: str | None) -> str:
    """Return a heading as compared: letters and digits only, one case."""
    return re.sub(r"[\W_]+", "", (cell or "").casefold())


@lru_cache(maxsize=KEPT)
def read_layout(name: str, text: str) -> Layout:
    """Return the layout that a TOML text writes down. Raises SettingsError naming what is wrong."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: tidak dapat dibaca ({error}).") from error
    try:
        _check(given)
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None
    return _build_layout(Path(name).stem, given)


# What each part of the file holds: a text, a list of such, a table of any names ("*") or of these.
Shape = Any
SHAPES: dict[str, Shape] = {
    "judul": str,
    "tabel": str,
    "penanda": [str],
    "kolom": {"*": [str]},
    "judul_berkas": {"pola": [str]},
    "tetap": {"*": str},
    "angka": {"kolom": [str]},
    "nilai": [{"kolom": [str], "peta": {"*": str}}],
    "tulisan": [{"kolom": [str], "pola": str, "jadi": str}],
    "lebar": {"kolom": str, "nilai": str, "judul": {"*": str}},
    "jumlah": {"kolom": str, "pola": str},
    "gabung": {"*": [str]},
    "abaikan": [str],
}
NEEDED = ("judul", "tabel", "penanda", "kolom")


def _check(given: dict[str, Any]) -> None:
    """Raise ValueError, in words, for a layout that cannot be used."""
    missing = set(NEEDED) - set(given)
    if missing:
        raise ValueError(f"{sorted(missing)} belum diisi.")
    unknown = set(given) - set(SHAPES)
    if unknown:
        raise ValueError(f"bagian {sorted(unknown)} tidak dikenal.")
    for part, value in given.items():
        _check_shape(part, value, SHAPES[part])
    if given["tabel"] not in TABLES:
        raise ValueError(f"'tabel' harus salah satu dari {', '.join(TABLES)}.")
    if not any(map(simplify_heading, given["penanda"])):
        raise ValueError("'penanda' belum diisi.")
    for pattern in given.get("judul_berkas", {}).get("pola", ()):
        _check_title_pattern(pattern)
    for rule in [given["jumlah"]] if "jumlah" in given else []:
        _check_sql_pattern(rule["pola"], "")
    for rule in given.get("tulisan", ()):
        _check_sql_pattern(rule["pola"], rule["jadi"])
    table = TABLES[given["tabel"]]
    strange = _list_named_columns(given) - set(table.names)
    if strange:
        raise ValueError(f"kolom {sorted(strange)} tidak ada di {table.name}.")


def _check_shape(where: str, value: object, shape: Shape) -> None:
    if shape is str:
        if not isinstance(value, str):
            raise ValueError(f"'{where}' salah bentuk: tulis teks di antara tanda kutip.")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise ValueError(f"'{where}' salah bentuk: tulis daftar di antara [ dan ].")
        for one in value:
            _check_shape(where, one, shape[0])
    else:
        if not isinstance(value, dict):
            raise ValueError(f"'{where}' salah bentuk: tulis bagian dengan nama dan isinya.")
        names = set(value) if "*" in shape else set(shape)
        if names != set(value):
            wrong = sorted(names ^ set(value))
            raise ValueError(f"'{where}' salah bentuk: {wrong} kurang atau tidak dikenal.")
        for name, one in value.items():
            _check_shape(f"{where}.{name}", one, shape.get("*", shape.get(name)))


def _check_title_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"pola '{pattern}' salah bentuk ({error}).") from None


@cache
def _check_sql_pattern(pattern: str, text: str) -> None:
    """Raise ValueError for a pattern that DuckDB, whose expressions are not Python's, refuses."""
    try:
        with duckdb.connect() as con:
            con.execute("select regexp_replace('', ?, ?)", [pattern, text])
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise ValueError(f"pola '{pattern}' salah bentuk ({said}).") from None
    groups = {int(number) for number in re.findall(r"\\(\d)", text)}
    if groups and max(groups) > pattern.count("("):
        raise ValueError(f"'{text}' menyebut bagian yang tidak ada di pola '{pattern}'.")


def _list_named_columns(given: dict[str, Any]) -> set[str]:
    """Return every column of the table that a layout speaks of."""
    named = set(given["kolom"]) | set(given.get("tetap", {}))
    for column, parts in given.get("gabung", {}).items():
        named |= {column, *parts}
    for part in ("nilai", "tulisan"):
        named |= {column for group in given.get(part, []) for column in group["kolom"]}
    named |= set(given.get("angka", {}).get("kolom", ()))
    if "lebar" in given:
        named |= {given["lebar"]["kolom"], given["lebar"]["nilai"]}
    if "jumlah" in given:
        named.add(given["jumlah"]["kolom"])
    for pattern in given.get("judul_berkas", {}).get("pola", ()):
        named |= set(re.compile(pattern).groupindex) - {"bulan", "tahun"}
    return named


def _build_layout(name: str, given: dict[str, Any]) -> Layout:
    wide, totals = given.get("lebar"), given.get("jumlah")
    return Layout(
        name=name,
        title=given["judul"],
        table=given["tabel"],
        marks=tuple(given["penanda"]),
        columns={column: tuple(names) for column, names in given["kolom"].items()},
        values={
            column: {written.lower(): own for written, own in group["peta"].items()}
            for group in given.get("nilai", [])
            for column in group["kolom"]
        },
        patterns=tuple(given.get("judul_berkas", {}).get("pola", ())),
        constants=dict(given.get("tetap", {})),
        numbers=tuple(given.get("angka", {}).get("kolom", ())),
        rewrites=tuple(
            Rewrite(tuple(one["kolom"]), one["pola"], one["jadi"])
            for one in given.get("tulisan", [])
        ),
        wide=Wide(wide["kolom"], wide["nilai"], dict(wide["judul"])) if wide else None,
        totals=Totals(totals["kolom"], totals["pola"]) if totals else None,
        derived={column: tuple(parts) for column, parts in given.get("gabung", {}).items()},
        skipped=tuple(given.get("abaikan", ())),
    )
