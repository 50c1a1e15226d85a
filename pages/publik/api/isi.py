"""The API's published files, written once per cube."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.indicators import INDICATORS
from data.store import Store
from pages.publik.api import dokumen, openapi
from pages.publik.api.alamat import LEVELS, OPERATIONS
from pages.publik.api.bentuk import WRITERS, as_json
from pages.publik.api.jsonstat import csvw, jsonstat
from pages.publik.api.tabel import entries, table
from pages.publik.berkas import File
from pages.publik.terbitan import Terbitan

_BY_NAME = {operation.name: operation for operation in OPERATIONS}


def files(cube: Store) -> Iterator[File]:
    """Yield every file below ``api/v1``. An address without a suffix is a ``.json`` file, and one
    with others below it an ``index.json``, so that a folder can hold them."""
    yield _file("katalog", as_json(dokumen.catalogue(cube)))
    yield _file("openapi", as_json(openapi.document(cube)))
    yield _file("indikator", as_json(dokumen.indicators(cube)))
    yield _file("catatan", as_json(dokumen.ledger(cube)))
    for kode in entries(cube):
        found = table(cube, kode)
        yield _file("satu_indikator", as_json(dokumen.indicator(cube, kode)), kode=kode)
        yield _file("jsonstat", as_json(jsonstat(found)), kode=kode)
        yield _file("csvw", as_json(csvw(found)), kode=kode)
        for suffix, write in WRITERS.items():
            yield _file(f"data_{suffix}", write(found), kode=kode)
    # The program that only serves files needs none of the geometry libraries.
    from pages.publik.api import batas

    for level in LEVELS:
        yield _file("geojson", as_json(batas.geojson(level)), tingkat=level)
        yield _file("topojson", as_json(batas.topology(level)), tingkat=level)


def indicators(served: Terbitan) -> tuple[str, ...]:
    """Return the codes of the indicators of which files are served, in the order of the code."""
    entry = _BY_NAME["satu_indikator"].file or ""
    return tuple(kode for kode in INDICATORS if entry.format(kode=kode) in served.files)


def _file(name: str, body: bytes, **given: str) -> File:
    operation = _BY_NAME[name]
    assert operation.file is not None, name
    return File(operation.file.format(**given), operation.media, body)
