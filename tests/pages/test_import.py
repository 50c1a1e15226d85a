"""An officer's file in the browser: looked at, mapped, checked, taken, published, undone."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Locator, Page, expect

from data.settings import ROOT
from data.store.versions import Versions
from tests.browser import Witness, choose
from tests.data.forms import google_forms
from tests.data.reading import only
from tests.data.rows import Workspace, write_register
from tests.oidc import Provider
from tests.pages.conftest import PATIENCE, settle
from tests.pages.test_open import serious
from tests.pages.test_sign_in import Office, Tab, address, main, office_of, tabs_of
from tests.server.test_foreign_words import FOREIGN, HOSTILE
from tests.worlds import MadeOnce

FILES = ROOT / "tests" / "files"
WORKING = 240_000  # milliseconds: a version is built and published on two busy cores
PICTURES = os.environ.get("UMKM_GAMBAR")
"""A folder for pictures of each state, to be looked at."""


def fill(place: Workspace) -> None:
    """Give a workspace a small made-up register; a version of it is soon published."""
    places = (("Serang", "Cipare"), ("Kasemen", "Banten"), ("Curug", "Curug"))
    rows = [{"kecamatan": a, "kelurahan": b, "sintetis": "Ya"} for a, b in places] * 40
    write_register(place.raw / "sintetis" / "register.csv", rows)


@pytest.fixture(scope="module")
def office(
    made_once: MadeOnce, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The dashboard behind a provider, over a small made-up register that is published."""
    small = made_once("kecil", fill)
    with office_of(small, tmp_path_factory.mktemp("kantor"), provider) as made:
        yield made


@pytest.fixture
def tab(browser: Browser, office: Office) -> Iterator[Tab]:
    """Open an address as a person, or as nobody."""
    with tabs_of(browser, office) as opened:
        yield opened


def picture(page: Page, name: str) -> None:
    """Keep a picture of a page if somebody wants to look at it."""
    if PICTURES:
        view = page.viewport_size or {"width": 1280, "height": 720}
        height = page.locator("[data-testid=stMain]").evaluate("e => e.scrollHeight")
        page.set_viewport_size({"width": view["width"], "height": min(height + 100, 6000)})
        page.wait_for_timeout(800)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
        page.set_viewport_size(view)
        page.wait_for_timeout(800)  # a list that is open closes when its window changes


def send(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("button", name="Batalkan")).to_be_visible(timeout=WORKING)


def send_unknown(page: Page, path: Path) -> Locator:
    """Send a file of unknown layout; return the button that keeps its mapping."""
    send(page, path)
    save = page.get_by_role("button", name="Simpan tata letak dan periksa")
    expect(save).to_be_visible(timeout=WORKING)
    settle(page)
    return save


def say_no(page: Page) -> None:
    """Answer that each mark that a file's columns are asked about means no."""
    take = page.get_by_role("button", name="Pakai jawaban ini")
    expect(take).to_be_visible(timeout=WORKING)
    settle(page)
    for question in page.get_by_role("radiogroup").all():
        question.get_by_text("Tidak", exact=True).click()
        settle(page)
    take.click()


def served(office: Office) -> str | None:
    return Versions(office.workspace.settings.gudang).find_current()


def test_a_file_with_too_many_faults_is_shown_marked_and_thrown_away(
    tab: Tab, office: Office
) -> None:
    before = served(office)
    page = tab("pengelola", "/data")
    picture(page, "1-data")
    send(page, FILES / "register_dinas" / "Data UMKM Juni 2025.xlsx")
    expect(page.get_by_text("Berkas ini belum dapat diambil")).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "2-ditolak")
    shown = main(page)
    assert "Register UMKM dinas" in shown
    assert "kelurahan di Kecamatan Curug; Lopang ada di Kecamatan Serang" in shown
    assert page.get_by_role("button", name="Jadikan versi baru").count() == 0
    assert serious(page) == []
    with page.expect_download(timeout=WORKING) as waiting:
        page.get_by_role("link", name="Unduh berkas bertanda").click()
    marked = waiting.value.path()
    original = only(FILES / "register_dinas" / "Data UMKM Juni 2025.xlsx")
    named = marked.with_suffix(".xlsx")
    marked.rename(named)
    assert only(named) == original
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)
    assert served(office) == before
    assert [*(office.workspace.raw / "unggahan").glob("*.xlsx")] == []


def test_a_file_that_is_not_what_its_name_says_is_refused_with_its_reason_and_nothing_changes(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    before = served(office)
    page = tab("pengelola", "/data")
    path = tmp_path / "laman.csv"
    path.write_text("<html><body>x</body></html>", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    said = page.get_by_text("isinya bukan .csv walau namanya begitu.")
    expect(said).to_be_visible(timeout=WORKING)
    settle(page)
    expect(said).to_be_visible()  # it stays, for who looked away
    assert served(office) == before
    assert [*(office.workspace.raw / "unggahan").glob("*.csv")] == []
    assert "(dipakai)" in main(page)


def write_hostile(folder: Path) -> Path:
    """Write a workbook whose name, sheets, headings and cells would be links, pictures, colours and
    formulas in Markdown: a sheet that is known, and one that is not."""
    rows = [{}, {"kelurahan": HOSTILE[0], "kecamatan": ":red[merah] $x$"}]
    plain = write_register(folder / "a.csv", rows).read_text(encoding="utf-8")
    known = [*csv.reader(plain.splitlines(), delimiter=";")]
    known = [known[0], *[[*row, more] for row, more in zip(known[1:], ODD, strict=True)]]
    unknown = [[HOSTILE[0], "Kecamatan", ":blue[Jenis] <b>x</b>"], ["Toko", "Serang", HOSTILE[1]]]
    path = folder / f":red[daftar] $a$ www.{FOREIGN} _b_.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        for name, content in (("Data", known), (f"$y$ a@{FOREIGN}", unknown * 3)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
    return path


ODD = (f"![x](https://{FOREIGN}/a.png)", ":material/home: :smile:", "isi")
"""A heading that no layout knows, and what stands below it."""


def test_words_of_a_received_file_are_shown_as_they_are_and_lead_nowhere(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    page = tab("pengelola", "/data")
    seen = Witness(page)
    path = write_hostile(tmp_path)
    send(page, path)
    expect(page.get_by_text("Kolom yang tidak dipakai:")).to_be_visible(timeout=WORKING)
    settle(page)
    for folded in (
        "Cocokkan kolom yang tidak dipakai",
        f"Lembar '$y$ a@{FOREIGN}' belum dikenal",
        "Baris pertama seperti di berkas",
    ):
        page.get_by_text(folded, exact=True).click()
    expect(page.locator("strong:visible", has_text="Sesudah dicocokkan")).to_have_count(2)
    settle(page)
    picture(page, "13-kata-asing")
    shown = main(page)
    for words in (f"www.{FOREIGN}_b", ODD[0], HOSTILE[0], ":red[merah] $x$", ":blue[Jenis] <b>"):
        assert words in shown, words
    body = page.locator("[data-testid=stMain]")
    assert body.locator(f"[href*='{FOREIGN}'], [src*='{FOREIGN}'], .katex").count() == 0
    words = body.locator("[data-testid=stMarkdownContainer]")
    assert (
        words.locator("[class*=Colored], [class*=Badge], img, em, [aria-label$=' icon']").count()
        == 0
    )
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)
    assert [url for url in seen.urls if FOREIGN in url] == []


def test_an_unknown_file_is_mapped_once_and_then_known(tab: Tab, office: Office) -> None:
    before = served(office)
    page = tab("pengelola", "/data")
    save = send_unknown(page, FILES / "tak_dikenal" / "Data Binaan Bidang IKM.xlsx")
    picture(page, "3-pemetaan")
    shown = main(page)
    assert "belum dikenal" in shown
    assert serious(page) == []
    save.click()
    lacking = page.get_by_text("Belum dicocokkan, padahal wajib: Skala usaha.")
    expect(lacking).to_be_visible(timeout=PATIENCE)
    settle(page)
    choose(page, "Skala usaha tidak ada di berkas; untuk semua baris", "mikro")
    save.click()
    expect(page.get_by_text("dikenali sebagai Binaan")).to_be_visible(timeout=WORKING)
    say_no(page)
    expect(page.get_by_text("Yang dapat dilakukan").first).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "4-sesudah-pemetaan")
    assert [path.name for path in office.workspace.settings.tata_letak.glob("*")] == ["binaan.toml"]
    assert before == served(office)


def test_a_table_with_a_column_for_each_class_is_mapped_with_what_holds_for_every_row(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    page = tab("pengelola", "/data")
    path = tmp_path / "rekap.csv"
    path.write_text(
        "Nama Wilayah Kecamatan;U. Mikro;U. Kecil\nSerang;1.200;30\nKasemen;800;12\n",
        encoding="utf-8",
    )
    save = send_unknown(page, path)
    assert "U. Mikro = mikro, U. Kecil = kecil" in main(page)
    save.click()
    expect(page.get_by_text("padahal wajib: Periode, Yang dihitung.")).to_be_visible()
    write(page, "Periode (tahun-bulan, misalnya 2025-06)", "2023-12")
    write(page, "Yang dihitung tidak ada di berkas; untuk semua baris", "jumlah_umkm")
    save.click()
    expect(page.get_by_text("dikenali sebagai rekap")).to_be_visible(timeout=WORKING)
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "9-tabel-lebar")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)


def test_answers_of_a_form_are_mapped_on_a_phone_by_keyboard_and_taken_back(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    before = served(office)
    page = tab("pengelola", "/data", viewport={"width": 390, "height": 844})
    path = tmp_path / "Formulir UMKM.csv"
    path.write_text(google_forms().replace('"WhatsApp, I', '"Toko fisik, I', 1), encoding="utf-8")
    save = send_unknown(page, path)
    picture(page, "14-formulir-ponsel")
    shown = main(page)
    assert "WhatsApp = Menerima pesanan lewat pesan instan" in shown
    assert shown.index("Dicocokkan") < shown.index("Belum ditemukan di berkas")
    assert "Usulan: judul sama; isi berupa mikro, kecil, menengah; contoh: Mikro, Kecil" in shown
    assert "Orang Uji 0" not in shown.split("Dicocokkan")[1].split("Sesudah dicocokkan")[0]
    assert serious(page) == []
    asked = page.get_by_role("combobox", name="'Toko fisik' (1 sel) berarti")
    asked.focus()
    page.keyboard.type("Bukan kanal")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # away from the list, which closes
    settle(page)
    write(page, "Periode (tahun-bulan, misalnya 2025-06)", "2025-06")
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("dikenali sebagai Formulir_UMKM")).to_be_visible(timeout=WORKING)
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "15-formulir-diperiksa")
    page.get_by_role("button", name="Batalkan", exact=True).click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)
    kept = {path.name for path in office.workspace.settings.tata_letak.glob("*")}
    assert "formulir_umkm.toml" in kept
    settle(page)
    page.get_by_text("Tata letak dan jawaban yang disimpan").click()
    said = page.get_by_text("Tata letak formulir_umkm; belum dipakai versi mana pun")
    expect(said).to_be_visible(timeout=PATIENCE)
    line = page.locator(".st-key-baris-tata_letak-formulir_umkm")
    line.get_by_role("button", name="Batalkan jawaban").press("Enter")
    expect(page.get_by_role("button", name="Ya, batalkan")).to_be_visible(timeout=PATIENCE)
    settle(page)
    picture(page, "16-batalkan-jawaban")
    page.get_by_role("button", name="Ya, batalkan").press("Enter")
    expect(page.get_by_text("Data yang dipakai tidak berubah")).to_be_visible(timeout=PATIENCE)
    assert {path.name for path in office.workspace.settings.tata_letak.glob("*")} == kept - {
        "formulir_umkm.toml"
    }
    assert served(office) == before


def test_a_file_that_says_no_period_is_asked_for_it_and_shows_what_it_leaves_out(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    page = tab("pengelola", "/data")
    path = tmp_path / "register.csv"
    path.write_text(
        "ID UMKM;Nama UMKM;Kec.;Kel/Desa;Skala;Jualan via WA;Punya QRIS\n"
        "KS1;Warung;Serang;Cipare;Mikro;Ya;Ya\n",
        encoding="utf-8",
    )
    send(page, path)
    expect(page.get_by_text("dikenali sebagai Register UMKM dinas")).to_be_visible(timeout=WORKING)
    expect(page.get_by_text("Kolom yang tidak dipakai: Punya QRIS.")).to_be_visible()
    settle(page)
    asked = "Berkas ini tidak menyebut periodenya (tahun dan bulan, misalnya 2025-06)"
    write(page, asked, "Juni")
    page.get_by_role("button", name="Pakai periode ini").click()
    expect(page.get_by_text("Periode 'Juni' tidak terbaca")).to_be_visible(timeout=PATIENCE)
    write(page, asked, "2025-06")
    page.get_by_role("button", name="Pakai periode ini").click()
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "10-periode")
    page.get_by_text("Cocokkan kolom yang tidak dipakai").click()
    expect(page.get_by_role("combobox", name="Menerima pembayaran digital")).to_be_visible()
    choose(page, "Menerima pembayaran digital", "Punya QRIS")
    settle(page)
    page.get_by_role("button", name="Simpan tata letak dan periksa").click()
    expect(page.get_by_text("dikenali sebagai Register UMKM dinas, register")).to_be_visible(
        timeout=WORKING
    )
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    expect(page.get_by_text("Kolom yang tidak dipakai")).to_have_count(0)
    settle(page)
    picture(page, "11-dicocokkan")
    assert serious(page) == []
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)


def test_a_column_of_nothing_but_yes_is_asked_about_before_the_file_is_taken(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    page = tab("pengelola", "/data")
    ticks = [{"kanal_pesan": "v"}, {"kanal_medsos": "v"}, {}]
    send(page, write_register(tmp_path / "centang.csv", ticks))
    expect(page.get_by_text("Apa arti sel kosong?")).to_be_visible(timeout=WORKING)
    settle(page)
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_have_count(0)
    use = page.get_by_role("button", name="Pakai jawaban ini")
    expect(use).to_be_disabled()
    picture(page, "12-sel-kosong")
    assert serious(page) == []
    page.get_by_role("radio", name="Tidak", exact=True).check(force=True)
    settle(page)
    use.click()
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    expect(page.get_by_text("Apa arti sel kosong?")).to_have_count(0)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)


def test_a_cross_is_asked_about_with_its_counts_before_the_file_is_taken(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    page = tab("pengelola", "/data")
    rows = [{"kanal_pesan": mark, "omzet_rp": "12,000"} for mark in ("x", "X", "Tidak", "-")]
    send(page, write_register(tmp_path / "silang.csv", [*rows, {"omzet_rp": "1.500,00"}]))
    expect(page.get_by_text("Bagaimana sel ini dibaca?")).to_be_visible(timeout=WORKING)
    settle(page)
    expect(page.get_by_text("'x' 2").first).to_be_visible()
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_have_count(0)
    use = page.get_by_role("button", name="Pakai jawaban ini")
    expect(use).to_be_disabled()
    picture(page, "13-tanda")
    assert serious(page) == []
    for answer in ("Ya", "Pemisah ribuan"):
        page.get_by_role("radio", name=answer, exact=True).check(force=True)
        settle(page)
    use.click()
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    expect(page.get_by_text("Bagaimana sel ini dibaca?")).to_have_count(0)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Tidak ada yang berubah.").first).to_be_visible(timeout=PATIENCE)


def write(page: Page, name: str, text: str) -> None:
    """Write into a field, and wait until the page has taken it."""
    field = page.get_by_role("textbox", name=name, exact=True)
    field.fill(text)
    field.press("Enter")
    settle(page)


@pytest.mark.timeout(900)  # two publications, and perhaps little of a processor
def test_a_good_file_becomes_a_version_is_published_and_can_be_undone(
    tab: Tab, office: Office, tmp_path: Path
) -> None:
    before = served(office)
    page = tab("pengelola", "/data")
    places = [("Serang", "Cipare"), ("Serang", "Unyur"), ("Kasemen", "Banten")]
    rows = [{"kecamatan": a, "kelurahan": b} for a, b in places for _ in range(12)]
    send(page, write_register(tmp_path / "register.csv", [*rows, *[{"kelurahan": "Antah"}] * 3]))
    expect(page.get_by_role("button", name="Jadikan versi baru")).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "5-laporan")
    page.get_by_role("button", name="Jadikan versi baru").click()
    expect(page.get_by_text("Versi baru dipakai.").first).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "6-versi-baru")
    assert served(office) != before
    assert "Data sintetis" in page.get_by_role("note").inner_text()
    replaced = "36 baris usaha dari 1 berkas menggantikan 120 baris usaha sintetis."
    expect(page.get_by_text(replaced)).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Terbitkan versi ini").click()
    expect(page.get_by_text("Terbit: versi").first).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "7-terbit")
    expect(page.get_by_role("note")).to_have_count(0)
    choose(page, "Kembali ke versi", str(before))
    page.get_by_role("button", name="Pakai versi ini dan terbitkan").click()
    expect(page.get_by_text("Selesai: versi").first).to_be_visible(timeout=WORKING)
    settle(page)
    picture(page, "8-kembali")
    assert served(office) == before
    page.reload()
    settle(page)
    assert "Data sintetis" in page.get_by_role("note").inner_text()
    done = [action for action, _ in office.record(address("pengelola"))]
    kept = [action for action in done if action in ("unggah", "terbitkan", "kembalikan")]
    assert kept[-4:] == ["unggah", "unggah", "terbitkan", "kembalikan"]
