"""Where a reader goes on from a name: addresses of pages with the choice that they came with.

They are relative to the page they stand on, so that they hold wherever the program is served.
"""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.words import theme
from data import reference
from data.store.store import Store


def link_kecamatan(store: Store, code: str, selection: Selection) -> str:
    """Return the address of a kecamatan's page, at the chosen period."""
    there = Selection(selection.periode, code)
    return _write("wilayah", read_options(store).write(there))


def write_area_name(name: str, code: str = "", periode: str = "") -> str | Markup:
    """Return an area's name as the tool's pages write it: that of a kecamatan leads to its page, at
    the period where one is given; any other is the name alone.

    A kelurahan may be called as its kecamatan, so where both can stand the ``code`` decides.
    """
    known = reference.list_kecamatan()
    if code not in known if code else name not in known.values():
        return name
    there = {"kecamatan": known.get(code, name)}
    if periode:
        there["periode"] = theme.period(periode)
    return Markup('<a href="{}" target="_self">{}</a>').format(_write("wilayah", there), name)


def link_indicator(store: Store, kode: str, selection: Selection) -> str:
    """Return the address at which an indicator is explored: by kecamatan where it has them, else
    over time."""
    entry = INDICATORS[kode]
    chosen = read_options(store).write(selection)
    if entry.labels is None and "kecamatan" not in entry.levels:
        chosen.pop("kecamatan", None)
    return _write("jelajah", {"indikator": entry.judul} | chosen)


def link_product(store: Store, product: str, selection: Selection) -> str:
    """Return the address of a product's sheet, by the product's name, for the choice."""
    return _write("klaster", {"produk": product} | read_options(store).write(selection))


def link_page(store: Store, page: str, selection: Selection) -> str:
    """Return the address of a page of the navigation with the choice."""
    return _write(page, read_options(store).write(selection))


def name_area(code: str) -> str:
    """Return the bare name of a kecamatan: Kasemen."""
    assert code != CITY
    return reference.list_kecamatan()[code]


def _write(page: str, parameters: dict[str, str]) -> str:
    return f"{page}?{urlencode(parameters)}" if parameters else page
