"""Files on disk: whole under their name or not there, and one process at a time."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def to_disk(path: Path) -> None:
    """Force a file's or folder's content to disk, so that a power cut cannot leave a hole."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path, *, keep_old: bool = False) -> Iterator[Path]:
    """Give a free name beside ``path``; what the block makes there gets the name ``path`` in a
    single step, so that this never stands for a part of it.

    When the block fails, nothing is left. With ``keep_old`` whoever was there first stays, and
    FileExistsError is raised.
    """
    # A name of its own for each: two that write the same file do not write into each other's.
    aside = path.with_name(f".{path.name.lstrip('.')}.{secrets.token_hex(4)}.baru")
    try:
        yield aside
        (os.link if keep_old else os.replace)(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def write_whole(
    path: Path, content: bytes, *, mode: int = 0o666, synced: bool = False, keep_old: bool = False
) -> None:
    """Write a file whole, as ``replacing`` does; ``mode`` is that of a new file, less the umask.

    With ``synced`` its content is on disk before it gets its name. That the name is there too
    after a power cut takes ``to_disk`` of the folder.
    """
    with replacing(path, keep_old=keep_old) as aside:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        if synced:
            to_disk(aside)


@contextmanager
def closing_files() -> Iterator[None]:
    """Make new files of this process for its account only, from their first byte, whoever makes
    them: a database writes a log beside its file when it likes."""
    usual = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(usual)


@contextmanager
def hold_lock(path: Path, *, shared: bool = False, mode: int = 0o666) -> Iterator[None]:
    """Hold the lock of a file, once nobody else does that it cannot be shared with.

    A shared one only reads the file, which must be there; any other makes it, with ``mode`` less
    the umask. The kernel lets go of it when the process ends, however that happens.
    """
    # Not the package filelock, which the tests have: its locks cannot be shared by readers that
    # may not write, and whoever waits for one asks again and again and does not stand in line.
    handle = os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, mode)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
