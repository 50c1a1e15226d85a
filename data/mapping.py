"""What an officer settled for an unknown file, as a layout that knows the next one like it.

The officer's choices become a ``Mapping``; ``to_toml`` writes it in the form of the files under
``data/layouts`` and reads it back before anybody relies on it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any

import tomli_w
from babel.dates import get_month_names

from data.errors import SettingsError
from data.layouts import Layout, key
from data.proposals import Row, columns_of
from data.tables import Table

FEWEST_MARKS = 3
THOUSANDS = r"(rp\.?\s*)?-?\d{1,3}(\.\d{3}){2,}(,\d+)?|-?\d[\d.]*,\d+"
ONE_DOT = r"-?\d{1,3}\.\d{3}"
LEAD = r"(?:keadaan|kondisi|posisi|periode|per|bulan|sampai|s\.d\.)"


@dataclass(frozen=True)
class Mapping:
    """One layout as settled: everything that its file says.

    ``columns`` gives the headings of each table column, ``values`` the own word by written word
    for each closed column. ``patterns`` are sought in the title, sheet and file name and fill the
    columns that their groups name; ``constants`` are the same for every row.
    """

    title: str
    table: str
    marks: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    patterns: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    derived: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """A period found around the rows: ``value`` is "2025-06" or "2025", ``where`` is Indonesian.

    ``pattern`` finds it in the next file too; None when it is written in a way that no layout
    can read (an abbreviated or a numbered month), so that it can only be settled as a constant.
    """

    value: str
    where: str
    pattern: str | None


def mapping(
    title: str,
    table: Table,
    rows: Sequence[Row],
    heading: int,
    chosen: Dict[str, str],
    known: Iterable[Layout],
    *,
    words: Dict[str, Dict[str, str]] | None = None,
    patterns: Sequence[str] = (),
    constants: Dict[str, str] | None = None,
    derived: Dict[str, Sequence[str]] | None = None,
) -> Mapping:
    """Return the layout for an officer's choices.

    ``chosen`` gives the heading, as written, of each table column that the file has; ``words`` the
    translations of the closed columns. Raises SettingsError, in Indonesian, for a choice that
    cannot be: an unknown column or heading, a heading used twice, or a file that no set of
    headings tells from a ``known`` layout.
    """
    _possible(table, rows[heading], chosen)
    columns = {column.name: column for column in columns_of(table)}
    cells = {name: _below(rows, heading, title) for name, title in chosen.items()}
    return Mapping(
        title=title.strip(),
        table=table.name,
        marks=marks(table, chosen, rows[heading], known),
        columns={name: (heading,) for name, heading in chosen.items()},
        patterns=tuple(patterns),
        constants=dict(constants or {}),
        numbers=tuple(
            name
            for name in chosen
            if columns[name].type in ("bulat", "desimal")
            and _written_with_dots(cells[name], whole=columns[name].type == "bulat")
        ),
        values={name: _folded(given) for name, given in (words or {}).items() if name in chosen},
        derived={name: tuple(parts) for name, parts in (derived or {}).items()},
    )


def missing(settled: Mapping, table: Table) -> list[str]:
    """Return the labels of required columns that the layout fills in no way."""
    given = {*settled.columns, *settled.constants, *settled.derived}
    for pattern in settled.patterns:
        groups = set(re.compile(pattern).groupindex)
        given |= groups | ({"periode"} if "tahun" in groups else set())
    return [
        column.label for column in table.columns if column.required and column.name not in given
    ]


def marks(
    table: Table, chosen: Dict[str, str], headings: Row, known: Iterable[Layout]
) -> tuple[str, ...]:
    """Return few mapped headings that together tell this file from every known layout.

    Those of the table's key, places and required columns come first, since the next file will
    have them too. Raises SettingsError naming the layout that cannot be told apart.
    """
    needed = [c.name for c in table.columns if c.required]
    # The kelurahan before its kecamatan and its city: the finer, the rarer.
    places = [c.name for c in columns_of(table)[len(table.columns) :]][::-1]
    order = dict.fromkeys([*table.key, *places, *needed, *chosen])
    mapped = [chosen[name] for name in order if name in chosen]
    picked = mapped[:FEWEST_MARKS]
    here = {key(cell) for cell in headings}
    for layout in known:
        theirs = {key(name) for names in layout.columns.values() for name in names}
        theirs |= {key(mark) for mark in layout.marks}
        rest = [name for name in mapped if name not in picked]
        if {key(name) for name in picked} <= theirs:
            picked += [name for name in rest if key(name) not in theirs][:1]
        # Of two layouts that fit a file, the one with more marks is taken.
        if {key(mark) for mark in layout.marks} <= here:
            rest = [name for name in mapped if name not in picked]
            picked += rest[: max(len(layout.marks) + 1 - len(picked), 0)]
        _told_apart(layout, picked, here, theirs)
    return tuple(picked)


def _told_apart(layout: Layout, picked: list[str], here: set[str], theirs: set[str]) -> None:
    own = {key(mark) for mark in layout.marks}
    fits_here = own <= here and len(own) >= len(picked)
    takes_theirs = {key(name) for name in picked} <= theirs and len(picked) >= len(own)
    if fits_here or takes_theirs:
        raise SettingsError(
            f"Berkas ini tidak dapat dibedakan dari tata letak '{layout.title}'. "
            "Cocokkan lebih banyak judul kolom, atau pakai tata letak itu."
        )


def to_toml(settled: Mapping) -> str:
    """Return the text of a layout file that says the same. Raises SettingsError when none does."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, words in settled.values.items():
        groups.setdefault(tuple(words.items()), []).append(name)
    given: dict[str, Any] = {
        "judul": settled.title,
        "tabel": settled.table,
        "penanda": list(settled.marks),
        "kolom": {name: list(names) for name, names in settled.columns.items()},
        "judul_berkas": {"pola": list(settled.patterns)},
        "tetap": settled.constants,
        "gabung": {name: list(parts) for name, parts in settled.derived.items()},
        "angka": {"kolom": list(settled.numbers)},
        "nilai": [{"kolom": names, "peta": dict(words)} for words, names in groups.items()],
    }
    optional = {"judul_berkas": "pola", "angka": "kolom"}
    for section, name in optional.items():
        if not given[section][name]:
            del given[section]
    text = tomli_w.dumps({name: part for name, part in given.items() if part != {}})
    if from_toml(text) != settled:
        raise SettingsError(f"Tata letak '{settled.title}' tidak dapat ditulis dengan utuh.")
    return text


def from_toml(text: str) -> Mapping:
    """Return the layout that a text in the form of ``to_toml`` says."""
    given = tomllib.loads(text)
    return Mapping(
        title=given["judul"],
        table=given["tabel"],
        marks=tuple(given["penanda"]),
        columns={name: tuple(names) for name, names in given.get("kolom", {}).items()},
        patterns=tuple(given.get("judul_berkas", {}).get("pola", ())),
        constants=given.get("tetap", {}),
        derived={name: tuple(parts) for name, parts in given.get("gabung", {}).items()},
        numbers=tuple(given.get("angka", {}).get("kolom", ())),
        values={name: group["peta"] for group in given.get("nilai", []) for name in group["kolom"]},
    )


def file_name(title: str, taken: Collection[str] = ()) -> str:
    """Return a name for the layout's file, of a to z, digits and underscores, not yet taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_") or "tata_letak"
    name, count = f"{slug}.toml", 1
    while name in taken:
        count += 1
        name = f"{slug}_{count}.toml"
    return name


def period(
    rows: Sequence[Row], heading: int, sheet: str, berkas: str, table: Table
) -> Period | None:
    """Return the period that the title, sheet name or file name says, sought in that order.

    A year without a month is taken only where the table's own periods may be years.
    """
    column = next((column for column in table.columns if column.name == "periode"), None)
    if column is None:
        return None
    yearly = column.pattern is None or re.fullmatch(column.pattern, "2023") is not None
    title = " ".join(cell for row in rows[:heading] for cell in row if cell)
    places = {"baris judul": title, "nama lembar": sheet, "nama berkas": berkas}
    for find in (_month, _numbered, *([_year] if yearly else [])):
        for where, text in places.items():
            found = find(text)
            if found is not None:
                return Period(found[0], where, found[1])
    return None


def _month(text: str) -> tuple[str, str | None] | None:
    wide = {name.casefold(): n for n, name in get_month_names("wide", locale="id").items()}
    short = {name.casefold(): n for n, name in get_month_names("abbreviated", locale="id").items()}
    gap, year = r"[\s_.,-]+", r"(?P<tahun>(?:19|20)\d{2})"
    after = rf"(?:\d{{1,2}}{gap})?(?P<bulan>{'|'.join(wide)}){gap}{year}(?!\d)"
    # "Dicetak 3 Juli 2025" may stand beside "keadaan Juni 2025".
    for pattern in (rf"\b{LEAD}{gap}{after}", after):
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return f"{found['tahun']}-{wide[found['bulan'].casefold()]:02d}", pattern
    # Offices also write Agt and Ags for August.
    short |= {"agt": 8, "ags": 8}
    pattern = rf"(?<![a-z])(?P<bulan>{'|'.join(short)}){gap}{year}(?!\d)"
    found = re.search(pattern, text, re.IGNORECASE)
    return found and (f"{found['tahun']}-{short[found['bulan'].casefold()]:02d}", None)


def _numbered(text: str) -> tuple[str, str | None] | None:
    found = re.search(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)", text)
    return found and (f"{found[1]}-{found[2]}", None)


def _year(text: str) -> tuple[str, str | None] | None:
    for pattern in (r"tahun[\s_.,-]+(?P<tahun>20\d{2})(?!\d)", r"(?<!\d)(?P<tahun>20\d{2})(?!\d)"):
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return found["tahun"], pattern
    return None


def _possible(table: Table, headings: Row, chosen: Dict[str, str]) -> None:
    columns = {column.name for column in columns_of(table)}
    here = {key(cell) for cell in headings if key(cell)}
    used: dict[str, str] = {}
    for name, heading in chosen.items():
        if name not in columns:
            raise SettingsError(f"Kolom '{name}' tidak ada di tabel {table.name}.")
        if key(heading) not in here:
            raise SettingsError(f"Judul kolom '{heading}' tidak ada di baris judul berkas ini.")
        if key(heading) in used:
            raise SettingsError(
                f"Judul kolom '{heading}' dipakai untuk '{used[key(heading)]}' dan '{name}'. "
                "Pilih satu saja."
            )
        used[key(heading)] = name


def _below(rows: Sequence[Row], heading: int, title: str) -> list[str]:
    place = next(i for i, cell in enumerate(rows[heading]) if key(cell) == key(title))
    return [
        cell.strip() for row in rows[heading + 1 :] if place < len(row) and (cell := row[place])
    ]


def _written_with_dots(cells: list[str], whole: bool) -> bool:
    """Tell whether numbers are written 1.234,5; 6.123 alone may be a coordinate as well."""
    pattern = f"{THOUSANDS}|{ONE_DOT}" if whole else THOUSANDS
    if any(re.fullmatch(pattern, cell, re.IGNORECASE) for cell in cells):
        return True
    return whole and not any(re.fullmatch(r"-?\d+\.\d+", cell) for cell in cells)


def _folded(words: Dict[str, str]) -> dict[str, str]:
    """Return one translation per word without regard to case, as a layout compares them."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(word.casefold(), word)
    return {word: words[word] for word in first.values()}
