"""Whether a file's content is of the kind that its name says, seen from a few bytes of it."""

from __future__ import annotations

import codecs
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from data.readers.limits import MAX_MEMBERS, MAX_UNPACKED_MB

START = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "mimetype", "[Content_Types].xml")
DBF_VERSIONS = b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb"
DTA_RELEASES = range(102, 120)
BLOCK = 1024**2
MEMBER = b"PK\x01\x02"  # begins every entry in a zip's directory
# What a zip, or a member of it, raises when it is none or is broken.
NO_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    KeyError,
    OverflowError,
    OSError,
    EOFError,
    struct.error,
    zlib.error,
)


def is_what_suffix_says(suffix: str, file: BinaryIO) -> bool:
    """Return whether a file's content is what its suffix, one of SUFFIXES, says.

    A file that does may still be broken; one that does not is never opened. ``file`` is read
    from its start.
    """
    file.seek(0)
    start = file.read(START)
    return LOOKS[suffix](start, file)


def is_locked(suffix: str, file: BinaryIO) -> bool:
    """Return whether it is a workbook that asks for a password."""
    file.seek(0)
    if suffix == ".xlsx":
        # Office puts the closed workbook into a file of the older kind.
        return file.read(len(OLE)) == OLE and _has_encrypted_package(file)
    if suffix != ".ods" or not _is_bearable(file):
        return False
    try:
        with zipfile.ZipFile(file) as packed:
            entry = packed.getinfo("META-INF/manifest.xml")
            # No program packs it otherwise, and other kinds ask for memory before they look.
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return False
            manifest = packed.open(entry).read(BLOCK)
    except NO_ZIP:
        return False
    except RuntimeError:  # the module's word for a member with a password
        return True
    return b"encryption-data" in manifest


def _is_bearable(file: BinaryIO) -> bool:
    """Return whether a zip has so few members that their list may be read.

    Their marks are counted, since a zip's own number of them may be a lie.
    """
    file.seek(0)
    count, end = 0, b""
    while block := file.read(BLOCK):
        count += (end + block).count(MEMBER)
        end = block[-len(MEMBER) + 1 :]
    return count <= MAX_MEMBERS


def _has_encrypted_package(file: BinaryIO) -> bool:
    wanted = "EncryptedPackage".encode("utf-16-le")
    before = b""
    while block := file.read(BLOCK):
        if wanted in before + block:
            return True
        before = block[-len(wanted) :]
    return False


def _is_text(start: bytes, file: BinaryIO) -> bool:
    """Return whether nothing in it says that it is a program, a picture or a page."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode("utf-8")
    start = start.removeprefix(codecs.BOM_UTF8)
    has_controls = any(byte < 9 or 13 < byte < 32 for byte in start)
    return not has_controls and not start.lstrip().lower().startswith((b"<", b"%pdf", b"{\\rtf"))


def is_page(start: bytes) -> bool:
    """Return whether a file that begins so is a web page with a table."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode("utf-8")
    start = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return start.startswith(b"<") and (b"<table" in start or b"<html" in start)


def _is_xls(start: bytes, file: BinaryIO) -> bool:
    """Return whether it is an older workbook, or a page under its name as programs export it."""
    return start.startswith(OLE) or is_page(start)


def _is_xlsx(start: bytes, file: BinaryIO) -> bool:
    return "xl/workbook.xml" in _list_members(file)


def _is_ods(start: bytes, file: BinaryIO) -> bool:
    names = _list_members(file)
    # The kind is the first member, stored as it is, so that it can be seen from outside.
    return "content.xml" in names and ODS in start[:200]


def _is_zip(start: bytes, file: BinaryIO) -> bool:
    """Return whether it is a zip of files, and not a workbook under another name."""
    names = _list_members(file)
    return bool(names) and not any(name in names for name in WORKBOOKS)


def _list_members(file: BinaryIO) -> list[str]:
    """Return the names in a zip, or none when it is none, or has or unpacks to too much."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04" or not _is_bearable(file):
        return []
    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            names = packed.namelist()
    except NO_ZIP:
        return []
    return names if size <= MAX_UNPACKED_MB * 1024**2 else []


def _is_dbf(start: bytes, file: BinaryIO) -> bool:
    """Return whether the header of a dBase table adds up."""
    if len(start) < 65 or start[0] not in DBF_VERSIONS:
        return False
    _, month, day = start[1:4]
    records, header, size = struct.unpack_from("<IHH", start, 4)
    length = file.seek(0, 2)
    return (
        month <= 12
        and day <= 31
        and 65 <= header <= length
        and size > 1
        and records <= length // size + 1
    )


def _is_dta(start: bytes, file: BinaryIO) -> bool:
    if start.startswith(b"<stata_dta><header><release>"):
        return True
    # Before release 117: the release, the byte order, always 1, always 0.
    return len(start) > 60 and start[0] in DTA_RELEASES and start[1] in (1, 2) and start[2] == 1


def _is_parquet(start: bytes, file: BinaryIO) -> bool:
    if not start.startswith(b"PAR1") or file.seek(0, 2) < 12:
        return False
    file.seek(-4, 2)
    return file.read(4) == b"PAR1"


def _is_geojson(start: bytes, file: BinaryIO) -> bool:
    is_object = start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    return is_object and _is_text(start, file)


def _starts_with(*marks: bytes) -> Callable[[bytes, BinaryIO], bool]:
    return lambda start, file: start.startswith(marks)


LOOKS: dict[str, Callable[[bytes, BinaryIO], bool]] = {
    ".csv": _is_text,
    ".dbf": _is_dbf,
    ".dta": _is_dta,
    ".geojson": _is_geojson,
    ".gpkg": _starts_with(b"SQLite format 3\0"),
    ".ods": _is_ods,
    ".parquet": _is_parquet,
    ".sav": _starts_with(b"$FL2", b"$FL3"),
    ".tsv": _is_text,
    ".txt": _is_text,
    ".xls": _is_xls,
    ".xlsx": _is_xlsx,
    ".zip": _is_zip,
}
