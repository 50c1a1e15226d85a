"""The API's published files, written once per cube."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.definitions.indicators import INDICATORS
from data.store.store import Store
from public.api import documents, openapi
from public.api.addresses import LEVELS, OPERATIONS
from public.api.jsonstat import make_csvw, make_jsonstat
from public.api.published_table import read_entries, read_table
from public.api.table_formats import WRITERS
from public.files.public_file import File, encode_json
from public.files.published import PublishedTree

_BY_NAME = {operation.name: operation for operation in OPERATIONS}


def make_files(cube: Store) -> Iterator[File]:
    """Yield every file below ``api/v1``. An address without a suffix is a ``.json`` file, and one
    with others below it an ``index.json``, so that a folder can hold them."""
    yield _make_file("katalog", encode_json(documents.make_catalogue(cube)))
    yield _make_file("openapi", encode_json(openapi.make_document(cube)))
    yield _make_file("indikator", encode_json(documents.make_indicators(cube)))
    yield _make_file("catatan", encode_json(documents.make_ledger(cube)))
    for kode in read_entries(cube):
        found = read_table(cube, kode)
        yield _make_file(
            "satu_indikator", encode_json(documents.make_indicator(cube, kode)), kode=kode
        )
        yield _make_file("jsonstat", encode_json(make_jsonstat(found)), kode=kode)
        yield _make_file("csvw", encode_json(make_csvw(found)), kode=kode)
        for suffix, write in WRITERS.items():
            yield _make_file(f"data_{suffix}", write(found), kode=kode)
    # The program that only serves files needs none of the geometry libraries.
    from public.api import boundary_files

    for level in LEVELS:
        yield _make_file("geojson", encode_json(boundary_files.make_geojson(level)), tingkat=level)
        yield _make_file(
            "topojson", encode_json(boundary_files.make_topology(level)), tingkat=level
        )


def list_indicators(served: PublishedTree) -> tuple[str, ...]:
    """Return the codes of the indicators of which files are served, in the order of the code."""
    entry = _BY_NAME["satu_indikator"].file or ""
    return tuple(kode for kode in INDICATORS if entry.format(kode=kode) in served.files)


def _make_file(name: str, body: bytes, **given: str) -> File:
    operation = _BY_NAME[name]
    assert operation.file is not None, name
    return File(operation.file.format(**given), operation.media, body)
