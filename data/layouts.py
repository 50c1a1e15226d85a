"""Layouts: which file it is, where its heading stands, and which column means what.

A layout is data: one TOML file under ``data/layouts`` or, the office's own, in the folder that the
settings name. No layout is known to the code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.dates import get_month_names

from data.errors import InputError, SettingsError
from data.settings import ROOT, settings
from data.tables import TABLES

FOLDER = ROOT / "data" / "layouts"
HEADING_WITHIN = 25  # rows; the deepest heading seen in offices' files is row 4
PARTS = {"judul", "tabel", "penanda", "kolom", "judul_berkas", "tetap", "angka", "nilai", "lebar"}
PARTS |= {"jumlah", "gabung"}

Row = Sequence[str | None]


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
class Layout:
    """How one kind of file is laid out.

    ``marks`` are heading cells that together tell this layout from all others; ``columns`` maps
    a table's column to the heading names it goes by; ``values`` maps a column's written value to
    the table's own; ``patterns`` are sought in the rows above the heading, the sheet's and the
    file's name, and their named groups fill columns; ``constants`` fill columns that the file
    lacks; ``numbers`` are the columns written as 1.234,5, ``percents`` those of them that may be
    written with a % behind; ``derived`` gives a column that the file
    lacks and the columns whose keyed hash stands for it, such as a number for each business.
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
    percents: tuple[str, ...] = ()
    wide: Wide | None = None
    totals: Totals | None = None
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A layout in a sheet: the index of its heading, the columns' places, and what titles say.

    ``places`` maps a table's column to the index of the sheet's column, ``wide`` a value to the
    index of the heading that stands for it.
    """

    layout: Layout
    heading: int
    headings: tuple[str, ...]
    places: Mapping[str, int]
    wide: Mapping[str, int]
    titles: Mapping[str, str]


def layouts() -> tuple[Layout, ...]:
    """Return every layout, the office's own last. Raises SettingsError naming a faulty one."""
    own = settings().tata_letak
    paths = sorted(FOLDER.glob("*.toml")) + sorted(own.glob("*.toml"))
    return tuple(read_layout(path.name, _text(path)) for path in paths)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: tidak dapat dibaca ({error}).") from error


def read_layout(name: str, text: str) -> Layout:
    """Return the layout that a TOML text writes down. Raises SettingsError naming what is wrong."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: tidak dapat dibaca ({error}).") from error
    try:
        _check(given)
        return _made(Path(name).stem, given)
    except (TypeError, KeyError, AttributeError, re.error) as error:
        raise SettingsError(f"{name}: isinya tidak lengkap atau salah bentuk ({error}).") from error
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None


def _check(given: dict[str, Any]) -> None:
    """Raise ValueError, in words, for a layout that cannot be used."""
    missing = {"judul", "tabel", "penanda", "kolom"} - set(given)
    if missing:
        raise ValueError(f"{sorted(missing)} belum diisi.")
    if given["tabel"] not in TABLES:
        raise ValueError(f"'tabel' harus salah satu dari {', '.join(TABLES)}.")
    if set(given) - PARTS:
        raise ValueError(f"bagian {sorted(set(given) - PARTS)} tidak dikenal.")
    if not given["penanda"]:
        raise ValueError("'penanda' belum diisi.")
    table = TABLES[given["tabel"]]
    named = set(given["kolom"]) | set(given.get("tetap", {}))
    for column, parts in given.get("gabung", {}).items():
        named |= {column, *parts}
    named |= {column for group in given.get("nilai", []) for column in group["kolom"]}
    for columns in given.get("angka", {}).values():
        named |= set(columns)
    if "lebar" in given:
        named |= {given["lebar"]["kolom"], given["lebar"]["nilai"]}
    for pattern in given.get("judul_berkas", {}).get("pola", ()):
        named |= set(re.compile(pattern).groupindex) - {"bulan", "tahun"}
    unknown = named - set(table.names)
    if unknown:
        raise ValueError(f"kolom {sorted(unknown)} tidak ada di {table.name}.")


def _made(name: str, given: dict[str, Any]) -> Layout:
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
        percents=tuple(given.get("angka", {}).get("persen", ())),
        wide=Wide(wide["kolom"], wide["nilai"], dict(wide["judul"])) if wide else None,
        totals=Totals(totals["kolom"], totals["pola"]) if totals else None,
        derived={column: tuple(parts) for column, parts in given.get("gabung", {}).items()},
    )


def key(cell: str | None) -> str:
    """Return a heading as compared: letters and digits only, one case."""
    return re.sub(r"[\W_]+", "", (cell or "").casefold())


def recognise(berkas: str, sheet: str, rows: Sequence[Row]) -> Found:
    """Return which layout the first rows of a sheet have, and where.

    Raises InputError when no layout, or no period, can be recognised.
    """
    found = find(rows)
    if found is None:
        known = "; ".join(f"{lay.title} ({', '.join(lay.marks)})" for lay in layouts())
        raise InputError(
            f"{berkas}, lembar '{sheet}'",
            "tata letak tidak dikenal: tidak ada baris judul kolom di "
            f"{HEADING_WITHIN} baris pertama.",
            "Cocokkan kolomnya di halaman Data, atau samakan judul kolom dengan salah satu: "
            f"{known}.",
        )
    layout, heading = found
    return place(layout, heading, berkas, sheet, rows)


def find(rows: Sequence[Row]) -> tuple[Layout, int] | None:
    """Return the layout whose marks stand together in a row, and that row's index."""
    known = layouts()
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        cells = {key(cell) for cell in row}
        found = [layout for layout in known if {key(mark) for mark in layout.marks} <= cells]
        if found:
            return max(found, key=lambda layout: len(layout.marks)), number
    return None


def place(layout: Layout, heading: int, berkas: str, sheet: str, rows: Sequence[Row]) -> Found:
    """Return where a layout's columns stand. Raises InputError when no period can be found."""
    headings = [key(cell) for cell in rows[heading]]

    def index(names: Sequence[str]) -> int | None:
        wanted = {key(name) for name in names} - {""}
        return next((i for i, name in enumerate(headings) if name in wanted), None)

    places = {column: index(names) for column, names in layout.columns.items()}
    wide: dict[str, int] = {}
    for name, own in (layout.wide.headings if layout.wide else {}).items():
        standing = index([name])
        if standing is not None:
            wide.setdefault(own, standing)
    found = Found(
        layout,
        heading,
        tuple(cell or "" for cell in rows[heading]),
        {column: i for column, i in places.items() if i is not None},
        wide,
        _titles(layout, [_joined(rows[:heading]), sheet, berkas]),
    )
    _has_period(found, berkas, _joined(rows[:heading]))
    return found


def _joined(rows: Sequence[Row]) -> str:
    return " ".join(cell for row in rows for cell in row if cell)


def _titles(layout: Layout, titles: Sequence[str]) -> dict[str, str]:
    """Return what the layout's patterns find, the first title that has it winning."""
    found = dict(layout.constants)
    parts: dict[str, str] = {}
    for pattern in layout.patterns:
        hits = (
            re.search(pattern, re.sub(r"[_\s\u00a0]+", " ", title), flags=re.IGNORECASE)
            for title in titles
        )
        hit = next((hit for hit in hits if hit), None)
        if hit:
            parts |= {n: t.strip() for n, t in hit.groupdict().items() if t and n not in parts}
    year, month = parts.pop("tahun", None), parts.pop("bulan", None)
    if year and month is None:
        found["periode"] = year
    elif year:
        number = MONTHS.get(str(month).casefold())
        found |= {"periode": f"{year}-{number:02d}"} if number else {}
    return found | parts


def _has_period(found: Found, berkas: str, title: str) -> None:
    table = TABLES[found.layout.table]
    wanted = any(column.name == "periode" and column.required for column in table.columns)
    if wanted and "periode" not in found.places and "periode" not in found.titles:
        raise InputError(
            berkas,
            f"periode tidak ditemukan di baris judul ('{title[:80]}').",
            "Tulis bulan dan tahun di judul, misalnya 'Keadaan Juni 2025'.",
        )


MONTHS = {name.casefold(): n for n, name in get_month_names("wide", locale="id").items()}
