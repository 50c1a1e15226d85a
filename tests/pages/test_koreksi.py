"""What kept versions say of the same cell: differences, corrections, and who carries them."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import duckdb
import httpx
import pytest

from data.errors import InputError
from data.settings import Settings, settings
from data.store.store import PUBLISHED
from data.store.versions import POINTER, Versions, write_record
from pages.parts import corrections as shown_corrections
from public import api
from public.corrections import across_versions, correction_files, corrections
from public.corrections.across_versions import TABLE
from public.embeds.embed_routes import ROUTES as EMBEDS
from public.files import published as trees
from public.files.public_file import File
from tests.data.rows import Workspace
from tests.pages.embeds import answer_of

FIRST, SECOND, THIRD = "20240101-aaaaaaaa", "20250101-bbbbbbbb", "20260101-cccccccc"
CELL = (
    "indikator = 'ber_nib' and periode = '2025-06' and kode_wilayah = '36.73.01' "
    "and dimensi = '' and sumber = 'register'"
)
CHANGED = f"update sel set nilai = 50, pembilang = 100, penyebut = 200, n = 210 where {CELL}"
WITHHELD = (
    "update sel set nilai = null, pembilang = null, penyebut = null, n = null, tanda = 'x' "
    f"where {CELL}"
)
Lay = Callable[..., None]


@pytest.fixture
def lay(demo: Workspace, workspace: Workspace) -> Lay:
    """Keep and serve one more version: the demo's cube after some SQL."""
    folder = workspace.settings.publik
    source = demo.settings.publik / str(Versions(demo.settings.publik).find_current())

    def laid(name: str, *changes: str) -> None:
        (folder / name).mkdir(parents=True)
        shutil.copy(source / PUBLISHED, folder / name / PUBLISHED)
        with duckdb.connect(str(folder / name / PUBLISHED)) as con:
            for change in changes:
                con.execute(change)
        day = f"{name[:4]}-{name[4:6]}-{name[6:8]}"
        write_record(folder / name, {"versi": name, "tanggal": day, "sintetis": True})
        (folder / POINTER).write_text(name, encoding="ascii")

    return laid


def ask(path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """Return what the API answers in this process."""
    return answer_of(api.ROUTES, path, headers)


def short(found: corrections.Correction) -> tuple[object, ...]:
    return (
        found.kode_wilayah,
        found.lama["pembilang"],
        found.baru["pembilang"],
        found.versi_lama,
        found.versi_baru,
    )


def shown(demo: Workspace) -> int:
    """Return what the demo says of the cell that the tests change."""
    return int(demo.publik.query(f"select pembilang from sel where {CELL}")["pembilang"].iloc[0])


def test_a_changed_number_is_a_correction_with_both_versions(
    lay: Lay, workspace: Workspace, demo: Workspace
) -> None:
    lay(FIRST, CHANGED)
    lay(SECOND)
    (found,) = corrections.find_corrections(workspace.settings)
    assert short(found) == ("36.73.01", 100, shown(demo), FIRST, SECOND)
    assert (found.tanggal_lama, found.tanggal_baru) == ("2024-01-01", "2025-01-01")
    assert (found.indikator, found.periode, found.sumber) == ("ber_nib", "2025-06", "register")
    assert found.lama["nilai"] == 50
    assert found.alasan == ""


def test_the_page_says_a_correction_in_words(
    lay: Lay, workspace: Workspace, demo: Workspace
) -> None:
    lay(FIRST, CHANGED)
    lay(SECOND)
    workspace.settings.koreksi.write_text(
        f"versi,indikator,alasan\n{SECOND},ber_nib,Salah hitung.\n", encoding="utf-8"
    )
    (found,) = corrections.find_corrections(workspace.settings)
    row = shown_corrections._make_row(found)
    assert row["angka"] == "UMKM ber-NIB di antara yang statusnya diketahui, Serang, Juni 2025"
    assert (row["semula"], row["alasan"]) == ("50,0\u00a0%", "Salah hitung.")
    assert row["menjadi"] != row["semula"]
    assert row["sejak"] == "1 Januari 2025"


@pytest.mark.parametrize("order", [(CHANGED, WITHHELD), (WITHHELD, CHANGED)])
def test_a_cell_that_was_or_is_withheld_is_not_told(
    lay: Lay, workspace: Workspace, order: tuple[str, str]
) -> None:
    lay(FIRST, order[0])
    lay(SECOND, order[1])
    assert corrections.find_corrections(workspace.settings) == []
    assert across_versions.find_differences(workspace.settings.publik, FIRST, SECOND) == []
    assert across_versions.find_differences(workspace.settings.publik, SECOND, FIRST) == []


@pytest.mark.parametrize(
    "change",
    [
        f"{CHANGED}; update sel set asal = 'register'",
        "update sel set nilai = nilai + 1 where indikator = 'kesegaran'",
        f"update sel set nilai = nilai + 1e-12 where {CELL}",
        "update sel set periode = '2021-06' where periode = '2025-06'",
    ],
    ids=["real for made-up", "a day older", "another machine", "another period"],
)
def test_what_is_no_correction_is_not_told(lay: Lay, workspace: Workspace, change: str) -> None:
    lay(FIRST)
    lay(SECOND, change)
    assert corrections.find_corrections(workspace.settings) == []


def test_a_version_without_the_cell_lies_between(
    lay: Lay, workspace: Workspace, demo: Workspace
) -> None:
    lay(FIRST, CHANGED)
    lay(SECOND, f"delete from sel where {CELL}")
    lay(THIRD)
    assert [short(one) for one in corrections.find_corrections(workspace.settings)] == [
        ("36.73.01", 100, shown(demo), FIRST, THIRD)
    ]


def test_each_change_is_told_the_newest_first(
    lay: Lay, workspace: Workspace, demo: Workspace
) -> None:
    lay(FIRST)
    lay(SECOND, CHANGED)
    lay(THIRD)
    assert [short(one) for one in corrections.find_corrections(workspace.settings)] == [
        ("36.73.01", 100, shown(demo), SECOND, THIRD),
        ("36.73.01", shown(demo), 100, FIRST, SECOND),
    ]


def test_what_was_gone_back_from_corrects_nothing(lay: Lay, workspace: Workspace) -> None:
    lay(FIRST)
    lay(SECOND, CHANGED)
    (workspace.settings.publik / POINTER).write_text(FIRST, encoding="ascii")
    assert corrections.find_corrections(workspace.settings) == []


def test_before_anything_is_published_nothing_is_corrected(workspace: Workspace) -> None:
    assert corrections.find_corrections(workspace.settings) == []


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([f"{SECOND},ber_nib,Berkas OSS dikirim ulang"], "Berkas OSS dikirim ulang"),
        ([f"{SECOND},,Semua", f"{SECOND},ber_nib,Ini"], "Ini"),
        ([f"{SECOND},,Semua"], "Semua"),
        ([f"{SECOND};ber_nib;Salah kolom, lalu diulang"], "Salah kolom, lalu diulang"),
        ([f"{FIRST},ber_nib,Lain", f"{SECOND},usaha_aktif,Lain"], ""),
    ],
)
def test_the_office_says_why(lay: Lay, workspace: Workspace, lines: list[str], reason: str) -> None:
    lay(FIRST, CHANGED)
    lay(SECOND)
    between = ";" if ";" in lines[0] else ","
    text = "\n".join([between.join(corrections.REASONS), *lines])
    workspace.settings.koreksi.write_text(text, encoding="utf-8")
    (found,) = corrections.find_corrections(workspace.settings)
    assert found.alasan == reason


def test_a_file_of_reasons_without_its_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "koreksi.csv"
    file.write_text("sebab|alasannya\n", encoding="utf-8")
    with pytest.raises(InputError, match="kolom versi, indikator, alasan tidak ada"):
        corrections.read_reasons(file)


VIEWS = [
    {"nama": "kartu-ber-nib", "jenis": "kartu", "indikator": "ber_nib"},
    {"nama": "peta-ber-nib", "jenis": "peta", "indikator": "ber_nib"},
    {"nama": "peta-usaha-aktif", "jenis": "peta", "indikator": "usaha_aktif"},
    {"nama": "klaster", "jenis": "klaster", "indikator": None},
    {"nama": "fakta-jumlah-umkm", "jenis": "fakta", "indikator": "jumlah_umkm"},
    {"nama": "fakta-jumlah-umkm-mikro", "jenis": "fakta", "indikator": "jumlah_umkm"},
    {"nama": "kartu-jumlah-umkm", "jenis": "kartu", "indikator": "jumlah_umkm"},
    {"nama": "tabel-kanal-daring", "jenis": "tabel", "indikator": "kanal_daring"},
]


@pytest.mark.parametrize(
    ("cell", "views"),
    [
        (("ber_nib", "kecamatan", "36.73.01", "2025-06", "", ""), VIEWS[:2]),
        (("ber_nib", "kecamatan", "36.73.01", "2025-06", "skala_gabung", "mikro"), VIEWS[:2]),
        (("ber_nib", "kelurahan", "36.73.01.1001", "2025-06", "", ""), []),
        (("ber_nib", "kota", "36.73", "2025-06", "sektor", "C"), []),
        (("jumlah_umkm", "kelurahan", "36.73.01.1001", "2025-06", "produk", "tahu"), [VIEWS[3]]),
        (("jumlah_umkm", "kota", "36.73", "2022-06", "", ""), [VIEWS[4], VIEWS[6]]),
        (("jumlah_umkm", "kota", "36.73", "2022-06", "skala", "mikro"), [VIEWS[5]]),
        (("kanal_daring", "kota", "36.73", "2022-06", "kanal", "pesan"), [VIEWS[7]]),
    ],
)
def test_a_correction_names_the_embeds_that_show_the_number(
    cell: tuple[str, ...], views: list[dict[str, object]]
) -> None:
    for source, expected in (("register", [view["nama"] for view in views]), ("survei", [])):
        found = corrections.Correction(*cell, source, {}, {}, "a", "", "b", "", "")  # type: ignore[arg-type]
        assert corrections.find_carriers(found, VIEWS) == expected


@pytest.fixture
def published(lay: Lay, workspace: Workspace) -> Settings:
    """Two versions and the files of the second, with a catalogue of embeds."""
    lay(FIRST, CHANGED, "delete from sel where periode = '2024-06'")
    lay(SECOND, f"delete from sel where {CELL.replace('36.73.01', '36.73.02')}")
    catalogue = json.dumps({"views": VIEWS}).encode()
    name = "sematan/katalog.json"
    embeds = File(name, "application/json", catalogue)
    trees.write(settings(), [api.make_files, lambda cube: [embeds]])
    return settings()


def test_the_api_tells_versions_differences_and_corrections(
    published: Settings, demo: Workspace
) -> None:
    versions = ask("/api/v1/versi").json()["versi"]
    assert [(v["versi"], v["tanggal"], v["berlaku"]) for v in versions] == [
        (SECOND, "2025-01-01", True),
        (FIRST, "2024-01-01", False),
    ]
    corrected = ask("/api/v1/koreksi").json()
    assert corrected["jumlah"] == 1
    (one,) = corrected["koreksi"]
    assert (one["lama"]["pembilang"], one["baru"]["pembilang"]) == (100, shown(demo))
    assert one["sematan"] == ["kartu-ber-nib", "peta-ber-nib"]
    difference = ask(f"/api/v1/versi/{FIRST}/beda/{SECOND}").json()
    kinds = {kind: [c for c in difference["sel"] if c["perubahan"] == kind] for kind in
             ("berubah", "hilang", "baru")}  # fmt: skip
    (changed,), (gone,) = kinds["berubah"], kinds["hilang"]
    assert changed["lama"]["nilai"] == 50
    assert (gone["kode_wilayah"], gone["baru"]) == ("36.73.02", None)
    expected = demo.publik.query(
        "select count(*) as n from sel where periode = '2024-06' and tanda <> 'x'"
    )["n"].iloc[0]
    assert len(kinds["baru"]) == expected
    assert sum(table["jumlah"] for table in difference["tabel"]) == difference["jumlah"]
    assert len(difference["tabel"]) == len({tuple(t[n] for n in TABLE) for t in difference["sel"]})
    assert list(difference).index("tabel") < list(difference).index("sel")
    assert {type(table["angka_per"]["lama"]) for table in difference["tabel"]} <= {str, type(None)}
    assert sum(table["jumlah"] for table in corrected["tabel"]) == corrected["jumlah"]
    assert corrected["tabel"][0]["versi_baru"] == corrected["koreksi"][0]["versi_baru"]
    assert difference["jumlah"] == len(difference["sel"])
    assert ask(f"/api/v1/versi/{FIRST}/beda/{FIRST}").json()["jumlah"] == 0


def test_the_list_of_versions_says_nothing_of_how_a_release_was_protected(
    published: Settings,
) -> None:
    for version in ask("/api/v1/versi").json()["versi"]:
        assert set(version) == {"versi", "tanggal", "sintetis", "berlaku"}


@pytest.fixture
def light(lay: Lay, workspace: Workspace) -> Settings:
    """Two versions, of which the second corrects a number, and a tree with little in it."""
    lay(FIRST, CHANGED)
    lay(SECOND)
    files = [
        File("sematan/katalog.json", "application/json", json.dumps({"views": VIEWS}).encode()),
        File("api/v1/index.json", "application/json", b"{}"),
    ]
    trees.write(settings(), [lambda cube: files])
    return settings()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time that the corrections are worked out."""
    times: list[str] = []

    def find(given: Settings) -> list[corrections.Correction]:
        times.append("made")
        return corrections.find_corrections(given)

    monkeypatch.setattr(correction_files, "find_corrections", find)
    return times


def write_reason(words: str) -> None:
    settings().koreksi.write_text(f"versi,indikator,alasan\n{SECOND},ber_nib,{words}\n")


def told() -> list[str]:
    """Return the reasons that the API tells of the corrections."""
    return [one["alasan"] for one in ask("/api/v1/koreksi").json()["koreksi"]]


def test_corrections_are_worked_out_once_and_again_when_a_reason_changes(
    light: Settings, made: list[str]
) -> None:
    assert [told() for _ in range(5)] == [[""]] * 5
    assert made == ["made"]
    write_reason("Salah hitung.")
    assert [told() for _ in range(5)] == [["Salah hitung."]] * 5
    assert made == ["made"] * 2
    correction_files._known.clear()  # as a program that starts again
    assert told() == ["Salah hitung."]
    assert made == ["made"] * 2, "the file was read"


def test_corrections_are_made_anew_when_a_version_is_served_or_withdrawn(
    light: Settings, made: list[str], lay: Lay
) -> None:
    assert ask("/api/v1/koreksi").json()["jumlah"] == 1
    lay(THIRD, CHANGED)
    assert ask("/api/v1/koreksi").json()["jumlah"] == 2
    about = {"alasan": "x", "tanggal": "2026-01-02", "oleh": "x"}
    Versions(light.publik).withdraw(FIRST, about)
    assert ask("/api/v1/koreksi").json()["jumlah"] == 1
    assert made == ["made"] * 3


def test_the_document_is_a_file_that_a_plain_web_server_has(light: Settings) -> None:
    correction_files.refresh(light)
    file = light.terbitan / trees.LINK / correction_files.DOCUMENT
    assert file.read_bytes() == ask("/api/v1/koreksi").content
    assert brotli.decompress(Path(f"{file}.br").read_bytes()) == file.read_bytes()
    assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == file.read_bytes()
    write_reason("Baru.")
    correction_files.refresh(light)
    assert json.loads(file.read_bytes())["koreksi"][0]["alasan"] == "Baru."
    for one in file.parent.glob("koreksi*"):
        assert one.stat().st_mode & 0o777 == 0o644
    again = ask("/api/v1/koreksi", {"if-none-match": ask("/api/v1/koreksi").headers["etag"]})
    assert again.status_code == 304


def test_a_running_program_notices_a_new_reason_by_itself(
    light: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correction_files, "LOOK_SECONDS", 0.01)
    file = light.terbitan / trees.LINK / correction_files.DOCUMENT

    async def story() -> None:
        keeping = asyncio.create_task(correction_files.keep_current(light))
        for words in ("Satu.", "Dua."):
            write_reason(words)
            while not (file.exists() and words in file.read_text(encoding="utf-8")):
                await asyncio.sleep(0.01)
        keeping.cancel()

    asyncio.run(asyncio.wait_for(story(), 60))


def test_a_broken_file_of_reasons_takes_nothing_away(
    light: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    write_reason("Salah hitung.")
    assert told() == ["Salah hitung."]
    light.koreksi.write_text("sebab|alasannya\n", encoding="utf-8")
    assert told() == ["Salah hitung."] == told()
    assert [record.message for record in caplog.records].count(caplog.records[0].message) == 1
    correction_files._known.clear()
    shutil.rmtree(light.terbitan / trees.LINK / "api")
    assert ask("/api/v1/koreksi").status_code == 503


def test_an_account_that_may_read_no_reasons_says_what_was_made(
    light: Settings, made: list[str]
) -> None:
    write_reason("Salah hitung.")
    assert told() == ["Salah hitung."]
    light.koreksi.unlink()
    light.koreksi.mkdir()  # what cannot be read, for every account
    correction_files._known.clear()
    assert told() == ["Salah hitung."] and made == ["made"]


def test_where_the_folder_may_not_be_written_they_are_kept_in_memory(
    light: Settings, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(correction_files, "_write", refuse)
    assert [told() for _ in range(3)] == [[""]] * 3 and made == ["made"]


def test_who_asks_while_newer_ones_are_made_is_not_kept_waiting(
    light: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for corrections, nor for anything else of the API."""
    assert told() == [""]
    begun, go_on = threading.Event(), threading.Event()
    make = correction_files._make

    def make_slowly(*given: Any) -> correction_files.Corrected:
        begun.set()
        assert go_on.wait(20)
        return make(*given)

    monkeypatch.setattr(correction_files, "_make", make_slowly)
    write_reason("Salah hitung.")
    with ThreadPoolExecutor(1) as beside:
        first = beside.submit(told)
        assert begun.wait(60)
        served = trees.find_served(light)
        assert served is not None and correction_files.find_ready(light, served) is not None
        assert told() == [""], "what was in force"
        assert [ask("/api/v1/versi").status_code for _ in range(3)] == [200] * 3
        go_on.set()
        assert first.result(60) == ["Salah hitung."]
    assert told() == ["Salah hitung."]


FACT = {
    "nama": "fakta-jumlah-umkm",
    "jenis": "fakta",
    "indikator": "jumlah_umkm",
    "judul": {"id": "Jumlah UMKM", "en": "Number"},
    "parameter": {},
    "tinggi": 300,
}
OF_THE_FACT = (
    "indikator = 'jumlah_umkm' and periode = '2022-06' and kode_wilayah = '36.73' "
    "and dimensi = '' and sumber = 'register'"
)


def test_a_pinned_fact_says_that_it_was_corrected_without_a_look_at_corrections(
    lay: Lay, workspace: Workspace, made: list[str]
) -> None:
    def publish() -> None:
        page = b'<html data-tema="terang"><!--kabar-->'
        files = [
            File(
                "sematan/katalog.json", "application/json", json.dumps({"views": [FACT]}).encode()
            ),
            File("sematan/fakta-jumlah-umkm/-.-.-.id.html", "text/html", page),
        ]
        trees.write(settings(), [lambda cube: files])

    def pinned(versi: str) -> str:
        return answer_of(EMBEDS, f"/sematan/fakta-jumlah-umkm?versi={versi}").text

    lay(FIRST)
    publish()
    lay(SECOND, f"update sel set nilai = 1, pembilang = 1 where {OF_THE_FACT}")
    publish()
    lay(THIRD, f"update sel set nilai = 1, pembilang = 1 where {OF_THE_FACT}")
    publish()
    for _ in range(3):
        assert "Sebagian angkanya sudah dikoreksi." in pinned(FIRST)
        assert "kabar" in pinned(SECOND) and "dikoreksi" not in pinned(SECOND)
    assert made == ["made"]


def test_of_two_versions_of_one_day_the_later_one_corrects() -> None:
    """Their names say nothing of which came first."""
    told = correction_files._tell(
        {"": b""}, ["20260101-ffff", "20260101-0000"], {"a": "20260101-0000"}
    )
    assert told.is_corrected_since("a", "20260101-ffff")
    assert not told.is_corrected_since("a", "20260101-0000")
    assert not told.is_corrected_since("b", "20260101-ffff")
    assert told.is_corrected_since("a", "20251231-ffff"), "whose cube is gone"
    assert not told.is_corrected_since("a", "20260102-0000")
