"""The API's description of itself: OpenAPI 3.1, made of the table of addresses."""

from __future__ import annotations

from typing import Any

from analysis.words import theme
from data.city import OUR_CITY
from data.store.store import Store
from public.api.addresses import (
    FIXED,
    OPERATIONS,
    PARAMETERS,
    ROOT,
    Choices,
    Operation,
)
from public.api.documents import describe_version
from public.api.published_table import TABLE, list_choices
from public.corrections.across_versions import COUNTS, FRACTIONS, KEY, SAID
from server.refusal import PROBLEM

VERSION = "1.0.0"
TYPES = {"teks": "string", "bilangan": "number", "cacah": "integer"}
TEXT: dict[str, Any] = {"type": "string"}
TRUTH = {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
MEANING = {
    304: "Salinan Anda masih berlaku (If-None-Match)",
    400: "Parameter tidak dikenal, berulang, atau nilainya di luar daftar",
    404: "Tidak ada di alamat ini",
    410: "Versi ini ditarik",
    406: "Accept tidak menerima bentuk ini; bentuk dipilih dengan akhiran alamat",
    429: "Terlalu sering; lihat Retry-After",
    503: "Data belum terbit atau server sedang penuh; lihat Retry-After",
}


def make_document(cube: Store) -> dict[str, Any]:
    """Return the OpenAPI document, with the closed lists of this cube."""
    lists = {**FIXED, **list_choices(cube)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{OUR_CITY.program}: angka terbit",
            "version": VERSION,
            "description": "Angka terbit yang sudah dilindungi, dengan sumber dan definisinya. "
            "Hanya membaca, tanpa kunci. Sel yang dirahasiakan bertanda x dan tidak memuat angka; "
            "di mana aman, kolom rentang menyebut apakah pangsanya lebih dari separuh.",
            "x-data": describe_version(cube),
        },
        "paths": {ROOT + op.path: {"get": _describe_operation(op, lists)} for op in OPERATIONS},
        "components": {
            "schemas": list_schemas(),
            "responses": {
                str(status): _describe_refusal(status) for status in (400, 404, 406, 410, 429, 503)
            },
        },
    }


def _describe_operation(operation: Operation, lists: Choices) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if operation.schema:
        schema = {"schema": {"$ref": f"#/components/schemas/{operation.schema}"}}
    tag = {"description": "Kode hash", "required": True, "schema": TEXT}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            *(_describe_parameter(name, "path", lists) for name in operation.parameters),
            *(_describe_parameter(name, "query", lists) for name in operation.query),
        ],
        "responses": {
            "200": {
                "description": operation.summary,
                "headers": {"ETag": tag},
                "content": {operation.media.partition(";")[0]: schema},
            },
            "304": {"description": MEANING[304]},
        }
        | {str(status): {"$ref": f"#/components/responses/{status}"}
           for status in (400, 404, 406, 410, 429, 503)},
    }  # fmt: skip


def _describe_parameter(name: str, place: str, lists: Choices) -> dict[str, Any]:
    parameter = PARAMETERS[name]
    allowed = {"enum": list(lists[name])} if name in lists else {"pattern": parameter.pattern}
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": parameter.words,
        "schema": TEXT | allowed,
    }


def _describe_refusal(status: int) -> dict[str, Any]:
    headers = {}
    if status in (429, 503):
        headers = {"Retry-After": {"description": "Detik", "schema": {"type": "string"}}}
    return {
        "description": MEANING[status],
        "headers": headers,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Masalah"}}},
    }


def list_schemas() -> dict[str, Any]:
    """Return what each kind of answer looks like, by the name that the table of addresses uses."""
    ref = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Baris", "Isi")}
    row = {
        name: {"type": [TYPES[column.kind], "null"], "description": column.words}
        for name, column in TABLE.items()
    }
    row["tanda"] = {"enum": list(theme.SIGNS), "description": TABLE["tanda"].words}
    row["rentang"] = {"enum": list(theme.BANDS), "description": TABLE["rentang"].words}
    numbers = {name: {"type": ["number", "null"]} for name in FRACTIONS}
    numbers |= {name: {"type": ["integer", "null"]} for name in COUNTS}
    said = numbers | {"tanda": {"enum": list(theme.SIGNS)}, "asal": {"enum": list(theme.ORIGINS)}}
    key: dict[str, Any] = dict.fromkeys(KEY, TEXT)
    version = _make_object({"versi": TEXT, "tanggal": TEXT, "sintetis": TRUTH})
    stamped = {"versi": TEXT, "tanggal": TEXT, "sintetis": TRUTH}
    about = dict.fromkeys(("indikator", "judul", "satuan", "semesta"), TEXT)
    sides = {"lama": ref["Isi"], "baru": ref["Isi"]}
    dates = dict.fromkeys(
        ("versi_lama", "tanggal_lama", "versi_baru", "tanggal_baru", "alasan"), TEXT
    )
    either = {side: {"oneOf": [ref["Isi"], {"type": "null"}]} for side in sides}
    return {
        "Masalah": _make_object(
            {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}
        ),
        "Baris": _make_object(row),
        "Isi": _make_object({name: said[name] for name in SAID}),
        "Dokumen": {"type": "object"},
        "Katalog": _make_object(
            stamped | {"alamat": {"type": "object"}, "indikator": _make_list({})}
        ),
        "DaftarIndikator": _make_object(stamped | {"indikator": _make_list({})}),
        "Indikator": _make_object(
            stamped
            | dict.fromkeys(("kode", "judul", "satuan", "definisi", "semesta", "sumber"), TEXT)
            | {"tingkat": _make_list(TEXT), "periode": _make_list(TEXT), "rincian": _make_list({})}
        ),
        "Data": _make_object(
            about
            | stamped
            | {"sumber": {"type": "object"}, "jumlah": COUNT, "baris": _make_list(ref["Baris"])}
        ),
        "JsonStat": _make_object(
            {"version": {"const": "2.0"}, "class": {"const": "collection"}, "link": {}}
        ),
        "GeoJson": _make_object(
            {"type": {"const": "FeatureCollection"}, "kredit": TEXT, "features": _make_list({})}
        ),
        "TopoJson": _make_object(
            {"type": {"const": "Topology"}, "kredit": TEXT, "arcs": _make_list({})}
        ),
        "Catatan": _make_object(stamped | {"catatan": _make_list({})}),
        "DaftarVersi": _make_object(
            {
                "versi": _make_list(version),
                "ditarik": _make_list(
                    _make_object({"versi": TEXT, "tanggal": TEXT, "alasan": TEXT})
                ),
            }
        ),
        "Beda": _make_object(
            {
                "lama": version,
                "baru": version,
                "jumlah": COUNT,
                "sel": _make_list(
                    _make_object(
                        key | {"perubahan": {"enum": ["baru", "hilang", "berubah"]}} | either
                    )
                ),
            }
        ),
        "DaftarKoreksi": _make_object(
            {
                "jumlah": COUNT,
                "koreksi": _make_list(
                    _make_object(key | sides | dates | {"sematan": _make_list(TEXT)})
                ),
            }
        ),
    }


def _make_object(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of these members, and may have others."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _make_list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
