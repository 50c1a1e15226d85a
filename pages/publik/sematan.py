"""Embeds: one published view as a page of its own, made on the server.

It reads without script, asks no other host, sets no cookie, and opens the published cube only.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache

import brotli
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from analysis import html, svg, theme
from analysis.selection import Selection, options
from analysis.view import View
from analysis.views import by_kecamatan
from data import store
from data.errors import StoreError
from data.settings import settings
from server.negotiation import accepts, has_current_copy

EMBEDS: dict[str, Callable[[store.Store, Selection], View]] = {
    "berusaha-daring": lambda cube, chosen: by_kecamatan(cube, "berusaha_daring", chosen),
}
PARAMETERS = ("periode", "skala")
CACHE = "public, max-age=300, stale-while-revalidate=86400"


async def embed(request: Request) -> Response:
    """Answer ``/sematan/NAME``: the page, or a sentence that says what the address lacks."""
    name = request.path_params["name"]
    if name not in EMBEDS:
        return _refused(f"Sematan '{name[:40]}' tidak ada. Yang ada: {', '.join(EMBEDS)}.", 404)
    given = request.query_params.multi_items()
    keys = [key for key, _ in given]
    wrong = [key for key in keys if key not in PARAMETERS or keys.count(key) > 1]
    if wrong:
        return _refused(
            f"Parameter '{wrong[0][:40]}' tidak dikenal atau ganda. "
            f"Yang ada: {', '.join(PARAMETERS)}.",
            400,
        )
    try:
        cube = store.publik()
    except StoreError:
        return _refused("Data belum diterbitkan. Coba lagi nanti.", 503)
    chosen, problems = options(cube).read(dict(given))
    if problems:
        return _refused(" ".join(problems), 400)
    return _answer(request, _page(cube, name, chosen))


@lru_cache(maxsize=64)
def _page(cube: store.Store, name: str, chosen: Selection) -> tuple[bytes, bytes, bytes]:
    """Return the page plain, in gzip and in brotli; one entry for each published choice."""
    view = EMBEDS[name](cube, chosen)
    page = (
        html.environment()
        .get_template("sematan.html")
        .render(
            view=view,
            chart=svg.bars(view),
            css=html.stylesheet(),
            published=theme.day(cube.record["tanggal"]),
            version=cube.version,
        )
        .encode()
    )
    return page, gzip.compress(page, 9, mtime=0), brotli.compress(page, quality=11)


def _answer(request: Request, page: tuple[bytes, bytes, bytes]) -> Response:
    plain, zipped, best = page
    coding = next((name for name in ("br", "gzip") if accepts(request.headers, name)), "")
    tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}{coding and "-" + coding}"'
    headers = _headers() | {"cache-control": CACHE, "etag": tag, "vary": "Accept-Encoding"}
    if has_current_copy(request.headers, tag):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["content-encoding"] = coding
    return HTMLResponse({"br": best, "gzip": zipped, "": plain}[coding], headers=headers)


def _refused(sentence: str, status: int) -> Response:
    page = (
        html.environment()
        .get_template("sematan_salah.html")
        .render(sentence=sentence, css=html.stylesheet())
    )
    return HTMLResponse(page, status, headers=_headers() | {"cache-control": "no-store"})


def frame_ancestors() -> tuple[str, ...]:
    """Return who may frame an embed: whom the settings name, and the tool's own preview."""
    named = settings().bingkai
    return named if "*" in named else (*named, "'self'")


def _headers() -> dict[str, str]:
    """Return the headers of everything that may stand in a stranger's frame."""
    digest = html.stylesheet_hash()
    return {
        "content-security-policy": (
            f"default-src 'none'; style-src '{digest}'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors {' '.join(frame_ancestors())}"
        )
    }


ROUTES = [Route("/sematan/{name}", embed, methods=["GET"])]
