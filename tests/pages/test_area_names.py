"""A kecamatan's name leads to its page wherever it stands in a table or over a panel."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.definitions.selection import Selection
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.html import render_clusters
from analysis.views.links import write_area_name
from data import reference
from tests.data.rows import Workspace
from tests.session import Session

Visit = Callable[[str], Session]
STANDS_IN = ("th", "td", "small", "strong")
"""Where a name stands by itself: a cell, what stands small below a name, the title of a panel."""
OF_KELURAHAN = re.compile(
    r"<table(?:(?!</table>).)*<thead><tr><th scope=\"col\">Kelurahan</th>.*?</table>", re.DOTALL
)
"""A table whose rows are kelurahan, some of which are called as their kecamatan."""
ADDRESSES = {
    "/": 6,
    "/peta": 12,
    "/peta?tampilan=Persen+daring&periode=Juni+2024&banding=dan+Memiliki+NIB": 12,
    "/klaster": 18,
    "/klaster?periode=Juni+2023": 18,
    "/klaster?produk=Tempe": 2,
    "/adopsi": 6,
    "/survei": 6,
    "/jelajah": 6,
    "/jelajah?indikator=Tahap+digitalisasi+UMKM": 1,
    "/wilayah": 6,
}
"""Pages, and in how many places at least the name of a kecamatan stands on each."""


def read_markup(one: Session) -> list[str]:
    """Return the markup of a page, from its HTML and its Markdown."""
    elements = [message.delta.new_element for message in one.sent]
    found = [e.html.body for e in elements if e.HasField("html")]
    return found + [e.markdown.body for e in elements if e.HasField("markdown")]


def find_names(markup: str) -> list[tuple[str, str]]:
    """Return (name, what its cell holds) for each cell that names a kecamatan and no more."""
    rest = OF_KELURAHAN.sub("", markup)
    cells = [
        cell
        for tag in STANDS_IN
        for cell in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", rest, re.DOTALL)
    ]
    named = ((html.unescape(re.sub(r"<[^>]*>", "", cell)).strip(), cell) for cell in cells)
    return [(name, cell) for name, cell in named if name in reference.list_kecamatan().values()]


@pytest.mark.parametrize("address", list(ADDRESSES))
def test_the_name_of_a_kecamatan_leads_to_its_page(visit: Visit, address: str) -> None:
    found = [one for markup in read_markup(visit(address)) for one in find_names(markup)]
    assert len(found) >= ADDRESSES[address]
    given = parse_qs(urlsplit(address).query).get("periode")
    for name, cell in found:
        link = re.search(r'<a href="(wilayah\?[^"]*)"', cell)
        assert link, (name, cell)
        there = parse_qs(urlsplit(html.unescape(link[1])).query)
        assert there["kecamatan"] == [name]
        assert given is None or there.get("periode") == given


def test_clusters_of_kelurahan_lead_to_their_kecamatan(demo: Workspace) -> None:
    chosen = Selection("2024-06")
    found = read_product_clusters(demo.publik, chosen, "kelurahan")
    table = render_clusters(make_clusters_heading(chosen, found), found, synthetic=False)
    named = re.findall(r'<td class="du-kecil">(.*?)</td>', table)
    assert len(named) == len(found) > 20
    assert all("wilayah?kecamatan=" in cell and "periode=Juni+2024" in cell for cell in named)


def test_a_kelurahan_that_is_called_as_its_kecamatan_leads_nowhere() -> None:
    code = next(iter(reference.list_kecamatan()))
    name = reference.list_kecamatan()[code]
    assert write_area_name(name, f"{code}.1001", "2025-06") == name
    assert write_area_name("Kota Serang") == "Kota Serang"
    assert 'href="wilayah?kecamatan=' in write_area_name(name, code)
    assert "periode=Juni+2024" in write_area_name(name, periode="2024-06")
    assert write_area_name("<b>", code).count("&lt;b&gt;") == 1
