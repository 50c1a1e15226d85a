"""What an officer settled for an unknown file, as a layout that knows the next one like it.

The officer's choices become a ``SettledLayout``, which ``data/layouts/mapping_file.py`` writes
down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from data.errors import SettingsError
from data.layouts.column_names import list_columns
from data.layouts.heading_names import list_base_names
from data.layouts.headings import Row
from data.layouts.layout import (
    BLANKS,
    Choices,
    Layout,
    SettledLayout,
    Totals,
    Wide,
    simplify_heading,
)
from data.layouts.recognition import list_spread
from data.layouts.spread import is_spread
from data.tables import PLACE_COLUMNS, Table

FEWEST_MARKS = 3
THOUSANDS = r"(rp\.?\s*)?-?\d{1,3}(\.\d{3}){2,}(,\d+)?|-?\d[\d.]*,\d+"
ONE_DOT = r"-?\d{1,3}\.\d{3}"
TOTAL = "^(jumlah|total|jml)"


def settle_mapping(
    title: str,
    table: Table,
    rows: Sequence[Row],
    heading: int,
    chosen: Mapping[str, str],
    known: Iterable[Layout],
    *,
    words: Mapping[str, Mapping[str, str]] | None = None,
    patterns: Sequence[str] = (),
    constants: Mapping[str, str] | None = None,
    derived: Mapping[str, Sequence[str]] | None = None,
    wide: Wide | None = None,
    start: Layout | None = None,
    choices: Sequence[Choices] = (),
    any_of: Mapping[str, Sequence[str]] | None = None,
    depth: int = 0,
    mark: str = "",
) -> SettledLayout:
    """Return the layout for an officer's choices.

    ``chosen`` gives the heading, as written, of each table column that the file has; ``words`` the
    translations of the closed columns; ``wide`` the headings that are values; ``choices`` and
    ``any_of`` the columns with several answers. ``rows`` are those of a sheet whose cells are
    opened at ``mark``, with a heading of one row (``heading_names.flatten``) that has ``depth``
    rows in the sheet. What a layout to ``start`` from says besides is kept.

    Raises SettingsError, in Indonesian, for a choice that cannot be: an unknown column or heading,
    a heading used twice, or a file that no set of headings tells from a ``known`` layout.
    """
    _check_choices(table, rows[heading], chosen, wide)
    several = [*(any_of or {}), *(name for choice in choices for name in choice.columns)]
    cells = {name: _read_cells_below(rows, heading, [written]) for name, written in chosen.items()}
    if wide and wide.value:
        spread = [cell for cell in rows[heading] if cell and is_spread(wide, cell)]
        cells[wide.value] = _read_cells_below(rows, heading, spread)
    return SettledLayout(
        title=title.strip(),
        table=table.name,
        marks=choose_marks(
            table,
            chosen,
            rows[heading],
            [layout for layout in known if layout.one_cell == mark],
            wide,
            _list_answered(choices, any_of or {}),
        ),
        columns={
            name: own
            for name, own in _collect_headings(chosen, rows[heading], start).items()
            if name not in several
        },
        patterns=tuple(patterns),
        constants=dict(constants or {}),
        numbers=_find_dotted_numbers(table, cells, wide),
        values={
            name: _fold_words(meanings)
            for name, meanings in (words or {}).items()
            if name in {*chosen, *(any_of or {}), *list_filled_by(patterns)}
        },
        derived={name: tuple(parts) for name, parts in (derived or {}).items()},
        wide=wide,
        totals=start.totals if start else _find_totals(table, cells),
        rewrites=start.rewrites if start else (),
        skipped=start.skipped if start else (),
        blanks=start.blanks if start else BLANKS[0],
        strangers=start.strangers if start else (),
        choices=tuple(choices),
        any_of={name: tuple(own) for name, own in (any_of or {}).items()},
        depth=depth,
        one_cell=mark,
    )


def _list_answered(choices: Sequence[Choices], any_of: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the headings below which answers stand, several for one column or one cell."""
    own = [heading for choice in choices for heading in choice.headings]
    return [*own, *(heading for headings in any_of.values() for heading in headings)]


def _find_dotted_numbers(
    table: Table, cells: Mapping[str, list[str]], wide: Wide | None
) -> tuple[str, ...]:
    """Return the columns of numbers that are written 1.234,5."""
    types = {column.name: column.type for column in list_columns(table)}
    # What is counted for each class is whole, though another table may hold shares there.
    whole = {name for name in cells if types[name] == "bulat"} | ({wide.value} if wide else set())
    return tuple(
        name
        for name in cells
        if types[name] in ("bulat", "desimal") and _has_dots(cells[name], whole=name in whole)
    )


def _collect_headings(
    chosen: Mapping[str, str], headings: Row, start: Layout | None
) -> dict[str, tuple[str, ...]]:
    """Return the headings of each column: the chosen one, then those of a layout to start from.

    A heading that this file has is what was chosen for it, and nothing else.
    """
    here = list_base_names(headings)
    by_column: dict[str, tuple[str, ...]] = {name: (heading,) for name, heading in chosen.items()}
    for name, names in (start.columns if start else {}).items():
        others = tuple(other for other in names if simplify_heading(other) not in here)
        if others:
            by_column[name] = (*by_column.get(name, ()), *others)
    return by_column


def _find_totals(table: Table, cells: Mapping[str, list[str]]) -> Totals | None:
    """Return how rows of totals are told, where the table has any and the file shows one."""
    place = PLACE_COLUMNS[table.place][-1]
    shown = any(re.match(TOTAL, cell, re.IGNORECASE) for cell in cells.get(place, ()))
    return Totals(place, TOTAL) if table.totals and shown else None


def list_missing(settled: SettledLayout, table: Table) -> list[str]:
    """Return the labels of required columns that the layout fills in no way."""
    filled = {*settled.columns, *settled.constants, *settled.derived, *settled.any_of}
    filled |= {name for choice in settled.choices for name in choice.columns}
    filled |= list_spread(settled.wide)
    filled |= list_filled_by(settled.patterns)
    return [
        column.label for column in table.columns if column.required and column.name not in filled
    ]


def list_filled_by(patterns: Iterable[str]) -> set[str]:
    """Return the columns that patterns fill from the words around a table."""
    groups = {name for pattern in patterns for name in re.compile(pattern).groupindex}
    return groups | ({"periode"} if "tahun" in groups else set())


def choose_marks(
    table: Table,
    chosen: Mapping[str, str],
    headings: Row,
    known: Iterable[Layout],
    wide: Wide | None = None,
    more: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return few mapped headings that together tell this file from every known layout.

    Those of the table's key, places and required columns come first, since the next file will
    have them too. Raises SettingsError naming the layout that cannot be told apart.
    """
    needed = [c.name for c in table.columns if c.required]
    # The kelurahan before its kecamatan and its city: the finer, the rarer.
    places = [c.name for c in list_columns(table)[len(table.columns) :]][::-1]
    order = dict.fromkeys([*table.key, *places, *needed, *chosen])
    mapped = [chosen[name] for name in order if name in chosen]
    mapped += [*more, *(wide.headings if wide else ())]
    # Two layouts can be confused in two ways. The new one may take files of a known one, when all
    # of its marks are headings that the known one has as well: so it gets a heading that the other
    # lacks. Or the known one may take files of the new one, when this file has all of the other's
    # marks: so the new one gets more marks than the other, since of two layouts that fit a file the
    # one with more marks is taken. To take every mapped heading as a mark would be simpler, but
    # then the next file, which lacks a column that nobody needs, would not be recognised.
    picked = mapped[:FEWEST_MARKS]
    here = list_base_names(headings)
    known = tuple(known)
    for layout in known:
        theirs = _list_headings(layout)
        if {simplify_heading(name) for name in picked} <= theirs:
            rest = [name for name in mapped if name not in picked]
            own = [name for name in rest if simplify_heading(name) not in theirs][:1]
            # Without a heading of its own it must not outdo the other layout on that one's files.
            picked = picked + own if own else picked[: len(layout.marks)]
        if {simplify_heading(mark) for mark in layout.marks} <= here:
            rest = [name for name in mapped if name not in picked]
            picked += rest[: max(len(layout.marks) + 1 - len(picked), 0)]
    for layout in known:
        _check_told_apart(layout, picked, here)
    return tuple(picked)


def _list_headings(layout: Layout) -> set[str]:
    """Return every heading, as compared, that a layout knows."""
    names = [*layout.marks, *(name for group in layout.columns.values() for name in group)]
    names += [name for choice in layout.choices for name in choice.headings]
    names += [name for group in layout.any_of.values() for name in group]
    return set(map(simplify_heading, [*names, *(layout.wide.headings if layout.wide else ())]))


def _check_told_apart(layout: Layout, picked: list[str], here: set[str]) -> None:
    """Raise SettingsError where one of two layouts would take the other's files."""
    their_marks = {simplify_heading(mark) for mark in layout.marks}
    our_marks = {simplify_heading(name) for name in picked}
    takes_ours = their_marks <= here and len(their_marks) >= len(picked)
    takes_theirs = our_marks <= _list_headings(layout) and len(picked) > len(their_marks)
    if takes_ours or takes_theirs:
        raise SettingsError(
            f"Berkas ini tidak dapat dibedakan dari tata letak '{layout.title}'. "
            "Cocokkan juga judul kolom yang tidak dikenal tata letak itu."
        )


def _check_choices(
    table: Table, headings: Row, chosen: Mapping[str, str], wide: Wide | None
) -> None:
    """Raise SettingsError for a column or heading that there is not, or a heading used twice."""
    columns = {column.name for column in list_columns(table)}
    here = {simplify_heading(cell) for cell in headings} - {""}
    used = {
        simplify_heading(cell): wide.column
        for cell in headings
        if wide and cell and is_spread(wide, cell)
    }
    for name, heading in chosen.items():
        simple = simplify_heading(heading)
        if name not in columns:
            raise SettingsError(f"Kolom '{name}' tidak ada di tabel {table.name}.")
        if simple not in here:
            raise SettingsError(f"Judul kolom '{heading}' tidak ada di baris judul berkas ini.")
        if simple in used:
            raise SettingsError(
                f"Judul kolom '{heading}' dipakai untuk '{used[simple]}' dan '{name}'. "
                "Pilih satu saja."
            )
        used[simple] = name


def _read_cells_below(rows: Sequence[Row], heading: int, titles: Iterable[str]) -> list[str]:
    """Return the filled cells below the headings of these titles, one after another."""
    here = [simplify_heading(cell) for cell in rows[heading]]
    return [
        cell.strip()
        for place in (here.index(simplify_heading(title)) for title in titles)
        for row in rows[heading + 1 :]
        if place < len(row) and (cell := row[place])
    ]


def _has_dots(cells: list[str], whole: bool) -> bool:
    """Tell whether numbers are written 1.234,5; 6.123 alone may be a coordinate as well."""
    pattern = f"{THOUSANDS}|{ONE_DOT}" if whole else THOUSANDS
    if any(re.fullmatch(pattern, cell, re.IGNORECASE) for cell in cells):
        return True
    return whole and not any(re.fullmatch(r"-?\d+\.\d+", cell) for cell in cells)


def _fold_words(words: Mapping[str, str]) -> dict[str, str]:
    """Return one translation per word without regard to case, as a layout compares them."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(word.casefold(), word)
    return {word: words[word] for word in first.values()}
