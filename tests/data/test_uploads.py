"""A received file is what its name says, waits hidden, and is kept closed, once, as ours."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import re
import stat
import struct
import threading
import time
import zipfile
from pathlib import Path

import pytest

from data.build.build import list_raw_files
from data.errors import InputError, StoreError
from data.readers import SUFFIXES
from data.readers.limits import MAX_MEMBERS
from data.received import uploads
from data.received.uploads import (
    FOLDER,
    Candidate,
    check,
    find_waiting,
    forget,
    keep,
    receive,
)
from tests.data.reading import every, refusal
from tests.data.samples import samples
from tests.pace import upto

KNOWN = ".csv, .dbf, .dta, .geojson, .gpkg, .ods, .parquet, .sav, .tsv, .txt, .xls, .xlsx, .zip"
TEXTS = {".csv", ".tsv", ".txt"}
TRIES = upto(4000, 400)
CSV = b"KEADAAN JUNI 2025\nID Usaha;Kelurahan\nKS1;Cipare\n"
HTML = b"<!DOCTYPE html><html><body><table><tr><td>KS1</td></tr></table></body></html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00 in DOS mode."
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Catalog >> endobj\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
DBF = bytes([3, 125, 13, 1]) + struct.pack("<IHH", 1, 65, 9) + bytes(62)  # of a 13th month
ODT = "application/vnd.oasis.opendocument.text"


def zipped(*names: str, content: str = "<x/>") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name in names:
            out.writestr(name, content)
    return packed.getvalue()


LIES = {
    "program": EXE, "elf": b"\x7fELF\x02\x01\x01\x00", "pdf": PDF, "rtf": rb"{\rtf1\ansi KS1}",
    "page": HTML, "page after a mark and spaces": b"\xef\xbb\xbf \r\n\t" + HTML,
    "page in capitals": HTML.upper(), "page of wide letters": HTML.decode().encode("utf-16"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "zeros": bytes(200),
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "old workbook": OLE, "text": CSV,
    "wide letters without a mark": CSV.decode().encode("utf-16-le"), "empty zip": zipped(),
    "document": zipped("[Content_Types].xml", "word/document.xml"),
    "binary workbook": zipped("[Content_Types].xml", "xl/workbook.bin"),
    "open document": zipped("mimetype", "content.xml", content=ODT),
    "list of json": b'[{"type": "Feature"}]', "nearly sav": b"$FL1(#) SPSS", "nearly dbf": DBF,
    "nearly dta": bytes([120, 1, 1]) + bytes(100), "nearly parquet": b"PAR1" + bytes(30),
    "nearly gpkg": b"SQLite format 2\0" + bytes(100), "nearly xls": OLE[:7] + bytes(505),
}  # fmt: skip
TRUE = dict.fromkeys(("text", "list of json", "nearly sav", *TEXTS), TEXTS)
TRUE |= {"old workbook": {".xls"}, ".geojson": TEXTS | {".geojson"}}
# Programs export their tables as a page that they call a workbook.
TRUE |= {what: {".xls"} for what in LIES if what.startswith("page")}
STRANGE = {  # what a zip tells of its last member, by the place where it does
    "bomb": {24: struct.pack("<I", 2001 * 1024**2)},
    "newer version": {6: struct.pack("<H", 64)},
    "broken name": {8: b"\x00\x08", 46: b"\xff\xff"},
}


def lies(what: str) -> dict[str, bytes]:
    """Return a lie, or a true file of a format, under each name that it does not pass for."""
    content = (LIES | samples())[what]
    return {f"a{kind}": content for kind in SUFFIXES if kind not in TRUE.get(what, {what})}


def received(raw: Path, name: str, content: bytes, **limit: int | None) -> Candidate:
    return receive(raw, name, io.BytesIO(content), **limit)


def kept(raw: Path, name: str, content: bytes) -> Path:
    return keep(raw, received(raw, name, content))


def everything(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def refuse_lie(raw: Path, name: str, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        received(raw, name, content)
    suffix = Path(name).suffix.lower()
    assert str(caught.value).startswith(f"{name}: isinya bukan {suffix} walau")
    assert f"simpan ulang sebagai {KNOWN}, lalu unggah lagi." in str(caught.value)


@pytest.mark.parametrize("what", [*LIES, *SUFFIXES])
def test_a_file_of_another_kind_than_its_name_says_is_refused(tmp_path: Path, what: str) -> None:
    for name, content in lies(what).items():
        refuse_lie(tmp_path, name, content)
        refuse_lie(tmp_path, name.upper(), content)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("suffix", [".ods", ".xlsx", ".zip"])
@pytest.mark.parametrize("what", STRANGE)
def test_a_strange_or_cut_zip_is_refused_in_words(tmp_path: Path, what: str, suffix: str) -> None:
    made = bytearray(samples()[suffix])
    place = made.rindex(b"PK\x01\x02")
    refuse_lie(tmp_path, f"a{suffix}", bytes(made[:place]))
    for offset, value in STRANGE[what].items():
        made[place + offset : place + offset + len(value)] = value
    refuse_lie(tmp_path, f"a{suffix}", bytes(made))
    assert everything(tmp_path) == []


def test_a_workbook_with_a_password_is_told_so(tmp_path: Path) -> None:
    ods = zipped("META-INF/manifest.xml", content="<m:encryption-data/>")
    locked = {"a.ods": ods, "a.xlsx": OLE + "EncryptedPackage".encode("utf-16-le")}
    for name, content in locked.items():
        with pytest.raises(InputError, match=rf"^{name}: dikunci dengan kata sandi\. Simpan ulang"):
            received(tmp_path, name, content)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_true_file_is_kept_as_it_is_and_can_be_read(tmp_path: Path, suffix: str) -> None:
    path = kept(tmp_path / "raw", f"Register{suffix.upper()}", samples()[suffix])
    assert (path.suffix, path.read_bytes()) == (suffix, samples()[suffix])
    assert any(every(path).values())
    assert list_raw_files(tmp_path / "raw") == [path]


def test_text_of_offices_is_text() -> None:
    wide, old = CSV.decode().encode("utf-16"), "Kelurahan;é".encode("cp1252")
    for content in (CSV, b"\xef\xbb\xbf" + CSV, b"\r\n\r\n\t;\r\n" + CSV, wide, old, b"a"):
        for suffix in TEXTS:
            check(f"a{suffix}", io.BytesIO(content))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        with pytest.raises(InputError, match=r"berkas kosong\. Periksa berkas aslinya"):
            received(tmp_path, f"a{suffix}", b"")
    assert everything(tmp_path) == []


def test_a_file_that_is_too_large_is_refused_and_one_byte_less_is_not(tmp_path: Path) -> None:
    large = b"a" * (1024**2 + 1)
    with pytest.raises(InputError, match=r"lebih besar dari 1 MB\. Bagi menjadi beberapa"):
        received(tmp_path, "a.csv", large, largest_mb=1)
    assert everything(tmp_path) == []
    assert received(tmp_path, "a.csv", large[1:], largest_mb=1).path.read_bytes() == large[1:]
    assert received(tmp_path, "b.csv", large, largest_mb=None).path.read_bytes() == large
    with pytest.raises(InputError, match=r"lebih besar dari 50 MB\. .* python -m data import\."):
        check("a.csv", io.BytesIO(b"a" * (50 * 1024**2 + 1)))


UNKNOWN = [
    "a.xlsm", "a.docx", "a.exe", "a.csv.exe", "a.csv ", "a.html", "a", "csv", ".csv", "", "..", "/",
    "x" * 76 + ".csv.exe",
]  # fmt: skip
NAMES = [
    "../../x.csv", "/etc/cron.d/x.csv", "..\\..\\x.csv", "C:\\Users\\x.csv", "a/../../b.csv",
    ".tersembunyi.csv", ".calon-x.csv", "a\x00b.csv", "a\nb.csv", "$(id);`id`|a b'\".csv",
    "-rf.csv", "registër é 数据.csv", "\u202evsc.exe.csv", "\ud800.csv", "..csv", "....csv",
    "x" * 76 + ".csv",
]  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"belum dapat dibaca\. Simpan sebagai \.csv, \.dbf"):
        received(tmp_path, name, CSV)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_lands_in_its_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    raw = tmp_path / "raw"
    candidate = received(raw, name, CSV)
    assert everything(tmp_path) == [raw, raw / FOLDER, candidate.path]
    path = keep(raw, candidate)
    assert everything(tmp_path) == [raw, raw / FOLDER, path]
    assert re.fullmatch(r"[0-9a-f]{12}-[0-9A-Za-z_.-]+\.csv", path.name)
    assert list_raw_files(raw) == [path]


@pytest.mark.parametrize("letter", ["x", "数", "𠀀"])
@pytest.mark.parametrize("length", [76, 77, 100, 240])
def test_a_long_name_keeps_its_kind_and_fits(tmp_path: Path, letter: str, length: int) -> None:
    candidate = received(tmp_path, letter * length + ".geojson", samples()[".geojson"])
    candidate.preview.touch()
    assert keep(tmp_path, candidate).suffix == ".geojson"


def test_a_candidate_is_hidden_from_builds_until_it_is_kept(tmp_path: Path) -> None:
    candidate = received(tmp_path, "a.csv", CSV)
    assert candidate.path.read_bytes() == CSV
    assert candidate.sha256 == hashlib.sha256(CSV).hexdigest()
    candidate.preview.touch()
    assert list_raw_files(tmp_path) == []
    path = keep(tmp_path, candidate)
    assert path == tmp_path / candidate.berkas == candidate.locate_kept(tmp_path)
    assert everything(tmp_path) == [path.parent, *list_raw_files(tmp_path)] == [path.parent, path]


def test_a_forgotten_candidate_leaves_nothing(tmp_path: Path) -> None:
    candidate = received(tmp_path, "a.csv", CSV)
    candidate.preview.touch()
    for _ in range(2):
        forget(candidate)
        assert everything(tmp_path) == [tmp_path / FOLDER]


def test_a_candidate_is_found_by_its_name_as_long_as_it_waits(tmp_path: Path) -> None:
    assert find_waiting(tmp_path, "a.csv") is None
    first, second = (received(tmp_path, "a.csv", CSV * times) for times in (1, 2))
    for one in (first, second):
        assert find_waiting(tmp_path, one.name) == find_waiting(tmp_path, one.berkas) == one
    keep(tmp_path, first)
    forget(second)
    assert find_waiting(tmp_path, first.name) is find_waiting(tmp_path, second.name) is None


def test_nobody_is_led_out_of_the_folder_by_a_name(tmp_path: Path) -> None:
    raw, secret = tmp_path / "raw", tmp_path / "rahasia.csv"
    candidate = received(raw, "a.csv", CSV)
    for place in (secret, tmp_path / ".calon-rahasia.csv", raw / ".calon-rahasia.csv"):
        place.write_bytes(CSV)
    (raw / FOLDER / ".calon-x").mkdir()
    away = ["x/../../../rahasia.csv", "../rahasia.csv", "../../rahasia.csv", str(secret)]
    for name in (*away, "", ".", "..", "/", "a\x00b", "\ud800"):
        assert find_waiting(raw, name) is None
    assert find_waiting(raw, f"x/../../../{candidate.name}") == candidate


def test_what_waited_too_long_is_swept_by_the_next_file(tmp_path: Path) -> None:
    folder, now = tmp_path / FOLDER, time.time()
    old, young, mine = (received(tmp_path, "a.csv", CSV * times) for times in (1, 2, 3))
    for candidate, more, left in ((old, 60, ".teks-a"), (young, -60, ".teks-b")):
        candidate.preview.touch()
        (folder / left / "teks").mkdir(parents=True)
        for path in (candidate.path, candidate.preview, folder / left):
            os.utime(path, times=(now - uploads.WAITING_SECONDS - more,) * 2)
    os.utime(keep(tmp_path, mine), times=(0, 0))
    last = received(tmp_path, "a.csv", CSV * 4)
    stay = {young.path, young.preview, folder / ".teks-b", mine.locate_kept(tmp_path), last.path}
    assert {*folder.iterdir()} == stay


@pytest.mark.parametrize("name", ["a.csv", "salinan a.csv", "A.csv", "a.CSV", "a.txt"])
def test_the_same_content_waits_once_and_is_kept_once(tmp_path: Path, name: str) -> None:
    candidate = received(tmp_path, "a.csv", CSV)
    assert received(tmp_path, "a.csv", CSV) == candidate
    first = keep(tmp_path, candidate)
    assert kept(tmp_path, name, CSV) == first
    assert everything(tmp_path) == [first.parent, first]


def test_other_content_under_the_same_name_is_kept_beside_it(tmp_path: Path) -> None:
    first = kept(tmp_path, "a.csv", CSV)
    second = kept(tmp_path, "a.csv", CSV + b"KS2;Cipare\n")
    assert list_raw_files(tmp_path) == sorted({first, second})
    assert first.read_bytes() == CSV


def test_received_files_are_closed_to_other_accounts(tmp_path: Path) -> None:
    usual = os.umask(0)
    try:
        candidate = received(tmp_path / "raw", "a.csv", CSV)
        waits = candidate.path.stat()
        path = keep(tmp_path / "raw", candidate)
    finally:
        os.umask(usual)
    modes = [stat.S_IMODE(one.st_mode) for one in (waits, path.stat(), path.parent.stat())]
    assert modes == [0o600, 0o600, 0o700]


def test_a_refusal_leaves_what_was_there_before(tmp_path: Path) -> None:
    first = kept(tmp_path, "a.csv", CSV)
    second = received(tmp_path, "a.csv", CSV * 2)
    for what in LIES:
        refuse_lie(tmp_path, *lies(what).popitem())
    assert everything(tmp_path) == sorted([first.parent, first, second.path])


def failing(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


FULL = {"fdopen": lambda *_: io.FileIO("/dev/full", "w"), "fsync": failing, "replace": failing}


@pytest.mark.parametrize("step", FULL)
def test_a_full_disk_leaves_nothing_of_the_file(tmp_path: Path, step: str) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoreError, match="No space left"):
        patch.setattr(os, step, FULL[step])
        received(tmp_path, "a.csv", CSV)
    assert everything(tmp_path) == [tmp_path / FOLDER]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_file_that_cannot_be_kept_waits_on_whole_and_once(tmp_path: Path, step: str) -> None:
    candidate = received(tmp_path, "a.csv", CSV)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoreError, match="No space left"):
        replace, once = os.replace, iter([failing])
        # The disk has room again when the file is moved back.
        patch.setattr(
            os, step, lambda *given: next(once, failing if step == "fsync" else replace)(*given)
        )
        keep(tmp_path, candidate)
    (left,) = (tmp_path / FOLDER).iterdir()
    assert left.read_bytes() == CSV
    assert list_raw_files(tmp_path) == []
    assert find_waiting(tmp_path, candidate.name) == candidate
    path = kept(tmp_path, "a.csv", CSV)
    assert everything(tmp_path) == [tmp_path / FOLDER, path]


def test_the_same_content_sent_twice_at_once_is_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one begins and is kept while the first one is being written."""
    found: list[Path] = []

    def meanwhile(path: Path) -> None:
        monkeypatch.undo()
        found.append(kept(tmp_path, "a.csv", CSV))

    monkeypatch.setattr(uploads, "to_disk", meanwhile)
    found.append(kept(tmp_path, "a.csv", CSV))
    assert list_raw_files(tmp_path) == [found[0]] == [found[1]]


@pytest.mark.parametrize("suffix", [".dbf", ".dta", ".parquet", ".sav", ".xls", ".xlsx", ".zip"])
def test_bytes_that_went_wrong_are_refused_in_words_or_taken_in(suffix: str) -> None:
    rng, whole, refused = random.Random(1), samples()[suffix], 0
    directory = max(whole.find(b"PK\x01\x02"), 0)
    places = [range(len(whole)), range(directory, len(whole)), range(directory, directory + 16)]
    for _ in range(TRIES):
        spoilt = bytearray(whole)
        for _ in range(rng.choice([1, 2, 4])):
            spoilt[rng.choice(rng.choice(places))] = rng.choice([0, 255, rng.randrange(256)])
        try:
            check(f"a{suffix}", io.BytesIO(spoilt))
        except InputError:
            refused += 1
    assert TRIES / 20 < refused < TRIES * 19 / 20


def test_an_ods_whose_bytes_went_wrong_is_refused_in_words_or_taken_in() -> None:
    rng, whole = random.Random(1), samples()[".ods"]
    place = whole.index(b"META-INF/manifest.xml")
    directory = whole.rindex(b"META-INF/manifest.xml") - 46
    refused = 0
    for _ in range(TRIES):
        spoilt = bytearray(whole)
        spoilt[rng.choice([place + rng.randrange(300), directory + rng.randrange(46)])] ^= 1 << (
            rng.randrange(8)
        )
        try:
            check("a.ods", io.BytesIO(spoilt))
        except InputError:
            refused += 1
    assert refused


def test_an_ods_that_lies_about_its_manifest_is_refused_in_words() -> None:
    """It is said to lie further away than a number can say, or to be packed in a rare way."""
    whole, name = zipped("META-INF/manifest.xml"), b"META-INF/manifest.xml"
    place = whole.index(b"PK\1\2")
    extra = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    entry = whole[place : place + 30] + struct.pack("<H", len(extra))
    entry += whole[place + 32 : place + 42] + b"\xff" * 4
    far = whole[:place] + entry + name + extra + whole[place + 46 + len(name) :]
    size = struct.unpack_from("<I", far, far.rindex(b"PK\5\6") + 12)[0] + len(extra)
    end = far.rindex(b"PK\5\6") + 12
    far = far[:end] + struct.pack("<I", size) + far[end + 4 :]
    odd = bytearray(whole)
    odd[8:10] = odd[place + 10 : place + 12] = struct.pack("<H", zipfile.ZIP_LZMA)
    for content in (far, bytes(odd)):
        with pytest.raises(InputError, match=r"isinya bukan \.ods"):
            check("a.ods", io.BytesIO(content))


@pytest.mark.parametrize("suffix", [".ods", ".xlsx", ".zip"])
def test_a_zip_of_too_many_members_is_refused_before_they_are_listed(
    suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of members that a zip tells is no help: this one says one."""
    entry = b"PK\1\2" + bytes(42)
    many = entry * (MAX_MEMBERS + 1)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(many), 30, 0)

    def listed(*_: object) -> None:
        raise AssertionError("the members were listed")

    monkeypatch.setattr(zipfile.ZipFile, "__init__", listed)
    with pytest.raises(InputError, match=rf"isinya bukan \{suffix}"):
        check(f"a{suffix}", io.BytesIO(b"PK\3\4" + bytes(26) + many + end))


def test_other_content_with_the_same_short_hash_replaces_nothing(tmp_path: Path) -> None:
    short = hashlib.sha256(CSV).hexdigest()[:12]
    others = [tmp_path / FOLDER / name for name in (f"{short}-a.csv", f".calon-{short}-a-1.csv")]
    others[0].parent.mkdir()
    for other in others:
        other.write_bytes(b"A;B\n1;2\n")
    path = kept(tmp_path, "a.csv", CSV)
    assert path.read_bytes() == CSV
    assert kept(tmp_path, "b.csv", CSV) == path
    assert [other.read_bytes() for other in others] == [b"A;B\n1;2\n"] * 2


def test_the_same_content_under_another_name_waits_once(tmp_path: Path) -> None:
    first = received(tmp_path, "a.csv", CSV)
    assert received(tmp_path, "b.csv", CSV) == first
    assert everything(tmp_path / FOLDER) == [first.path]


def test_two_at_once_do_not_trip_over_each_other(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def send(sender: int) -> None:
        try:
            for number in range(100):
                forget(received(tmp_path, "a.csv", b"A;B\n%d;%d\n" % (sender, number)))
        except BaseException as error:
            failed.append(error)

    senders = [threading.Thread(target=send, args=(one,)) for one in range(3)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert failed == []


def test_what_vanishes_or_leads_nowhere_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = received(tmp_path, "a.csv", CSV)
    (tmp_path / FOLDER / ".putus").symlink_to("tidak-ada")
    listed = Path.glob

    def meanwhile(self: Path, pattern: str) -> list[Path]:
        found = list(listed(self, pattern))
        forget(gone)
        return found

    monkeypatch.setattr(Path, "glob", meanwhile)
    assert received(tmp_path, "b.csv", CSV * 2).path.exists()


def test_a_name_that_no_disk_takes_does_not_wait(tmp_path: Path) -> None:
    received(tmp_path, "a.csv", CSV)
    assert find_waiting(tmp_path, "x" * 300) is None


def test_a_file_that_grows_while_it_is_copied_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)

    class Growing(io.BufferedReader):
        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            if not found:
                path.write_bytes(CSV * 2)
            return found

    with Growing(io.FileIO(path)) as file, pytest.raises(InputError, match="berubah saat dibaca"):
        receive(tmp_path / "raw", "a.csv", file)
    assert everything(tmp_path / "raw") == [tmp_path / "raw" / FOLDER]


def test_a_file_that_was_moved_away_after_it_was_copied_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    with path.open("rb") as file:
        candidate = receive(tmp_path / "raw", "a.csv", file)
    path.rename(tmp_path / "b.csv")
    uploads.check_unchanged(candidate)
    path.write_bytes(CSV)
    with pytest.raises(InputError, match=r"a\.csv: berubah saat dibaca\. Ulangi"):
        uploads.check_unchanged(candidate)


def test_a_spoilt_sheet_is_refused_in_words_when_it_is_read(tmp_path: Path) -> None:
    whole, sheet = samples()[".xlsx"], b"xl/worksheets/sheet1.xml"
    place = whole.index(sheet) + len(sheet) + 20
    path = kept(tmp_path, "a.xlsx", whole[:place] + b"\xff" * 8 + whole[place + 8 :])
    assert "rusak" in refusal(path)
