"""What is behind the door: details and the record, as their readers are sent and see them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

import httpx
import pytest
from playwright.sync_api import Browser

from analysis.release import officials
from analysis.views import kelurahan, views
from tests.data.rows import Workspace
from tests.oidc import Provider
from tests.pages.conftest import PAGES, visiting
from tests.pages.roles import LINK, as_header
from tests.pages.test_open import serious
from tests.pages.test_sign_in import Office, Tab, address, office_of, tabs_of
from tests.session import Session

FIRST, *OTHERS = PAGES.values()
ALL_PAGES = [FIRST, "Kinerja", *OTHERS, "Rincian", "Data", "Catatan akses"]
SERANG = "36.73.01"
PHONE = {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
NO_BREAK = "\u00a0"


@pytest.fixture(scope="module")
def office(
    demo: Workspace, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The dashboard behind a provider, over a copy of the demo store."""
    with office_of(demo, tmp_path_factory.mktemp("kantor"), provider) as made:
        yield made


@pytest.fixture
def tab(browser: Browser, office: Office) -> Iterator[Tab]:
    """Open an address as a person, or as nobody."""
    with tabs_of(browser, office) as opened:
        yield opened


def download(office: Office, cookies: Mapping[str, str], one: Session) -> httpx.Response:
    """Fetch the file that a page offers, with the cookies of whom it was offered to."""
    (link,) = LINK.findall(one.text)
    return office.site.get(link, cookie=as_header(cookies))


def test_rincian_shows_the_numbers_of_the_kelurahan_and_its_file_has_the_same(
    office: Office,
) -> None:
    cookies = office.identity("pejabat")
    cells = officials.make_cells(office.workspace.gudang)
    found = kelurahan.make_view(
        kelurahan.select_kecamatan(cells, "berusaha_daring", "2024-06", SERANG)
    )
    path = "/rincian?indikator=UMKM+yang+berusaha+daring&per=Juni+2024"
    with visiting(office.site, path, cookies) as one:
        shown = one.drawn.replace(NO_BREAK, " ")
        answer = download(office, cookies, one)
    assert found.sentence.replace(NO_BREAK, " ") in shown
    assert len(found.rows) == 12
    for row in found.rows:
        assert row.label in shown
        assert row.text.replace(NO_BREAK, " ") in shown
    named = 'filename="rincian-berusaha_daring-2024-06-36.73.01.csv"'
    assert named in answer.headers["content-disposition"]
    content = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    table = views.make_table(found)
    assert [row["Kode"] for row in rows] == list(table["Kode"])
    assert [row["Penyebut"] for row in rows] == [
        "" if n != n else str(n) for n in table["Penyebut"]
    ]
    asked = "rincian: berusaha_daring 2024-06 36.73.01"
    assert office.record(address("pejabat"))[-2:] == [("lihat", asked), ("unduh", asked)]


def test_a_manager_has_all_pages_and_the_record_says_who_did_what(office: Office) -> None:
    with visiting(office.site, "/rincian", office.identity("camat")):
        pass
    cookies = office.identity("pengelola")
    with visiting(office.site, "/catatan", cookies) as one:
        assert one.listed == ALL_PAGES
        assert "Catatan utuh" in one.drawn
        rows = re.findall(r"<tr.*?</tr>", one.drawn, re.DOTALL)
        line = next(row for row in rows if "rincian: jumlah_umkm 2025-06 36.73.02" in row)
        content = download(office, cookies, one).content.decode("utf-8-sig")
    for words in (address("camat"), "pejabat", "lihat", "WIB"):
        assert words in line
    assert address("camat") in content
    assert office.record(address("pengelola"))[-1][0] == "unduh"


@pytest.mark.parametrize(
    ("name", "path"),
    [("", "/rincian"), *(("pengelola", path) for path in ("/rincian", "/data", "/catatan"))],
    ids=["door", "rincian", "data", "catatan"],
)
def test_axe_finds_nothing_serious_in_the_dark_on_a_phone_and_nothing_is_too_wide(
    tab: Tab, name: str, path: str
) -> None:
    page = tab(name, path, **PHONE)
    too_wide = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    assert page.evaluate(too_wide) == [0, 0]
    assert serious(page) == []
