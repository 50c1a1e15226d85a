"""What stands on a line over time: the register, the city beside it, the survey and the target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.definitions.dimensions import list_categories
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME, Selection, read_options
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
    """Lines over time under one heading, with where their values come from."""

    heading: Heading
    courses: tuple[Course, ...]
    goal: Goal | None
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


def read_story(store: Store, kode: str, selection: Selection) -> Story:
    """Return an indicator over time for the chosen area, the city beside a kecamatan, with the
    survey's estimates and the newest target of that area where there are any."""
    view = view_by_period(store, kode, selection)
    area = view.heading.selection.wilayah
    courses = [Course(_name_area(area, "register"), view.rows)]
    if area != CITY:
        city = view_by_period(store, kode, replace(view.heading.selection, wilayah=CITY))
        courses.append(Course(CITY_NAME, city.rows, "lain"))
    courses += _read_survey(store, kode, view)
    rows = [row for course in courses for row in course.rows]
    return Story(
        view.heading,
        tuple(course for course in courses if course.rows),
        find_goal(store, kode, view.heading.selection),
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


def find_goal(store: Store, kode: str, selection: Selection) -> Goal | None:
    """Return the newest target of an area, None where there is none or a class is chosen."""
    rows = [
        row
        for row in store.work_once(_read_targets)
        if (row["indikator"], row["kode_wilayah"]) == (kode, selection.wilayah)
    ]
    if not rows or selection.skala:
        return None
    newest = max(rows, key=lambda row: str(row["periode"]))
    value = float(newest["nilai"])
    mark = " (sintetis)" if newest["sintetis"] else ""
    text = f"Target {theme.quantity(value, INDICATORS[kode].satuan)}{mark}"
    return Goal(str(newest["periode"]), value, text)


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
    return Ladder(
        make_heading(f"{entry.judul} menurut kecamatan", asked, asked),
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
    by_area = dict(ladder.areas)
    area = ladder.highlighted if ladder.highlighted in by_area else next(iter(by_area), "")
    rows = {row.code: row for row in by_area.get(area, ())}
    heading = make_heading("", replace(selection, skala=""), selection)
    first = rows.pop(NOT_ONLINE, None)
    known = [row for row in rows.values() if row.value is not None]
    if first is None or first.value is None or len(known) < len(rows) or not known:
        return replace(heading, subject=INDICATORS[LADDER].judul)
    most = max(known, key=lambda row: row.value or 0)
    step = theme.inside(ladder.steps[most.code])
    return replace(
        heading,
        subject=f"{first.text} UMKM belum berjualan daring; tahap terbanyak di antara yang sudah: "
        f"{step} ({most.text} dari semua)",
    )


def read_ladder_story(store: Store, selection: Selection) -> Story:
    """Return every step of those who are online over time, for the chosen area."""
    entry = INDICATORS[LADDER]
    cells = read_cells(
        store, LADDER, kode_wilayah=selection.wilayah, dimensi=STEP, sumber="register"
    )
    courses = tuple(
        Course(name, rows)
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
    return Story(
        Heading(f"{entry.judul}, yang sudah daring, dari waktu ke waktu", shown, date),
        courses,
        None,
        tuple(dict.fromkeys(cell["asal"] for cell in cells if cell["asal"])),
    )
