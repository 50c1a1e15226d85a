"""The files of the record, one a month: finding, locking, reading and appending to disk."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from data.access.access_log.line import AuditError, Line, parse
from data.disk import hold_lock, to_disk

LOCK = ".kunci"
BLOCK = 65536

MONTH_FILE = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))\.jsonl")


def list_months(folder: Path) -> list[str]:
    """Return the months that have a file, oldest first, as ``2026-03``.

    Raises AuditError when the folder is there and cannot be read.
    """
    with reading(folder):
        try:
            names = os.listdir(folder)
        except FileNotFoundError:
            return []
    return sorted(match[1] for match in map(MONTH_FILE.fullmatch, names) if match)


def find_file(folder: Path, month: str) -> Path:
    return folder / f"{month}.jsonl"


def count_back(month: str, count: int) -> str:
    """Return the month that lies ``count`` months before another."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - count, 12)
    return f"{year:04d}-{number + 1:02d}"


def write(path: Path, content: bytes) -> None:
    """Add to the end of a file, on a line of its own, and force it to disk.

    Raises OSError when not all of it could be written; what could stays.
    """
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            content = b"\n" + content
        if os.write(handle, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        to_disk(path.parent)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Make the folder if need be and hold its lock. Raises AuditError for whatever fails."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = folder.stat().st_mode & 0o777
        if mode & 0o077:
            # Not mended here: a setting that names a shared folder by mistake must not close it.
            raise AuditError(
                f"{folder}: folder log akses terbuka bagi akun lain (mode {mode:o}). "
                f"Jalankan: chmod 700 '{folder}'"
            )
        with hold_lock(folder / LOCK, mode=0o600):
            yield
    except OSError as error:
        raise AuditError(
            f"{folder}: log akses tidak dapat ditulis ({error}). Data terbatas tidak dibuka tanpa "
            "catatan. Periksa ruang disk dan hak tulis pada folder ini."
        ) from error


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn what fails in the block into AuditError."""
    try:
        yield
    except OSError as error:
        raise AuditError(
            f"{folder}: log akses tidak dapat dibaca ({error}). Periksa hak baca pada folder ini."
        ) from error


@contextmanager
def freezing(folder: Path) -> Iterator[list[tuple[str, BinaryIO, int]]]:
    """Give month, handle and size of each file at one moment between two writes.

    The lock is held for that moment only: a long walk keeps no reader of data waiting, and a
    file that is removed meanwhile stays readable through its handle. A copy has no lock.
    """
    with ExitStack() as stack:
        has_lock = (folder / LOCK).exists()
        with hold_lock(folder / LOCK, shared=True) if has_lock else nullcontext():
            names = list_months(folder)
            handles = [stack.enter_context(find_file(folder, name).open("rb")) for name in names]
            sizes = [os.fstat(handle.fileno()).st_size for handle in handles]
        yield list(zip(names, handles, sizes, strict=True))


def read_oldest_first(handle: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the first ``size`` bytes of a file line by line."""
    while size > 0 and (raw := handle.readline(size)):
        size -= len(raw)
        yield raw


def read_newest_first(folder: Path, known: list[str], wanted: bytes = b"") -> Iterator[Line]:
    """Yield the whole lines of the given months, newest first, that hold the wanted bytes."""
    for month in reversed(known):
        try:
            handle = find_file(folder, month).open("rb")
        except FileNotFoundError:  # its time was up since the list was made
            continue
        with handle:
            for raw in _read_backwards(handle):
                line = parse(raw) if wanted in raw else None
                if line:
                    yield line


def _read_backwards(handle: BinaryIO) -> Iterator[bytes]:
    """Yield a file's lines from the last to the first, reading no more than is asked for."""
    end = handle.seek(0, os.SEEK_END)
    rest = b""
    while end > 0:
        start = max(0, end - BLOCK)
        handle.seek(start)
        rest, *found = (handle.read(end - start) + rest).split(b"\n")
        yield from reversed(found)
        end = start
    yield rest
