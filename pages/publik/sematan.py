"""Embeds: ``/sematan/VIEW`` answers one published view as a page of its own.

It is a file of the terbitan, with at most two changes: the theme that the address asks for, and, in
a pinned version, the line that says what is newer.
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from analysis import html, theme
from data.settings import settings
from pages.publik import terbitan
from pages.publik.pilihan import THEMES, Choice, WrongAddress, read
from pages.publik.terbitan import Terbitan

CATALOGUE = "sematan/katalog.json"
CACHE = "public, max-age=300, stale-while-revalidate=86400"
PINNED = "public, max-age=86400"
THEME_MARK, NEWS_MARK = b'data-tema="otomatis"', b"<!--kabar-->"


async def embed(request: Request) -> Response:
    """Answer an embed, or a sentence that says what its address lacks."""
    live = terbitan.served(settings())
    if live is None:
        return _refused("Data belum diterbitkan. Coba lagi nanti.", 503)
    name, pinned = request.path_params["name"], request.query_params.get("versi", "")
    versions = terbitan.versions(settings())
    tree = (terbitan.of_version(settings(), pinned) if pinned in versions else None) or live
    views = catalogue(tree)
    if name not in views:
        return _refused(f"Sematan '{name[:40]}' tidak ada. Yang ada: {', '.join(views)}.", 404)
    try:
        choice = read(request.query_params.multi_items(), views[name], versions)
    except WrongAddress as error:
        return _refused(str(error), 400)
    if choice.path not in tree.files:
        return _refused("Pilihan ini tidak diterbitkan pada versi itu.", 404)
    for kept in (tree, *terbitan.older(settings(), tree)):
        try:
            if choice.path in kept.files:
                return _answer(request, kept, choice, live)
        except OSError as error:
            # The last good file says its own date.
            logging.getLogger("dasbor").error("sematan %s: %s", choice.path, error)
    return _refused("Pilihan ini tidak diterbitkan pada versi itu.", 404)


@lru_cache(maxsize=16)
def catalogue(tree: Terbitan) -> dict[str, dict[str, Any]]:
    """Return the views of a terbitan by name, as ``katalog.json`` describes them."""
    return {view["nama"]: view for view in json.loads(tree.body(CATALOGUE))["views"]}


def _answer(request: Request, tree: Terbitan, choice: Choice, live: Terbitan) -> Response:
    headers = frame_headers() | {"cache-control": PINNED if choice.versi else CACHE}
    edits = []
    if choice.tema != THEMES[0]:
        edits.append((THEME_MARK, f'data-tema="{choice.tema}"'.encode()))
    if choice.versi and tree.versi != live.versi:
        edits.append((NEWS_MARK, _news(tree, live).encode()))
    return tree.answer(request, choice.path, headers, tuple(edits))


def _news(tree: Terbitan, live: Terbitan) -> str:
    """Return the line of a pinned embed that something newer exists."""
    return Markup('<p class="du-kabar">Angka versi {}. Ada yang lebih baru, terbit {}.</p>').format(
        theme.day(tree.tanggal), theme.day(live.tanggal)
    )


def frame_headers() -> dict[str, str]:
    """Return the headers of everything that may stand in a stranger's frame.

    What the page itself may load it says in its own markup, so that it holds on any server.
    """
    return {"content-security-policy": f"frame-ancestors {' '.join(settings().bingkai)}"}


def _refused(sentence: str, status: int) -> Response:
    page = (
        html.environment()
        .get_template("sematan_salah.html")
        .render(sentence=sentence, css=html.stylesheet(), style_hash=html.stylesheet_hash())
    )
    return HTMLResponse(page, status, headers=frame_headers() | {"cache-control": "no-store"})


ROUTES = [Route("/sematan/{name}", embed, methods=["GET"])]
