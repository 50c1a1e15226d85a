"""Layouts: which file it is, where its heading stands, and which column means what.

A layout is data: one TOML file under ``data/layouts``. No layout is known to the code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd
from babel.dates import get_month_names

from data.errors import InputError, SettingsError
from data.readers import Row, Sheet
from data.settings import ROOT
from data.tables import PLACE_COLUMNS, TABLES

FOLDER = ROOT / "data" / "layouts"
HEADING_WITHIN = 15  # rows; the deepest heading seen in offices' files is row 4


@dataclass(frozen=True)
class Layout:
    """How one kind of file is laid out.

    ``marks`` are heading cells that together tell this layout from all others; ``columns`` maps
    a table's column to the heading names it goes by; ``values`` maps a column's written value to
    the table's own; ``period`` is sought in the rows above the heading; ``numbers`` are the
    columns written as 1.234,5.
    """

    name: str
    title: str
    table: str
    marks: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    period: str | None = None
    numbers: tuple[str, ...] = ()


@cache
def layouts() -> tuple[Layout, ...]:
    """Return every layout under ``data/layouts``. Raises SettingsError naming a faulty one."""
    return tuple(_read_layout(path) for path in sorted(FOLDER.glob("*.toml")))


def _read_layout(path: Path) -> Layout:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path.name}: tidak dapat dibaca ({error}).") from error
    missing = {"judul", "tabel", "penanda", "kolom"} - set(given)
    if missing:
        raise SettingsError(f"{path.name}: {sorted(missing)} belum diisi.")
    table = TABLES.get(given["tabel"])
    if table is None:
        raise SettingsError(f"{path.name}: 'tabel' harus salah satu dari {', '.join(TABLES)}.")
    known = {column.name for column in table.columns} | set(PLACE_COLUMNS[table.place])
    unknown = set(given["kolom"]) - known
    if unknown:
        raise SettingsError(f"{path.name}: kolom {sorted(unknown)} tidak ada di {table.name}.")
    values = {
        column: {key.casefold(): value for key, value in group["peta"].items()}
        for group in given.get("nilai", [])
        for column in group["kolom"]
    }
    return Layout(
        name=path.stem,
        title=given["judul"],
        table=table.name,
        marks=tuple(given["penanda"]),
        columns={name: tuple(names) for name, names in given["kolom"].items()},
        values=values,
        period=given.get("periode", {}).get("pola"),
        numbers=tuple(given.get("angka", {}).get("kolom", ())),
    )


@dataclass(frozen=True)
class Batch:
    """The rows of one sheet under their table's column names, every cell still text.

    ``frame`` also has ``berkas`` and ``baris``, the file and the row a person sees in it.
    """

    layout: Layout
    frame: pd.DataFrame


def apply(berkas: str, sheet: Sheet) -> Batch:
    """Return a sheet's rows under the table's column names.

    Raises InputError when no layout, or no period, can be recognised.
    """
    layout, heading = _recognise(berkas, sheet)
    headings = [_key(cell) for cell in sheet.rows[heading]]
    body = pd.DataFrame(
        [_padded(row, len(headings)) for row in sheet.rows[heading + 1 :]],
        columns=range(len(headings)),
        dtype=object,
    )
    frame = pd.DataFrame({"berkas": berkas, "baris": body.index + heading + 2})
    for column, names in layout.columns.items():
        wanted = {_key(name) for name in names}
        place = next((i for i, name in enumerate(headings) if name in wanted), None)
        cells = pd.Series([None] * len(body), dtype=object) if place is None else body[place]
        frame[column] = _translated(cells, layout, column)
    if layout.period is not None:
        frame["periode"] = _period(berkas, layout, sheet.rows[:heading])
    empty = body.isna().all(axis=1)
    return Batch(layout, frame[~empty].reset_index(drop=True))


def _recognise(berkas: str, sheet: Sheet) -> tuple[Layout, int]:
    """Return the one layout whose marks stand together in a row, and that row's index."""
    for number, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        cells = {_key(cell) for cell in row}
        found = [lay for lay in layouts() if {_key(mark) for mark in lay.marks} <= cells]
        if found:
            return max(found, key=lambda lay: len(lay.marks)), number
    known = "; ".join(f"{lay.title} ({', '.join(lay.marks)})" for lay in layouts())
    raise InputError(
        f"{berkas}, lembar '{sheet.name}'",
        f"tata letak tidak dikenal: tidak ada baris judul kolom di {HEADING_WITHIN} baris pertama.",
        f"Cocokkan judul kolom dengan salah satu: {known}.",
    )


def _translated(cells: pd.Series, layout: Layout, column: str) -> pd.Series:
    """Return cells with the layout's written values replaced by the table's own."""
    mapping = layout.values.get(column)
    if mapping is not None:
        # A value that the map does not know stays as it is: the table's rules name it.
        return cells.map(
            lambda cell: None if cell is None else mapping.get(cell.casefold(), cell)
        ).replace("", None)
    if column in layout.numbers:
        return cells.map(_plain_number)
    return cells


def _plain_number(cell: str | None) -> str | None:
    """Return 1.234,5 as 1234.5; any other writing stays, so that a refusal shows it as it is.

    A spreadsheet's own number arrives as 45.5 and must not lose its point.
    """
    if cell is None or not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", cell):
        return cell
    return cell.replace(".", "").replace(",", ".")


def _period(berkas: str, layout: Layout, above: list[Row]) -> str:
    """Return ``YYYY-MM`` from the title rows above the heading."""
    title = " ".join(cell for row in above for cell in row if cell)
    found = re.search(layout.period or "", title, flags=re.IGNORECASE)
    months = {name.casefold(): n for n, name in get_month_names("wide", locale="id").items()}
    if found is None or found["bulan"].casefold() not in months:
        raise InputError(
            berkas,
            f"periode tidak ditemukan di baris judul ('{title[:80]}').",
            "Tulis bulan dan tahun di judul, misalnya 'Keadaan Juni 2025'.",
        )
    return f"{found['tahun']}-{months[found['bulan'].casefold()]:02d}"


def _key(cell: str | None) -> str:
    """Return a heading as compared: letters and digits only, one case."""
    return re.sub(r"[^0-9a-z]+", "", (cell or "").casefold())


def _padded(row: Row, width: int) -> Row:
    return (row + [None] * width)[:width]
