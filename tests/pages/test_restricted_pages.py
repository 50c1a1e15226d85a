"""What is behind the door: details, data and the record, and all of it in demo mode."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from analysis import officials, views
from data.settings import ROOT
from tests.data.rows import Workspace, write_register
from tests.pages.conftest import PAGES, PATIENCE, Site, running, settle
from tests.pages.test_open import serious
from tests.pages.test_sign_in import (
    CLOSED,
    Office,
    Tab,
    address,
    choose,
    listed,
    main,
    office_of,
    tabs_of,
)

ALL_PAGES = [*PAGES.values(), "Rincian", "Data", "Catatan akses"]
SERANG = "36.73.01"
WORKING = 120_000  # milliseconds: a version is built and published on two cores
PHONE = {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
NO_BREAK = "\u00a0"


@pytest.fixture(scope="module")
def office(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The dashboard behind a provider, over a copy of the demo store."""
    with office_of(demo, tmp_path_factory.mktemp("kantor")) as made:
        yield made


@pytest.fixture
def tab(browser: Browser, office: Office) -> Iterator[Tab]:
    """Open an address as a person, or as nobody."""
    with tabs_of(browser, office) as opened:
        yield opened


def test_rincian_shows_the_numbers_of_the_kelurahan_and_its_file_has_the_same(
    tab: Tab, office: Office
) -> None:
    page = tab("pejabat", "/rincian?indikator=UMKM+yang+berusaha+daring&per=Juni+2024")
    cells = officials.cells(office.workspace.gudang)
    found = officials.view(officials.of_kecamatan(cells, "berusaha_daring", "2024-06", SERANG))
    shown = main(page).replace(NO_BREAK, " ")
    assert found.sentence.replace(NO_BREAK, " ") in shown
    assert len(found.rows) == 12
    for row in found.rows:
        assert row.label in shown
        assert row.text.replace(NO_BREAK, " ") in shown
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("link", name="Unduh CSV").click()
    assert waiting.value.suggested_filename == "rincian-berusaha_daring-2024-06-36.73.01.csv"
    content = waiting.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    table = views.table(found)
    assert [row["Kode"] for row in rows] == list(table["Kode"])
    assert [row["Penyebut"] for row in rows] == [
        "" if n != n else str(n) for n in table["Penyebut"]
    ]
    asked = "rincian: berusaha_daring 2024-06 36.73.01"
    assert office.record(address("pejabat"))[-2:] == [("lihat", asked), ("unduh", asked)]


def test_the_file_of_one_person_is_not_given_to_another(tab: Tab, office: Office) -> None:
    link = tab("pejabat", "/rincian").get_by_role("link", name="Unduh CSV").get_attribute("href")
    assert link
    other = tab("pengelola").context.request.get(office.site.url + link)
    assert other.status == 404
    assert office.site.get(link).status_code == 404


def test_a_manager_has_all_pages_and_the_record_says_who_did_what(tab: Tab, office: Office) -> None:
    tab("camat", "/rincian")
    page = tab("pengelola", "/catatan")
    assert listed(page) == ALL_PAGES
    assert "Catatan utuh" in main(page)
    line = page.locator("tr", has_text="rincian: jumlah_umkm 2025-06 36.73.02").first
    for words in (address("camat"), "pejabat", "lihat", "WIB"):
        assert words in line.inner_text()
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("link", name="Unduh CSV").click()
    content = waiting.value.path().read_text("utf-8-sig")
    assert address("camat") in content
    assert office.record(address("pengelola"))[-1][0] == "unduh"


@pytest.mark.parametrize("path", ["/rincian", "/data", "/catatan"])
@pytest.mark.parametrize("name", ["", "pengelola"], ids=["door", "page"])
def test_axe_finds_nothing_serious_in_the_dark_on_a_phone_and_nothing_is_too_wide(
    tab: Tab, name: str, path: str
) -> None:
    page = tab(name, path, **PHONE)
    too_wide = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    assert page.evaluate(too_wide) == [0, 0]
    assert serious(page) == []


def register(path: Path) -> Path:
    """Write a small register of an office, three rows of which are not as they should be."""
    places = [("Serang", "Cipare"), ("Serang", "Unyur"), ("Kasemen", "Banten")]
    good = [{"kecamatan": a, "kelurahan": b} for a, b in places for _ in range(12)]
    return write_register(path, [*good, *[{"kelurahan": "Antah"}] * 3])


@pytest.fixture(scope="module")
def open_to_all(
    demo: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Workspace]]:
    """The dashboard over made-up data, without a provider."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(demo.folder, folder / "isi")
    workspace = Workspace(folder / "isi")
    with running(workspace.toml, folder / "log.txt") as site:
        yield site, workspace


def test_demo_mode_opens_all_pages_until_a_real_file_comes_and_changes_nothing_itself(
    browser: Browser, open_to_all: tuple[Site, Workspace]
) -> None:
    site, workspace = open_to_all
    context = browser.new_context(locale="id-ID")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{site.url}/data")
    settle(page)
    sidebar = page.locator("[data-testid=stSidebar]")
    assert "Mode demo" in sidebar.inner_text()
    assert listed(page) == ALL_PAGES
    assert page.locator("input[type=file]").count() == 0
    buttons = page.locator("[data-testid=stMain]").get_by_role("button").all_inner_texts()
    assert [text for text in buttons if text.strip() and "versi" in text] == []
    page.get_by_role("link", name="Rincian").click()
    expect(page.locator("h1")).to_have_text("Rincian kelurahan")
    settle(page)

    register(workspace.raw / "register.csv")
    for command in (["data", "build"], ["analysis", "publish"]):
        subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=os.environ | {"UMKM_PENGATURAN": str(workspace.toml)},
            check=True,
            capture_output=True,
        )
    choose(page, "Kecamatan", "Kasemen")
    expect(page.locator("h1")).to_have_text(CLOSED)
    settle(page)
    assert "Halaman internal ditutup: gudang berisi data nyata" in main(page)
    assert "Mode demo" not in sidebar.inner_text()
    assert listed(page) == list(PAGES.values())
    context.close()
