"""Takes in a file that somebody sends: it must be what its name says, and it is kept closed.

A received file first waits beside the others, hidden from every build, until it has been
checked; then it is kept, under the hash of its content.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from data.disk import to_disk
from data.errors import InputError
from data.readers import SUFFIXES
from data.readers.looks import locked, looks

FOLDER = "unggahan"
WAITING = ".calon-"
WAITING_SECONDS = 24 * 3600
LARGEST_MB = 50
"""What the page takes; a larger file goes by the command line, which reads it from its place."""
LONGEST_NAME = 80
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Candidate:
    """A received file that waits. ``berkas`` is its name below ``raw`` once it is kept."""

    path: Path
    berkas: str
    sha256: str

    @property
    def name(self) -> str:
        """Return the last part of its kept name, by which it is asked for again."""
        return PurePath(self.berkas).name

    @property
    def preview(self) -> Path:
        """Return where the first rows of it are kept while it waits."""
        return self.path.with_name(f".awal-{self.name}.json")

    def kept(self, raw: Path) -> Path:
        """Return where the file lies once it is kept."""
        return raw / self.berkas


def receive(raw: Path, name: str, file: BinaryIO, largest_mb: int | None = LARGEST_MB) -> Candidate:
    """Put a received file aside below ``raw``; the same content waits once.

    Raises InputError for a file of an unknown kind, an empty or too large one, and one whose
    content is of another kind than its name says. Nothing is kept then.
    """
    check(name, file, largest_mb)
    folder = raw / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_old(folder)
    handle, aside = tempfile.mkstemp(dir=folder, prefix=".")  # mode 600
    try:
        digest = hashlib.sha256()
        file.seek(0)
        with os.fdopen(handle, "wb") as out:
            while block := file.read(BLOCK):
                digest.update(block)
                out.write(block)
        sha256 = digest.hexdigest()
        earlier = next(folder.glob(f"{sha256[:12]}-*"), None)
        final = earlier.name if earlier else f"{sha256[:12]}-{_safe(name)}"
        path = folder / f"{WAITING}{final}"
        to_disk(Path(aside))
        os.replace(aside, path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
    return Candidate(path, f"{FOLDER}/{final}", sha256)


def waiting(raw: Path, name: str) -> Candidate | None:
    """Return a candidate by the last part of its kept name, if it still waits."""
    path = raw / FOLDER / f"{WAITING}{PurePath(name).name}"
    if not path.exists():
        return None
    with path.open("rb") as handle:
        return Candidate(
            path,
            f"{FOLDER}/{PurePath(name).name}",
            hashlib.file_digest(handle, "sha256").hexdigest(),
        )


def keep(raw: Path, candidate: Candidate) -> Path:
    """Make a waiting file one that builds read, and return where it is."""
    path = candidate.kept(raw)
    os.replace(candidate.path, path)
    to_disk(path.parent)
    candidate.preview.unlink(missing_ok=True)
    return path


def forget(candidate: Candidate) -> None:
    """Throw a waiting file away."""
    candidate.path.unlink(missing_ok=True)
    candidate.preview.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    for left in folder.glob(".*"):
        if time.time() - left.stat().st_mtime <= WAITING_SECONDS:
            continue
        if left.is_dir():  # what a killed reader left behind
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _safe(name: str) -> str:
    """Return a name that any file system takes, with the kind of the given one."""
    given = PurePath(name)
    stem = re.sub(r"[^A-Za-z0-9.-]+", "_", given.stem).strip("._")[:LONGEST_NAME]
    return f"{stem or 'berkas'}{given.suffix.lower()}"


def check(name: str, file: BinaryIO, largest_mb: int | None = LARGEST_MB) -> None:
    """Return when a file can be read as what its name says. Raises InputError otherwise."""
    suffix = PurePath(name).suffix.lower()
    name = PurePath(name).name[-LONGEST_NAME:]
    known = ", ".join(SUFFIXES)
    if suffix not in SUFFIXES:
        raise InputError(
            name, f"jenis berkas '{suffix}' belum dapat dibaca.", f"Simpan sebagai {known}."
        )
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise InputError(name, "berkas kosong.", "Periksa berkas aslinya, lalu unggah lagi.")
    if largest_mb and size > largest_mb * 1024**2:
        raise InputError(
            name,
            f"lebih besar dari {largest_mb} MB.",
            "Bagi menjadi beberapa berkas, atau pakai baris perintah: python -m data import.",
        )
    if locked(suffix, file):
        raise InputError(
            name, "dikunci dengan kata sandi.", "Simpan ulang tanpa kata sandi, lalu unggah lagi."
        )
    if not looks(suffix, file):
        raise InputError(
            name,
            f"isinya bukan {suffix} walau namanya begitu.",
            f"Buka di programnya, simpan ulang sebagai {known}, lalu unggah lagi.",
        )
