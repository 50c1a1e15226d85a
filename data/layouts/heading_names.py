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
    index of the first row that belongs to the heading, ``heading`` that of the last. ``bare`` are
    the names without their group, ``groups`` what stands above them, empty where nothing does."""

    shown: tuple[str, ...]
    ways: tuple[frozenset[str], ...]
    first: int
    heading: int
    bare: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def find_places(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return the indexes of the columns that go by any of some names."""
        wanted = set(map(simplify_heading, names)) - {""}
        return tuple(place for place, own in enumerate(self.ways) if own & wanted)


def read_heading(rows: Sequence[Row], heading: int, depth: int = 0) -> HeadingNames:
    """Return the names of a sheet's columns, ``heading`` being the index of the heading's last row.

    ``depth`` is how many rows the heading has; 0 where the sheet itself shows whether there are
    groups above the row.
    """
    own = list(rows[heading])
    upper = [_widen(row, len(own)) for row in rows[max(heading - (depth or 2) + 1, 0) : heading]]
    has_groups = depth > 1 or (not depth and bool(upper) and _are_groups(upper[-1]))
    lent = [
        _find_lent(upper, place) if has_groups and not (cell or "").strip() else None
        for place, cell in enumerate(own)
    ]
    names = [lent_cell or cell or "" for cell, lent_cell in zip(own, lent, strict=True)]
    groups = _spread_groups(upper, len(own)) if depth != 1 else [""] * len(own)
    shown = _tell_apart(names, groups)
    belongs = any(lent) or shown != names or depth > 1
    known_groups = groups if has_groups else [""] * len(names)
    return HeadingNames(
        tuple(shown),
        _list_ways(names, known_groups),
        heading - len(upper) if belongs else heading,
        heading,
        tuple(names),
        tuple(known_groups),
    )


def flatten(rows: Sequence[Row], heading: int, depth: int = 0) -> list[list[str | None]]:
    """Return the rows with a heading of one row, in which every name stands once: with its group
    where that tells it apart, else with its number. What belonged to the heading above is blank."""
    names = read_heading(rows, heading, depth)
    flat: list[list[str | None]] = [list(row) for row in rows]
    for above in range(names.first, heading):
        flat[above] = [None] * len(flat[above])
    flat[heading] = list(_number_repeated(names.shown))
    return flat


def list_base_names(cells: Iterable[str | None]) -> set[str]:
    """Return the names of a flattened heading as compared, also without the group and the number by
    which one is told from another of its name."""
    written = [cell for cell in cells if cell]
    bare = [re.sub(r" \(\d+\)$", "", name) for name in written]
    names = [*written, *bare, *(name.rsplit(" / ", 1)[-1] for name in bare)]
    return set(map(simplify_heading, names)) - {""}


def _number_repeated(names: Sequence[str]) -> list[str]:
    counts = Counter(map(simplify_heading, names))
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        simple = simplify_heading(name)
        seen[simple] += 1
        twice = simple and counts[simple] > 1
        told.append(f"{' '.join(name.split())} ({seen[simple]})" if twice else name)
    return told


def _widen(row: Row, width: int) -> list[str | None]:
    return [*row, *[None] * (width - len(row))][:width]


def _are_groups(above: Sequence[str | None]) -> bool:
    filled = {simplify_heading(cell) for cell in above} - {""}
    return len(filled) > 1 and not any(_is_number(cell) for cell in above)


def _find_lent(upper: Sequence[Sequence[str | None]], place: int) -> str | None:
    """Return the nearest name above a blank cell of the heading."""
    return next((row[place] for row in reversed(upper) if (row[place] or "").strip()), None)


def _is_number(cell: str | None) -> bool:
    """Tell whether a cell is a number of a row of data; a year may well be a group."""
    return bool(re.fullmatch(r"\s*-?(?!(?:19|20)\d\d\s*$)\d[\d.,]*\s*", cell or ""))


def _spread_groups(upper: Sequence[Row], width: int) -> list[str]:
    """Return for each column the group that it stands under: in each row the last one to the left,
    the topmost first; below another group of the row above a new one begins."""
    groups, last = [], [""] * len(upper)
    for place in range(width):
        for level, row in enumerate(upper):
            word = " ".join((row[place] or "").split())
            if word:
                last[level:] = [word, *[""] * (len(upper) - level - 1)]
        groups.append(" ".join(filter(None, last)))
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
    counts, seen = Counter(plain), Counter[str]()
    ways = []
    for place, (name, group) in enumerate(zip(names, groups, strict=True)):
        own = {plain[place], simplify_heading(f"{group} {name}") if plain[place] else ""}
        own.add(simplify_heading(drop_unit(name)))
        seen[plain[place]] += 1
        if plain[place] and counts[plain[place]] > 1:
            own.add(f"{plain[place]}{seen[plain[place]]}")  # "Kelurahan (2)", as a mapping says it
        base = simplify_heading(NUMBERED.sub("", name.strip()))
        # Only beside the name itself: R201 of a questionnaire is no second R20.
        if base != plain[place] and base in plain[:place]:
            own.add(base)
        ways.append(frozenset(own - {""}))
    return tuple(ways)
