"""A received file is what its name says, and is kept closed, once, under a name of ours."""

from __future__ import annotations

import errno
import io
import os
import random
import stat
import struct
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from data import uploads
from data.build import raw_files
from data.errors import InputError
from data.readers import READERS, read
from data.uploads import FOLDER, LARGEST_MB, check, receive

CSV = b"KEADAAN JUNI 2025\nID Usaha;Kelurahan\nKS1;Cipare\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00 in DOS mode."
HTML = b"<!DOCTYPE html><html><body><table><tr><td>KS1</td></tr></table></body></html>"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Catalog >> endobj\n"


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return packed.getvalue()


def workbook() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        book.add_worksheet("Data").write_row(0, 0, ["ID Usaha", "Kelurahan"])
    return packed.getvalue()


def spss(folder: Path) -> bytes:
    path = folder / "contoh.sav"
    pyreadstat.write_sav(pd.DataFrame({"R201": [1.0, 2.0]}), str(path))
    return path.read_bytes()


def declared(content: bytes, size: int) -> bytes:
    """Return a zip whose last member says that it unpacks to this many bytes."""
    place = content.rindex(b"PK\x01\x02") + 24
    return content[:place] + struct.pack("<I", size) + content[place + 4 :]


def versioned(content: bytes, version: int) -> bytes:
    """Return a zip whose last member says that it needs this version to unpack."""
    place = content.rindex(b"PK\x01\x02") + 6
    return content[:place] + struct.pack("<H", version) + content[place + 2 :]


WORKBOOK = workbook()
NO_WORKBOOK = zipped(**{"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"})
NAMED = zipped(**{"xl/workbook.xml": b"<w/>", "xl/é.xml": b""})
MISNAMED = NAMED.replace("é".encode(), b"\xff\xff")
BOMB = zipped(**{"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 1000})
NEWER = versioned(BOMB, 64)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)

LIES = {
    "program as csv": ("a.csv", EXE),
    "elf as csv": ("a.csv", b"\x7fELF\x02\x01\x01\x00"),
    "page as csv": ("a.csv", HTML),
    "page after a mark and spaces as csv": ("a.csv", b"\xef\xbb\xbf \r\n\t" + HTML),
    "page in capitals as csv": ("a.CSV", HTML.upper()),
    "svg as csv": ("a.csv", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "pdf as csv": ("a.csv", PDF),
    "rtf as csv": ("a.csv", rb"{\rtf1\ansi KS1}"),
    "workbook as csv": ("a.csv", WORKBOOK),
    "old workbook as csv": ("a.csv", OLE),
    "picture as csv": ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "other encoding as csv": ("a.csv", CSV.decode().encode("utf-16")),
    "zeros as csv": ("a.csv", bytes(10)),
    "page as xlsx": ("a.xlsx", HTML),
    "text as xlsx": ("a.xlsx", CSV),
    "program as xlsx": ("a.xlsx", EXE),
    "pdf as xlsx": ("a.xlsx", PDF),
    "old or locked workbook as xlsx": ("a.xlsx", OLE),
    "document as xlsx": ("a.xlsx", NO_WORKBOOK),
    "empty zip as xlsx": ("a.xlsx", zipped()),
    "cut workbook as xlsx": ("a.xlsx", WORKBOOK[: len(WORKBOOK) // 2]),
    "bomb as xlsx": ("a.xlsx", declared(BOMB, 501 * 1024**2)),
    "workbook as sav": ("a.sav", WORKBOOK),
    "text as sav": ("a.sav", CSV),
    "program as sav": ("a.sav", EXE),
    "nearly sav": ("a.sav", b"$FL1(#) SPSS"),
}


def everything(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize(("name", "content"), LIES.values(), ids=list(LIES))
def test_a_file_of_another_kind_than_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(InputError) as caught:
        receive(tmp_path, name, content)
    suffix = Path(name).suffix.lower()
    assert str(caught.value).startswith(f"{name}: isinya bukan {suffix}")
    assert "simpan ulang sebagai .csv, .sav, .xlsx, lalu unggah lagi." in str(caught.value)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_true_file_is_kept_as_it_is_and_can_be_read(tmp_path: Path, suffix: str) -> None:
    content = {".csv": CSV, ".xlsx": WORKBOOK, ".sav": spss(tmp_path)}[suffix]
    path = receive(tmp_path / "raw", f"Register{suffix.upper()}", content)
    assert path.read_bytes() == content
    assert read(path)[0].rows
    assert raw_files(tmp_path / "raw") == [path]


@pytest.mark.parametrize(
    "content",
    [CSV, b"\xef\xbb\xbf" + CSV, b"\r\n\r\n\t;\r\n" + CSV, "Kelurahan;é".encode("cp1252"), b"a"],
)
def test_text_of_offices_is_text(content: bytes) -> None:
    check("a.csv", content)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.sav"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"berkas kosong\. Periksa berkas aslinya"):
        receive(tmp_path, name, b"")
    assert everything(tmp_path) == []


def test_a_file_that_is_too_large_is_refused_and_one_byte_less_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_MB", 1)
    with pytest.raises(InputError, match=r"lebih besar dari 1 MB\. Bagi menjadi beberapa"):
        receive(tmp_path, "a.csv", b"a" * (1024**2 + 1))
    assert everything(tmp_path) == []
    assert receive(tmp_path, "a.csv", b"a" * 1024**2).exists()
    assert LARGEST_MB == 50


@pytest.mark.parametrize(
    "name",
    [
        "a.xls",
        "a.xlsm",
        "a.exe",
        "a.csv.exe",
        "a.csv ",
        "a.html",
        "a",
        "csv",
        ".csv",
        "",
        "..",
        "/",
    ],
)
def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"belum dapat dibaca\. Simpan sebagai \.csv, \.sav"):
        receive(tmp_path, name, CSV)
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "../../x.csv",
        "/etc/cron.d/x.csv",
        "..\\..\\x.csv",
        "C:\\Users\\x.csv",
        "a/../../b.csv",
        ".tersembunyi.csv",
        "a\x00b.csv",
        "a\nb.csv",
        "$(id);`id`|a b'\".csv",
        "-rf.csv",
        "registër é 数据.csv",
        "\u202evsc.exe.csv",
        "x" * 76 + ".csv",
    ],
)
def test_a_file_lands_in_its_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    raw = tmp_path / "raw"
    path = receive(raw, name, CSV)
    assert path.parent == raw / FOLDER
    assert everything(tmp_path) == [raw, raw / FOLDER, path]
    stem = path.name.removesuffix(".csv")
    assert path.suffix == ".csv" and not path.name.startswith((".", "-"))
    assert all(letter.isalnum() or letter in "_.-" for letter in stem)
    assert raw_files(raw) == [path]


@pytest.mark.parametrize("name", ["..csv", "....csv"])
def test_a_name_of_dots_keeps_its_kind(tmp_path: Path, name: str) -> None:
    path = receive(tmp_path, name, CSV)
    assert raw_files(tmp_path) == [path]


@pytest.mark.parametrize("length", [77, 100, 200])
def test_a_long_name_keeps_its_kind(tmp_path: Path, length: int) -> None:
    assert receive(tmp_path, "x" * length + ".csv", CSV).suffix == ".csv"


def test_a_long_name_does_not_become_another_kind(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        receive(tmp_path, "x" * 76 + ".csv.exe", CSV)


@pytest.mark.parametrize("letter", ["数", "𠀀"])
def test_a_name_of_wide_letters_fits_on_the_disk(tmp_path: Path, letter: str) -> None:
    assert receive(tmp_path, letter * 76 + ".csv", CSV).exists()


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    first = receive(tmp_path, "a.csv", CSV)
    assert receive(tmp_path, "a.csv", CSV) == first
    assert raw_files(tmp_path) == [first]


@pytest.mark.parametrize("name", ["salinan a.csv", "A.csv", "a.CSV"])
def test_the_same_content_under_another_name_is_kept_once(tmp_path: Path, name: str) -> None:
    receive(tmp_path, "a.csv", CSV)
    receive(tmp_path, name, CSV)
    assert len(raw_files(tmp_path)) == 1


def test_other_content_under_the_same_name_is_kept_beside_it(tmp_path: Path) -> None:
    first = receive(tmp_path, "a.csv", CSV)
    second = receive(tmp_path, "a.csv", CSV + b"KS2;Cipare\n")
    assert raw_files(tmp_path) == sorted([first, second])
    assert first.read_bytes() == CSV


def test_received_files_are_closed_to_other_accounts(tmp_path: Path) -> None:
    usual = os.umask(0)
    try:
        path = receive(tmp_path / "raw", "a.csv", CSV)
    finally:
        os.umask(usual)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_refusal_leaves_what_was_kept_before(tmp_path: Path) -> None:
    first = receive(tmp_path, "a.csv", CSV)
    for name, content in LIES.values():
        with pytest.raises(InputError):
            receive(tmp_path, name, content)
    assert everything(tmp_path) == [first.parent, first]


def test_a_full_disk_leaves_nothing_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        receive(tmp_path, "a.csv", CSV)
    assert raw_files(tmp_path) == []
    assert [path for path in everything(tmp_path) if path.is_file()] == []


@pytest.mark.parametrize("content", [NEWER, MISNAMED], ids=["newer version", "broken name"])
def test_a_strange_zip_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"isinya bukan \.xlsx"):
        receive(tmp_path, "a.xlsx", content)


def test_a_disk_that_fails_at_the_last_step_leaves_nothing_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path) -> None:
        if path.is_dir():
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(uploads, "to_disk", fails)
    with pytest.raises(OSError):
        receive(tmp_path, "a.csv", CSV)
    assert raw_files(tmp_path) == []


def test_the_same_content_sent_twice_at_once_is_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one begins and ends while the first one is being written."""
    kept: list[Path] = []

    def meanwhile(path: Path) -> None:
        monkeypatch.undo()
        kept.append(receive(tmp_path, "a.csv", CSV))

    monkeypatch.setattr(uploads, "to_disk", meanwhile)
    kept.append(receive(tmp_path, "a.csv", CSV))
    assert len(set(kept)) == 1
    assert raw_files(tmp_path) == [kept[0]]


def test_bytes_that_went_wrong_in_a_workbook_are_refused_in_words_or_taken_in() -> None:
    rng = random.Random(1)
    directory, refused = WORKBOOK.index(b"PK\x01\x02"), 0
    for _ in range(2000):
        spoilt = bytearray(WORKBOOK)
        for _ in range(rng.choice([1, 2, 4])):
            place = rng.randrange(rng.choice([0, directory]), len(spoilt))
            spoilt[place] = rng.choice([0, 255, rng.randrange(256)])
        try:
            check("a.xlsx", bytes(spoilt))
        except InputError:
            refused += 1
    assert 100 < refused < 1900


def test_a_workbook_with_a_spoilt_sheet_is_refused_in_words_when_it_is_read(
    tmp_path: Path,
) -> None:
    place = WORKBOOK.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 20
    spoilt = WORKBOOK[:place] + b"\xff" * 8 + WORKBOOK[place + 8 :]
    path = receive(tmp_path, "a.xlsx", spoilt)
    with pytest.raises(InputError):
        read(path)
