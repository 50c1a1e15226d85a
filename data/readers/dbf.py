"""dBase tables (.dbf), also without the map that they came with.

A table of fixed-width text, so it is read as the text it is: a number keeps its zeros and its
digits, however many. A map library would make floats of them, and would open whatever lies
beside the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.readers.cell import Row
from data.readers.formats import Tables
from data.readers.unreadable import Unreadable

DELETED = b"*"
END_OF_FIELDS = b"\r"
# Byte 29 of the header; what it does not tell is taken for UTF-8, else for Windows' own.
CODEPAGES = {0x01: "cp437", 0x02: "cp850", 0x64: "cp852", 0x65: "cp866"}
EXPORT = "Buka di LibreOffice atau QGIS, simpan sebagai .csv, lalu unggah lagi."
LOGICAL = {"t": "ya", "y": "ya", "f": "tidak", "n": "tidak"}


@dataclass(frozen=True)
class Field:
    """A column: ``kind`` is its dBase letter, its cells are bytes ``start`` to ``end`` of a row."""

    name: str
    kind: str
    start: int
    end: int


def read_tables(path: Path, work: Path) -> Tables:
    """Return the only sheet: field names in row 1, deleted records left out."""
    yield path.stem, _read_rows(path)


def _read_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        header = file.read(32)
        records, start, size = struct.unpack_from("<IHH", header, 4)
        encoding = CODEPAGES.get(header[29])
        fields = list(_read_fields(file.read(start - 32), encoding))
        if not fields or fields[-1].end > size:
            raise Unreadable("susunan kolomnya rusak.")
        yield [field.name for field in fields]
        file.seek(start)
        for number in range(records):
            record = file.read(size)
            if record[:1] == b"\x1a":  # the end; some programs count wrong
                return
            if len(record) < size:
                raise Unreadable("berkas terpotong.", baris=number + 2)
            if record[:1] != DELETED:
                yield [_read_cell(record[f.start : f.end], f.kind, encoding) for f in fields]


def _read_fields(described: bytes, encoding: str | None) -> Iterator[Field]:
    start = 1  # after the mark of deletion
    for offset in range(0, len(described) - 31, 32):
        described_field = described[offset : offset + 32]
        if described_field[:1] == END_OF_FIELDS:
            return
        name = _decode(described_field[:11].split(b"\0")[0], encoding).strip()
        kind, width = chr(described_field[11]), described_field[16]
        if kind == "C":
            width += described_field[17] << 8  # how wide text is written down
        yield Field(name, kind, start, start + width)
        start += width


def _read_cell(raw: bytes, kind: str, encoding: str | None) -> str | None:
    if kind not in "CNFDL":
        return _read_binary(raw, kind)
    text = _decode(raw, encoding).strip(" \0")
    if kind == "L":
        return LOGICAL.get(text.lower())
    if kind == "D" and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text != "00000000" else None
    if kind in "NF" and not text.strip("*"):
        return None  # stars: the number did not fit
    if kind in "NF" and "." in text and text.replace(".", "").strip("-").isdigit():
        return text.rstrip("0").rstrip(".")  # a code is no 1234567.000
    return text or None


def _read_binary(raw: bytes, kind: str) -> str | None:
    """Return a number that is not written as text; what stands in another file is refused."""
    if kind in "I+" and len(raw) == 4:
        return str(struct.unpack("<i", raw)[0])
    if raw.strip(b" \0"):
        raise Unreadable(f"ada kolom berjenis '{kind}', yang belum dapat dibaca.", EXPORT)
    return None


def _decode(raw: bytes, encoding: str | None) -> str:
    if encoding is not None:
        return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
