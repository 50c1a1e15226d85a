"""What a zip really holds: bytes are counted as they come out, not as they are declared."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from data.readers.limits import MAX_UNPACKED_MB
from data.readers.unreadable import SPLIT, Unreadable

BLOCK = 1024**2
LONGEST_MARK = 128  # bytes
# Bytes to look for and, since that is quick, then only what has to follow from them.
Marks = Mapping[bytes, re.Pattern[bytes] | None]


def find_marked_members(path: Path, marks: Marks) -> set[str]:
    """Return the members that have one of ``marks``, when all come out whole and are bearable.

    The module checks length and checksum of what comes out, so a member that is larger than it
    declares does not pass. Raises Unreadable.
    """
    left = MAX_UNPACKED_MB * BLOCK
    with zipfile.ZipFile(path) as packed:
        marked = set()
        for entry in packed.infolist():
            watch = _Watch(marks)
            left -= unpack(packed, entry, watch, left)
            if watch.seen:
                marked.add(entry.filename)
        return marked


class _Watch:
    """Looks for marks in what is written to it, and keeps none of it."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.seen = False
        self._end = b""

    def write(self, block: bytes) -> None:
        window = self._end + block
        self.seen = self.seen or any(
            mark in window and (pattern is None or pattern.search(window))
            for mark, pattern in self.marks.items()
        )
        self._end = window[-LONGEST_MARK:]


class Sink(Protocol):
    """What takes the bytes of a member."""

    def write(self, block: bytes, /) -> object:
        """Take the next bytes."""


def unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, out: Sink, left: int) -> int:
    """Return a member's size once it is written to ``out``. Raises Unreadable above ``left``."""
    size = 0
    with packed.open(entry) as member:
        while block := member.read(BLOCK):
            size += len(block)
            if size > left:
                raise Unreadable(
                    f"isinya lebih dari {MAX_UNPACKED_MB} MB setelah dibuka.",
                    SPLIT,
                )
            out.write(block)
    return size
