"""Published files: made once from a published cube, then served as they are.

A published tree is a folder like any other version: immutable under a name of its own, with a
pointer to the one that is served. Beside each text file lie its brotli and gzip copies, and
``daftar.json`` says the type and hash of every file, so that this program and a plain web server
answer alike.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from data import fingerprint
from data.disk import replacing
from data.errors import StoreError
from data.settings import Settings
from data.store.store import PUBLISHED, Store, open_version, remember_answers
from data.store.versions import Versions, write_record
from public.files.public_file import File
from server.copies import Copies, compress, hash_content

FOLDER_MODE, FILE_MODE = 0o755, 0o644
LISTING = "daftar.json"
LINK = ".tayang"
"""The link to the served tree; hidden, so that it is no version of its own."""
LIVE = "public, max-age=300, stale-while-revalidate=86400"
"""How long a copy of an address whose content changes may be kept."""
CODINGS = (("br", ".br"), ("gzip", ".gz"))
QUALITY = 5
"""Of brotli. The city's 34 MB: 10.11 MB in 0.66 s of processor time with 5, 10.08 MB in 1.14 s with
9, a further fortieth less in ten times as long with 11."""
SOURCES = (
    *(f"analysis/{room}" for room in ("definitions", "views", "words")),
    "data/reference",
    "wilayah",
    "geo",
    "public",
)
"""What decides how a cube looks: other content is another tree of the same cube."""

Edits = tuple[tuple[bytes, bytes], ...]
"""(what stands in a file, what is sent in its place), each done once."""

Part = Callable[[Store], Iterable[File]]
"""(cube) -> the files that one kind of surface publishes of it."""


@dataclass(frozen=True)
class Entry:
    """What is known of a published file without opening it: its type and a hash of its content."""

    media: str
    hash: str


@dataclass(frozen=True)
class PublishedTree:
    """One kept tree: the cube version ``versi`` it shows, the day (ISO) that was published, and its
    files by path."""

    name: str
    versi: str
    tanggal: str
    folder: Path
    files: dict[str, Entry] = field(hash=False, compare=False)

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError when it cannot be read."""
        return (self.folder / path).read_bytes()

    def answer(
        self, request: Request, path: str, headers: Mapping[str, str], edits: Edits = ()
    ) -> Response:
        """Return a file of the listing, edited where asked, in the best coding that the client
        takes, or 304 to who has it already. Raises OSError when it cannot be read."""
        return _read_copies(self, path, edits).answer(request.headers, headers)


@lru_cache(maxsize=512)
def _read_copies(tree: PublishedTree, path: str, edits: Edits) -> Copies:
    """Return a file's content in every coding."""
    plain, entry = tree.read(path), tree.files[path]
    if not edits:
        copies = {name: tree.folder / f"{path}{suffix}" for name, suffix in CODINGS}
        kept = {name: copy.read_bytes() for name, copy in copies.items() if copy.exists()}
        return Copies.tag_by_plain(entry.media, kept | {"": plain}, entry.hash)
    for old, new in edits:
        plain = plain.replace(old, new, 1)
    return Copies.tag_by_plain(entry.media, compress(plain, 5) | {"": plain})


def write(settings: Settings, parts: Iterable[Part]) -> str:
    """Write, name and serve the files of the served cube; return the tree's name.

    The same cube under the same code has been written before: it is served again. When anything
    fails, what was served stays served. Raises StoreError when nothing is published.
    """
    cubes, kept = Versions(settings.publik), Versions(settings.terbitan)
    versi = cubes.find_current()
    if versi is None:
        raise StoreError("Belum ada kubus yang terbit. Jalankan: python -m data publish")
    name = f"{versi}-{_hash_inputs(settings)[:8]}"
    with kept.locking():
        if name not in kept.list_names():
            cube = remember_answers(open_version(settings.publik, versi, PUBLISHED))
            with kept.building(name) as folder:
                _fill(folder, cube, parts)
                record = {"versi": versi, "tanggal": cube.record["tanggal"], "sidik": name}
                write_record(folder, record)
                _open_to_all(folder)
    for folder in (settings.terbitan, settings.terbitan / name):
        folder.chmod(FOLDER_MODE)
    kept.serve(name)
    _point_link(settings.terbitan, name)
    return name


def withdraw(settings: Settings, versi: str, about: Mapping[str, str]) -> str | None:
    """Close a version of the cube on every address; return what is served in its place, None where
    nothing is left.

    ``about`` says why (alasan), when (tanggal, ISO) and who (oleh). Raises StoreError for a version
    that is not kept.
    """
    cubes, trees = Versions(settings.publik), Versions(settings.terbitan)
    with cubes.locking():
        cubes.withdraw(versi, about)
        served = cubes.find_current()
        if served == versi:
            left = [name for name in cubes.list_by_age() if name not in cubes.list_withdrawn()]
            served = left[-1] if left else None
            cubes.serve(served) if served else cubes.serve_nothing()
    tree = (find_of_version(settings, served) if served else None) or find_served(settings)
    if tree is not None:
        trees.serve(tree.name)
        _point_link(settings.terbitan, tree.name)
    elif settings.terbitan.exists():
        (settings.terbitan / LINK).unlink(missing_ok=True)
        trees.serve_nothing()
    return served


def _point_link(folder: Path, name: str) -> None:
    """Let the link that a plain web server follows lead to a tree, in a single step."""
    link = folder / LINK
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)  # a copy of the folder, as of a backup, may have turned it into one
    with replacing(link) as aside:
        aside.symlink_to(name)


def find_served(settings: Settings) -> PublishedTree | None:
    """Return the tree that is served, None before the first.

    One that cannot be read gives way to the newest that can: an old figure with its date is worth
    more to a website than an empty frame.
    """
    return next(_yield_readable(settings, _yield_in_order(settings)), None)


def _yield_in_order(settings: Settings) -> Iterator[str]:
    """Yield what is served, then all that is kept; the folder is listed only when it must be."""
    current = Versions(settings.terbitan).find_current()
    if current and _cut_cube_version(current) not in list_withdrawn(settings):
        yield current
    yield from _list_newest_first(settings)


def find_of_version(settings: Settings, versi: str) -> PublishedTree | None:
    """Return the newest kept tree of a cube version, None where none is kept."""
    return next(
        _yield_readable(
            settings, [n for n in _list_newest_first(settings) if _cut_cube_version(n) == versi]
        ),
        None,
    )


def list_withdrawn(settings: Settings) -> dict[str, dict[str, str]]:
    """Return what is written about each cube version that was withdrawn (alasan, tanggal): no
    address answers it any more."""
    return Versions(settings.publik).list_withdrawn()


def list_versions(settings: Settings) -> list[str]:
    """Return the cube versions of which a tree is kept and open, the newest first."""
    return list(dict.fromkeys(map(_cut_cube_version, _list_newest_first(settings))))


def yield_older(settings: Settings, tree: PublishedTree) -> Iterator[PublishedTree]:
    """Yield the other kept trees, the newest first."""
    yield from _yield_readable(
        settings, [n for n in _list_newest_first(settings) if n != tree.name]
    )


def _yield_readable(settings: Settings, names: Iterable[str]) -> Iterator[PublishedTree]:
    for name in names:
        try:
            yield _open(settings.terbitan, name)
        except (OSError, ValueError, KeyError, StoreError) as error:
            logging.getLogger("dasbor").error("terbitan %s: %s", name, error)


def _cut_cube_version(name: str) -> str:
    """Return the cube version that a tree's name begins with."""
    return name.rpartition("-")[0]


def _list_newest_first(settings: Settings) -> list[str]:
    folder, withdrawn = settings.terbitan, list_withdrawn(settings)
    names = [n for n in Versions(folder).list_names() if _cut_cube_version(n) not in withdrawn]
    return sorted(names, key=lambda name: (folder / name).stat().st_mtime, reverse=True)


@lru_cache(maxsize=16)
def _open(folder: Path, name: str) -> PublishedTree:
    record = Versions(folder).record(name)
    listing = json.loads((folder / name / LISTING).read_text(encoding="utf-8"))
    files = {path: Entry(**entry) for path, entry in listing.items()}
    return PublishedTree(name, record["versi"], record["tanggal"], folder / name, files)


def _fill(folder: Path, cube: Store, parts: Iterable[Part]) -> None:
    listing: dict[str, dict[str, str]] = {}
    made: set[str] = set()
    for part in parts:
        for file in part(cube):
            copies = compress(file.body, QUALITY) if file.compressible else {}
            bodies = {"": file.body} | {suffix: copies[c] for c, suffix in CODINGS if c in copies}
            _lay(folder, file, bodies, made)
            entry = {"media": file.media, "hash": hash_content(file.body)}
            for path in (file.path, *file.also):
                assert path not in listing, f"two files for one address: {path}"
                listing[path] = entry
    (folder / LISTING).write_text(json.dumps(listing, sort_keys=True), encoding="utf-8")


def _lay(folder: Path, file: File, bodies: Mapping[str, bytes], made: set[str]) -> None:
    """Write a file and its copies; its further names are links to them. ``made`` are the folders
    that are there."""
    for path in (file.path, *file.also):
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
    for suffix, body in bodies.items():
        target = f"{folder}/{file.path}{suffix}"
        with open(target, "wb") as out:
            out.write(body)
        for path in file.also:
            os.link(target, f"{folder}/{path}{suffix}")


def _open_to_all(folder: Path) -> None:
    """Let every account of the machine read what is published, a web server's too, whatever the
    umask of the account that publishes."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def _hash_inputs(settings: Settings) -> str:
    """Return a hash of everything but the cube that decides what the files are."""
    said = repr((settings.host, settings.batas_kredit))
    return fingerprint.digest(said, fingerprint.hash_of(SOURCES, [settings.batas_kelurahan]))
