"""Layouts: which file it is, where its heading stands, and which column means what.

A layout is data: one TOML file under ``data/layouts`` or, the office's own, in the folder that the
settings name. No layout is known to the code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.city import OUR_CITY
from data.errors import InputError
from data.layouts import one_cell, shapes
from data.layouts.heading_names import HeadingNames, read_heading
from data.layouts.layout import Choices, Layout, Wide, read_layout, read_value, simplify_heading
from data.layouts.titles import find_stranger, join_titles, read_titles
from data.layouts.units import drop_unit
from data.readers.cell import spell_column
from data.settings import ROOT, settings
from data.tables import TABLES
from data.typed_toml import load_text

FOLDER = ROOT / "data" / "layouts"
HEADING_WITHIN = 25  # rows; the deepest heading seen in offices' files is row 4
Row = Sequence[str | None]


@dataclass(frozen=True)
class PlacedLayout:
    """A layout in a sheet: the index of its heading, the columns' places, and what titles say.

    ``places`` maps a table's column to the index of the sheet's column, ``wide`` a value to the
    index of the heading that stands for it; ``unused`` are the indexes of headings that nothing
    takes. ``doubled`` gives, by column or by value of a wide sheet, the indexes of all headings
    that go by its names where there are several. ``unsure`` says why titles that name periods name
    none that can be taken, else empty; ``read`` what to look at of a period that was pieced
    together; ``title`` are the rows above the heading as one text. ``said`` gives, by value of a
    wide sheet, the columns that its heading fills; ``choices`` are the columns with several answers
    in a cell, by place; ``any_of`` the places of which one "ya" is enough, by column.
    """

    layout: Layout
    heading: int
    headings: tuple[str, ...]
    places: Mapping[str, int]
    wide: Mapping[str, int]
    titles: Mapping[str, str]
    unused: tuple[int, ...] = ()
    doubled: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unsure: str = ""
    read: tuple[str, ...] = ()
    title: str = ""
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: Mapping[int, Choices] = field(default_factory=dict)
    any_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def filled(self) -> set[str]:
        """Return the table's columns that the sheet has, that are said for all of it, or made."""
        spread = self.layout.wide if self.wide else None
        own = list_spread(spread) | {*self.any_of, *self.several}
        return {*self.places, *self.titles, *self.layout.derived} | own

    @property
    def several(self) -> tuple[str, ...]:
        """Return the columns that are read from cells with several answers."""
        return tuple(name for choice in self.choices.values() for name in choice.columns)

    def describe_column(self, place: int) -> str:
        """Return how an error names a column of the sheet: kolom B 'Jumlah'."""
        return f"kolom {spell_column(place)} '{' '.join(self.headings[place].split())}'"


def list_spread(wide: Wide | None) -> set[str]:
    """Return the columns that headings fill which are values."""
    if wide is None:
        return set()
    return {wide.column, wide.value, wide.group.column if wide.group else ""} - {""}


def read_layouts() -> tuple[Layout, ...]:
    """Return every layout, the office's own last. Raises SettingsError naming a faulty one.

    In those that are shipped, ``%kota%`` and ``%provinsi%`` stand for the bare names.
    """
    city, province = OUR_CITY.bare_name.lower(), OUR_CITY.provinsi.lower()
    shipped = ((path.name, load_text(path, path.name)) for path in sorted(FOLDER.glob("*.toml")))
    own = sorted(settings().tata_letak.glob("*.toml"))
    return (
        *(
            read_layout(name, text.replace("%kota%", city).replace("%provinsi%", province))
            for name, text in shipped
        ),
        *(read_layout(path.name, load_text(path, path.name)) for path in own),
    )


def recognise(
    berkas: str, sheet: str, rows: Sequence[Row], period: str | None = None
) -> PlacedLayout:
    """Return which layout the first rows of a sheet have, and where.

    ``period`` is what a person said of a file that does not say its own. Raises InputError when
    no layout, or no period, can be recognised.
    """
    layout_and_heading = find_layout(rows)
    if layout_and_heading is None:
        known = "; ".join(
            f"{layout.title} ({', '.join(layout.marks)})" for layout in read_layouts()
        )
        looks = shapes.explain(rows[:HEADING_WITHIN])
        raise InputError(
            f"{berkas}, lembar '{sheet}'",
            *looks
            or (
                "tata letak tidak dikenal: tidak ada baris judul kolom di "
                f"{HEADING_WITHIN} baris pertama.",
                "Cocokkan kolomnya di halaman Data, atau samakan judul kolom dengan salah satu: "
                f"{known}.",
            ),
        )
    layout, heading = layout_and_heading
    rows = one_cell.open_cells(rows, layout.one_cell)
    placed = place_columns(layout, heading, berkas, sheet, rows, period)
    above = rows[: placed.heading] if placed.title else [[sheet, berkas]]
    stranger = find_stranger(layout, above)
    if stranger:
        raise InputError(
            berkas,
            f"judulnya menyebut '{stranger}': tabel ini menghitung yang lain. Seharusnya "
            f"{layout.title}.",
            "Bila isinya memang itu, ubah judulnya. Bila bukan, cocokkan kolomnya di halaman Data "
            "dengan nama yang dihitung.",
        )
    if not _has_period(placed):
        raise InputError(
            berkas, *_explain_missing_period(placed, join_titles(rows[: placed.heading]))
        )
    return placed


def find_layout(
    rows: Sequence[Row], among: Sequence[Layout] | None = None
) -> tuple[Layout, int] | None:
    """Return the layout whose marks stand together in a row, and that row's index; of all layouts,
    or ``among`` some.

    A layout that has its marks word for word comes first. Then a mark may also stand under
    another name of its column, as long as the layout finds all that its table requires.
    """
    for mark in dict.fromkeys(("", one_cell.find_mark(rows))):
        every = read_layouts() if among is None else among
        known = tuple(layout for layout in every if layout.one_cell == mark)
        found = _find_among(known, one_cell.open_cells(rows, mark))
        if found:
            return found
    return None


def _find_among(known: Sequence[Layout], rows: Sequence[Row]) -> tuple[Layout, int] | None:
    # All rows are tried word for word before any is tried by other names: word for word is certain,
    # by other names is a guess, and the first row that fits is taken. So that the guess is a good
    # one, the columns that the table requires must be there too: a few common headings, such as
    # Nama and Kecamatan, would fit almost any list.
    numbers = range(min(len(rows), HEADING_WITHIN))
    depths = {layout.depth for layout in known}
    cells = {(number, d): _list_cells(rows, number, d) for number in numbers for d in depths}
    for number in numbers:
        fitting = [x for x in known if _list_marks(x) <= cells[number, x.depth]]
        if fitting:
            return max(fitting, key=lambda layout: len(layout.marks)), number
    for number in numbers:
        fitting = [
            x for x in known if _has_marks_by_other_names(x, cells[number, x.depth], number, rows)
        ]
        if fitting:
            return max(fitting, key=lambda layout: len(layout.marks)), number
    return None


def _list_marks(layout: Layout) -> set[str]:
    return set(map(simplify_heading, layout.marks))


def _has_marks_by_other_names(
    layout: Layout, names: frozenset[str], heading: int, rows: Sequence[Row]
) -> bool:
    if not all(ways & names for ways in layout.ways):
        return False
    placed = place_columns(layout, heading, "", "", rows)
    filled = placed.filled | {"periode"}
    filled |= list_spread(layout.wide)
    return all(c.name in filled for c in TABLES[layout.table].columns if c.required)


def _list_cells(rows: Sequence[Row], heading: int, depth: int) -> frozenset[str]:
    """Return the names in a row as compared, those of the row above it where it has none; none for
    the first rows of a heading that has more of them."""
    if heading + 1 < depth:
        return frozenset()
    return frozenset().union(*read_heading(rows, heading, depth).ways)


def lacks_period(berkas: str, sheet: str, rows: Sequence[Row]) -> bool:
    """Tell whether a sheet has a known layout and nothing that says its period."""
    layout_and_heading = find_layout(rows)
    return layout_and_heading is not None and not _has_period(
        place_columns(*layout_and_heading, berkas, sheet, rows)
    )


def place_columns(
    layout: Layout,
    heading: int,
    berkas: str,
    sheet: str,
    rows: Sequence[Row],
    period: str | None = None,
) -> PlacedLayout:
    """Return where a layout's columns stand, and what is said around them."""
    rows = one_cell.open_cells(rows, layout.one_cell)
    names = read_heading(rows, heading, layout.depth)
    found = {column: names.find_places(own) for column, own in layout.columns.items()}
    chosen = {
        place: choice
        for choice in layout.choices
        for place in names.find_places(choice.headings)[:1]
    }
    ticked = {name: places for name, own in layout.any_of.items()
              if (places := names.find_places(own))}  # fmt: skip
    apart = {*_list_all(found), *_list_all(ticked), *chosen}
    spread, values = _find_spread(layout.wide, names, apart)
    said = read_titles(layout, rows[: names.first], sheet, berkas)
    titles, unsure = dict(said.filled), said.unsure
    if period and "periode" not in titles:
        titles["periode"], unsure = period, ""
    return PlacedLayout(
        layout,
        heading,
        names.shown,
        {column: places[0] for column, places in found.items() if places},
        {value: places[0] for value, places in spread.items() if places},
        titles,
        _list_unused(layout, names, _list_all(spread) | apart),
        {name: places for name, places in (found | spread).items() if len(places) > 1},
        unsure,
        said.read if "periode" in said.filled else (),
        join_titles(rows[: names.first]),
        values,
        chosen,
        ticked,
    )


def _list_all(found: Mapping[str, Sequence[int]]) -> set[int]:
    return {place for places in found.values() for place in places}


def _find_spread(
    wide: Wide | None, names: HeadingNames, taken: set[int]
) -> tuple[dict[str, tuple[int, ...]], dict[str, dict[str, str]]]:
    """Return where the headings stand that are values, and what each fills, both by a name of it.

    A heading that a column is named by is no value. Where the group above tells a value too, the
    name is of both.
    """
    spread: dict[str, tuple[int, ...]] = {}
    values: dict[str, dict[str, str]] = {}
    for place, (bare, group) in enumerate(zip(names.bare, names.groups, strict=True)):
        told = _read_heading_values(wide, names, place, bare, group) if place not in taken else {}
        if told:
            key = " / ".join(told.values())
            spread[key] = (*spread.get(key, ()), place)
            values[key] = told
    return spread, values


def _read_heading_values(
    wide: Wide | None, names: HeadingNames, place: int, bare: str, group: str
) -> dict[str, str]:
    """Return the values that a heading and the group above it stand for, by column; none where one
    of them stands for nothing."""
    if wide is None:
        return {}
    ways = (bare, names.shown[place], drop_unit(bare), *names.ways[place])
    own = next((value for way in ways if (value := read_value(wide, way)) is not None), None)
    above = read_value(wide.group, group) if wide.group else None
    if own is None or (wide.group and above is None):
        return {}
    return {wide.column: own} | ({wide.group.column: str(above)} if wide.group else {})


def _list_unused(layout: Layout, names: HeadingNames, taken: set[int]) -> tuple[int, ...]:
    """Return the indexes of the headings that nothing takes and that somebody may miss."""
    skipped = set(map(simplify_heading, layout.skipped)) | {""}
    return tuple(
        place
        for place, name in enumerate(names.shown)
        if place not in taken and simplify_heading(name) not in skipped
    )


def _has_period(placed: PlacedLayout) -> bool:
    table = TABLES[placed.layout.table]
    wanted = any(column.name == "periode" and column.required for column in table.columns)
    return not wanted or "periode" in placed.filled


def _explain_missing_period(placed: PlacedLayout, title: str) -> tuple[str, str]:
    """Return what is missing and what can be done about it."""
    asked = "atau isi periodenya di halaman Data."
    if placed.unsure:
        return placed.unsure, f"Bagi menjadi satu berkas per periode, {asked}"
    where = f"baris judul ('{title[:80]}')" if title else "nama berkas"
    if any("(?P<tahun>" in pattern for pattern in placed.layout.patterns):
        return (
            f"periode tidak ditemukan di {where}.",
            "Tulis bulan dan tahun di baris judul atau nama berkas, misalnya "
            f"'Keadaan Juni 2025', {asked}",
        )
    heading = placed.layout.columns.get("periode", ("Periode",))[0]
    return "periode tidak ditemukan.", f"Tambahkan kolom {heading}, misalnya 2025-06, {asked}"
