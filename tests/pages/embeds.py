"""A small published tree for tests of what surrounds embeds, and pages of other websites."""

from __future__ import annotations

import asyncio
import http.server
import json
import shutil
import socketserver
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from data.store.store import Store
from public.files import published
from public.files.public_file import File
from public.pictures import embed_pictures
from tests.data.rows import Workspace

PERIODS = ("2025-06", "2024-06", "2023-06", "2022-06")
AREAS = ("kota-serang", "kasemen", "cipocok-jaya")
CLASSES = ("semua", "mikro", "kecil-menengah")
TITLE = 'Berusaha "daring" <menurut> kecamatan & kota'
"""A title with every character that could end an attribute."""


def listed() -> list[dict[str, object]]:
    """Return the list of a few embeds as a published tree holds it."""
    every = {"periode": PERIODS, "wilayah": AREAS, "skala": CLASSES}
    return [
        _view("batang-berusaha-daring", "berusaha_daring", TITLE, every),
        _view("batang-jumlah-umkm", "jumlah_umkm", "Jumlah UMKM menurut kecamatan", every),
        _view("garis-berusaha-daring", "berusaha_daring", "Berjualan daring", {"skala": CLASSES}),
        _view("klaster", None, "Klaster produk", {"periode": PERIODS}),
        _view("fakta-jumlah-umkm", None, "Jumlah UMKM", {}),
        _view("fakta-ekspor-daring", None, "Ekspor daring", {}),
    ]


def part(cube: Store) -> Iterable[File]:
    """Give the list of embeds and the pictures of an indicator; their pages are not needed here."""
    body = json.dumps({"views": listed()}).encode()
    yield File("sematan/katalog.json", "application/json", body)
    yield from islice(embed_pictures.make_files(cube), len(embed_pictures.ONE_PICTURE))


def written(folder: Path, demo: Workspace) -> Workspace:
    """Return a folder of its own with the demo's published cube and the small published tree."""
    place = Workspace(folder)
    shutil.copytree(demo.settings.publik, place.settings.publik)
    published.write(place.settings, [part])
    return place


def answer_of(
    routes: Sequence[Route], path: str, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """Return what routes answer in this process, in a thread of its own: the browser's has a loop
    already."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=Starlette(routes=routes))
        async with httpx.AsyncClient(transport=transport, base_url="http://uji") as client:
            return await client.get(path, headers=headers)

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(lambda: asyncio.run(asked())).result()


@contextmanager
def website(pages: Mapping[str, str]) -> Iterator[str]:
    """Serve pages (path -> HTML, or script where the path ends so) as a website of its own."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            kind = "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
            self.send_response(200 if path in pages else 204)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(pages.get(path, "").encode())

        def log_message(self, *_: object) -> None:
            pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def _view(
    nama: str, indikator: str | None, title: str, parameter: Mapping[str, object]
) -> dict[str, object]:
    return {
        "nama": nama,
        "jenis": nama.split("-")[0],
        "indikator": indikator,
        "judul": {"id": title, "en": f"{title} (en)"},
        "parameter": parameter,
        "tinggi": 430,
    }
