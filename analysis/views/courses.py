"""What stands on a line over time: the register, the city beside it, the survey and the target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.definitions.dimensions import list_categories
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME, Selection, read_options
from analysis.views.basis import add_remark, say_not_asked
from analysis.views.cells import make_row, read_cells, read_reference_rows
from analysis.views.charts_time import Course, Goal
from analysis.views.heading import Heading, make_heading
from analysis.views.view import Row, View
from analysis.views.views import view_by_period, view_estimates_by_period
from analysis.words import theme
from data.store.store import Store

LADDER, STEP, NOT_ONLINE = "tangga_digital", "anak_tangga", "0_1"


@dataclass(frozen=True)
class Story:
    """Lines over time under one heading, with where their values come from; ``goals`` are the
    targets, the earliest first."""

    heading: Heading
    courses: tuple[Course, ...]
    goals: tuple[Goal, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """How many stand on each step, by area: the city first, then the kecamatan in code order.

    ``steps`` are the words of the steps by key; a step that nobody stands on anywhere is left out.
    """

    heading: Heading
    steps: Mapping[str, str]
    areas: tuple[tuple[str, tuple[Row, ...]], ...]
    highlighted: str
    origins: tuple[str, ...]

    def find_rows(self) -> tuple[Row, ...]:
        """Return the steps of the chosen area, or of the city where that one has none."""
        by_area = dict(self.areas)
        area = self.highlighted if self.highlighted in by_area else next(iter(by_area), "")
        return by_area.get(area, ())


def read_story(store: Store, kode: str, selection: Selection) -> Story:
    """Return an indicator over time for the chosen area, the city beside a kecamatan, with the
    survey's estimates and the targets of that area where there are any."""
    view = view_by_period(store, kode, selection)
    area = view.heading.selection.wilayah
    courses = [Course(_name_area(area, "register"), view.rows)]
    if area != CITY:
        city = view_by_period(store, kode, replace(view.heading.selection, wilayah=CITY))
        courses.append(Course(CITY_NAME, city.rows, "lain"))
    courses += _read_survey(store, kode, view)
    rows = [row for course in courses for row in course.rows]
    return Story(
        view.heading.add_days(row.day for row in rows),
        tuple(course for course in courses if course.rows),
        list_goals(store, kode, view.heading.selection),
        tuple(dict.fromkeys(row.origin for row in rows if row.origin)),
    )


def _name_area(area: str, source: str) -> str:
    return source.capitalize() if area == CITY else Selection("", area).area_name


def _read_survey(store: Store, kode: str, view: View) -> list[Course]:
    """Return the survey's estimates of the same area and all classes; none where it has none."""
    shown = view.heading.selection
    if not INDICATORS[kode].survey or shown.skala:
        return []
    asked = view_estimates_by_period(store, kode, shown)
    same = asked.heading.selection.wilayah == shown.wilayah
    return [Course("Survei", asked.rows, "survei")] if same and asked.rows else []


def list_goals(store: Store, kode: str, selection: Selection) -> tuple[Goal, ...]:
    """Return the targets of an area by period; none where a class is chosen, for which nobody sets
    any."""
    if selection.skala:
        return ()
    rows = [
        row
        for row in store.work_once(_read_targets)
        if (row["indikator"], row["kode_wilayah"]) == (kode, selection.wilayah)
    ]
    return tuple(_make_goal(kode, row) for row in sorted(rows, key=lambda row: row["periode"]))


def _make_goal(kode: str, row: dict[str, Any]) -> Goal:
    value = float(row["nilai"])
    mark = " (sintetis)" if row["sintetis"] else ""
    text = f"Target {theme.quantity(value, INDICATORS[kode].satuan)}{mark}"
    return Goal(str(row["periode"]), value, text)


def _read_targets(store: Store) -> list[dict[str, Any]]:
    return read_reference_rows(store, "target")


def read_ladder(store: Store, selection: Selection) -> Ladder:
    """Return the ladder of a period for the city and every kecamatan."""
    entry = INDICATORS[LADDER]
    found = [
        cell
        for level in ("kota", "kecamatan")
        for cell in read_cells(
            store,
            LADDER,
            tingkat=level,
            periode=selection.periode,
            dimensi=STEP,
            sumber="register",
        )
    ]
    by_area: dict[str, dict[str, Row]] = {}
    for cell in found:
        row = make_row(entry, cell, cell["nama"], code=cell["kategori"])
        by_area.setdefault(cell["nama"], {})[row.code] = row
    steps = {
        key: name
        for key, name in list_categories(entry, STEP).items()
        if any(rows[key].value != 0 for rows in by_area.values() if key in rows)
    }
    asked = replace(selection, wilayah=CITY, skala="")
    chosen = {cell["kode_wilayah"]: cell["nama"] for cell in found}
    every = [row for rows in by_area.values() for row in rows.values()]
    heading = make_heading(f"{entry.judul} menurut kecamatan", asked, asked)
    return Ladder(
        add_remark(heading, say_not_asked(*every)).add_days(row.day for row in every),
        steps,
        tuple(
            (name, tuple(rows[key] for key in steps if key in rows))
            for name, rows in by_area.items()
        ),
        chosen.get(selection.wilayah, ""),
        tuple(dict.fromkeys(cell["asal"] for cell in found if cell["asal"])),
    )


def write_ladder_headline(ladder: Ladder, selection: Selection) -> Heading:
    """Return the sentence that says how many are not online, and on which step most others are;
    of the chosen area, or of the city where that one is withheld."""
    rows = {row.code: row for row in ladder.find_rows()}
    heading = make_heading("", replace(selection, skala=""), selection)
    heading = heading.add_days(row.day for row in rows.values())
    first, most = rows.get(NOT_ONLINE), find_fullest(ladder)
    if first is None or first.value is None or most is None:
        return replace(heading, subject=INDICATORS[LADDER].judul)
    step = theme.inside(ladder.steps[most.code])
    return replace(
        heading,
        subject=f"{first.text} UMKM belum berjualan daring; tahap terbanyak di antara yang sudah: "
        f"{step} ({most.text} dari semua)",
    )


def find_fullest(ladder: Ladder) -> Row | None:
    """Return the step on which most of those stand who are online; None where one is withheld,
    since that could be it."""
    rows = [row for row in ladder.find_rows() if row.code != NOT_ONLINE]
    if not rows or any(row.value is None for row in rows):
        return None
    return max(rows, key=lambda row: row.value or 0.0)


def read_ladder_story(store: Store, selection: Selection) -> Story:
    """Return every step of those who are online over time, for the chosen area; in the foreground
    is the one that the page's first sentence names."""
    entry = INDICATORS[LADDER]
    cells = read_cells(
        store, LADDER, kode_wilayah=selection.wilayah, dimensi=STEP, sumber="register"
    )
    fullest = find_fullest(read_ladder(store, selection))
    courses = tuple(
        Course(name, rows, "utama" if fullest and key == fullest.code else "lain")
        for key, name in list_categories(entry, STEP).items()
        if key != NOT_ONLINE
        and (
            rows := tuple(
                make_row(entry, cell, theme.period(cell["periode"]), code=cell["periode"])
                for cell in cells
                if cell["kategori"] == key
            )
        )
    )
    periods = sorted(read_options(store).periode.values())
    date = f"{theme.period(periods[0])} sampai {theme.period(periods[-1])}"
    shown = replace(selection, skala="")
    heading = Heading(f"{entry.judul}, yang sudah daring, dari waktu ke waktu", shown, date)
    return Story(
        heading.add_days(row.day for course in courses for row in course.rows),
        courses,
        (),
        tuple(dict.fromkeys(cell["asal"] for cell in cells if cell["asal"])),
    )
