"""JSON-stat 2.0 and CSVW: the forms in which statistical offices expect a table and its
description."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from analysis.definitions.dimensions import label, list_categories
from analysis.definitions.indicators import INDICATORS
from analysis.views.heading import NEED_NOT_ADD_UP
from analysis.views.views import SURVEY
from analysis.words import theme
from public.api.published_table import NUMBERS, SYNTHETIC, TABLE, Table

CSVW = {"teks": "string", "bilangan": "double", "cacah": "integer"}
MAY_BE_EMPTY = {"dimensi", "kategori", "tanda", "rentang", "rujukan", *NUMBERS}


def make_jsonstat(table: Table) -> dict[str, Any]:
    """Return a collection of one dataset for each source and breakdown.

    A dataset spans area, period, category (where there is a breakdown) and measure. Only numbers
    that exist are in its ``value``, by position; ``status`` has the sign of a cell at the position
    of its value, and a cell that is not published has neither. ``extension`` has the day of the
    numbers in ``angka_per``, of the few others by position in ``angka_per_lain``, and in
    ``rentang`` the half in which a withheld share lies, where that is told.
    """
    groups = table.rows.groupby(["sumber", "dimensi"], sort=True)
    return {
        "version": "2.0",
        "class": "collection",
        "label": table.entry["judul"],
        "updated": table.tanggal,
        "source": "; ".join(table.sources.values()),
        "note": _list_notes(table.synthetic),
        "extension": table.describe(),
        "link": {
            "item": [
                _make_dataset(table, str(source), str(dimension), rows)
                for (source, dimension), rows in groups
            ]
        },
    }


def _make_dataset(table: Table, source: str, dimension: str, rows: pd.DataFrame) -> dict[str, Any]:
    entry = table.entry
    areas = rows.drop_duplicates("kode_wilayah").sort_values("kode_wilayah")
    periods = sorted(rows["periode"].unique())
    measures = ["nilai", *(name for name in NUMBERS[1:] if rows[name].notna().any())]
    parts: dict[str, dict[str, Any]] = {
        "kode_wilayah": _describe_dimension(
            "Wilayah", dict(zip(areas["kode_wilayah"], areas["nama_wilayah"], strict=True))
        ),
        "periode": _describe_dimension("Periode", {name: theme.period(name) for name in periods}),
    }
    if dimension:
        words = list_categories(INDICATORS[entry["kode"]], dimension)
        here = set(rows["kategori"])
        parts["kategori"] = _describe_dimension(
            label(dimension), {key: name for key, name in words.items() if key in here}
        )
    parts["ukuran"] = _describe_dimension("Ukuran", {name: TABLE[name].words for name in measures})
    parts["ukuran"]["category"]["unit"] = {
        name: {"label": "usaha" if TABLE[name].kind == "cacah" else entry["satuan"]}
        for name in measures
    }
    size = [len(part["category"]["index"]) for part in parts.values()]
    value, status, origin, bands, days = _place_cells(rows, parts, measures)
    usual, day = (Counter(each.values()).most_common(1)[0][0] for each in (origin, days))
    where = f" menurut {theme.inside(label(dimension))}" if dimension else ""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{entry['judul']}{where}",
        "source": SURVEY if source == "survei" else entry["sumber"],
        "updated": max(days.values()),
        "id": list(parts),
        "size": size,
        "role": {"geo": ["kode_wilayah"], "time": ["periode"], "metric": ["ukuran"]},
        "dimension": parts,
        "value": value,
        "status": status,
        "note": _list_notes("sintetis" in origin.values())
        + ([NEED_NOT_ADD_UP] if len(set(days.values())) > 1 else []),
        "extension": {
            "sumber": source,
            "dimensi": dimension,
            "sintetis": "sintetis" in origin.values(),
            # Of nearly all cells it is the same, and the others are few.
            "asal": usual,
            "asal_lain": {at: name for at, name in origin.items() if name != usual},
            "angka_per": day,
            "angka_per_lain": {at: said for at, said in days.items() if said != day},
            "rentang": bands,
        },
    }


def _place_cells(
    rows: pd.DataFrame, parts: dict[str, dict[str, Any]], measures: list[str]
) -> tuple[dict[str, float], dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    """Return numbers by position, and each cell's sign, origin, told half and day at the position
    of its value."""
    places = [
        (name, {key: at for at, key in enumerate(part["category"]["index"])})
        for name, part in parts.items()
        if name != "ukuran"
    ]
    value: dict[str, float] = {}
    status: dict[str, str] = {}
    origin: dict[str, str] = {}
    bands: dict[str, str] = {}
    days: dict[str, str] = {}
    for row in rows.to_dict("records"):
        cell = 0
        for name, place in places:
            cell = cell * len(place) + place[row[name]]
        first = cell * len(measures)
        origin[str(first)] = row["asal"]
        days[str(first)] = row["angka_per"]
        if row["tanda"]:
            status[str(first)] = row["tanda"]
        if row["rentang"]:
            bands[str(first)] = row["rentang"]
        for at, name in enumerate(measures, start=first):
            if not pd.isna(row[name]):
                value[str(at)] = row[name]
    return value, status, origin, bands, days


def _describe_dimension(name: str, words: dict[str, str]) -> dict[str, Any]:
    return {"label": name, "category": {"index": list(words), "label": words}}


def _list_notes(synthetic: bool) -> list[str]:
    return [SYNTHETIC] if synthetic else []


def make_csvw(table: Table) -> dict[str, Any]:
    """Return the description of the indicator's CSV as the W3C writes it."""
    entry = table.entry
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "id"}],
        "url": f"{entry['kode']}.csv",
        "dc:title": entry["judul"],
        "dc:description": " ".join(
            [entry["definisi"], f"Semesta: {entry['semesta']}.", *_list_notes(table.synthetic)]
        ),
        "dc:creator": entry["penyusun"],
        "dc:source": "; ".join(table.sources.values()),
        "dc:issued": {"@value": table.tanggal, "@type": "date"},
        "dc:identifier": table.versi,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": column.words,
                    "datatype": CSVW[column.kind],
                    "required": name not in MAY_BE_EMPTY,
                }
                for name, column in TABLE.items()
            ]
        },
    }
