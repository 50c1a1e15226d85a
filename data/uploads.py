"""Takes in a file that somebody sends: it must be what its name says, and it is kept closed."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath

from data.disk import to_disk
from data.errors import InputError
from data.readers import READERS

FOLDER = "unggahan"
LARGEST_MB = 50
LARGEST_UNPACKED_MB = 500
LONGEST_NAME = 80


def receive(raw: Path, name: str, content: bytes) -> Path:
    """Keep a received file below ``raw`` and return where; the same content is kept once.

    Raises InputError for a file of an unknown kind, an empty or too large one, and one whose
    content is of another kind than its name says. Nothing is kept then.
    """
    check(name, content)
    folder = raw / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()[:12]
    kept = next(folder.glob(f"{digest}-*"), None)
    if kept is not None and kept.read_bytes() == content:
        return kept
    path = folder / f"{digest}-{_safe(name)}"
    handle, aside = tempfile.mkstemp(dir=folder, prefix=".")  # mode 600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        to_disk(Path(aside))
        os.replace(aside, path)
        to_disk(folder)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise
    return path


def _safe(name: str) -> str:
    """Return a name that any file system takes, with the kind of the given one."""
    given = PurePath(name)
    stem = re.sub(r"[^A-Za-z0-9.-]+", "_", given.stem).strip("._")[:LONGEST_NAME]
    return f"{stem or 'berkas'}{given.suffix.lower()}"


def check(name: str, content: bytes) -> None:
    """Return when a file can be read as what its name says. Raises InputError otherwise."""
    suffix = PurePath(name).suffix.lower()
    name = PurePath(name).name[-LONGEST_NAME:]
    known = ", ".join(sorted(READERS))
    if suffix not in READERS:
        raise InputError(
            name, f"jenis berkas '{suffix}' belum dapat dibaca.", f"Simpan sebagai {known}."
        )
    if not content:
        raise InputError(name, "berkas kosong.", "Periksa berkas aslinya, lalu unggah lagi.")
    if len(content) > LARGEST_MB * 1024**2:
        raise InputError(
            name, f"lebih besar dari {LARGEST_MB} MB.", "Bagi menjadi beberapa berkas."
        )
    if not LOOKS[suffix](content):
        raise InputError(
            name,
            f"isinya bukan {suffix} walau namanya begitu.",
            f"Buka di programnya, simpan ulang sebagai {known}, lalu unggah lagi.",
        )


def _is_text(content: bytes) -> bool:
    """Return whether nothing in it says that it is a program, a picture or a page."""
    start = content[:4096].removeprefix(b"\xef\xbb\xbf")
    has_controls = any(byte < 9 or 13 < byte < 32 for byte in start)
    return not has_controls and not start.lstrip().lower().startswith((b"<", b"%pdf", b"{\\rtf"))


def _is_workbook(content: bytes) -> bool:
    """Return whether it is a zip that holds a workbook, and unpacks to a bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    return "xl/workbook.xml" in names and size <= LARGEST_UNPACKED_MB * 1024**2


def _is_sav(content: bytes) -> bool:
    return content.startswith((b"$FL2", b"$FL3"))


LOOKS: dict[str, Callable[[bytes], bool]] = {
    ".csv": _is_text,
    ".xlsx": _is_workbook,
    ".sav": _is_sav,
}
