"""The documents that say what there is: the catalogue, the indicators' entries, the ledger."""

from __future__ import annotations

from typing import Any

from analysis.definitions.dimensions import label, list_categories
from analysis.definitions.indicators import INDICATORS
from analysis.views.cells import read_reference_rows
from analysis.words import theme
from data.city import OUR_CITY
from data.store.store import Store
from public.api.addresses import LEVELS, OPERATIONS, ROOT
from public.api.published_table import SYNTHETIC, WITHOUT, read_entries, read_table
from public.api.table_formats import WRITERS


def describe_version(cube: Store) -> dict[str, Any]:
    """Return of which version a document is, of which day, and whether anything is made up."""
    record = cube.record
    mark = {"keterangan": SYNTHETIC} if record["sintetis"] else {}
    return {
        "versi": cube.version,
        "tanggal": record["tanggal"],
        "sintetis": record["sintetis"],
    } | mark


def make_catalogue(cube: Store) -> dict[str, Any]:
    """Return the addresses of everything."""
    plain = {op.name: ROOT + op.path for op in OPERATIONS if op.path and not op.parameters}
    by_version = {op.name: ROOT + op.path for op in OPERATIONS if {"a", "b"} & {*op.parameters}}
    levels = ("geojson", "topojson")
    return {
        "judul": OUR_CITY.program,
        **describe_version(cube),
        "alamat": plain | by_version,
        "batas": [f"{ROOT}/batas/{level}.{suffix}" for level in LEVELS for suffix in levels],
        "indikator": [_describe_indicator(entry) for entry in read_entries(cube).values()],
    }


def make_indicators(cube: Store) -> dict[str, Any]:
    """Return the list of published indicators."""
    return describe_version(cube) | {
        "indikator": [_describe_indicator(entry) for entry in read_entries(cube).values()]
    }


def make_indicator(cube: Store, kode: str) -> dict[str, Any]:
    """Return an indicator's whole entry, and the tables that are published of it."""
    found = read_table(cube, kode)
    dimensions = sorted(found.rows["dimensi"].unique())
    return describe_version(cube) | {
        **found.entry,
        "sintetis": found.synthetic,
        "sumber_angka": found.sources,
        "tingkat": sorted(found.rows["tingkat"].unique()),
        "periode": sorted(found.rows["periode"].unique(), reverse=True),
        "rincian": [
            {
                "kunci": key or WITHOUT,
                "nama": label(key),
                "kategori": list_categories(INDICATORS[kode], key),
            }
            for key in dimensions
        ],
        "tanda": theme.SIGNS,
        "rentang": theme.BANDS,
        "data": _list_addresses(kode),
    }


def make_ledger(cube: Store) -> dict[str, Any]:
    """Return every count of UMKM that was ever stated, with who said it and where."""
    return describe_version(cube) | {"catatan": read_reference_rows(cube, "catatan_angka")}


def _describe_indicator(entry: dict[str, Any]) -> dict[str, Any]:
    words = ("kode", "tema", "judul", "satuan")
    return {name: entry[name] for name in words} | {
        "alamat": f"{ROOT}/indikator/{entry['kode']}",
        "data": _list_addresses(entry["kode"]),
    }


def _list_addresses(kode: str) -> dict[str, str]:
    suffixes = (*WRITERS, "jsonstat", "csv-metadata.json")
    return {suffix: f"{ROOT}/data/{kode}.{suffix}" for suffix in suffixes}
