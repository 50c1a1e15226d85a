"""The program's own files that any reader may fetch: the typeface, and the script of embeds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from data.store import Store
from pages.publik.berkas import File
from server.negotiation import has_current_copy

FOLDER = Path(__file__).parent / "aset"
FONT = FOLDER / "plus-jakarta-sans.woff2"
SCRIPT = "aset/sematan.js"


def files(_: Store) -> Iterator[File]:
    """Return what pages of others fetch from us, so that any web server can carry it."""
    yield File(SCRIPT, "text/javascript; charset=utf-8", _script()[0])


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
    body, tag = _script()
    headers = {"cache-control": "public, max-age=3600, stale-while-revalidate=86400", "etag": tag}
    # Others' pages may load it with "crossorigin", as they must to pin its hash.
    headers |= {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    if has_current_copy(request.headers, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


@cache
def _script() -> tuple[bytes, str]:
    """Return the script and its strong entity tag."""
    body = (FOLDER / "sematan.js").read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


ROUTES = [
    Route("/aset/plus-jakarta-sans.woff2", font, methods=["GET"]),
    Route(f"/{SCRIPT}", script, methods=["GET"]),
]
