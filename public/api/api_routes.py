"""The API's routes. Whole tables and corrections are published files; parts of a table and what is
said of versions are worked out from published cubes, a few at a time."""

from __future__ import annotations

import codecs
import logging
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path

import anyio
import brotli
import duckdb
from anyio.to_thread import run_sync
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from data.errors import DasborError
from data.settings import settings
from data.store.store import PUBLISHED, Store, open_version
from public.api import version_documents
from public.api.addresses import FIXED, ROOT, YES, Operation, find, read_query
from public.api.api_files import list_indicators
from public.api.problem import build_problem_answer
from public.api.published_table import FILTERS, list_choices, read_table
from public.api.rate import Limiter
from public.api.table_formats import MEDIA, WRITERS
from public.corrections import correction_files
from public.files import published
from public.files.public_file import File
from public.files.published import LIVE, PublishedTree
from public.refused_page import NOT_YET
from server.copies import Copies
from server.public import NOTHING_ALLOWED
from server.refusal import Refusal

METHODS = "GET, HEAD, OPTIONS"
AT_ONCE = 2
FEW = 1
"""How many of them may make the corrections anew; they take no place of another question."""
WAITING = 32
"""How many requests may wait for one of ``AT_ONCE`` before the next is sent away."""
QUALITY = 5
"""Of brotli for an answer that is made while somebody waits."""
HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After",
    "cross-origin-resource-policy": "cross-origin",
    "content-security-policy": NOTHING_ALLOWED,
    "x-frame-options": "DENY",
}
"""On every answer: any website's script may read it, and none may show it in a frame."""
PREFLIGHT = {
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "If-None-Match",
    "access-control-max-age": "86400",
}


class Api:
    """Answers everything below ``ROOT``, also what is wrong, so that all of it is told alike."""

    def __init__(self, limiter: Limiter | None = None) -> None:
        self.limiter = limiter or Limiter()
        self.making = 0
        self.places = anyio.CapacityLimiter(AT_ONCE)
        self.corrections = anyio.CapacityLimiter(FEW)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except Refusal as refusal:
            answer = build_problem_answer(refusal, HEADERS)
        except (DasborError, duckdb.Error) as error:
            logging.getLogger("dasbor").error("%s", error)
            answer = build_problem_answer(
                _make_unavailable("Data terbit tidak dapat dibuka. Coba lagi nanti."), HEADERS
            )
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=HEADERS | PREFLIGHT | {"allow": METHODS})
        if request.method not in ("GET", "HEAD"):
            detail = f"Alamat ini hanya dibaca: {METHODS}."
            raise Refusal(405, detail, {"allow": METHODS})
        self._count(request)
        served = published.find_served(settings())
        known = partial(_list_known, served)
        operation, given = find(request.path_params["alamat"], known)
        _check_accepted(request, operation)
        asked = read_query(operation, request.query_params.multi_items(), known)
        if served is None:
            raise _make_unpublished()
        headers = HEADERS | {"cache-control": LIVE} | _write_links(operation, given)
        if operation.file is not None and not asked:
            return served.answer(request, operation.file.format(**given), headers)
        if operation.name == "koreksi":
            made = await self._find_corrections(served)
        else:
            made = await self._make(_choose_work(operation, given, asked, served))
        return made.answer(request.headers, headers)

    async def _find_corrections(self, served: PublishedTree) -> Copies:
        """Return the document of corrections, which is a file unless something has changed."""
        ready = correction_files.find_ready(settings(), served)
        if ready is None:
            work = partial(correction_files.find, settings(), served)
            ready = await run_sync(work, limiter=self.corrections)
        return ready.document

    def _count(self, request: Request) -> None:
        """Take one of the reader's requests. The server has put the reader's own address in the
        place of a proxy's that it trusts, and of no other's."""
        address = request.client.host if request.client else ""
        limit = settings().batas_api_per_menit
        seconds = self.limiter.wait(address, limit)
        if seconds:
            detail = f"Paling banyak {limit} permintaan per menit. Coba lagi {seconds} detik lagi."
            raise Refusal(429, detail, {"retry-after": str(seconds)})

    async def _make(self, work: Callable[[], Copies]) -> Copies:
        if self.making >= AT_ONCE + WAITING:
            raise _make_unavailable("Server sedang penuh. Coba lagi sebentar lagi.")
        self.making += 1
        try:
            return await run_sync(work, limiter=self.places)
        finally:
            self.making -= 1


def _choose_work(
    operation: Operation, given: Mapping[str, str], asked: Mapping[str, str], served: PublishedTree
) -> Callable[[], Copies]:
    """Return what makes an answer that no file holds."""
    documents = {
        "versi": lambda: version_documents.make_versions(settings()),
        "beda": lambda: version_documents.make_difference(settings(), given),
    }
    if operation.name in documents:
        return lambda: _pack(documents[operation.name](), operation.media)
    suffix = operation.name.removeprefix("data_")
    filters = tuple(sorted(asked.items()))
    return partial(_make_part, settings().publik, served.versi, given["kode"], suffix, filters)


@lru_cache(maxsize=256)
def _make_part(
    folder: Path, version: str, kode: str, suffix: str, asked: tuple[tuple[str, str], ...]
) -> Copies:
    """Return the asked part of an indicator's table in one of its forms."""
    filters = dict(asked)
    mark = codecs.BOM_UTF8 if filters.pop("bom", "") == YES else b""
    body = mark + WRITERS[suffix](read_table(_open_cube(folder, version), kode, filters))
    return _pack(body, MEDIA[suffix])


@lru_cache(maxsize=32)
def _pack(body: bytes, media: str) -> Copies:
    """Return an answer that no file holds, with its brotli copy where that is worth it."""
    worth = File("", media, body).compressible
    packed = {"br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY)} if worth else {}
    return Copies.tag_by_plain(media, packed | {"": body})


@lru_cache(maxsize=2)
def _open_cube(folder: Path, version: str) -> Store:
    """Return the cube of which the served files are; a newer one may already be published."""
    return open_version(folder, version, PUBLISHED)


def _list_known(served: PublishedTree | None, name: str) -> tuple[str, ...] | None:
    """Return the closed list of a parameter. An indicator is what has a file; the cube is opened
    for what picks rows from it."""
    if name in FIXED:
        return FIXED[name]
    if name != "kode" and name not in FILTERS:
        return None
    if served is None:
        raise _make_unpublished()
    if name == "kode":
        return list_indicators(served)
    return list_choices(_open_cube(settings().publik, served.versi))[name]


def _write_links(operation: Operation, given: Mapping[str, str]) -> dict[str, str]:
    links = [
        f'<{ROOT}{path.format(**given)}>; rel="{relation}"'
        for relation, path in operation.links.items()
    ]
    return {"link": ", ".join(links)} if links else {}


def _check_accepted(request: Request, operation: Operation) -> None:
    """Raise Refusal 406 where the client takes other types only; the address has chosen one."""
    media = operation.media.partition(";")[0]
    wanted = ",".join(request.headers.getlist("accept"))
    offers = [offer.partition(";")[0].strip().lower() for offer in wanted.split(",")]
    if wanted.strip() and not {"*/*", f"{media.partition('/')[0]}/*", media} & {*offers}:
        raise Refusal(406, f"Alamat ini memberi {media}. Bentuk lain punya alamat berakhiran lain.")


def _make_unpublished() -> Refusal:
    return _make_unavailable(NOT_YET)


def _make_unavailable(detail: str) -> Refusal:
    return Refusal(503, detail, {"retry-after": "10"})


class _AnyPath(Convertor[str]):
    """The rest of a path, also with a line break in it, which Starlette's own leaves to others."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("apa_pun", _AnyPath())
ROUTES = [Route(f"{ROOT}{{alamat:apa_pun}}", Api())]
