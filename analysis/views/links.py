"""Where a reader goes on from a name: addresses of pages with the choice that they came with.

They are relative to the page they stand on, so that they hold wherever the program is served.
"""

from __future__ import annotations

from urllib.parse import urlencode

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from data import reference
from data.store.store import Store


def link_kecamatan(store: Store, code: str, selection: Selection) -> str:
    """Return the address of a kecamatan's page, at the chosen period."""
    there = Selection(selection.periode, code)
    return _write("wilayah", read_options(store).write(there))


def link_indicator(store: Store, kode: str, selection: Selection) -> str:
    """Return the address at which an indicator is explored: by kecamatan where it has them, else
    over time."""
    entry = INDICATORS[kode]
    chosen = read_options(store).write(selection)
    if entry.labels is None and "kecamatan" not in entry.levels:
        chosen.pop("kecamatan", None)
    return _write("jelajah", {"indikator": entry.judul} | chosen)


def link_page(store: Store, page: str, selection: Selection) -> str:
    """Return the address of a page of the navigation with the choice."""
    return _write(page, read_options(store).write(selection))


def name_area(code: str) -> str:
    """Return the bare name of a kecamatan: Kasemen."""
    assert code != CITY
    return reference.list_kecamatan()[code]


def _write(page: str, parameters: dict[str, str]) -> str:
    return f"{page}?{urlencode(parameters)}" if parameters else page
