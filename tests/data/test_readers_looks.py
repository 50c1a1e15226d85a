"""A file's content is of the kind that its name says, or it is not opened."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest

from data.readers import SUFFIXES
from data.readers.limits import MAX_UNPACKED_MB
from data.readers.looks import is_locked, is_what_suffix_says
from tests.data.reading import FILES
from tests.data.samples import samples

pytestmark = pytest.mark.proses_pembaca

TEXTS = {".csv", ".tsv", ".txt"}
HTML = b"\r\n<!DOCTYPE html><table><tr><td>x</td></tr></table>"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def kinds(content: bytes) -> set[str]:
    """Return the suffixes that a file with this content may have."""
    return {suffix for suffix in SUFFIXES if is_what_suffix_says(suffix, io.BytesIO(content))}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_true_file_looks_like_its_own_kind_and_no_other(suffix: str) -> None:
    text = TEXTS | {".geojson"} if suffix == ".geojson" else TEXTS
    assert kinds(samples()[suffix]) == (text if suffix in text else {suffix})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE svg><svg/>",
        b"%PDF-1.7\n",
        b"{\\rtf1\\ansi x}",
        b"MZ\x90\x00" + bytes(200),
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"PK\x03\x04" + bytes(200),
        zipped("xl/workbook.bin", "[Content_Types].xml"),
        zipped("word/document.xml", "[Content_Types].xml"),
        zipped(),
        b"PAR1" + bytes(30),
        b"\x03" + b"\xff" * 100,
    ],
)
def test_what_is_none_of_them_looks_like_none(content: bytes) -> None:
    assert kinds(content) - ({*TEXTS} if not content else set()) == set()


@pytest.mark.parametrize(
    "content", [HTML, codecs.BOM_UTF8 + HTML, HTML.decode().encode("utf-16"), HTML.upper()]
)
def test_page_with_a_table_passes_for_an_older_workbook_and_nothing_else(content: bytes) -> None:
    assert kinds(content) == {".xls"}


def test_text_of_offices_is_text() -> None:
    for content in (b"A;B", b"\r\n\r\n\t;\r\nA", "Kelurahan;é".encode("cp1252"), b"a"):
        assert kinds(content) == TEXTS
    assert kinds(codecs.BOM_UTF8 + b'\n {"type":1}') == TEXTS | {".geojson"}
    assert kinds("A;B".encode("utf-16")) == TEXTS


def test_a_zip_that_says_it_unpacks_to_too_much_is_none() -> None:
    content = zipped("a.csv")
    size = (MAX_UNPACKED_MB * 1024**2 + 1).to_bytes(4, "little")
    place = content.index(b"PK\x01\x02") + 24
    assert kinds(content) == {".zip"}
    assert kinds(content[:place] + size + content[place + 4 :]) == set()


def test_only_a_workbook_with_a_password_is_locked() -> None:
    old = (FILES / "register.xls").read_bytes()
    closed = old + "EncryptedPackage".encode("utf-16-le")
    assert is_locked(".xlsx", io.BytesIO(closed))
    for suffix in SUFFIXES:
        assert not is_locked(suffix, io.BytesIO(samples()[suffix]))
        assert not is_locked(suffix, io.BytesIO(old))
        assert not is_locked(suffix, io.BytesIO(b"PK\x03\x04"))
