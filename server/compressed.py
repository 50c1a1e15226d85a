"""Streamlit's own static files, in Indonesian, compressed once per version.

Streamlit sends its 23 MB of scripts as they are and leaves compression to a proxy. Here
brotli copies are made once, kept in ``.cache/`` and answered in place of the originals:

    python -m server.compressed

Brotli 11 is worth its price, because it is paid once and saved by every first visit. All 321
files (22.9 MB), with CPU seconds: quality 5: 6.31 MB in 0.9; 9: 6.14 MB in 4; 10: 5.75 MB in
19; 11: 5.65 MB in 40. The two largest, Plotly and deck.gl, shrink by a further tenth from 9
to 11.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.disk import write_whole
from data.settings import ROOT
from server.copies import FOREVER, Copies
from server.negotiation import accepts, is_read
from server.package import find_front_end, read_streamlit_version
from server.words import find_phrases, translate

QUALITY = 11
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
"""The kinds worth compressing; fonts and pictures are compressed already."""

PREFIX = "/static/"
PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Source:
    """One file of the front end, and where its compressed copy is kept."""

    name: str
    file: Path
    copy: Path

    def read(self) -> bytes:
        """Return the file as it is sent."""
        return translate(self.name, self.file.read_bytes())

    def read_copy(self) -> bytes | None:
        """Return the kept copy, or None if there is none that gives back this very file.

        Unpacking all of them takes 0.1 s, which is less than any bookkeeping is worth: a copy
        that a crash cut short, or that belongs to another file, is simply made again.
        """
        try:
            packed = self.copy.read_bytes()
            return packed if brotli.decompress(packed) == self.read() else None
        except (OSError, brotli.error):
            return None

    def make_copy(self) -> bytes:
        """Compress the file, keep the copy if the disk allows, and return it."""
        packed: bytes = brotli.compress(self.read(), quality=QUALITY)
        try:
            self.copy.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.copy, packed, mode=0o600)
        except OSError as error:
            # A read-only folder costs the same work at each start, not the service.
            print(f"{self.copy}: tidak dapat disimpan ({error.strerror}).", file=sys.stderr)
        return packed


def find_copies_folder(cache: Path = ROOT / ".cache") -> Path:
    """Return the folder of the copies: another version or quality has another folder."""
    return cache / f"streamlit-{read_streamlit_version()}-br{QUALITY}"


def list_sources(static: Path, folder: Path) -> list[Source]:
    """Return the files worth compressing, the largest first so that the cores end together."""
    files = [path for path in static.rglob("*") if path.suffix in CONTENT_TYPES]
    names = {path: path.relative_to(static).as_posix() for path in files}
    files.sort(key=lambda path: (-path.stat().st_size, names[path]))
    return [Source(names[path], path, folder / f"{names[path]}.br") for path in files]


def split_by_copy(wanted: list[Source]) -> tuple[dict[Source, bytes], list[Source]]:
    """Return the sources that have a good copy, with it, and those that have none."""
    found = {source: source.read_copy() for source in wanted}
    good = {source: packed for source, packed in found.items() if packed is not None}
    return good, [source for source in wanted if source not in good]


def make_copies(missing: list[Source]) -> Iterator[tuple[Source, bytes]]:
    """Make the missing copies on all cores, and yield each as it is ready.

    Threads are enough: brotli lets go of the interpreter's lock while it works.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = {pool.submit(source.make_copy): source for source in missing}
        try:
            for job in as_completed(jobs):
                yield jobs[job], job.result()
        finally:
            pool.shutdown(cancel_futures=True)


def start_report(total: int, clock: Callable[[], float] = time.monotonic) -> Callable[[int], None]:
    """Return a function that reports on stderr how many are done, but only when it takes long."""
    last = clock()

    def report(done: int) -> None:
        nonlocal last
        if clock() - last < PATIENCE_SECONDS:
            return
        last = clock()
        print(f"Memadatkan berkas Streamlit: {done} dari {total}", file=sys.stderr, flush=True)

    return report


def main() -> None:
    """Make whatever copies are missing."""
    good, missing = split_by_copy(list_sources(find_front_end() / "static", find_copies_folder()))
    report = start_report(len(missing))
    for done, (source, packed) in enumerate(make_copies(missing), start=1):
        good[source] = packed
        report(done)
    size = sum(len(packed) for packed in good.values()) / 1e6
    print(f"{len(good)} berkas padat ({size:.1f} MB), {len(missing)} baru: {find_copies_folder()}")


class CompressedStatic:
    """Middleware that answers ``/static/`` with compressed copies to clients that take them.

    Paths are looked up among the names found at the start and are never joined to a folder, so
    no path can lead out of it. A copy is read and judged when it is first asked for, and held from
    then on: most are for pages that nobody opens. Copies that are missing at the start, or prove
    to be no good, are made in the background; until its turn comes, a file is sent as Streamlit
    sends it. A Range is not honoured.
    """

    def __init__(
        self, app: ASGIApp, *, static: Path | None = None, folder: Path | None = None
    ) -> None:
        self.app = app
        self.assets: dict[str, Copies] = {}
        wanted = list_sources(static or find_front_end() / "static", folder or find_copies_folder())
        self.kept = {PREFIX + source.name: source for source in wanted if source.copy.is_file()}
        self._have_made([source for source in wanted if PREFIX + source.name not in self.kept])

    async def _find_asset(self, path: str) -> Copies | None:
        """Return the asset at a path, None where there is none (yet)."""
        source = None if path in self.assets else self.kept.pop(path, None)
        if source is not None:
            packed = await run_in_threadpool(source.read_copy)
            if packed is None:
                self._have_made([source])
            else:
                self._add(source, packed)
        return self.assets.get(path)

    def _add(self, source: Source, packed: bytes) -> None:
        media = CONTENT_TYPES[source.file.suffix]
        # A browser that takes no brotli would get English words from Streamlit.
        plain = {"": source.read()} if find_phrases(source.name) else {}
        self.assets[PREFIX + source.name] = Copies.tag_each(media, {"br": packed} | plain)

    def _have_made(self, missing: list[Source]) -> None:
        if missing:
            # A daemon: the server may stop meanwhile, and a copy is kept whole or not at all.
            Thread(target=self._make, args=(missing,), name="brotli", daemon=True).start()

    def _make(self, missing: list[Source]) -> None:
        report = start_report(len(missing))
        for done, (source, packed) in enumerate(make_copies(missing), start=1):
            self._add(source, packed)
            report(done)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asset = await self._find_asset(scope["path"]) if is_read(scope) else None
        if asset is None:
            await self.app(scope, receive, send)
            return
        request = Headers(scope=scope)
        if accepts(request, "br") or "" in asset.bodies:
            await asset.answer(request, {"cache-control": FOREVER})(scope, receive, send)
        else:
            await self.app(scope, receive, _add_vary(send))


def _add_vary(send: Send) -> Send:
    """Return a send that tells shared caches that another client may get another coding."""

    async def send_with_vary(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_with_vary


if __name__ == "__main__":
    main()
