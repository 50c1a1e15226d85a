"""Views: rows of the published cube with their words, ready for any surface to draw.

A page, a map, an embed and a download of the same view read the same object, so that they cannot
disagree. Nothing here computes an indicator.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import theme
from analysis.bahasa import kata
from analysis.cells import as_row, cells, class_dimension, history, scope
from analysis.dimensions import UNKNOWN, categories, label
from analysis.indicator import Indicator
from analysis.indicators import spoken
from analysis.selection import CITY, Selection
from analysis.tiles import tile
from analysis.view import CrossTable, Row, View
from data.store import Store

SURVEY = "Survei adopsi digital UMKM"
"""What survey estimates name as their source."""


def by_kecamatan(store: Store, kode: str, selection: Selection) -> View:
    """Return one indicator for the six kecamatan, highest first, for a period and class."""
    entry = spoken(kode)
    dimension = class_dimension(entry, selection)
    kategori = selection.skala if dimension else ""
    found = cells(
        store,
        kode,
        tingkat="kecamatan",
        periode=selection.periode,
        dimensi=dimension,
        kategori=kategori,
        sumber="register",
    )
    rows = [as_row(entry, r, r["nama"]) for r in found]
    rows.sort(key=lambda row: -1.0 if row.value is None else row.value, reverse=True)
    city = tile(store, kode, selection.whole_city())
    date = theme.period(selection.periode)
    return View(
        entry,
        kata("{judul} menurut kecamatan, {periode}", judul=entry.judul, periode=date),
        _kecamatan_sentence(entry, rows, city.row, selection, date),
        tuple(rows),
        date,
        entry.sumber,
        highlighted=selection.wilayah if selection.wilayah != CITY else "",
    )


def by_area(store: Store, kode: str, level: str, selection: Selection) -> View:
    """Return one indicator for every area of a level, in code order.

    The class applies where the indicator is published by class at that level.
    """
    entry = spoken(kode)
    dimension = class_dimension(entry, selection) if level != "kelurahan" else ""
    found = cells(
        store,
        kode,
        tingkat=level,
        periode=selection.periode,
        dimensi=dimension,
        kategori=selection.skala if dimension else "",
        sumber="register",
    )
    date = theme.period(selection.periode)
    title = kata(f"{{judul}} menurut {level}, {{periode}}", judul=entry.judul, periode=date)
    return View(
        entry,
        title,
        kata("{judul}. Semesta: {semesta}.", judul=title, semesta=entry.semesta),
        tuple(as_row(entry, r, r["nama"]) for r in found),
        date,
        entry.sumber,
        highlighted=selection.wilayah if selection.wilayah != CITY else "",
    )


def by_period(store: Store, kode: str, selection: Selection) -> View:
    """Return one indicator over all published periods for the chosen area and class."""
    entry = spoken(kode)
    dimension = class_dimension(entry, selection)
    found = history(store, entry, selection.wilayah, selection)
    rows = tuple(as_row(entry, r, theme.period(r["periode"]), code=r["periode"]) for r in found)
    span = _span(rows)
    return View(
        entry,
        f"{entry.judul}, {selection.area_name}",
        _period_sentence(entry, rows, scope(selection, selection.wilayah, dimension)),
        rows,
        span,
        entry.sumber,
        highlighted=selection.periode,
    )


def by_category(
    store: Store, kode: str, dimension: str, selection: Selection, source: str = "register"
) -> View:
    """Return one indicator by the categories of a breakdown, for the chosen period and area."""
    entry = spoken(kode)
    found = cells(
        store,
        kode,
        kode_wilayah=selection.wilayah,
        periode=selection.periode,
        dimensi=dimension,
        sumber=source,
    )
    known = {r["kategori"]: r for r in found}
    labels = categories(entry, dimension)
    rows = []
    for key, name in labels.items():
        if key in known:
            row = as_row(entry, known[key], name, code=key)
            # "Not known" is a row only where it happens.
            if key != UNKNOWN or (row.n or 0) > 0:
                rows.append(row)
    date = theme.period(selection.periode)
    return View(
        entry,
        entry.judul
        if entry.labels
        else kata(
            "{judul} menurut {rincian}",
            judul=entry.judul,
            rincian=theme.inside(label(dimension)),
        ),
        kata(
            "{judul}. Semesta: {semesta}.",
            judul=f"{selection.area_name}, {date}",
            semesta=entry.semesta,
        ),
        tuple(rows),
        date,
        entry.sumber if source == "register" else kata(SURVEY),
    )


def cross(store: Store, kode: str, dimension: str, selection: Selection) -> CrossTable:
    """Return one indicator by kecamatan and the categories of a breakdown, for a period.

    It has no rows where the cube publishes that breakdown for the whole city only.
    """
    entry = spoken(kode)
    found = cells(
        store,
        kode,
        tingkat="kecamatan",
        periode=selection.periode,
        dimensi=dimension,
        sumber="register",
    )
    labels = categories(entry, dimension)
    known = {(r["nama"], r["kategori"]): r for r in found}
    # "Not known" is a column only where it happens.
    used = [
        key
        for key in labels
        if any(k == key and (key != UNKNOWN or (r["n"] or 0) > 0) for (_, k), r in known.items())
    ]
    return CrossTable(
        entry,
        kata(
            "{judul}, kecamatan menurut rincian, {periode}",
            judul=entry.judul,
            periode=theme.period(selection.periode),
        ),
        tuple(labels[key] for key in used),
        tuple(
            (name, tuple(as_row(entry, known[name, key], labels[key], code=key) for key in used))
            for name in dict.fromkeys(r["nama"] for r in found)
        ),
    )


def estimates(store: Store, kode: str, dimension: str) -> View:
    """Return the newest survey's estimates: by kecamatan ('') or by a breakdown of the city."""
    entry = spoken(kode)
    level = "kota" if dimension else "kecamatan"
    found = cells(store, kode, tingkat=level, dimensi=dimension, sumber="survei")
    newest = max((r["periode"] for r in found), default="")
    labels = categories(entry, dimension) if dimension else {}
    rows = tuple(
        as_row(entry, r, labels.get(r["kategori"], r["nama"]), code=r["kategori"] or None)
        for r in found
        if r["periode"] == newest
    )
    date = theme.period(newest) if newest else ""
    return View(
        entry,
        kata("{judul}: taksiran survei, {periode}", judul=entry.judul, periode=date),
        kata("Taksiran berbobot dari sampel berstrata, dengan selang kepercayaan 95 %."),
        rows,
        date,
        kata(SURVEY),
    )


def reference_rows(store: Store, name: str) -> list[dict[str, Any]]:
    """Return a published reference table's rows in file order; an empty cell is None."""
    assert name.isidentifier()
    return store.rows(f"select * from {name}")


def table(view: View) -> pd.DataFrame:
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


def _kecamatan_sentence(
    entry: Indicator, rows: list[Row], city: Row, selection: Selection, date: str
) -> str:
    """Return the sentence that says the city's value and both ends of the list."""
    known = [row for row in rows if row.value is not None]
    group = class_dimension(entry, selection)
    what = f"{entry.judul} ({theme.inside(selection.class_name)})" if group else entry.judul
    if city.value is None or len(known) < 2:
        return kata("{judul}, {periode}.", judul=what, periode=date)
    # Of a list with gaps nobody can tell who leads it.
    text = (
        "{judul} di Kota Serang, {periode}: {nilai}; tertinggi {tinggi}, terendah {rendah}."
        if len(known) == len(rows)
        else "{judul} di Kota Serang, {periode}: {nilai}; dari yang terbit, "
        "tertinggi {tinggi}, terendah {rendah}."
    )
    highest, lowest = (f"{row.label} {row.text}" for row in (known[0], known[-1]))
    said = kata(
        text,
        judul=what,
        periode=date,
        nilai=_with_counts(city),
        tinggi=highest,
        rendah=lowest,
    )
    return f"{said} ({kata('Data sintetis')}.)" if known[0].origin == "sintetis" else said


def _period_sentence(entry: Indicator, rows: tuple[Row, ...], where: str) -> str:
    """Return the sentence that says the first and the last published value; not whether it rose,
    which is for a reader to see and for a test to say."""
    known = [row for row in rows if row.value is not None]
    if not known:
        return kata("{wilayah}: belum ada nilai terbit.", wilayah=where)
    first, last = known[0], known[-1]
    if first is last:
        return f"{where}, {last.label}: {_marked(last)}."
    return kata(
        "{wilayah}: {awal} pada {mulai}, {akhir} pada {selesai}.",
        wilayah=where,
        awal=_marked(first),
        mulai=first.label,
        akhir=_marked(last),
        selesai=last.label,
    )


def _with_counts(row: Row) -> str:
    return f"{row.text} ({row.counts})" if row.counts else row.text


def _marked(row: Row) -> str:
    """Return a value that says itself that it is made up, beside one that may not be."""
    said = _with_counts(row)
    return kata("{nilai} (sintetis)", nilai=said) if row.origin == "sintetis" else said


def _span(rows: tuple[Row, ...]) -> str:
    if not rows:
        return ""
    return kata("{rendah} sampai {tinggi}", rendah=rows[0].label, tinggi=rows[-1].label)
