"""The program's own files that any reader may fetch: the typeface, and the script of embeds."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from data.store import Store
from pages.publik.berkas import File
from server.negotiation import accepts, has_current_copy

FOLDER = Path(__file__).parent / "aset"
FONT = FOLDER / "plus-jakarta-sans.woff2"
SCRIPT = "aset/sematan.js"


def files(_: Store) -> Iterator[File]:
    """Return what pages of others fetch from us, so that any web server can carry it."""
    yield File(SCRIPT, "text/javascript; charset=utf-8", _script()[""])


async def font(request: Request) -> Response:
    """Answer the typeface; its name changes when its content does, so it may be kept for ever."""
    return FileResponse(
        FONT,
        media_type="font/woff2",
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


async def script(request: Request) -> Response:
    """Answer the script for pages that carry embeds. Their code names it for years, so the name
    stays and it is asked for again soon."""
    copies = _script()
    coding = next((name for name in copies if name and accepts(request.headers, name)), "")
    tag = f'"{hashlib.sha256(copies[""]).hexdigest()[:32]}{coding and "-" + coding}"'
    headers = {
        "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
        "etag": tag,
        "vary": "Accept-Encoding",
        # Others' pages load it with "crossorigin" when they pin its hash.
        "access-control-allow-origin": "*",
    }
    if has_current_copy(request.headers, tag):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["content-encoding"] = coding
    return Response(copies[coding], media_type="text/javascript", headers=headers)


@cache
def _script() -> dict[str, bytes]:
    """Return the script by content coding, the best first; "" is as it is."""
    body = (FOLDER / "sematan.js").read_bytes()
    return {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT),
        "gzip": gzip.compress(body, 9, mtime=0),
        "": body,
    }


ROUTES = [
    Route("/aset/plus-jakarta-sans.woff2", font, methods=["GET"]),
    Route(f"/{SCRIPT}", script, methods=["GET"]),
]
