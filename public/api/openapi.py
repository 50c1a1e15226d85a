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
from public.corrections.across_versions import TABLE as OF_TABLE
from server.refusal import PROBLEM

VERSION = "1.0.0"
TYPES = {"teks": "string", "bilangan": "number", "cacah": "integer"}
TEXT: dict[str, Any] = {"type": "string"}
TRUTH = {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
STAMP = {"versi": TEXT, "tanggal": TEXT, "sintetis": TRUTH}
"""What every answer says of its version."""
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
    return _list_record_schemas() | _list_answer_schemas() | _list_change_schemas()


def _refer(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_record_schemas() -> dict[str, Any]:
    """Return the schemas of a refusal, a row of a table and the content of a cell."""
    row = {
        name: {"type": [TYPES[column.kind], "null"], "description": column.words}
        for name, column in TABLE.items()
    }
    row["tanda"] = {"enum": list(theme.SIGNS), "description": TABLE["tanda"].words}
    row["rentang"] = {"enum": list(theme.BANDS), "description": TABLE["rentang"].words}
    said = {name: {"type": ["number", "null"]} for name in FRACTIONS}
    said |= {name: {"type": ["integer", "null"]} for name in COUNTS}
    said |= {"tanda": {"enum": list(theme.SIGNS)}, "asal": {"enum": list(theme.ORIGINS)}}
    return {
        "Masalah": _make_object(
            {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}
        ),
        "Baris": _make_object(row),
        "Isi": _make_object({name: said[name] for name in SAID}),
    }


def _list_answer_schemas() -> dict[str, Any]:
    """Return the schemas of what one version says."""
    about = dict.fromkeys(("indikator", "judul", "satuan", "semesta"), TEXT)
    entry = dict.fromkeys(("kode", "judul", "satuan", "definisi", "semesta", "sumber"), TEXT)
    lists = {"tingkat": _make_list(TEXT), "periode": _make_list(TEXT), "rincian": _make_list({})}
    rows = {"sumber": {"type": "object"}, "jumlah": COUNT, "baris": _make_list(_refer("Baris"))}
    collection = {"version": {"const": "2.0"}, "class": {"const": "collection"}, "link": {}}
    features = {"type": {"const": "FeatureCollection"}, "kredit": TEXT, "features": _make_list({})}
    topology = {"type": {"const": "Topology"}, "kredit": TEXT, "arcs": _make_list({})}
    catalogue = {"alamat": {"type": "object"}, "indikator": _make_list({})}
    return {
        "Dokumen": {"type": "object"},
        "Katalog": _make_object(STAMP | catalogue),
        "DaftarIndikator": _make_object(STAMP | {"indikator": _make_list({})}),
        "Indikator": _make_object(STAMP | entry | lists),
        "Data": _make_object(about | STAMP | rows),
        "JsonStat": _make_object(collection),
        "GeoJson": _make_object(features),
        "TopoJson": _make_object(topology),
        "Catatan": _make_object(STAMP | {"catatan": _make_list({})}),
    }


def _list_change_schemas() -> dict[str, Any]:
    """Return the schemas of what tells versions apart."""
    version, content = _make_object(STAMP), _refer("Isi")
    key: dict[str, Any] = dict.fromkeys(KEY, TEXT)
    sides = {"lama": content, "baru": content}
    either = {side: {"oneOf": [content, {"type": "null"}]} for side in sides}
    dates = dict.fromkeys(
        ("versi_lama", "tanggal_lama", "versi_baru", "tanggal_baru", "alasan"), TEXT
    )
    moved = _make_object(key | {"perubahan": {"enum": ["baru", "hilang", "berubah"]}} | either)
    corrected = _make_object(key | sides | dates | {"sematan": _make_list(TEXT)})
    table = dict.fromkeys(OF_TABLE, TEXT) | {"jumlah": COUNT}
    day = {"type": ["string", "null"]}
    differing = _make_object(table | {"angka_per": _make_object({"lama": day, "baru": day})})
    mended = _make_object(table | {"versi_baru": TEXT, "tanggal_baru": TEXT})
    withdrawn = _make_object({"versi": TEXT, "tanggal": TEXT, "alasan": TEXT})
    return {
        "DaftarVersi": _make_object(
            {"versi": _make_list(version), "ditarik": _make_list(withdrawn)}
        ),
        "Beda": _make_object(
            {"lama": version, "baru": version, "jumlah": COUNT}
            | {"tabel": _make_list(differing), "sel": _make_list(moved)}
        ),
        "DaftarKoreksi": _make_object(
            {"jumlah": COUNT, "tabel": _make_list(mended), "koreksi": _make_list(corrected)}
        ),
    }


def _make_object(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of these members, and may have others."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _make_list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
