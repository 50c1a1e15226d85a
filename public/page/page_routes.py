"""Answers of ``/publik`` and ``/sitemap.xml``: files of the served tree, nothing computed."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.settings import settings
from public.files.base_address import find_base
from public.files.published import LIVE, find_served
from public.refused_page import NOT_YET, build_refusal_page
from server.copies import FOREVER
from server.refusal import Refusal

START = "publik/index.html"
PAGE_CACHE = "public, max-age=300"
"""Not served stale: a page names its data by hash, and both change together."""
NOBODY = ("'none'",)
"""May show these pages in a frame."""
_POLICY = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]*)"')


async def answer_start(request: Request) -> Response:
    """Answer the page of the whole city."""
    return _answer_page(request, START)


async def answer_page_or_asset(request: Request) -> Response:
    """Answer a kecamatan's page, its picture, or a file whose name carries its hash."""
    name = request.path_params["name"]
    if "." not in name:
        return _answer_page(request, f"publik/{name}.html")
    found, path = find_served(settings()), f"publik/{name}"
    if found is None or path not in found.files or path.endswith(".html"):
        return Refusal(404, "Berkas tidak ditemukan.").build_answer()
    kept = LIVE if path.endswith(".png") else FOREVER
    return found.answer(request, path, {"cache-control": kept})


def answer_sitemap(request: Request) -> Response:
    """Answer the addresses of all public pages, under the host of the settings or of the request,
    which the program answers to only when it is known."""
    found = find_served(settings())
    base = find_base(settings().host) or f"{request.url.scheme}://{request.url.netloc}"
    pages = [path for path in found.files if path.endswith(".html")] if found else []
    day = found.tanggal if found else ""
    urls = "".join(
        f"<url><loc>{escape(base + _build_address(path))}</loc><lastmod>{day}</lastmod></url>"
        for path in sorted(pages)
        if path.startswith("publik/")
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
    return Response(
        body, media_type="application/xml", headers={"cache-control": "public, max-age=3600"}
    )


def _answer_page(request: Request, path: str) -> Response:
    found = find_served(settings())
    if found is None:
        return _refuse(503, NOT_YET)
    if path not in found.files:
        return _refuse(404, "Halaman ini tidak ada. Yang ada: seluruh kota dan enam kecamatan.")
    policy = f"{_read_policy(found.folder / path)}; frame-ancestors {NOBODY[0]}"
    headers = {"cache-control": PAGE_CACHE, "content-security-policy": policy}
    return found.answer(request, path, headers)


@lru_cache(maxsize=64)
def _read_policy(file: Path) -> str:
    """Return the policy that a page carries itself; the header says the same and who may frame."""
    match = _POLICY.search(file.read_bytes())
    assert match is not None, file
    return unescape(match[1].decode())


def _refuse(status: int, sentence: str) -> Response:
    return build_refusal_page(Refusal(status, sentence), "publik_salah.html", NOBODY)


def _build_address(path: str) -> str:
    return "/publik" if path == START else "/" + path.removesuffix(".html")


ROUTES = [
    Route("/publik", answer_start, methods=["GET"]),
    Route("/publik/{name}", answer_page_or_asset, methods=["GET"]),
    Route("/sitemap.xml", answer_sitemap, methods=["GET"]),
]
