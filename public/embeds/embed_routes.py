"""Embeds: ``/sematan/VIEW`` answers one published view as a page of its own, ``/sematan/VIEW.png``
its picture.

It is a file of a published tree, with at most two changes: the theme that the address asks for,
and, in a pinned version, the line that says what is newer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.words import theme
from analysis.words.language import kata, speaking
from data.errors import DasborError
from data.settings import settings
from public.corrections import correction_files
from public.embeds import referrers
from public.files import published
from public.files.catalogue import Chosen, Embed, NoChoice, read_embeds
from public.files.frame import list_frame_ancestors
from public.files.published import LIVE, PublishedTree
from public.refused_page import NOT_YET, build_refusal_page, say_withdrawn
from server.refusal import Refusal

PINNED = "public, max-age=3600"
THEME_MARK, NEWS_MARK = 'data-tema="terang"', "<!--kabar-->"
NOT_THEN = "Pilihan ini tidak diterbitkan pada versi itu."


async def answer_embed(request: Request) -> Response:
    """Answer an embed, or a sentence that says what its address lacks.

    Most are a file that is at hand, for which no thread is worth its while; for a pinned one the
    kept versions are looked up.
    """
    if "versi" in request.query_params:
        return await run_in_threadpool(_answer_embed, request)
    return _answer_embed(request)


def _answer_embed(request: Request) -> Response:
    live = published.find_served(settings())
    if live is None:
        return _refuse(503, NOT_YET)
    name, pinned = request.path_params["name"], request.query_params.get("versi", "")
    if pinned and (about := published.list_withdrawn(settings()).get(pinned)):
        return _refuse(410, say_withdrawn(pinned, about))
    tree = (published.find_of_version(settings(), pinned) if pinned else None) or live
    known = read_embeds(tree)
    if name not in known:
        return _refuse(404, f"Sematan '{name[:40]}' tidak ada. Pilih satu pada halaman Sematkan.")
    try:
        chosen = _choose(known[name], request.query_params)
    except NoChoice as error:
        return _refuse(400, str(error))
    referrers.count(name, request.headers.get("referer"), request.headers.get("host"))
    headers = build_frame_headers() | {"cache-control": PINNED if chosen.versi else LIVE}
    return _answer_first(
        request, chosen.file, _list_edits(chosen, tree, live), headers, (tree, live)
    )


async def answer_picture(request: Request) -> Response:
    """Answer the picture of a view, as messaging apps show it for a pasted link."""
    live = published.find_served(settings())
    if live is None:
        return _refuse(503, NOT_YET)
    path = f"sematan/{request.path_params['name']}.png"
    return _answer_first(request, path, (), {"cache-control": LIVE}, (live,))


def _choose(view: Embed, asked: QueryParams) -> Chosen:
    """Return the choice that an address makes. Raises NoChoice, which names all that there is; the
    kept versions are looked up only for that, and for an address that names one."""
    if "versi" not in asked:
        with suppress(NoChoice):
            return view.choose(asked.multi_items())
    return view.choose(asked.multi_items(), published.list_versions(settings()))


def _answer_first(
    request: Request,
    path: str,
    edits: published.Edits,
    headers: dict[str, str],
    trees: Iterable[PublishedTree],
) -> Response:
    """Answer a file from the first tree that has it and can be read, older ones last: an old figure
    says its own date, an empty frame says nothing."""
    tried = list(trees)
    for tree in chain(tried, published.yield_older(settings(), tried[0])):
        if path in tree.files:
            try:
                return tree.answer(request, path, headers, edits)
            except OSError as error:
                logging.getLogger("dasbor").error("%s in %s: %s", path, tree.name, error)
    return _refuse(404, NOT_THEN)


def _list_edits(chosen: Chosen, tree: PublishedTree, live: PublishedTree) -> published.Edits:
    edits = []
    if (look := chosen.get("tema")) != chosen.embed.offered["tema"][0]:
        edits.append((THEME_MARK.encode(), f'data-tema="{look}"'.encode()))
    if chosen.versi and tree.versi != live.versi:
        with speaking(chosen.get("bahasa")):
            edits.append((NEWS_MARK.encode(), _write_news(chosen, tree, live).encode()))
    return tuple(edits)


def _write_news(chosen: Chosen, tree: PublishedTree, live: PublishedTree) -> Markup:
    """Return the lines of a pinned embed: that there is a newer version, and what it corrects."""
    newer = kata(
        "Angka versi {versi}, terbit {hari}. Sudah ada yang lebih baru, terbit {baru}.",
        versi=tree.versi,
        hari=theme.day(tree.tanggal),
        baru=theme.day(live.tanggal),
    )
    try:
        corrected = correction_files.find(settings(), live)
        wrong = corrected.is_corrected_since(chosen.embed.nama, tree.versi)
    except DasborError as error:
        logging.getLogger("dasbor").error("koreksi: %s", error)
        wrong = False
    more = kata("Sebagian angkanya sudah dikoreksi.") if wrong else ""
    link = Markup('<a href="{}">{}</a>').format(
        f"/sematan/{chosen.embed.nama}", kata("Lihat yang terbaru")
    )
    return Markup('<p class="kabar">{} {} {}</p>').format(newer, more, link)


def build_frame_headers() -> dict[str, str]:
    """Return the headers of everything that may stand in a stranger's frame.

    What the page itself may load it says in its own markup, so that it holds on any server.
    """
    return {
        "content-security-policy": f"frame-ancestors {' '.join(list_frame_ancestors(settings()))}"
    }


def _refuse(status: int, sentence: str) -> Response:
    return build_refusal_page(
        Refusal(status, sentence), "sematan_salah.html", list_frame_ancestors(settings())
    )


ROUTES = [
    Route("/sematan/{name}.png", answer_picture, methods=["GET"]),
    Route("/sematan/{name}", answer_embed, methods=["GET"]),
]
