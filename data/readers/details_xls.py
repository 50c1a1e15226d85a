"""What the workbook library does not tell of the cells of an xls: see ``details``.

An xls is a small file system (sectors, a table that chains them, a directory) which holds one
stream of records. Of the records only cells with an error and numbers in percent matter here; a
formula always has a result, even a made-up one. Whatever does not add up raises ValueError,
KeyError, IndexError or struct.error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from data.readers.details import PERCENT_FORMATS, Details, is_percent
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
STYLE, FORMAT = 0xE0, 0x41E
NUMBERS, NUMBERS_OF_A_ROW = (0x203, 0x27E), 0xBD
HEADER, ENTRY, ROOT = 512, 128, 5
LAST = 0xFFFFFFFA  # from here on a number is no sector


def find_details_xls(path: Path) -> list[Details]:
    """Return what is to be told of each sheet, in the order of the workbook. Raises Unreadable."""
    stream = _extract_stream(path.read_bytes())
    starts: list[int] = []
    percents, styles = set(PERCENT_FORMATS), []
    for kind, data in _read_records(stream, 0):
        if kind == PASSWORD:
            raise Unreadable("dikunci dengan kata sandi.", UNLOCK)
        if kind == SHEET:
            starts.append(int.from_bytes(data[:4], "little"))
        elif kind == FORMAT and is_percent(data[2:].replace(b"\0", b"").decode("latin-1")):
            percents.add(int.from_bytes(data[:2], "little"))
        elif kind == STYLE:
            styles.append(int.from_bytes(data[2:4], "little"))
    in_percent = {place for place, format in enumerate(styles) if format in percents}
    return [_find_details_of_sheet(stream, start, in_percent) for start in starts]


def _find_details_of_sheet(stream: bytes, start: int, in_percent: set[int]) -> Details:
    details = Details()
    for kind, data in _read_records(stream, start):
        code = None
        if kind == CELL and data[7]:
            code = data[6]
        elif kind in FORMULAS and data[12:14] == b"\xff\xff" and data[6] == 2:
            code = data[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", data)
            details.errors[row + 1][column] = SHOWN.get(code, "#?")
        for row, column, style in _read_numbers(kind, data) if in_percent else ():
            if style in in_percent:
                details.percents[row + 1].add(column)
    return details


def _read_numbers(kind: int, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield row, column (both from 0) and style of each number in a record."""
    if kind in NUMBERS or kind in FORMULAS:
        row, column, style = struct.unpack_from("<HHH", data)
        yield row, column, style
    elif kind == NUMBERS_OF_A_ROW:
        row, first = struct.unpack_from("<HH", data)
        for place in range((len(data) - 6) // 6):  # six bytes each, and two for the last column
            yield row, first + place, struct.unpack_from("<H", data, 4 + 6 * place)[0]


def _read_records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream; a chart within it has an end of its own."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            return
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _extract_stream(content: bytes) -> bytes:
    """Return the stream of records out of the file around it."""
    # The file is cut into sectors, and a table says for each sector which one follows it. What is
    # small is kept apart, in smaller sectors that lie inside the stream of the directory's root
    # and have a table of their own: so a workbook below the cutoff is found by the second table in
    # the root's stream, any other by the first in the file. The library that reads the cells would
    # make gigabytes of a chain without end, so the chains are followed here before it is asked.
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    (directory,) = struct.unpack_from("<I", content, 48)
    cutoff, mini_start = struct.unpack_from("<II", content, 56)
    chains = _read_chains(content, shift)
    entries = _join_chain(content, chains, directory, shift, HEADER)
    root = b""
    for place in range(0, len(entries), ENTRY):
        name, kind, start, size = _read_entry(entries[place : place + ENTRY])
        if kind == ROOT:
            root = _join_chain(content, chains, start, shift, HEADER)
        if name not in ("Workbook", "Book"):
            continue
        if size >= cutoff:
            return _join_chain(content, chains, start, shift, HEADER)[:size]
        numbers = _join_chain(content, chains, mini_start, shift, HEADER)
        return _join_chain(root, _unpack_numbers(numbers), start, mini_shift, 0)[:size]
    raise ValueError("no workbook in it")


def _read_entry(entry: bytes) -> tuple[str, int, int, int]:
    length, kind = struct.unpack_from("<HB", entry, 64)
    start, size = struct.unpack_from("<II", entry, 116)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace"), kind, start, size


def _read_chains(content: bytes, shift: int) -> tuple[int, ...]:
    """Return, for every sector, the one that follows it."""
    (more,) = struct.unpack_from("<I", content, 68)
    sectors = list(_unpack_numbers(content[76:HEADER]))
    while more < LAST and len(sectors) << shift <= len(content):
        *listed, more = _unpack_numbers(_cut_sector(content, more, shift, HEADER))
        sectors += listed
    table = b"".join(
        _cut_sector(content, number, shift, HEADER) for number in sectors if number < LAST
    )
    return _unpack_numbers(table)


def _join_chain(
    content: bytes, chains: tuple[int, ...], sector: int, shift: int, offset: int
) -> bytes:
    """Return the sectors that hang together, the first being ``sector``."""
    sectors: list[bytes] = []
    while sector < LAST:
        if len(sectors) > len(chains):
            raise ValueError("a chain without end")
        sectors.append(_cut_sector(content, sector, shift, offset))
        sector = chains[sector]
    return b"".join(sectors)


def _cut_sector(content: bytes, number: int, shift: int, offset: int) -> bytes:
    # The header takes the place of the first sector, also where sectors are larger.
    start = (number << shift) + (max(offset, 1 << shift) if offset else 0)
    if not 6 <= shift <= 12 or start >= len(content):
        raise ValueError("a sector outside the file")
    return content[start : start + (1 << shift)]


def _unpack_numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
