"""What a reader takes along of a chart or table: its rows, and all that must travel with them.

A CSV for spreadsheets in Indonesian has them as leading lines that begin with ``#``: one file
cannot lose what a second one says, a spreadsheet shows them above the table, and programs skip
them (``comment="#"`` in pandas and R).
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.views.courses import LADDER, Ladder, Story
from analysis.views.heading import Heading
from analysis.views.view import CrossTable, ProductCluster, Row, View
from analysis.views.views import SURVEY, make_table
from analysis.words import theme
from data.city import OUR_CITY
from data.spreadsheet_text import disarm_formula
from data.store.store import Store

COMMENT = "# "
UNLICENSED = "belum dinyatakan oleh pemilik data"
"""The office that owns the data has not stated a licence, so none is named."""
Cell = str | float | int | None


@dataclass(frozen=True)
class Mark:
    """One bar, dot or point of the picture: its value (None where it may not be shown), words and
    limits; ``parts`` are lengths with their role and the words in them, for a split bar; ``at`` is
    the month of a point on a line."""

    label: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    parts: tuple[tuple[float, str, str], ...] = ()
    at: int = 0


@dataclass(frozen=True)
class Line:
    """One of several lines of a picture; ``look`` is that of a course, or ``target``."""

    name: str
    look: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Export:
    """A table with what it is about, and the picture of the same numbers: of bars (``drawn``, whose
    parts ``key`` explains as role and words) or of ``lines``; without either it has none."""

    name: str
    title: str
    sentence: str
    about: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawn: tuple[Mark, ...] = ()
    full: float | None = None
    online: bool = False
    line: bool = False
    origins: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    key: tuple[tuple[str, str], ...] = ()

    @property
    def pictured(self) -> bool:
        """Whether there is a picture of it."""
        return bool(self.drawn or self.lines)


def export_view(store: Store, view: View) -> Export:
    """Return a view as it is taken along."""
    frame = make_table(view).astype(object)
    cells = frame.where(frame.notna(), None).itertuples(index=False, name=None)
    periods = all(len(row.code) == len("2025-06") and row.code[4] == "-" for row in view.rows)
    entry = view.indicator
    return Export(
        name=entry.kode,
        title=view.heading.subject,
        sentence=view.heading.below,
        about=_list_about(store, view.heading, entry, view.source, view.origins, view.signs),
        columns=tuple(frame.columns),
        rows=tuple(tuple(_strip_types(cell) for cell in row) for row in cells),
        drawn=tuple(Mark(r.label, r.value, r.text, r.low, r.high) for r in view.rows),
        full=100.0 if entry.out_of_hundred and not periods else None,
        online=entry.makna == "daring",
        line=periods and all(row.low is None for row in view.rows),
        origins=view.origins,
    )


def export_cross(store: Store, table: CrossTable) -> Export:
    """Return a cross-table as it is taken along: one line a kecamatan, then the city's."""
    right = ("Semua",) if table.totals else ()
    rows: list[tuple[Cell, ...]] = []
    for number, (name, cells) in enumerate(table.rows):
        whole = table.totals[number : number + 1]
        rows.append((name, *(r.value if r.value is not None else r.text for r in (*cells, *whole))))
    if table.foot:
        rows.append(
            (OUR_CITY.nama, *(r.value if r.value is not None else r.text for r in table.foot))
        )
    return Export(
        name=f"{table.indicator.kode}-silang",
        title=table.heading.subject,
        sentence=table.heading.below,
        about=_list_about(
            store,
            table.heading,
            table.indicator,
            table.indicator.sumber,
            table.origins,
            table.signs,
        ),
        columns=("Kecamatan", *table.columns, *right),
        rows=tuple(rows),
    )


def export_clusters(store: Store, heading: Heading, found: Sequence[ProductCluster]) -> Export:
    """Return product clusters as they are taken along."""
    entry = INDICATORS["berusaha_daring"]
    origins = tuple(dict.fromkeys(cluster.origin for cluster in found if cluster.origin))
    signs = ("x",) if any(cluster.share == "x" for cluster in found) else ()
    return Export(
        name="klaster",
        title=heading.subject,
        sentence=heading.below,
        about=_list_about(store, heading, entry, entry.sumber, origins, signs),
        columns=(
            "Kode",
            "Wilayah",
            "Produk",
            "Usaha",
            "Daring",
            "Belum daring",
            "Tidak diketahui",
            "Persen daring",
            "Tanda",
        ),
        rows=tuple(
            (c.code, c.area, c.product, c.n, c.online, c.offline, c.unknown, c.value)
            + ("" if c.value is not None else c.share,)
            for c in found
        ),
        drawn=tuple(
            Mark(f"{c.product}, {c.area}", float(c.n), _say_cluster(c), parts=_split(c))
            for c in found
        ),
        online=True,
        origins=origins,
    )


def export_story(store: Store, story: Story, kode: str) -> Export:
    """Return lines over time as they are taken along: one line a name and period, targets too; the
    picture has every line."""
    entry = INDICATORS[kode]
    rows = [(course.name, row) for course in story.courses for row in course.rows]
    signs = dict.fromkeys(row.sign for _, row in rows if row.sign)
    aims = tuple(
        ("Target", goal.period, theme.period(goal.period), goal.value, *[None] * 4, "", goal.text)
        for goal in story.goals
    )
    surveyed = any(course.look == "survei" for course in story.courses)
    source = f"{entry.sumber}; {SURVEY}" if surveyed else entry.sumber
    return Export(
        name=f"{kode}-waktu",
        title=story.heading.subject,
        sentence=story.heading.below,
        about=_list_about(store, story.heading, entry, source, story.origins, signs),
        columns=("Garis", "Kode", "Periode", *VALUES),
        rows=tuple((name, row.code, row.label, *_list_values(row)) for name, row in rows) + aims,
        online=entry.makna == "daring",
        origins=story.origins,
        lines=_list_lines(story),
    )


def _list_lines(story: Story) -> tuple[Line, ...]:
    """Return every line of a story that has a value, and its targets as one more."""
    lines = [
        Line(
            course.name,
            course.look,
            tuple(
                Mark(r.label, r.value, r.text, r.low, r.high, at=theme.count_months(r.code))
                for r in course.rows
            ),
        )
        for course in story.courses
        if course.published
    ]
    aims = tuple(
        Mark(theme.period(g.period), g.value, g.text, at=theme.count_months(g.period))
        for g in story.goals
    )
    return (*lines, *([Line("Target", "target", aims)] if aims else []))


def export_ladder(store: Store, ladder: Ladder) -> Export:
    """Return the ladder as it is taken along: one line an area and step; the picture has one
    stacked bar an area."""
    entry = INDICATORS[LADDER]
    rows = [(name, row) for name, found in ladder.areas for row in found]
    signs = dict.fromkeys(row.sign for _, row in rows if row.sign)
    return Export(
        name=LADDER,
        title=ladder.heading.subject,
        sentence=ladder.heading.below,
        about=_list_about(store, ladder.heading, entry, entry.sumber, ladder.origins, signs),
        columns=("Wilayah", "Kode", "Tahap", *VALUES),
        rows=tuple(
            (name, row.code, ladder.steps[row.code], *_list_values(row)) for name, row in rows
        ),
        drawn=tuple(Mark(name, 100.0, "", parts=_stack(found)) for name, found in ladder.areas),
        full=100.0,
        origins=ladder.origins,
        key=tuple((f"tahap-{code}", name) for code, name in ladder.steps.items())
        + ((("tertutup", theme.SIGNS["x"]),) if "x" in signs else ()),
    )


def _stack(rows: Sequence[Row]) -> tuple[tuple[float, str, str], ...]:
    """Return the steps of one area; what is withheld has no length of its own, and all of it
    together is the rest of the bar."""
    parts = [
        (r.value, f"tahap-{r.code}", r.text if r.value >= FITS else "")
        for r in rows
        if r.value is not None
    ]
    rest = 100 - sum(length for length, _, _ in parts)
    hidden = [(rest, "tertutup", "x")] if any(row.value is None for row in rows) else []
    return (*parts, *hidden)


FITS = 7.0
"""The least length, in per cent, of a step that has room for its number."""


VALUES = (
    "Nilai",
    "Pembilang",
    "Penyebut",
    "Batas bawah 95 %",
    "Batas atas 95 %",
    "Tanda",
    "Asal",
)


def _list_values(row: Row) -> tuple[Cell, ...]:
    """Return what ``VALUES`` names, of a row."""
    origin = theme.ORIGINS.get(row.origin, row.origin)
    return row.value, row.above, row.below, row.low, row.high, row.sign, origin


def _say_cluster(cluster: ProductCluster) -> str:
    if cluster.online is None:
        return f"{theme.number(cluster.n)} · {cluster.share}"
    return f"{theme.number(cluster.online)} · {theme.number(cluster.offline)} belum"


def _split(cluster: ProductCluster) -> tuple[tuple[float, str, str], ...]:
    if cluster.online is None or cluster.offline is None or cluster.unknown is None:
        return ((float(cluster.n), "netral", ""),)
    lengths = (cluster.online, cluster.offline, cluster.unknown)
    roles = ("daring", "luring", "netral")
    return tuple((float(length), role, "") for length, role in zip(lengths, roles, strict=True))


def write_csv(export: Export) -> bytes:
    """Return the table as CSV for spreadsheets in Indonesian: semicolons, and commas in numbers."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows((COMMENT + name, disarm_formula(words)) for name, words in export.about)
    writer.writerow(export.columns)
    writer.writerows([_write_cell(disarm_formula(cell)) for cell in row] for row in export.rows)
    return text.getvalue().encode("utf-8-sig")


def to_json(export: Export) -> bytes:
    """Return an export for the process that writes its other forms."""
    return json.dumps(asdict(export)).encode()


def _list_about(
    store: Store,
    heading: Heading,
    entry: Indicator,
    source: str,
    origins: Iterable[str],
    signs: Iterable[str],
) -> tuple[tuple[str, str], ...]:
    """Return what a reader of the table has to know, name by name."""
    shown = heading.selection
    version = str(store.record["versi"])
    published = theme.day(str(store.record["tanggal"]))
    made_up = " (data sintetis)" if "sintetis" in origins else ""
    found = [
        ("Judul", heading.subject),
        ("Wilayah", shown.area_name),
        ("Periode", heading.date),
        ("Angka per", theme.day(heading.day) if heading.day else ""),
        ("Skala", shown.class_words),
        ("Catatan", heading.remark),
        ("Asal", ", ".join(theme.ORIGINS.get(origin, origin) for origin in origins)),
        ("Satuan", entry.satuan),
        ("Definisi", entry.definisi),
        ("Semesta", entry.semesta),
        ("Pembilang", entry.pembilang),
        ("Penyebut", entry.penyebut),
        ("Sumber", source),
        *((f"Tanda {sign}", theme.SIGNS[sign]) for sign in signs),
        ("Versi", f"{version}, diterbitkan {published}"),
        ("Lisensi", UNLICENSED),
        (
            "Kutip sebagai",
            f"{source}: {heading.title}{made_up}. {OUR_CITY.program}, versi {version}, "
            f"{published}.",
        ),
    ]
    return tuple((name, words) for name, words in found if words)


def _strip_types(cell: Any) -> Cell:
    """Return a cell without the types of pandas."""
    if cell is None or isinstance(cell, str):
        return cell
    return None if math.isnan(cell) else cell


def _write_cell(cell: object) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
