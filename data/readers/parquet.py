"""A small sheet as a Parquet file, by hand: to load a library takes longer than to read the sheet.

One row group, one page for each column, values as they are. The footer is written in Thrift's
compact protocol, of which there is here what it needs.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.readers.cell import Row

MARK = b"PAR1"
# What Thrift and Parquet call the types of things, and how values stand in a page.
I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12
INT64, BYTE_ARRAY = 2, 6
REQUIRED, OPTIONAL = 0, 1
PLAIN, RLE = 0, 3
UTF8 = UNCOMPRESSED = DATA_PAGE = 0
# A field of a struct: its number, type and value. Of a list, the value begins with the type of
# its members.
Field = tuple[int, int, Any]


def write(path: Path, numbers: Sequence[int], rows: Sequence[Row], width: int) -> None:
    """Write rows of ``width`` cells as ``k1``, ``k2`` ... with their numbers as ``baris``."""
    pages = [("baris", INT64, struct.pack(f"<{len(numbers)}q", *numbers))]
    pages += [
        (f"k{place + 1}", BYTE_ARRAY, _texts([row[place] or None for row in rows]))
        for place in range(width)
    ]
    chunks: list[list[Field]] = []
    with path.open("wb") as out:
        out.write(MARK)
        for name, kind, page in pages:
            begin = out.tell()
            out.write(_header(len(rows), len(page)) + page)
            chunks.append(_chunk(name, kind, len(rows), begin, out.tell() - begin))
        size = out.tell() - len(MARK)
        footer = _footer([_column(name, kind) for name, kind, _ in pages], chunks, len(rows), size)
        out.write(footer + struct.pack("<I", len(footer)) + MARK)


def _texts(cells: Sequence[str | None]) -> bytes:
    """Return a page of texts: a bit for each cell that says whether there is one, then those."""
    groups = -(-len(cells) // 8)
    there = sum(1 << place for place, cell in enumerate(cells) if cell is not None)
    bits = _whole(groups << 1 | 1) + there.to_bytes(groups, "little")
    texts = b"".join(_sized(cell.encode()) for cell in cells if cell is not None)
    return _sized(bits) + texts


def _sized(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content


def _header(rows: int, size: int) -> bytes:
    """Return what stands before a page."""
    page = [(1, I32, rows), (2, I32, PLAIN), (3, I32, RLE), (4, I32, RLE)]
    return _value(STRUCT, [(1, I32, DATA_PAGE), (2, I32, size), (3, I32, size), (5, STRUCT, page)])


def _column(name: str, kind: int) -> list[Field]:
    """Return what a column is: a number in every row, or a text in some."""
    is_text = kind == BYTE_ARRAY
    told = [(1, I32, kind), (3, I32, OPTIONAL if is_text else REQUIRED), (4, BINARY, name.encode())]
    return [*told, (6, I32, UTF8)] if is_text else told


def _chunk(name: str, kind: int, rows: int, begin: int, size: int) -> list[Field]:
    """Return where a column's only page stands."""
    told = [(1, I32, kind), (2, LIST, (I32, [PLAIN, RLE])), (3, LIST, (BINARY, [name.encode()]))]
    told += [(4, I32, UNCOMPRESSED), (5, I64, rows), (6, I64, size), (7, I64, size)]
    told.append((9, I64, begin))
    return [(2, I64, begin), (3, STRUCT, told)]


def _footer(columns: list[list[Field]], chunks: list[list[Field]], rows: int, size: int) -> bytes:
    root = [(4, BINARY, b"lembar"), (5, I32, len(columns))]
    group = [(1, LIST, (STRUCT, chunks)), (2, I64, size), (3, I64, rows)]
    groups = [group] if rows else []
    return _value(
        STRUCT,
        [
            (1, I32, 1),
            (2, LIST, (STRUCT, [root, *columns])),
            (3, I64, rows),
            (4, LIST, (STRUCT, groups)),
        ],
    )


def _value(kind: int, value: Any) -> bytes:
    """Return a value as Thrift writes it."""
    if kind in (I32, I64):
        return _whole(value << 1)  # none of them is negative
    if kind == BINARY:
        return _whole(len(value)) + bytes(value)
    if kind == LIST:
        member, values = value
        begin = bytes([0xF0 | member]) + _whole(len(values))
        return begin + b"".join(_value(member, one) for one in values)
    out, last = [], 0
    for number, own, one in value:
        out.append(bytes([(number - last) << 4 | own]) + _value(own, one))
        last = number
    return b"".join(out) + b"\0"


def _whole(number: int) -> bytes:
    """Return a whole number, seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
