"""``/healthz``: whether the published cube can be opened, and how old it is."""

from __future__ import annotations

from datetime import date

import duckdb
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data.errors import StoreError
from data.store import store


async def answer_health(request: Request) -> Response:
    """Answer 200 with the served version and its age in days, or 503 when it cannot be read."""
    try:
        cube = store.open_publik()
        # An open file is not yet a readable one.
        await run_in_threadpool(cube.query, "select 1 from sel limit 1")
    except (StoreError, duckdb.Error):
        return JSONResponse({"status": "data terbit tidak dapat dibuka"}, 503)
    age = (date.today() - date.fromisoformat(cube.record["tanggal"])).days
    return JSONResponse({"status": "ok", "versi": cube.version, "umur_hari": age})


ROUTES = [Route("/healthz", answer_health, methods=["GET"])]
