"""By what names offices call the columns of a table, and how like a name a heading is.

The words that offices use are lists under ``data/reference`` (``padanan_judul``, ``padanan_kata``,
``padanan_bukan``): a new spelling is a line there, not code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from data import reference
from data.layouts.layout import Layout, simplify_heading
from data.layouts.recognition import read_layouts
from data.tables import PLACE_COLUMNS, PLACE_LABELS, TABLES, Column, Table

CHANCE = 66  # two names that are less alike (of 100) are not alike at all


def list_columns(table: Table) -> list[Column]:
    """Return the columns that a file can give a table: its own, and its places in words."""
    own = {column.name: column for column in table.columns}
    places = [
        Column(name, "teks", PLACE_LABELS[name])
        for name in PLACE_COLUMNS[table.place]
        if name not in own
    ]
    return [*own.values(), *places]


def collect_names(table: Table, known: Iterable[Layout]) -> dict[str, set[str]]:
    """Return every name that each column of the table goes by."""
    names = {c.name: {c.label, c.name.replace("_", " ")} for c in list_columns(table)}
    for layout in known:
        if layout.table == table.name:
            for name, aliases in layout.columns.items():
                names.get(name, set()).update(aliases)
    frame = reference.read("padanan_judul")
    for written, name, only in zip(frame["judul"], frame["kolom"], frame["tabel"], strict=True):
        if name in names and only in (None, table.name):
            names[name].add(written)
    return names


@cache
def collect_vocabulary() -> frozenset[str]:
    """Return the names of all columns of all tables, to know a heading row by."""
    familiar = read_layouts()
    return frozenset(
        spell_out(name)
        for table in TABLES.values()
        for names in collect_names(table, familiar).values()
        for name in names
    ) | frozenset(map(spell_out, reference.read("padanan_judul")["judul"]))


def has_excluding_word(heading: str, column: Column) -> bool:
    """Tell whether a heading has a word that no heading of the column has."""
    frame = reference.read("padanan_bukan")
    return not set(spell_out(heading).split()).isdisjoint(
        frame[frame["kolom"] == column.name]["kata"]
    )


def rate_likeness(heading: str, names: set[str]) -> float:
    """Return how alike a heading is to the nearest of some names, 0 to 100 (the same)."""
    if simplify_heading(heading) in {simplify_heading(name) for name in names}:
        return 100
    words = spell_out(heading)
    return max((_rate_likeness_of_words(words, spell_out(name)) for name in names), default=0)


def _rate_likeness_of_words(first: str, second: str) -> float:
    if first == second:
        return 98
    shared = set(first.split()) & set(second.split())
    inside = 0.0
    if any(len(word) > 3 for word in shared):
        # "Kecamatan Usaha" holds "Kecamatan"; a shared "usaha" alone says little.
        inside = 0.8 * fuzz.token_set_ratio(first, second)
    alike = max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second), inside)
    # Below that, letters agree by chance: "satuan tanah" and "data buatan" reach 61.
    return min(95, alike) if alike >= CHANCE else 0


def drop_form_group(heading: str) -> str:
    """Return the name of a question without the groups of its form: "profil/nama_usaha" as an
    export of KoboToolbox, "profil-nama_usaha" as one of ODK has it. Nobody writes such names by
    hand: "Kel/Desa" stays."""
    name = heading.strip()
    is_made = re.fullmatch(r"[a-z0-9_]+(?:[/-][a-z0-9_]+)+", name) and "_" in name
    return re.split("[/-]", name)[-1] if is_made else heading


def spell_out(heading: str) -> str:
    """Return a heading as words, each abbreviation that offices use written out."""
    # A line break in a heading is a space; a capital inside a word begins a new one.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).casefold()
    words = re.findall(r"[a-z]+|\d+", spaced)
    return " ".join(_read_abbreviations().get(word, word) for word in words)


@cache
def _read_abbreviations() -> dict[str, str]:
    frame = reference.read("padanan_kata")
    return dict(zip(frame["kata"], frame["arti"], strict=True))
