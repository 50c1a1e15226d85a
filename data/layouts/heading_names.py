"""By what names the columns of a sheet go: its heading row, and the row of groups above it.

An office writes "Alamat KTP" and "Alamat Usaha" above two times "Kelurahan", or "Skala Usaha" above
"Mikro" and "Kecil" with "Kecamatan" beside them one row up. Whether those cells are merged does not
matter. Programs that save a table number the names that stand twice; such a name stands twice too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.layouts.layout import simplify_heading
from data.layouts.units import drop_unit

Row = Sequence[str | None]
NUMBERED = re.compile(r"(?:\.{1,3}\d{1,3}|_\d|_duplicated_\d+|(?<=[^\W\d_])[2-9])$")
"""What programs put behind a name that stands twice: Kelurahan.1, Kelurahan...5, Kelurahan2."""


@dataclass(frozen=True)
class HeadingNames:
    """The names of a sheet's columns. ``shown`` is what a reader is told, "Alamat KTP / Kelurahan"
    where the name alone stands twice; ``ways`` are all its names as compared. ``first`` is the
    index of the first row that belongs to the heading, ``heading`` that of the last."""

    shown: tuple[str, ...]
    ways: tuple[frozenset[str], ...]
    first: int
    heading: int

    def find_places(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return the indexes of the columns that go by any of some names."""
        wanted = set(map(simplify_heading, names)) - {""}
        return tuple(place for place, own in enumerate(self.ways) if own & wanted)


def read_heading(rows: Sequence[Row], heading: int) -> HeadingNames:
    """Return the names of a sheet's columns, ``heading`` being the index of the heading row."""
    own = list(rows[heading])
    above = list(rows[heading - 1]) if heading else []
    above += [None] * (len(own) - len(above))
    filled = {simplify_heading(cell) for cell in above} - {""}
    has_groups = len(filled) > 1 and not any(_is_number(cell) for cell in above)
    lent = [
        above[place] if has_groups and not (cell or "").strip() else None
        for place, cell in enumerate(own)
    ]
    names = [lent_cell or cell or "" for cell, lent_cell in zip(own, lent, strict=True)]
    groups = _spread_groups(above, len(own))
    shown = _tell_apart(names, groups)
    belongs = any(lent) or shown != names
    return HeadingNames(
        tuple(shown),
        _list_ways(names, groups if has_groups else [""] * len(names)),
        heading - 1 if belongs else heading,
        heading,
    )


def _is_number(cell: str | None) -> bool:
    """Tell whether a cell is a number of a row of data; a year may well be a group."""
    return bool(re.fullmatch(r"\s*-?(?!(?:19|20)\d\d\s*$)\d[\d.,]*\s*", cell or ""))


def _spread_groups(above: Row, width: int) -> list[str]:
    """Return for each column the group that it stands under: the last one to the left."""
    groups, last = [], ""
    for place in range(width):
        last = " ".join((above[place] or "").split()) or last
        groups.append(last)
    return groups


def _tell_apart(names: list[str], groups: list[str]) -> list[str]:
    """Return the names as shown: with their group where the name stands twice and the group tells
    one from the other."""
    counts = Counter(simplify_heading(name) for name in names if simplify_heading(name))
    shown = []
    for name, group in zip(names, groups, strict=True):
        alike = {
            other_group
            for other, other_group in zip(names, groups, strict=True)
            if simplify_heading(other) == simplify_heading(name)
        }
        is_told = counts[simplify_heading(name)] > 1 and len(alike) > 1 and group
        shown.append(f"{group} / {' '.join(name.split())}" if is_told else name)
    return shown


def _list_ways(names: list[str], groups: list[str]) -> tuple[frozenset[str], ...]:
    plain = [simplify_heading(name) for name in names]
    ways = []
    for place, (name, group) in enumerate(zip(names, groups, strict=True)):
        own = {plain[place], simplify_heading(f"{group} {name}") if plain[place] else ""}
        own.add(simplify_heading(drop_unit(name)))
        base = simplify_heading(NUMBERED.sub("", name.strip()))
        # Only beside the name itself: R201 of a questionnaire is no second R20.
        if base != plain[place] and base in plain[:place]:
            own.add(base)
        ways.append(frozenset(own - {""}))
    return tuple(ways)
