"""The error cells of an xls, which the workbook library gives as empty: see ``errors``.

An xls is a small file system (sectors, a table that chains them, a directory) which holds one
stream of records. Of the records only cells with an error matter here. Whatever does not add up
raises ValueError, KeyError, IndexError or struct.error.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from data.readers.errors import Errors
from data.readers.unreadable import UNLOCK, Unreadable

SHOWN = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
BEGIN, END, PASSWORD, SHEET, CELL = 0x809, 0x0A, 0x2F, 0x85, 0x205
FORMULAS = 0x06, 0x206, 0x406
HEADER, ENTRY, ROOT = 512, 128, 5
LAST = 0xFFFFFFFA  # from here on a number is no sector


def errors_xls(path: Path) -> list[Errors]:
    """Return the error cells of each sheet, in the order of the workbook. Raises Unreadable."""
    stream = _stream(path.read_bytes())
    starts = []
    for kind, data in _records(stream, 0):
        if kind == PASSWORD:
            raise Unreadable("dikunci dengan kata sandi.", UNLOCK)
        if kind == SHEET:
            starts.append(int.from_bytes(data[:4], "little"))
    return [_errors(stream, start) for start in starts]


def _errors(stream: bytes, start: int) -> Errors:
    found: Errors = defaultdict(dict)
    for kind, data in _records(stream, start):
        code = None
        if kind == CELL and data[7]:
            code = data[6]
        elif kind in FORMULAS and data[12:14] == b"\xff\xff" and data[6] == 2:
            code = data[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", data)
            found[row + 1][column] = SHOWN.get(code, "#?")
    return found


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream; a chart within it has an end of its own."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            return
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _stream(content: bytes) -> bytes:
    """Return the stream of records out of the file around it."""
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    (directory,) = struct.unpack_from("<I", content, 48)
    cutoff, mini_start = struct.unpack_from("<II", content, 56)
    chains = _chains(content, shift)
    entries = _chain(content, chains, directory, shift, HEADER)
    root = b""
    for place in range(0, len(entries), ENTRY):
        name, kind, start, size = _entry(entries[place : place + ENTRY])
        if kind == ROOT:
            root = _chain(content, chains, start, shift, HEADER)
        if name not in ("Workbook", "Book"):
            continue
        if size >= cutoff:
            return _chain(content, chains, start, shift, HEADER)[:size]
        numbers = _chain(content, chains, mini_start, shift, HEADER)
        return _chain(root, _numbers(numbers), start, mini_shift, 0)[:size]
    raise ValueError("no workbook in it")


def _entry(entry: bytes) -> tuple[str, int, int, int]:
    length, kind = struct.unpack_from("<HB", entry, 64)
    start, size = struct.unpack_from("<II", entry, 116)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace"), kind, start, size


def _chains(content: bytes, shift: int) -> tuple[int, ...]:
    """Return, for every sector, the one that follows it."""
    (more,) = struct.unpack_from("<I", content, 68)
    sectors = list(_numbers(content[76:HEADER]))
    while more < LAST and len(sectors) << shift <= len(content):
        *listed, more = _numbers(_sector(content, more, shift, HEADER))
        sectors += listed
    table = b"".join(_sector(content, one, shift, HEADER) for one in sectors if one < LAST)
    return _numbers(table)


def _chain(content: bytes, chains: tuple[int, ...], sector: int, shift: int, offset: int) -> bytes:
    """Return the sectors that hang together, the first being ``sector``."""
    found: list[bytes] = []
    while sector < LAST:
        if len(found) > len(chains):
            raise ValueError("a chain without end")
        found.append(_sector(content, sector, shift, offset))
        sector = chains[sector]
    return b"".join(found)


def _sector(content: bytes, number: int, shift: int, offset: int) -> bytes:
    # The header takes the place of the first sector, also where sectors are larger.
    start = (number << shift) + (max(offset, 1 << shift) if offset else 0)
    if not 6 <= shift <= 12 or start >= len(content):
        raise ValueError("a sector outside the file")
    return content[start : start + (1 << shift)]


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
