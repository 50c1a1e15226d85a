"""How the paper is asked for: on a page, from the command line, and by many at once."""

from __future__ import annotations

import io
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from streamlit.testing.v1 import AppTest

import cli
from analysis.definitions.selection import Selection
from analysis.views import html
from data import helper_process
from data.access.viewer import PUBLIC, Viewer
from data.errors import AccessDenied, DasborError, StoreError
from data.followups.entries import Commitment, Entry
from pages.parts import downloads
from public.brief import order, press
from public.brief.brief import make_brief
from tests.data.rows import Workspace
from tests.pages.embeds import answer_of
from tests.pages.test_jalan import FRAME

NEWEST = Selection("2025-06")
LINK = re.compile(r'href="(/unduh/[\w-]+)"')
READERS = 6


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    order._kept.clear()
    yield
    order._kept.clear()


def test_the_forms_that_are_ordered_are_those_that_are_written() -> None:
    assert set(order.FORMS) == set(press.WRITERS)


def test_many_who_ask_at_once_start_one_process_at_a_time_and_each_paper_once(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    working, most, started = 0, 0, []
    counting = threading.Lock()

    def run(module: str, form: str, given: bytes) -> bytes:
        nonlocal working, most
        with counting:
            working += 1
            most = max(most, working)
            started.append((module, form))
        time.sleep(0.01)  # long enough for another thread to come in
        with counting:
            working -= 1
        return form.encode()

    monkeypatch.setattr(helper_process, "run", run)
    cube = demo.publik
    make_brief(cube, NEWEST)
    asked = [form for form in order.FORMS for _ in range(READERS)]
    with ThreadPoolExecutor(len(asked)) as readers:
        made = list(readers.map(lambda form: order.order_file(cube, NEWEST, form), asked))
    assert made == [form.encode() for form in asked]
    assert most == 1
    assert sorted(started) == sorted((order.PRESS, form) for form in order.FORMS)


def test_who_waits_too_long_is_told_to_come_again(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "PATIENCE_SECONDS", 0.01)
    with order._working, pytest.raises(StoreError, match="Silakan coba lagi"):
        order.order_file(demo.publik, NEWEST, "pdf")


def test_a_press_that_breaks_is_told_without_its_own_words(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: Any, **__: Any) -> bytes:
        raise RuntimeError("typst: /tmp/rahasia")

    monkeypatch.setattr(helper_process, "run", run)
    with pytest.raises(StoreError, match="tidak dapat disusun") as caught:
        order.order_file(demo.publik, NEWEST, "pdf")
    assert "rahasia" not in str(caught.value) and "rahasia" in str(caught.value.__cause__)
    monkeypatch.setattr(helper_process, "run", lambda *_, **__: b"baik")
    assert order.order_file(demo.publik, NEWEST, "pdf") == b"baik", "a fault is not kept"


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "KEPT", 3)
    for number in range(9):
        order._keep((str(number), "pdf"), b"")
    assert [key for key, _ in order._kept] == ["6", "7", "8"]


@pytest.mark.parametrize(
    ("given", "area"),
    [((), "Kota Serang"), (("--periode", "juni 2024", "--kecamatan", "kasemen"), "Kasemen")],
)
def test_the_command_writes_each_form(
    served_demo: Workspace, tmp_path: Path, given: tuple[str, ...], area: str
) -> None:
    starts = {"pdf": b"%PDF-1", "xlsx": b"PK", "png": b"\x89PNG"}
    for form, start in starts.items():
        path = tmp_path / f"nota.{form}"
        assert cli.main(["brief", *given, "--keluar", str(path)]) == 0
        assert path.read_bytes().startswith(start)
    with pikepdf.open(tmp_path / "nota.pdf") as pdf, pdf.open_metadata() as about:
        assert area in about["dc:title"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--periode", "2019-06"), "Periode '2019-06' tidak ada. Yang ada: Juni 2025,"),
        (("--kecamatan", "Ciruas"), "Kecamatan 'Ciruas' tidak ada. Yang ada: Semua kecamatan,"),
    ],
)
def test_the_command_says_what_there_is(
    served_demo: Workspace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, ...],
    said: str,
) -> None:
    path = tmp_path / "nota.pdf"
    assert cli.main(["brief", *given, "--keluar", str(path)]) == 1
    assert said in "".join(capsys.readouterr())
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("nota.doc", "Pilih salah satu: pdf, xlsx, png."), ("tak-ada/nota.pdf", "Periksa foldernya")],
)
def test_the_command_says_why_it_writes_nothing(
    served_demo: Workspace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    said: str,
) -> None:
    assert cli.main(["brief", "--keluar", str(tmp_path / name)]) == 1
    assert said in "".join(capsys.readouterr())
    assert list(tmp_path.glob("*")) == []


def test_the_command_without_published_data_says_so(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["brief", "--keluar", str(tmp_path / "nota.pdf")]) == 1
    assert "make run" in "".join(capsys.readouterr())


def press_button(page: str, **query: str) -> AppTest:
    """Return a page on which somebody has asked for the memo."""
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.switch_page(f"../{page}.py")
    at.query_params.update(query)
    at.run()
    assert not find_links(at)
    at.button(key="nota-susun").click().run()
    return at


def find_links(at: AppTest) -> list[str]:
    return LINK.findall("".join(str(part.proto.body) for part in at.get("html")))


@pytest.mark.parametrize(
    ("page", "query", "area"),
    [
        ("ringkasan", {}, "kota-serang"),
        ("ringkasan", {"kecamatan": "Curug", "skala": "Mikro"}, "kecamatan-curug"),
        ("wilayah", {"kecamatan": "Kasemen", "periode": "Juni 2023"}, "kecamatan-kasemen"),
    ],
)
def test_a_page_makes_the_memo_of_its_choice_and_offers_its_forms(
    served_demo: Workspace, page: str, query: dict[str, str], area: str
) -> None:
    at = press_button(page, **query)
    assert not at.exception and not at.error
    links = find_links(at)
    assert len(links) == len(order.FORMS)
    for link, (form, media) in zip(links, order.FORMS.items(), strict=True):
        answer = answer_of(downloads.ROUTES, link)
        assert (answer.status_code, answer.headers["content-type"]) == (200, media)
        assert f"nota-{area}-" in answer.headers["content-disposition"]
        assert f".{form}" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        assert answer.content
    with pikepdf.open(io.BytesIO(answer_of(downloads.ROUTES, links[0]).content)) as pdf:
        assert len(pdf.pages) == 2


AGREED = Commitment(
    "proporsi_nib",
    "36.73.02",
    "Buka loket NIB keliling",
    "Dinas Koperasi",
    "2026-12-31",
    "berjalan",
    "2026-11-02",
)


def test_the_memo_of_a_meeting_has_what_it_agreed_on_and_the_open_one_has_not(
    served_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry("komitmen-1", 1, "komitmen", AGREED, "pejabat", "2026-11-02")
    monkeypatch.setattr(downloads.desk, "read_followups", lambda viewer: [entry])
    at = press_button("kinerja")
    assert not at.exception and not at.error
    meeting = answer_of(downloads.ROUTES, find_links(at)[1]).content
    open_to_all = downloads.make_brief(PUBLIC, "2025-06", "36.73", "xlsx").content
    for content, agreed in ((meeting, True), (open_to_all, False)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            words = b"".join(book.read(name) for name in book.namelist())
        assert (AGREED.action.encode() in words) == agreed


def test_a_page_says_what_is_wrong_and_shows_the_rest(
    served_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: Any, **__: Any) -> bytes:
        raise DasborError("Pekerjaan ini dihentikan.")

    monkeypatch.setattr(helper_process, "run", run)
    at = press_button("ringkasan")
    assert [error.value for error in at.error] == ["Pekerjaan ini dihentikan."]
    assert find_links(at) == []
    assert "Capaian" in "".join(str(part.proto.body) for part in at.get("html"))


def test_the_list_of_areas_offers_no_memo(served_demo: Workspace) -> None:
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.switch_page("../wilayah.py").run()
    assert "nota-susun" not in [button.key for button in at.button]


def test_a_memo_is_decided_when_it_is_fetched(
    served_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert downloads.make_brief(PUBLIC, "2025-06", "36.73", "xlsx").name == (
        "nota-kota-serang-2025-06.xlsx"
    )
    link = downloads.offer_download(Viewer(sign_in=False), "nota", ("2025-06", "36.73", "xlsx"))

    def refuse(*_: object) -> None:
        raise AccessDenied("Ini tertutup.")

    monkeypatch.setattr(downloads, "require", refuse)
    assert answer_of(downloads.ROUTES, link).status_code == 403


def test_the_links_are_announced_and_escaped() -> None:
    text = html.render_downloads("<b>", [("/unduh/a", "Simpan <PDF>")])
    assert 'role="status"' in text and "&lt;b&gt;" in text and "Simpan &lt;PDF&gt;" in text
