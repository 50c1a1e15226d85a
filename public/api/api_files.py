"""The API's published files, written once per cube."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.definitions.indicators import INDICATORS
from data.store.store import Store
from public.api import documents, openapi
from public.api.addresses import LEVELS, OPERATIONS
from public.api.jsonstat import csvw, jsonstat
from public.api.published_table import entries, table
from public.api.table_formats import WRITERS, as_json
from public.files.public_file import File
from public.files.published import Terbitan

_BY_NAME = {operation.name: operation for operation in OPERATIONS}


def files(cube: Store) -> Iterator[File]:
    """Yield every file below ``api/v1``. An address without a suffix is a ``.json`` file, and one
    with others below it an ``index.json``, so that a folder can hold them."""
    yield _file("katalog", as_json(documents.catalogue(cube)))
    yield _file("openapi", as_json(openapi.document(cube)))
    yield _file("indikator", as_json(documents.indicators(cube)))
    yield _file("catatan", as_json(documents.ledger(cube)))
    for kode in entries(cube):
        found = table(cube, kode)
        yield _file("satu_indikator", as_json(documents.indicator(cube, kode)), kode=kode)
        yield _file("jsonstat", as_json(jsonstat(found)), kode=kode)
        yield _file("csvw", as_json(csvw(found)), kode=kode)
        for suffix, write in WRITERS.items():
            yield _file(f"data_{suffix}", write(found), kode=kode)
    # The program that only serves files needs none of the geometry libraries.
    from public.api import boundary_files

    for level in LEVELS:
        yield _file("geojson", as_json(boundary_files.geojson(level)), tingkat=level)
        yield _file("topojson", as_json(boundary_files.topology(level)), tingkat=level)


def indicators(served: Terbitan) -> tuple[str, ...]:
    """Return the codes of the indicators of which files are served, in the order of the code."""
    entry = _BY_NAME["satu_indikator"].file or ""
    return tuple(kode for kode in INDICATORS if entry.format(kode=kode) in served.files)


def _file(name: str, body: bytes, **given: str) -> File:
    operation = _BY_NAME[name]
    assert operation.file is not None, name
    return File(operation.file.format(**given), operation.media, body)
