"""The program's own files that any reader may fetch: the typeface."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

FONT = Path(__file__).parent / "aset" / "plus-jakarta-sans.woff2"


async def font(request: Request) -> Response:
    """Answer the typeface; its name changes when its content does, so it may be kept for ever."""
    return FileResponse(
        FONT,
        media_type="font/woff2",
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


ROUTES = [Route("/aset/plus-jakarta-sans.woff2", font, methods=["GET"])]
