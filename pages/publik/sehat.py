"""``/healthz``: whether the published cube can be opened, and how old it is."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data import store
from data.errors import StoreError


async def health(request: Request) -> Response:
    """Answer 200 with the served version and its age in days, or 503 when there is none."""
    try:
        cube = store.publik()
    except StoreError:
        return JSONResponse({"status": "tidak ada data terbit"}, 503)
    age = (date.today() - date.fromisoformat(cube.record["tanggal"])).days
    return JSONResponse({"status": "ok", "versi": cube.version, "umur_hari": age})


ROUTES = [Route("/healthz", health, methods=["GET"])]
