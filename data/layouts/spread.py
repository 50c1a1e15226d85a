"""Which headings of an unknown sheet are values rather than names: classes, areas, years or days.

What is found is a proposal. ``Spread`` says in Indonesian why, for who decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.layouts.cell_kinds import DATE, is_kecamatan
from data.layouts.cell_words import find_meaning
from data.layouts.heading_names import read_heading
from data.layouts.headings import Row, read_cells_below
from data.layouts.layout import Group, Wide, read_value
from data.tables import Column, Table
from data.tables.pembinaan import PEMBINAAN

A_YEAR = r"(?:tahun|thn\.?|th\.?)?\s*((?:19|20)\d\d)"
A_DAY = re.compile(r"(hari|day|pertemuan|sesi)\s*(ke)?\s*[-.]?\s*([1-9]\d?|[ivx]+)", re.IGNORECASE)
FEWEST_AREAS = 3
SAMPLE = 40  # cells that are looked at below a heading
MOST_MARKS = 6  # different words below the days of a course


@dataclass(frozen=True)
class Spread:
    """Headings that are values: ``wide`` as a layout says it, ``headings`` as written, ``why``."""

    wide: Wide
    headings: tuple[str, ...]
    why: str


def find_spread(rows: Sequence[Row], heading: int, table: Table, depth: int = 0) -> list[Spread]:
    """Return the ways in which headings of a sheet may be values of a table, the likeliest first.

    ``heading`` is the index of the heading's last row, ``depth`` its number of rows where said.
    """
    if heading >= len(rows):
        return []
    names = read_heading(rows, heading, depth)
    written = [" ".join(name.split()) for name in names.bare]
    groups = names.groups
    found = [
        *_find_classes(table, written, groups),
        *_find_areas(table, written, groups),
        *_find_years(rows, heading, table, written, groups),
        *_find_days(rows, heading, table, written),
    ]
    return found


def is_spread(wide: Wide | None, written: str) -> bool:
    """Tell whether a heading, its group before a stroke or not, is one of a wide sheet's values."""
    bare = re.sub(r"( \(\d+\))$", "", written)
    ways = (written, bare, bare.rsplit(" / ", 1)[-1])
    return wide is not None and any(read_value(wide, way) is not None for way in ways)


def _find_number(table: Table) -> Column | None:
    """Return the table's one number, of which cells below values are."""
    numbers = (c for c in table.columns if c.required and c.type in ("bulat", "desimal"))
    return next(numbers, None)


def _find_classes(table: Table, written: Sequence[str], groups: Sequence[str]) -> Iterator[Spread]:
    """Yield headings that are words of a closed column of the key, as Mikro and Kecil."""
    number = _find_number(table)
    for column in table.columns:
        if number is None or not column.allowed or column.name not in table.key:
            continue
        values: dict[str, str] = {}
        places = []
        for place, name in enumerate(written):
            value = find_meaning(name, column) if name else None
            if value and (value not in values.values() or name in values):
                values[name] = value
                places.append(place)
        yield from _finish(table, column.name, number, written, groups, places, values, "")


def _find_areas(table: Table, written: Sequence[str], groups: Sequence[str]) -> Iterator[Spread]:
    number = _find_number(table)
    if number is None or table.place != "wilayah":
        return
    places = [place for place, name in enumerate(written) if name and is_kecamatan(name)]
    values = {written[place]: _name_area(written[place]) for place in places}
    if len(values) >= FEWEST_AREAS:
        yield from _finish(table, "wilayah", number, written, groups, places, values, "")


def _name_area(written: str) -> str:
    return written if re.match(r"kec", written, re.IGNORECASE) else f"Kecamatan {written}"


def _find_years(
    rows: Sequence[Row],
    heading: int,
    table: Table,
    written: Sequence[str],
    groups: Sequence[str],
) -> Iterator[Spread]:
    number = _find_number(table)
    if number is None or "periode" not in table.key:
        return
    places = [p for p, name in enumerate(written) if re.fullmatch(A_YEAR, name, re.IGNORECASE)]
    holds_numbers = all(
        re.search(r"\d", cell)
        for place in places
        for cell in read_cells_below(rows, heading, place, SAMPLE)[:1]
    )
    if len(places) > 1 and holds_numbers:
        yield from _finish(table, "periode", number, written, groups, places, {}, A_YEAR)


def _finish(
    table: Table,
    column: str,
    number: Column,
    written: Sequence[str],
    groups: Sequence[str],
    places: Sequence[int],
    values: Mapping[str, str],
    pattern: str,
) -> Iterator[Spread]:
    """Yield headings as values, with their groups as values of another column where a heading
    stands several times; nothing where nobody can tell those apart."""
    if len(set(written[place] for place in places)) < 2 and len(places) < 2:
        return
    group = None
    if len({written[place] for place in places}) < len(places):
        group = _find_group(table, column, [groups[place] for place in places])
        if group is None:
            return
    listed = [written[place] for place in places]
    label = _name_column(table, column)
    why = f"{', '.join(dict.fromkeys(listed))} adalah {label}"
    if group:
        above = ", ".join(dict.fromkeys(groups[place] for place in places))
        why += f"; di atasnya {above} adalah {_name_column(table, group.column)}"
    wide = Wide(column, number.name, dict(values), pattern, {}, group)
    yield Spread(wide, tuple(listed), why)


def _find_group(table: Table, column: str, groups: Sequence[str]) -> Group | None:
    """Return what the groups above repeated headings are values of."""
    if column != "periode" and all(re.fullmatch(A_YEAR, g, re.IGNORECASE) for g in groups):
        return Group("periode", {}, A_YEAR)
    if column != "wilayah" and table.place == "wilayah" and all(map(is_kecamatan, groups)):
        return Group("wilayah", {group: _name_area(group) for group in groups})
    for closed in table.columns:
        if closed.allowed and closed.name in table.key and closed.name != column:
            meanings = {group: find_meaning(group, closed) for group in groups}
            if all(meanings.values()):
                return Group(closed.name, {g: str(own) for g, own in meanings.items()})
    return None


def _name_column(table: Table, name: str) -> str:
    return table.get_label(name).lower()


def _find_days(
    rows: Sequence[Row], heading: int, table: Table, written: Sequence[str]
) -> Iterator[Spread]:
    """Yield headings that are the days of a course, with ticks below."""
    if table is not PEMBINAAN:
        return
    places = [
        place
        for place, name in enumerate(written)
        if name and (A_DAY.fullmatch(name) or re.fullmatch(DATE, name, re.IGNORECASE))
    ]
    below = {
        cell.casefold()
        for place in places
        for cell in read_cells_below(rows, heading, place, len(rows))
    }
    if len(places) < 2 or len(below) > MOST_MARKS or any(len(cell) > 20 for cell in below):
        return
    listed = tuple(written[place] for place in places)
    days = {name: "" if A_DAY.fullmatch(name) else name for name in listed}
    yield Spread(
        Wide("tanggal", "", days, "", dict.fromkeys(sorted(below), "")),
        listed,
        f"{', '.join(listed)} adalah hari kegiatan; isinya tanda hadir",
    )
