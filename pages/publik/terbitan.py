"""Published files: made once from a published cube, then served as they are.

A terbitan is a folder like any other version: immutable under a name of its own, with a pointer to
the one that is served. Beside each text file lie its brotli and gzip copies, and ``daftar.json``
says the type and hash of every file, so that this program and a plain web server answer alike.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from starlette.requests import Request
from starlette.responses import Response

from data.settings import ROOT, Settings
from data.store import PUBLISHED, Store, open_version
from data.versions import Versions, write_record
from pages.publik.berkas import File
from server.negotiation import accepts, has_current_copy

LISTING = "daftar.json"
CODINGS = (("br", ".br"), ("gzip", ".gz"))
QUALITY = 9
"""Of brotli: 11 saves a further fortieth of these small files and takes ten times as long."""
SOURCES = ("analysis", "geo", "pages/publik", "data/reference")
"""What decides how a cube looks: other content is another terbitan of the same cube."""

Part = Callable[[Store], Iterable[File]]
"""(cube) -> the files that one kind of surface publishes of it."""


@dataclass(frozen=True)
class Entry:
    """What is known of a published file without opening it: its type and a hash of its content."""

    media: str
    hash: str


@dataclass(frozen=True)
class Terbitan:
    """One kept terbitan: the cube version ``versi`` it shows, the day (ISO) that was published, and
    its files by path."""

    name: str
    versi: str
    tanggal: str
    folder: Path
    files: dict[str, Entry]

    def body(self, path: str, suffix: str = "") -> bytes:
        """Return the content of a file, or of its copy with a coding's suffix."""
        return (self.folder / f"{path}{suffix}").read_bytes()

    def answer(self, request: Request, path: str, headers: dict[str, str]) -> Response:
        """Return a file of the listing in the best coding, or 304 to who has it already."""
        entry = self.files[path]
        headers = headers | {"vary": "Accept-Encoding"}
        coding, suffix = next(
            ((name, suffix) for name, suffix in CODINGS if self._has(path, suffix, request, name)),
            ("", ""),
        )
        headers["etag"] = f'"{entry.hash}{coding and "-" + coding}"'
        if has_current_copy(request.headers, headers["etag"]):
            return Response(status_code=304, headers=headers)
        if coding:
            headers["content-encoding"] = coding
        return Response(self.body(path, suffix), media_type=entry.media, headers=headers)

    def _has(self, path: str, suffix: str, request: Request, coding: str) -> bool:
        return accepts(request.headers, coding) and (self.folder / f"{path}{suffix}").exists()


def write(settings: Settings, parts: Iterable[Part]) -> str:
    """Write, name and serve the files of the served cube; return the terbitan's name.

    The same cube under the same code has been written before: it is served again. When anything
    fails, what was served stays served.
    """
    cubes, kept = Versions(settings.publik), Versions(settings.terbitan)
    versi = cubes.current()
    assert versi is not None, "nothing is published: make build"
    name = f"{versi}-{_code()[:8]}"
    with kept.locked():
        if name not in kept.names():
            cube = open_version(settings.publik, versi, PUBLISHED)
            with kept.building(name) as folder:
                _fill(folder, cube, parts)
                record = {"versi": versi, "tanggal": cube.record["tanggal"], "sidik": name}
                write_record(folder, record)
    kept.serve(name)
    return name


def served(settings: Settings) -> Terbitan | None:
    """Return the terbitan that is served, None before the first."""
    name = Versions(settings.terbitan).current()
    return _open(settings.terbitan, name) if name else None


def of_version(settings: Settings, versi: str) -> Terbitan | None:
    """Return the newest kept terbitan of a cube version, None where none is kept."""
    kept = Versions(settings.terbitan)
    names = [name for name in kept.names() if kept.record(name)["versi"] == versi]
    newest = max(names, key=lambda name: (settings.terbitan / name).stat().st_mtime, default=None)
    return _open(settings.terbitan, newest) if newest else None


@lru_cache(maxsize=16)
def _open(folder: Path, name: str) -> Terbitan:
    record = Versions(folder).record(name)
    listing = json.loads((folder / name / LISTING).read_text(encoding="utf-8"))
    files = {path: Entry(**entry) for path, entry in listing.items()}
    return Terbitan(name, record["versi"], record["tanggal"], folder / name, files)


def _fill(folder: Path, cube: Store, parts: Iterable[Part]) -> None:
    listing: dict[str, dict[str, str]] = {}
    for part in parts:
        for file in part(cube):
            assert file.path not in listing, f"two files for one address: {file.path}"
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.body)
            if file.compressible:
                target.with_name(f"{target.name}.br").write_bytes(
                    brotli.compress(file.body, mode=brotli.MODE_TEXT, quality=QUALITY)
                )
                target.with_name(f"{target.name}.gz").write_bytes(
                    gzip.compress(file.body, 9, mtime=0)
                )
            digest = hashlib.sha256(file.body).hexdigest()[:32]
            listing[file.path] = {"media": file.media, "hash": digest}
    (folder / LISTING).write_text(json.dumps(listing, sort_keys=True), encoding="utf-8")


def _code() -> str:
    """Return a hash of everything that turns a cube into files."""
    paths = sorted(
        path
        for source in SOURCES
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
