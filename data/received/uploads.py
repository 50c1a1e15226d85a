"""Takes in a file that somebody sends: it must be what its name says, and it is kept closed.

A received file first waits beside the others, hidden from every build, until it has been
checked; then it is kept, under the hash of its content.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePath
from typing import BinaryIO

from data.disk import to_disk
from data.errors import InputError, StoreError
from data.fingerprint import hash_file
from data.readers import SUFFIXES
from data.readers.looks import is_locked, is_what_suffix_says

FOLDER = "unggahan"
WAITING = ".calon-"
WAITING_SECONDS = 24 * 3600
LARGEST_MB = 50
"""What the page takes; a larger file goes by the command line, which reads it from its place."""
LONGEST_NAME = 80
BLOCK = 1024 * 1024
SHORT = 12  # digits of the hash that a kept name begins with
NO_ROOM = (
    "Berkas tidak dapat disalin ke folder data ({}). Tidak ada yang berubah. Periksa disk dan izin "
    "foldernya, lalu ulangi."
)


@dataclass(frozen=True)
class Origin:
    """The file on this machine that was copied, and what it was then: inode, size, time."""

    path: Path
    state: tuple[int, int, int]


@dataclass(frozen=True)
class Candidate:
    """A received file that waits. ``berkas`` is its name below ``raw`` once it is kept,
    ``origin`` where it came from, if that is a file of this machine."""

    path: Path
    berkas: str
    sha256: str
    origin: Origin | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """Return the last part of its kept name, by which it is asked for again."""
        return PurePath(self.berkas).name

    @property
    def preview(self) -> Path:
        """Return where the first rows of it are kept while it waits."""
        return self.path.with_name(f".awal-{self.name}.json")

    def locate_kept(self, raw: Path) -> Path:
        """Return where the file lies once it is kept."""
        return raw / self.berkas


def receive(raw: Path, name: str, file: BinaryIO, largest_mb: int | None = LARGEST_MB) -> Candidate:
    """Put a received file aside below ``raw``; the same content waits once, under one name.

    Raises InputError for a file of an unknown kind, an empty or too large one, one whose content
    is of another kind than its name says, and one that changes meanwhile; StoreError when it
    cannot be written. Nothing is kept then.
    """
    check(name, file, largest_mb)
    try:
        return _copy(raw / FOLDER, name, file)
    except OSError as error:
        raise StoreError(NO_ROOM.format(error.strerror)) from error


def _copy(folder: Path, name: str, file: BinaryIO) -> Candidate:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    _forget_old(folder)
    origin = _find_origin(file)
    # Not by ``data.disk.replacing``: its name is made of a hash that is known when all is copied.
    handle, aside = tempfile.mkstemp(dir=folder, prefix=".")  # mode 600
    try:
        digest = hashlib.sha256()
        file.seek(0)
        with os.fdopen(handle, "wb") as out:
            while block := file.read(BLOCK):
                digest.update(block)
                out.write(block)
        if _find_origin(file) != origin:
            raise _explain_changed(name)
        to_disk(Path(aside))
        final = _name(folder, digest.hexdigest(), _make_safe(name))
        path = folder / f"{WAITING}{final}"
        os.replace(aside, path)
    finally:
        Path(aside).unlink(missing_ok=True)
    return Candidate(path, f"{FOLDER}/{final}", digest.hexdigest(), origin)


def check_unchanged(candidate: Candidate) -> None:
    """Return when the file that was copied is still what it was. Raises InputError otherwise:
    somebody may have been writing it, so that the copy ends in the middle."""
    origin = candidate.origin
    if origin is None:
        return
    with suppress(FileNotFoundError):  # moved away after it was copied: the copy is whole
        if _state(origin.path.stat()) != origin.state:
            raise _explain_changed(origin.path.name)


def _explain_changed(name: str) -> InputError:
    return InputError(name, "berubah saat dibaca.", "Ulangi setelah selesai disalin atau disimpan.")


def _find_origin(file: BinaryIO) -> Origin | None:
    """Return which file of this machine is being read; what a browser sends is none."""
    try:
        return Origin(Path(file.name).absolute(), _state(os.fstat(file.fileno())))
    except (AttributeError, OSError, TypeError):
        return None


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _name(folder: Path, sha256: str, wanted: str) -> str:
    """Return the name under which this content waits or is kept already, else a free one.

    Names begin with a part of the hash; that other content has the same part can be arranged.
    """
    short = sha256[:SHORT]
    for path in [*folder.glob(f"{short}-*"), *folder.glob(f"{WAITING}{short}-*")]:
        if _find_sha256(path) == sha256:
            return path.name.removeprefix(WAITING)
    stem, suffix = PurePath(wanted).stem, PurePath(wanted).suffix
    names = (f"{short}-{stem}{f'-{n}' if n else ''}{suffix}" for n in count())
    return next(
        name
        for name in names
        if not (folder / name).exists() and not (folder / f"{WAITING}{name}").exists()
    )


def _find_sha256(path: Path) -> str | None:
    """Return the hash of a file's content, None when there is no such file (any more)."""
    try:
        return hash_file(path)
    except (OSError, ValueError):  # also a name that no disk takes
        return None


def find_waiting(raw: Path, name: str) -> Candidate | None:
    """Return a candidate by the last part of its kept name, if it still waits."""
    path = raw / FOLDER / f"{WAITING}{PurePath(name).name}"
    digest = _find_sha256(path)
    return Candidate(path, f"{FOLDER}/{PurePath(name).name}", digest) if digest else None


def keep(raw: Path, candidate: Candidate) -> Path:
    """Make a waiting file one that builds read, and return where it is.

    Raises StoreError when the disk fails; the file waits on then, and no build reads it.
    """
    path = candidate.locate_kept(raw)
    if not path.exists():  # what has its name has its content
        try:
            os.replace(candidate.path, path)
            to_disk(path.parent)
        except OSError as error:
            with suppress(OSError):
                os.replace(path, candidate.path)
            raise StoreError(NO_ROOM.format(error.strerror)) from error
    forget(candidate)
    return path


def forget(candidate: Candidate) -> None:
    """Throw a waiting file away."""
    candidate.path.unlink(missing_ok=True)
    candidate.preview.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    for left in folder.glob(".*"):
        with suppress(FileNotFoundError):  # another one may sweep at the same time
            found = left.lstat()
            if time.time() - found.st_mtime <= WAITING_SECONDS:
                continue
            if stat.S_ISDIR(found.st_mode):  # what a killed reader left behind
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def _make_safe(name: str) -> str:
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
    if is_locked(suffix, file):
        raise InputError(
            name, "dikunci dengan kata sandi.", "Simpan ulang tanpa kata sandi, lalu unggah lagi."
        )
    if not is_what_suffix_says(suffix, file):
        raise InputError(
            name,
            f"isinya bukan {suffix} walau namanya begitu.",
            f"Buka di programnya, simpan ulang sebagai {known}, lalu unggah lagi.",
        )
