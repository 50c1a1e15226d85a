"""Hashes: by what a version was made, and what an inline style or script is.

A version's is of the folders whose code, SQL and lists decide what it holds.

A hash of the text itself, since a program that was unpacked from an archive has no git revision to
name. The same folders and files under another root have the same hash.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from data.settings import ROOT

TICK_NS = 2_000_000_000  # the coarsest of clocks that file systems write by
NOT_OURS = {"__pycache__", "setempat"}
"""Folders that the program did not bring along: what Python compiled, and the office's layouts."""


def hash_of(folders: Iterable[str], files: Iterable[Path] = ()) -> str:
    """Return a hash of every file below ``folders`` (relative to the root) and of further ``files``
    that exist, each by its name and content."""
    brought = (path for folder in folders for path in _list_below(str(ROOT / folder)))
    own = (str(path) for path in files if path.is_file())
    named = sorted((os.path.relpath(path, ROOT), path) for path in {*brought, *own})
    return digest(*(f"{Path(name).name} {_recall_hash(path)}" for name, path in named))


def digest(*parts: str) -> str:
    """Return one hash of several texts in their order, in hex."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def hash_source(text: str) -> str:
    """Return the hash of an inline style or script as a Content-Security-Policy source."""
    hashed = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(hashed).decode()}"


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _list_below(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name not in NOT_OURS:
                yield from _list_below(entry.path)
        else:
            yield entry.path


def _recall_hash(path: str) -> str:
    """Return the SHA-256 of a file that seldom changes, worked out again only when it did.

    A file that was written just now could be written once more within one tick of its clock.
    """
    stat = os.stat(path)
    if time.time_ns() - stat.st_mtime_ns < TICK_NS:
        return hash_file(Path(path))
    return _hash_of(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1_000)
def _hash_of(path: str, changed: int, size: int) -> str:
    return hash_file(Path(path))
