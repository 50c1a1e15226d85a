"""What is behind the door: details and the record, as their readers are sent and see them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

import httpx
import pytest
from msgspec import structs
from playwright.sync_api import Browser, Page, expect

from analysis.release import officials
from analysis.views import kelurahan, views
from data.followups import ledger
from data.followups.entries import Commitment
from tests.browser import choose
from tests.data.rows import Workspace
from tests.oidc import Provider
from tests.pages.conftest import PAGES, settle, visiting
from tests.pages.roles import LINK, as_header
from tests.pages.test_open import serious
from tests.pages.test_sign_in import Office, Tab, address, office_of, tabs_of
from tests.session import Session

FIRST, *OTHERS = PAGES.values()
ALL_PAGES = [FIRST, "Kinerja", *OTHERS, "Rincian", "Data", "Catatan akses"]
SERANG = "36.73.01"
CLOSED = ("/kinerja", "/rincian", "/data", "/catatan")
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
    [("", "/rincian"), *(("pengelola", path) for path in CLOSED)],
    ids=["door", *(path[1:] for path in CLOSED)],
)
def test_axe_finds_nothing_serious_in_the_dark_on_a_phone_and_nothing_is_too_wide(
    tab: Tab, name: str, path: str
) -> None:
    page = tab(name, path, **PHONE)
    too_wide = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    assert page.evaluate(too_wide) == [0, 0]
    assert serious(page) == []


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()
    settle(page)


def test_a_meeting_keeps_what_it_decides_and_of_two_who_save_nobody_loses_a_word(
    tab: Tab, office: Office
) -> None:
    page = tab("pejabat", "/kinerja", viewport={"width": 1366, "height": 768})
    expect(page.locator(".du-kinerja .du-nilai-baris").first).to_contain_text("Ekspor")
    row = page.locator(".du-rinci > td > details").nth(1)
    row.locator("> summary").press("Enter")
    expect(row).to_contain_text("Pangsa kekurangan")
    page.get_by_text("Catat atau ubah tindak lanjut").click()
    page.get_by_role("textbox", name="Kantor penanggung jawab").fill("Budi Santoso")
    page.get_by_label("Tindakan", exact=True).fill("Latih pembuat emping memotret produknya.")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("bukan nama orang")
    page.get_by_role("textbox", name="Kantor penanggung jawab").fill("Dinas Koperasi")
    save(page)
    expect(page.locator(".du-janji")).to_contain_text("Latih pembuat emping memotret produknya.")
    expect(page.locator(".du-janji")).to_contain_text("Belum mulai")

    expect(page.get_by_label("Tindakan", exact=True)).to_have_value("")
    choose(page, "Yang dicatat", "Nomor 1: berjualan daring, Kota Serang")
    settle(page)
    mine = "Latih pembuat emping memotret dan mengunggah produknya."
    page.get_by_label("Tindakan", exact=True).fill(mine)
    path = office.workspace.settings.tindak_lanjut
    (entry,) = ledger.read_entries(path)
    assert isinstance(entry.content, Commitment)
    theirs = structs.replace(entry.content, state="berjalan")
    ledger.save(path, entry.key, 1, theirs, "pengelola", bool)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("diubah orang lain")
    expect(page.get_by_label("Yang berubah")).to_contain_text("Berjalan")
    expect(page.get_by_label("Tindakan", exact=True)).to_have_value(mine)
    assert len(ledger.read_history(path, entry.key)) == 2
    assert serious(page) == []
    save(page)
    expect(page.locator(".du-janji")).to_contain_text(mine)
    page.get_by_role("button", name="Batalkan perubahan terakhir").click()
    expect(page.locator(".du-janji")).not_to_contain_text(mine)
    assert [e.content for e in ledger.read_history(path, entry.key)][1::2] == [theirs, theirs]
    told = [line for line in office.record(address("pejabat")) if line[0] == "tindak_lanjut"]
    assert [subject for _, subject in told] == [f"{entry.key} versi {n}" for n in (1, 3, 4)]
