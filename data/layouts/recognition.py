"""Layouts: which file it is, where its heading stands, and which column means what.

A layout is data: one TOML file under ``data/layouts`` or, the office's own, in the folder that the
settings name. No layout is known to the code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.dates import get_month_names

from data.city import OUR_CITY
from data.errors import InputError
from data.layouts.layout import Layout, read_layout, simplify_heading
from data.settings import ROOT, settings
from data.tables import TABLES
from data.typed_toml import load_text

FOLDER = ROOT / "data" / "layouts"
HEADING_WITHIN = 25  # rows; the deepest heading seen in offices' files is row 4
# What follows a year that is the first of several.
MORE_YEARS = re.compile(
    r"\s*(?:dan|&|s/d|s\.d\.?|sd|sampai|hingga|-|–|/|,)\s*(?:19|20)\d{2}\b", re.I
)

Row = Sequence[str | None]


@dataclass(frozen=True)
class PlacedLayout:
    """A layout in a sheet: the index of its heading, the columns' places, and what titles say.

    ``places`` maps a table's column to the index of the sheet's column, ``wide`` a value to the
    index of the heading that stands for it; ``unused`` are the indexes of headings that nothing
    takes. ``years`` are the words of a title that names several years, else empty.
    """

    layout: Layout
    heading: int
    headings: tuple[str, ...]
    places: Mapping[str, int]
    wide: Mapping[str, int]
    titles: Mapping[str, str]
    unused: tuple[int, ...] = ()
    years: str = ""

    @property
    def filled(self) -> set[str]:
        """Return the table's columns that the sheet has, that are said for all of it, or made."""
        spread = self.layout.wide if self.wide else None
        own = {spread.column, spread.value} if spread else set()
        return {*self.places, *self.titles, *self.layout.derived} | own


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
        raise InputError(
            f"{berkas}, lembar '{sheet}'",
            "tata letak tidak dikenal: tidak ada baris judul kolom di "
            f"{HEADING_WITHIN} baris pertama.",
            "Cocokkan kolomnya di halaman Data, atau samakan judul kolom dengan salah satu: "
            f"{known}.",
        )
    layout, heading = layout_and_heading
    placed = place_columns(layout, heading, berkas, sheet, rows, period)
    if not _has_period(placed):
        raise InputError(berkas, *_explain_missing_period(placed, _join_cells(rows[:heading])))
    return placed


def find_layout(rows: Sequence[Row]) -> tuple[Layout, int] | None:
    """Return the layout whose marks stand together in a row, and that row's index.

    A layout that has its marks word for word comes first. Then a mark may also stand under
    another name of its column, as long as the layout finds all that its table requires.
    """
    known = read_layouts()
    # All rows are tried word for word before any is tried by other names: word for word is certain,
    # by other names is a guess, and the first row that fits is taken. So that the guess is a good
    # one, the columns that the table requires must be there too: a few common headings, such as
    # Nama and Kecamatan, would fit almost any list.
    for fits in (_has_marks_exactly, _has_marks_by_other_names):
        for number in range(min(len(rows), HEADING_WITHIN)):
            fitting = [layout for layout in known if fits(layout, number, rows)]
            if fitting:
                return max(fitting, key=lambda layout: len(layout.marks)), number
    return None


def _has_marks_exactly(layout: Layout, heading: int, rows: Sequence[Row]) -> bool:
    return {simplify_heading(mark) for mark in layout.marks} <= {
        simplify_heading(cell) for cell in rows[heading]
    }


def _has_marks_by_other_names(layout: Layout, heading: int, rows: Sequence[Row]) -> bool:
    cells = {simplify_heading(cell) for cell in rows[heading]} - {""}
    if not all(ways & cells for ways in layout.ways):
        return False
    placed = place_columns(layout, heading, "", "", rows)
    filled = placed.filled | {"periode"}
    if layout.wide:
        filled |= {layout.wide.column, layout.wide.value}
    return all(c.name in filled for c in TABLES[layout.table].columns if c.required)


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
    headings = [simplify_heading(cell) for cell in rows[heading]]

    def find_place(names: Sequence[str]) -> int | None:
        wanted = {simplify_heading(name) for name in names} - {""}
        return next((i for i, name in enumerate(headings) if name in wanted), None)

    placed = {column: find_place(names) for column, names in layout.columns.items()}
    places = {column: i for column, i in placed.items() if i is not None}
    wide: dict[str, int] = {}
    for name, value in (layout.wide.headings if layout.wide else {}).items():
        place = find_place([name])
        if place is not None:
            wide.setdefault(value, place)
    titles, years = _read_titles(layout, [_join_cells(rows[:heading]), sheet, berkas])
    if period and "periode" not in titles:
        titles["periode"], years = period, ""
    skipped = {simplify_heading(name) for name in layout.skipped} | {""}
    taken = {*places.values(), *wide.values()}
    return PlacedLayout(
        layout,
        heading,
        tuple(cell or "" for cell in rows[heading]),
        places,
        wide,
        titles,
        tuple(i for i, name in enumerate(headings) if i not in taken and name not in skipped),
        years,
    )


def _join_cells(rows: Sequence[Row]) -> str:
    return " ".join(cell for row in rows for cell in row if cell)


def _read_titles(layout: Layout, titles: Sequence[str]) -> tuple[dict[str, str], str]:
    """Return what the layout's patterns find, the first title that has it winning.

    The second part are the words that name several years: then none of them is the period.
    """
    filled = dict(layout.constants)
    parts: dict[str, str] = {}
    years = ""
    # What a layout's patterns find is gathered in parts, since one pattern may give the year and
    # another the month; only then is the period put together. A year without a month is a period
    # only if it is the only year: "2022 s/d 2024" names none.
    for pattern in layout.patterns:
        matches = (
            re.search(pattern, re.sub(r"[_\s\u00a0]+", " ", title), flags=re.IGNORECASE)
            for title in titles
        )
        match = next((match for match in matches if match), None)
        if match:
            years = years or _find_several_years(match)
            parts |= {n: t.strip() for n, t in match.groupdict().items() if t and n not in parts}
    year, month = parts.pop("tahun", None), parts.pop("bulan", None)
    if year and month is None and not years:
        filled["periode"] = year
    elif year and month is not None:
        number = MONTHS.get(month.casefold())
        filled |= {"periode": f"{year}-{number:02d}"} if number else {}
    return filled | parts, years


def _find_several_years(match: re.Match[str]) -> str:
    if not match.groupdict().get("tahun") or match.groupdict().get("bulan"):
        return ""
    more = MORE_YEARS.match(match.string, match.end("tahun"))
    return match["tahun"] + more[0] if more else ""


def _has_period(placed: PlacedLayout) -> bool:
    table = TABLES[placed.layout.table]
    wanted = any(column.name == "periode" and column.required for column in table.columns)
    return not wanted or "periode" in placed.places or "periode" in placed.titles


def _explain_missing_period(placed: PlacedLayout, title: str) -> tuple[str, str]:
    """Return what is missing and what can be done about it."""
    asked = "atau isi periodenya di halaman Data."
    if placed.years:
        return (
            f"judulnya menyebut lebih dari satu tahun ('{placed.years}').",
            f"Bagi menjadi satu berkas per tahun, {asked}",
        )
    where = f"baris judul ('{title[:80]}')" if title else "nama berkas"
    if any("(?P<tahun>" in pattern for pattern in placed.layout.patterns):
        return (
            f"periode tidak ditemukan di {where}.",
            "Tulis bulan dan tahun di baris judul atau nama berkas, misalnya "
            f"'Keadaan Juni 2025', {asked}",
        )
    heading = placed.layout.columns.get("periode", ("Periode",))[0]
    return "periode tidak ditemukan.", f"Tambahkan kolom {heading}, misalnya 2025-06, {asked}"


MONTHS = {name.casefold(): n for n, name in get_month_names("wide", locale="id").items()}
