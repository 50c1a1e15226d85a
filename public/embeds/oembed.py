"""``/oembed``: what a content system asks when somebody pastes an embed's address into a text.

The answer is the frame that the Sematkan page offers (oEmbed 1.0, type rich, JSON only).
"""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data.city import OUR_CITY
from data.settings import settings
from public.embeds import snippets
from public.files import published
from public.files.catalogue import (
    PICTURE_HEIGHT,
    PICTURE_WIDTH,
    Chosen,
    NoChoice,
    read_embeds,
)
from server.refusal import PROBLEM, Refusal

PARAMETERS = ("url", "format", "maxwidth", "maxheight")
CACHE_SECONDS = 300
LONGEST = 2000
"""Characters of an address; ours are far shorter."""
HEADERS = {"access-control-allow-origin": "*"}


async def answer_oembed(request: Request) -> Response:
    """Answer the frame for an address of ours, or a sentence that says what is wrong with it."""
    try:
        return _answer(request)
    except Refusal as refusal:
        document = refusal.build_document("Tidak dapat disematkan")
        return JSONResponse(document, refusal.status, HEADERS | refusal.headers, PROBLEM)


def _answer(request: Request) -> Response:
    given = request.query_params.multi_items()
    names = [name for name, _ in given]
    wrong = [name for name in names if name not in PARAMETERS or names.count(name) > 1]
    if wrong:
        raise Refusal(400, f"Parameter '{wrong[0][:40]}' tidak dikenal atau ganda.")
    asked = dict(given)
    if asked.get("format", "json") != "json":
        raise Refusal(501, "Hanya format json yang ada.")
    limits = {name: _read_pixels(asked[name], name) for name in PARAMETERS[2:] if name in asked}
    address = _read_address(asked.get("url", ""))
    if address.netloc != request.headers.get("host"):
        raise Refusal(404, "Alamat ini bukan alamat dasbor ini.")
    return _build_rich(f"{address.scheme}://{address.netloc}", _find_chosen(address), limits)


def _build_rich(base: str, chosen: Chosen, limits: dict[str, int]) -> Response:
    width = min(snippets.WIDTH, limits.get("maxwidth", snippets.WIDTH))
    height = min(chosen.embed.tinggi, limits.get("maxheight", chosen.embed.tinggi))
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": chosen.title,
        "provider_name": OUR_CITY.program,
        "provider_url": f"{base}/",
        "cache_age": CACHE_SECONDS,
        "html": str(snippets.write_frame(base, chosen, width=width, height=height)),
        "width": width,
        "height": height,
    }
    # A consumer that says how much room it has wants no larger picture either.
    if limits.get("maxwidth", PICTURE_WIDTH) >= PICTURE_WIDTH and (
        limits.get("maxheight", PICTURE_HEIGHT) >= PICTURE_HEIGHT
    ):
        answer |= {
            "thumbnail_url": base + chosen.picture,
            "thumbnail_width": PICTURE_WIDTH,
            "thumbnail_height": PICTURE_HEIGHT,
        }
    cache = {"cache-control": f"public, max-age={CACHE_SECONDS}"}
    return JSONResponse(answer, headers=HEADERS | cache)


def _read_pixels(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) > 0):
        raise Refusal(400, f"Parameter {name} harus bilangan bulat mulai dari 1.")
    return int(text)


def _read_address(text: str) -> SplitResult:
    try:
        found = urlsplit(text)
    except ValueError:
        found = SplitResult("", "", "", "", "")
    if found.scheme not in ("http", "https") or not found.netloc or len(text) > LONGEST:
        raise Refusal(400, "Parameter url harus alamat lengkap sebuah sematan.")
    return found


def _find_chosen(address: SplitResult) -> Chosen:
    """Return the embed that an address of ours shows."""
    given = parse_qsl(address.query, keep_blank_values=True)
    versions = published.list_versions(settings())
    pinned = dict(given).get("versi", "")
    found = (
        published.find_of_version(settings(), pinned)
        if pinned
        else published.find_served(settings())
    )
    known = read_embeds(found) if found else {}
    name = address.path.removeprefix("/sematan/")
    if name not in known or address.path != f"/sematan/{name}":
        raise Refusal(404, "Sematan itu tidak ada. Pilih satu pada halaman Sematkan.")
    try:
        return known[name].choose(given, versions)
    except NoChoice as error:
        raise Refusal(404, str(error)) from error


ROUTES = [Route(snippets.OEMBED, answer_oembed, methods=["GET"])]
