"""The program's own files that any reader may fetch: the typeface, and the script of embeds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from data.store.store import Store
from public.files.public_file import File
from server.copies import FOREVER, Copies, compress

FOLDER = Path(__file__).parent / "aset"
FONT = FOLDER / "plus-jakarta-sans.woff2"
SCRIPT, SCRIPT_TYPE = "aset/sematan.js", "text/javascript; charset=utf-8"


def make_files(_: Store) -> Iterator[File]:
    """Return what pages of others fetch from us, so that any web server can carry it."""
    yield File(SCRIPT, SCRIPT_TYPE, _read_script().bodies[""])


async def answer_font(request: Request) -> Response:
    """Answer the typeface; its name changes when its content does, so it may be kept for ever."""
    return FileResponse(FONT, media_type="font/woff2", headers={"cache-control": FOREVER})


async def answer_script(request: Request) -> Response:
    """Answer the script for pages that carry embeds. Their code names it for years, so the name
    stays and it is asked for again soon."""
    headers = {
        "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
        # Others' pages load it with "crossorigin" when they pin its hash.
        "access-control-allow-origin": "*",
    }
    return _read_script().answer(request.headers, headers)


@cache
def _read_script() -> Copies:
    body = (FOLDER / "sematan.js").read_bytes()
    return Copies.tag_by_plain(SCRIPT_TYPE, compress(body, 11) | {"": body})


ROUTES = [
    Route("/aset/plus-jakarta-sans.woff2", answer_font, methods=["GET"]),
    Route(f"/{SCRIPT}", answer_script, methods=["GET"]),
]
