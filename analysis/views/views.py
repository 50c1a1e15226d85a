"""Views: rows of the published cube with their words, ready for any surface to draw.

A page, a map, an embed and a download of the same view read the same object, so that they cannot
disagree. Nothing here computes an indicator.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.definitions.dimensions import (
    DIMENSIONS,
    SKALA,
    SKALA_GABUNG,
    UNKNOWN,
    label,
    list_categories,
)
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, Selection
from analysis.views.cells import (
    KELURAHAN,
    Cell,
    choose_class_dimension,
    find_nearest,
    make_row,
    read_cells,
    read_history,
)
from analysis.views.comparison import make_comparisons
from analysis.views.heading import Heading, make_heading
from analysis.views.tiles import make_tile
from analysis.views.view import CrossTable, Row, View
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store

SURVEY = "Survei adopsi digital UMKM"
"""What survey estimates name as their source."""
CLASSES = {SKALA.key, SKALA_GABUNG.key}
"""The breakdowns whose rows are the classes themselves."""


def view_by_kecamatan(store: Store, kode: str, selection: Selection) -> View:
    """Return one indicator for the six kecamatan, highest first, for a period and class."""
    view = view_by_area(store, kode, "kecamatan", selection)
    rows = sorted(view.rows, key=lambda row: -1.0 if row.value is None else row.value, reverse=True)
    city = make_tile(store, kode, selection.widen_to_city())
    sentence = _write_kecamatan_sentence(view, rows, city.row)
    return replace(view, rows=tuple(rows), sentence=sentence)


def view_by_area(store: Store, kode: str, level: str, selection: Selection) -> View:
    """Return one indicator for every area of a level of the city, in code order.

    The class applies where the indicator is published by class at that level.
    """
    entry = translate_indicator(kode)
    asked = selection.widen_to_city()
    shown = find_nearest(entry, asked) if level != KELURAHAN else replace(asked, skala="")
    area_cells = read_cells(
        store,
        kode,
        tingkat=level,
        periode=shown.periode,
        dimensi=choose_class_dimension(entry, shown),
        kategori=shown.skala,
        sumber="register",
    )
    return View(
        entry,
        make_heading(kata(f"{{judul}} menurut {level}", judul=entry.judul), shown, asked),
        kata("Semesta: {semesta}.", semesta=entry.semesta),
        tuple(make_row(entry, r, r["nama"]) for r in area_cells),
        entry.sumber,
        highlighted=selection.wilayah if selection.wilayah != CITY else "",
    )


def select_within(view: View, selection: Selection) -> View:
    """Return the rows of a view by area that lie in the chosen one."""
    shown = replace(view.heading.selection, wilayah=selection.wilayah)
    rows = tuple(row for row in view.rows if row.code.startswith(selection.wilayah))
    return replace(view, heading=replace(view.heading, selection=shown), rows=rows)


def view_by_period(store: Store, kode: str, selection: Selection) -> View:
    """Return one indicator over all published periods, for the nearest area and class to a choice
    that it is published for."""
    entry = translate_indicator(kode)
    shown = find_nearest(entry, selection)
    period_cells = read_history(store, entry, shown)
    rows = tuple(
        make_row(entry, r, theme.period(r["periode"]), code=r["periode"]) for r in period_cells
    )
    subject = kata("{judul} dari waktu ke waktu", judul=entry.judul)
    return View(
        entry,
        Heading(subject, shown, _write_span(rows), shown.say_what_differs(selection)),
        _write_period_sentence(rows, shown.place),
        rows,
        entry.sumber,
        highlighted=selection.periode,
    )


def view_by_category(store: Store, kode: str, dimension: str, selection: Selection) -> View:
    """Return one indicator by the categories of a breakdown, for the chosen period and area.

    Where the area has no such table it is the nearest one: with the coarser classes, else that of
    the city. No breakdown is published by class as well.
    """
    entry = translate_indicator(kode)
    dimension, area, table_cells = _find_nearest_table(store, entry, dimension, selection)
    by_category = {r["kategori"]: r for r in table_cells}
    labels = list_categories(entry, dimension)
    rows = []
    for key, name in labels.items():
        if key in by_category:
            row = make_row(entry, by_category[key], name, code=key)
            # "Not known" is a row only where it happens.
            if key != UNKNOWN or (row.n or 0) > 0:
                rows.append(row)
    by_class = dimension in CLASSES
    asked = replace(selection, skala="") if by_class else selection
    return View(
        entry,
        make_heading(
            name_subject(entry, dimension), replace(selection, wilayah=area, skala=""), asked
        ),
        kata("Semesta: {semesta}.", semesta=entry.semesta),
        tuple(rows),
        entry.sumber,
        highlighted=selection.skala if by_class else "",
    )


def view_cross(store: Store, kode: str, dimension: str, selection: Selection) -> CrossTable:
    """Return one indicator by kecamatan and the categories of a breakdown, for a period.

    It has no rows where the cube publishes that breakdown for the whole city only.
    """
    entry = translate_indicator(kode)
    table_cells = read_cells(
        store,
        kode,
        tingkat="kecamatan",
        periode=selection.periode,
        dimensi=dimension,
        sumber="register",
    )
    labels = list_categories(entry, dimension)
    by_place = {(r["nama"], r["kategori"]): r for r in table_cells}
    # "Not known" is a column only where it happens.
    used = [
        key
        for key in labels
        if any(k == key and (key != UNKNOWN or (r["n"] or 0) > 0) for (_, k), r in by_place.items())
    ]
    subject = kata(
        "{judul} menurut kecamatan dan {rincian}",
        judul=entry.judul,
        rincian=theme.inside(label(dimension)),
    )
    asked = selection.widen_to_city()
    return CrossTable(
        entry,
        make_heading(subject, replace(asked, skala=""), asked),
        tuple(labels[key] for key in used),
        tuple(
            (
                name,
                tuple(make_row(entry, by_place[name, key], labels[key], code=key) for key in used),
            )
            for name in dict.fromkeys(r["nama"] for r in table_cells)
        ),
    )


def view_estimates(store: Store, kode: str, dimension: str, selection: Selection) -> View:
    """Return the newest survey's estimates: of all kecamatan (''), or by a breakdown.

    A breakdown is that of the chosen area where a survey publishes it there, else of the city.
    """
    entry = translate_indicator(kode)
    if dimension:
        area, table_cells = _find_surveyed(store, entry, dimension, selection.wilayah)
        labels = list_categories(entry, dimension)
    else:
        area, labels = CITY, {}
        table_cells = read_cells(store, kode, tingkat="kecamatan", dimensi="", sumber="survei")
    newest = max((r["periode"] for r in table_cells), default="")
    rows = tuple(
        make_row(
            entry, r, labels.get(r["kategori"]) or r["nama"], r["kategori"] or r["kode_wilayah"]
        )
        for r in table_cells
        if r["periode"] == newest
    )
    asked = selection if dimension else selection.widen_to_city()
    date = theme.period(newest) if newest else ""
    view = _make_estimates_view(entry, name_subject(entry, dimension), area, date, rows, asked)
    return replace(view, highlighted="" if dimension else selection.wilayah)


def view_estimates_by_period(store: Store, kode: str, selection: Selection) -> View:
    """Return the estimates of every survey, the earliest first, for the chosen area where a survey
    publishes it, else for the city."""
    entry = translate_indicator(kode)
    area, period_cells = _find_surveyed(store, entry, "", selection.wilayah)
    rows = tuple(
        make_row(entry, r, theme.period(r["periode"]), code=r["periode"]) for r in period_cells
    )
    subject = kata("{judul} dari waktu ke waktu", judul=entry.judul)
    view = _make_estimates_view(entry, subject, area, _write_span(rows), rows, selection)
    return replace(view, highlighted=selection.periode)


def write_lead(store: Store, kode: str, selection: Selection) -> str:
    """Return the sentence that opens a page: of the city, or of a kecamatan beside the city."""
    view = view_by_kecamatan(store, kode, selection)
    if selection.wilayah == CITY:
        return view.sentence
    here = make_tile(store, kode, selection)
    row, shown = here.row, here.heading.selection
    if row.value is None:
        why = theme.SIGNS[row.sign]
        return f"{here.heading.title}: {row.text} ({why}). {view.sentence}"
    city = next(c for c in make_comparisons(store, kode, selection) if c.kind == "kota")
    who = f" ({shown.class_words})" if shown.skala else ""
    return (
        f"Pada {here.date}, {row.text} UMKM{who} di {shown.area_name} "
        f"{theme.inside(view.indicator.pendek)} ({row.counts})"
        + (f", {city.words}." if city.words else ".")
        + (" (Data sintetis.)" if row.origin == "sintetis" else "")
    )


def make_table(view: View) -> pd.DataFrame:
    """Return a view's rows as the table that is shown and downloaded, with Indonesian headings."""
    return pd.DataFrame(
        [
            {
                "Kode": row.code,
                "Rincian": row.label,
                f"Nilai ({view.indicator.satuan})": row.value,
                "Pembilang": row.above,
                "Penyebut": row.below,
                "n": row.n,
                "Tidak diketahui (%)": row.unknown,
                "Batas bawah 95 %": row.low,
                "Batas atas 95 %": row.high,
                "Tanda": row.sign,
                "Asal": theme.ORIGINS.get(row.origin, row.origin),
                "Sumber": view.source,
            }
            for row in view.rows
        ]
    )


def _find_nearest_table(
    store: Store, entry: Indicator, dimension: str, selection: Selection
) -> tuple[str, str, list[Cell]]:
    """Return the first of a breakdown's tables that has cells: as asked, in coarser classes, of
    the city; (dimension, area, cells). Where none has, it is the one that was asked for."""
    coarser = (d.key for d in DIMENSIONS.values() if dimension and d.coarse_of == dimension)
    asked = (dimension, selection.wilayah)
    for key, area in (asked, *((key, selection.wilayah) for key in coarser), (dimension, CITY)):
        table_cells = read_cells(
            store,
            entry.kode,
            kode_wilayah=area,
            periode=selection.periode,
            dimensi=key,
            sumber="register",
        )
        if table_cells:
            return key, area, table_cells
    return *asked, []


def name_subject(entry: Indicator, dimension: str) -> str:
    """Return what a table is called: by kecamatan (''), by answers, by a breakdown."""
    if not dimension:
        return kata("{judul} menurut kecamatan", judul=entry.judul)
    if entry.labels:
        return entry.judul
    rincian = theme.inside(label(dimension))
    return kata("{judul} menurut {rincian}", judul=entry.judul, rincian=rincian)


def _find_surveyed(
    store: Store, entry: Indicator, dimension: str, area: str
) -> tuple[str, list[Cell]]:
    """Return the surveys' table for an area, or else for the city: (area, cells)."""
    for place in (area, CITY):
        table_cells = read_cells(
            store, entry.kode, kode_wilayah=place, dimensi=dimension, sumber="survei"
        )
        if table_cells:
            return place, table_cells
    return area, []


def _make_estimates_view(
    entry: Indicator, subject: str, area: str, date: str, rows: tuple[Row, ...], asked: Selection
) -> View:
    shown = Selection(asked.periode, area)
    title = kata("{judul}: taksiran survei", judul=subject)
    return View(
        entry,
        Heading(title, shown, date, shown.say_what_differs(asked)),
        kata("Taksiran berbobot dari sampel berstrata, dengan selang kepercayaan 95 %."),
        rows,
        kata(SURVEY),
    )


def _write_kecamatan_sentence(view: View, rows: list[Row], city: Row) -> str:
    """Return the sentence that says the city's value and both ends of the list."""
    entry, shown, date = view.indicator, view.heading.selection, view.date
    published = [row for row in rows if row.value is not None]
    what = f"{entry.judul} ({theme.inside(shown.class_name)})" if shown.skala else entry.judul
    if city.value is None or len(published) < 2:
        return kata("{judul}, {periode}.", judul=what, periode=date)
    # Of a list with gaps nobody can tell who leads it.
    text = (
        "{judul} di Kota Serang, {periode}: {nilai}; tertinggi {tinggi}, terendah {rendah}."
        if len(published) == len(rows)
        else "{judul} di Kota Serang, {periode}: {nilai}; dari yang terbit, "
        "tertinggi {tinggi}, terendah {rendah}."
    )
    highest, lowest = (f"{row.label} {row.text}" for row in (published[0], published[-1]))
    sentence = kata(
        text,
        judul=what,
        periode=date,
        nilai=_write_with_counts(city),
        tinggi=highest,
        rendah=lowest,
    )
    return (
        f"{sentence} ({kata('Data sintetis')}.)" if published[0].origin == "sintetis" else sentence
    )


def _write_period_sentence(rows: tuple[Row, ...], where: str) -> str:
    """Return the sentence that says the first and the last published value; not whether it rose,
    which is for a reader to see and for a test to say."""
    published = [row for row in rows if row.value is not None]
    if not published:
        return kata("{wilayah}: belum ada nilai terbit.", wilayah=where)
    first, last = published[0], published[-1]
    if first is last:
        return f"{where}, {last.label}: {_write_marked(last)}."
    return kata(
        "{wilayah}: {awal} pada {mulai}, {akhir} pada {selesai}.",
        wilayah=where,
        awal=_write_marked(first),
        mulai=first.label,
        akhir=_write_marked(last),
        selesai=last.label,
    )


def _write_with_counts(row: Row) -> str:
    return f"{row.text} ({row.counts})" if row.counts else row.text


def _write_marked(row: Row) -> str:
    """Return a value that says itself that it is made up, beside one that may not be."""
    value = _write_with_counts(row)
    return kata("{nilai} (sintetis)", nilai=value) if row.origin == "sintetis" else value


def _write_span(rows: tuple[Row, ...]) -> str:
    if not rows:
        return ""
    return kata("{rendah} sampai {tinggi}", rendah=rows[0].label, tinggi=rows[-1].label)
