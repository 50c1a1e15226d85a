"""What a layout is, and how its TOML text says it. No layout is known to the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
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
    ``skipped`` are headings that the table has no place for and nobody misses; ``blanks`` says
    what a blank cell means in a block of channels of which something is answered (``BLANKS``).
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
    blanks: str = "tidak"

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
        parts_of_file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: tidak dapat dibaca ({error}).") from error
    try:
        _check(parts_of_file)
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None
    return _build_layout(Path(name).stem, parts_of_file)


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
    "kanal_kosong": str,
}
BLANKS = ("tidak", "tidak diketahui")
NEEDED = ("judul", "tabel", "penanda", "kolom")


def _check(parts_of_file: dict[str, Any]) -> None:
    """Raise ValueError, in words, for a layout that cannot be used."""
    missing = set(NEEDED) - set(parts_of_file)
    if missing:
        raise ValueError(f"{sorted(missing)} belum diisi.")
    unknown = set(parts_of_file) - set(SHAPES)
    if unknown:
        raise ValueError(f"bagian {sorted(unknown)} tidak dikenal.")
    for part, value in parts_of_file.items():
        _check_shape(part, value, SHAPES[part])
    _check_choice(parts_of_file, "tabel", TABLES)
    _check_choice(parts_of_file, "kanal_kosong", BLANKS)
    if not any(map(simplify_heading, parts_of_file["penanda"])):
        raise ValueError("'penanda' belum diisi.")
    for pattern in parts_of_file.get("judul_berkas", {}).get("pola", ()):
        _check_title_pattern(pattern)
    for rule in [parts_of_file["jumlah"]] if "jumlah" in parts_of_file else []:
        _check_sql_pattern(rule["pola"], "")
    for rule in parts_of_file.get("tulisan", ()):
        _check_sql_pattern(rule["pola"], rule["jadi"])
    table = TABLES[parts_of_file["tabel"]]
    strange = _list_named_columns(parts_of_file) - set(table.names)
    if strange:
        raise ValueError(f"kolom {sorted(strange)} tidak ada di {table.name}.")


def _check_choice(parts_of_file: dict[str, Any], name: str, words: Iterable[str]) -> None:
    if name in parts_of_file and parts_of_file[name] not in words:
        raise ValueError(f"'{name}' harus salah satu dari {', '.join(words)}.")


def _check_shape(where: str, value: object, shape: Shape) -> None:
    if shape is str:
        if not isinstance(value, str):
            raise ValueError(f"'{where}' salah bentuk: tulis teks di antara tanda kutip.")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise ValueError(f"'{where}' salah bentuk: tulis daftar di antara [ dan ].")
        for item in value:
            _check_shape(where, item, shape[0])
    else:
        if not isinstance(value, dict):
            raise ValueError(f"'{where}' salah bentuk: tulis bagian dengan nama dan isinya.")
        names = set(value) if "*" in shape else set(shape)
        if names != set(value):
            wrong = sorted(names ^ set(value))
            raise ValueError(f"'{where}' salah bentuk: {wrong} kurang atau tidak dikenal.")
        for name, item in value.items():
            _check_shape(f"{where}.{name}", item, shape.get("*", shape.get(name)))


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
        first_line = str(error).splitlines()[0]
        raise ValueError(f"pola '{pattern}' salah bentuk ({first_line}).") from None
    groups = {int(number) for number in re.findall(r"\\(\d)", text)}
    if groups and max(groups) > pattern.count("("):
        raise ValueError(f"'{text}' menyebut bagian yang tidak ada di pola '{pattern}'.")


def _list_named_columns(parts_of_file: dict[str, Any]) -> set[str]:
    """Return every column of the table that a layout speaks of."""
    named = set(parts_of_file["kolom"]) | set(parts_of_file.get("tetap", {}))
    for column, parts in parts_of_file.get("gabung", {}).items():
        named |= {column, *parts}
    for part in ("nilai", "tulisan"):
        named |= {column for group in parts_of_file.get(part, []) for column in group["kolom"]}
    named |= set(parts_of_file.get("angka", {}).get("kolom", ()))
    if "lebar" in parts_of_file:
        named |= {parts_of_file["lebar"]["kolom"], parts_of_file["lebar"]["nilai"]}
    if "jumlah" in parts_of_file:
        named.add(parts_of_file["jumlah"]["kolom"])
    for pattern in parts_of_file.get("judul_berkas", {}).get("pola", ()):
        named |= set(re.compile(pattern).groupindex) - {"bulan", "tahun"}
    return named


def _build_layout(name: str, parts_of_file: dict[str, Any]) -> Layout:
    wide, totals = parts_of_file.get("lebar"), parts_of_file.get("jumlah")
    return Layout(
        name=name,
        title=parts_of_file["judul"],
        table=parts_of_file["tabel"],
        marks=tuple(parts_of_file["penanda"]),
        columns={column: tuple(names) for column, names in parts_of_file["kolom"].items()},
        values={
            column: {written.lower(): own for written, own in group["peta"].items()}
            for group in parts_of_file.get("nilai", [])
            for column in group["kolom"]
        },
        patterns=tuple(parts_of_file.get("judul_berkas", {}).get("pola", ())),
        constants=dict(parts_of_file.get("tetap", {})),
        numbers=tuple(parts_of_file.get("angka", {}).get("kolom", ())),
        rewrites=tuple(
            Rewrite(tuple(rewrite["kolom"]), rewrite["pola"], rewrite["jadi"])
            for rewrite in parts_of_file.get("tulisan", [])
        ),
        wide=Wide(wide["kolom"], wide["nilai"], dict(wide["judul"])) if wide else None,
        totals=Totals(totals["kolom"], totals["pola"]) if totals else None,
        derived={column: tuple(parts) for column, parts in parts_of_file.get("gabung", {}).items()},
        skipped=tuple(parts_of_file.get("abaikan", ())),
        blanks=parts_of_file.get("kanal_kosong", BLANKS[0]),
    )
