"""Views: rows of the published cube with their words, ready for any surface to draw.

A page, a map, an embed and a download of the same view read the same object, so that they cannot
disagree. Nothing here computes an indicator.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import theme
from analysis.cells import as_row, cells, class_dimension, history, scope
from analysis.dimensions import UNKNOWN, categories, label
from analysis.indicator import Indicator
from analysis.indicators import INDICATORS
from analysis.selection import CITY, Selection
from analysis.tiles import tile
from analysis.view import CrossTable, Row, View
from data.store import Store

SURVEY = "Survei adopsi digital UMKM"
"""What survey estimates name as their source."""


def by_kecamatan(store: Store, kode: str, selection: Selection) -> View:
    """Return one indicator for the six kecamatan, highest first, for a period and class."""
    entry = INDICATORS[kode]
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
    rows = [as_row(entry, r, r["nama"]) for r in found.to_dict("records")]
    rows.sort(key=lambda row: -1.0 if row.value is None else row.value, reverse=True)
    city = tile(store, kode, selection.whole_city())
    date = theme.period(selection.periode)
    return View(
        entry,
        f"{entry.judul} menurut kecamatan, {date}",
        # What is not published by class is said of all classes.
        _kecamatan_sentence(entry, rows, city.row, replace(selection, skala=kategori), date),
        tuple(rows),
        date,
        entry.sumber,
        highlighted=selection.wilayah if selection.wilayah != CITY else "",
    )


def by_area(store: Store, kode: str, level: str, selection: Selection) -> View:
    """Return one indicator for every area of a level, in code order.

    The class applies where the indicator is published by class at that level.
    """
    entry = INDICATORS[kode]
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
    return View(
        entry,
        f"{entry.judul} menurut {level}, {date}",
        f"{entry.judul} menurut {level}, {date}. Semesta: {entry.semesta}.",
        tuple(as_row(entry, r, r["nama"]) for r in found.to_dict("records")),
        date,
        entry.sumber,
        highlighted=selection.wilayah if selection.wilayah != CITY else "",
    )


def by_period(store: Store, kode: str, selection: Selection) -> View:
    """Return one indicator over all published periods for the chosen area and class."""
    entry = INDICATORS[kode]
    dimension = class_dimension(entry, selection)
    found = history(store, entry, selection.wilayah, selection)
    rows = tuple(
        as_row(entry, r, theme.period(r["periode"]), code=r["periode"])
        for r in found.to_dict("records")
    )
    span = f"{rows[0].label} sampai {rows[-1].label}" if rows else ""
    return View(
        entry,
        f"{entry.judul}, {selection.area_name}",
        f"{scope(selection, selection.wilayah, dimension)}, {span or 'belum ada nilai terbit'}.",
        rows,
        span,
        entry.sumber,
        highlighted=selection.periode,
    )


def by_category(
    store: Store, kode: str, dimension: str, selection: Selection, source: str = "register"
) -> View:
    """Return one indicator by the categories of a breakdown, for the chosen period and area."""
    entry = INDICATORS[kode]
    found = cells(
        store,
        kode,
        kode_wilayah=selection.wilayah,
        periode=selection.periode,
        dimensi=dimension,
        sumber=source,
    ).set_index("kategori")
    labels = categories(entry, dimension)
    rows = []
    for key, name in labels.items():
        if key in found.index:
            row = as_row(entry, found.loc[key].to_dict(), name, code=key)
            # "Not known" is a row only where it happens.
            if key != UNKNOWN or (row.n or 0) > 0:
                rows.append(row)
    date = theme.period(selection.periode)
    return View(
        entry,
        entry.judul if entry.labels else f"{entry.judul} menurut {theme.inside(label(dimension))}",
        f"{selection.area_name}, {date}. Semesta: {entry.semesta}.",
        tuple(rows),
        date,
        entry.sumber if source == "register" else SURVEY,
    )


def cross(store: Store, kode: str, dimension: str, selection: Selection) -> CrossTable:
    """Return one indicator by kecamatan and the categories of a breakdown, for a period.

    It has no rows where the cube publishes that breakdown for the whole city only.
    """
    entry = INDICATORS[kode]
    found = cells(
        store,
        kode,
        tingkat="kecamatan",
        periode=selection.periode,
        dimensi=dimension,
        sumber="register",
    )
    labels = categories(entry, dimension)
    known = {(r["nama"], r["kategori"]): r for r in found.to_dict("records")}
    # "Not known" is a column only where it happens.
    used = [
        key
        for key in labels
        if any(k == key and (key != UNKNOWN or (r["n"] or 0) > 0) for (_, k), r in known.items())
    ]
    return CrossTable(
        entry,
        f"{entry.judul}, kecamatan menurut rincian, {theme.period(selection.periode)}",
        tuple(labels[key] for key in used),
        tuple(
            (name, tuple(as_row(entry, known[name, key], labels[key], code=key) for key in used))
            for name in dict.fromkeys(found["nama"])
        ),
    )


def estimates(store: Store, kode: str, dimension: str) -> View:
    """Return the newest survey's estimates: by kecamatan ('') or by a breakdown of the city."""
    entry = INDICATORS[kode]
    level = "kota" if dimension else "kecamatan"
    found = cells(store, kode, tingkat=level, dimensi=dimension, sumber="survei")
    found = found[found["periode"] == found["periode"].max()]
    labels = categories(entry, dimension) if dimension else {}
    rows = tuple(
        as_row(entry, r, labels.get(r["kategori"], r["nama"]), code=r["kategori"] or None)
        for r in found.to_dict("records")
    )
    date = theme.period(found["periode"].iloc[0]) if len(found) else ""
    return View(
        entry,
        f"{entry.judul}: taksiran survei, {date}",
        "Taksiran berbobot dari sampel berstrata, dengan selang kepercayaan 95 %.",
        rows,
        date,
        SURVEY,
    )


def reference_rows(store: Store, name: str) -> list[dict[str, Any]]:
    """Return a published reference table's rows in file order; an empty cell is None."""
    assert name.isidentifier()
    found = store.query(f"select * from {name}").astype(object)
    rows: list[dict[str, Any]] = found.where(found.notna(), None).to_dict("records")
    return rows


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
    who = "" if not selection.skala else f" (skala {selection.class_name.lower()})"
    if city.value is None or len(known) < 2:
        return f"{entry.judul}{who} pada {date}."
    counts = f" ({city.counts})" if city.counts else ""
    does = theme.inside(entry.pendek)
    fact = (
        f"{city.text} UMKM{who} di Kota Serang {does}{counts}"
        if entry.satuan == "persen"
        else f"{does}{who} di Kota Serang {city.text}"
    )
    # Withheld kecamatan may lie higher or lower.
    among = "" if len(known) == len(rows) else "di antara yang terbit, "
    return (
        f"Pada {date}, {fact}; {among}"
        f"tertinggi {known[0].label} {known[0].text}, "
        f"terendah {known[-1].label} {known[-1].text}."
        + (" (Data sintetis.)" if known[0].origin == "sintetis" else "")
    )
