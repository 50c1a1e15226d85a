"""Embeds as files: a page of its own for every choice, and the list of all of them.

A page reads without script, asks no other host, sets no cookie and carries its own policy, so that
it keeps its promises on any web server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

from analysis.definitions.selection import CITY, CITY_NAME, Options, Selection, read_options
from analysis.views import html
from analysis.words import theme
from analysis.words.language import LANGUAGES, speaking
from data import reference
from data.settings import settings
from data.store.store import Store, remembering
from public.embeds import kinds
from public.embeds.catalogue import LISTED
from public.embeds.kinds import Sematan
from public.embeds.snippets import discovery
from public.files.public_file import File
from public.page.metadata import address

FOLDER = "sematan"
PAGE = "text/html; charset=utf-8"
NOT_ASKED = "-"
ALL_CLASSES = "semua"
NEWEST = "terbaru"


def files(cube: Store) -> Iterable[File]:
    """Return the page of every view, choice and language, then the catalogue of the views."""
    cube = remembering(cube)
    offered = read_options(cube)
    views = list(kinds.all_of(cube))
    for view in views:
        for chosen in view.choices():
            for language in LANGUAGES:
                page = _page(cube, view, chosen, language, offered)
                where = path(view, chosen, language)
                yield File(where, PAGE, page.encode(), _also(where, view, chosen))
    listing = {"views": [_listed(view) for view in views]}
    text = json.dumps(listing, ensure_ascii=False, indent=1)
    yield File(LISTED, "application/json", text.encode())


def path(view: Sematan, chosen: Selection, language: str) -> str:
    """Return where the page of a choice lies."""
    asked = [_slugs(name).get(code, code) for name, code in _codes(view, chosen)]
    return f"{FOLDER}/{view.nama}/{'.'.join([*asked, language])}.html"


def _also(where: str, view: Sematan, chosen: Selection) -> tuple[str, ...]:
    """Return the name that stays the same from period to period, for the newest one's page: how a
    web server that knows no periods finds it."""
    periods = view.parameter.get(kinds.PERIOD, ())
    if not periods or chosen.periode != periods[0]:
        return ()
    return (where.replace(f".{chosen.periode}.", f".{NEWEST}."),)


def _codes(view: Sematan, chosen: Selection) -> Iterator[tuple[str, str]]:
    for name in (kinds.AREA, kinds.PERIOD, kinds.CLASS):
        yield name, getattr(chosen, name) if name in view.parameter else NOT_ASKED


@cache
def _slugs(name: str) -> dict[str, str]:
    """Return how the codes of a parameter are written in an address; others stand as they are."""
    if name == kinds.AREA:
        names = {CITY: CITY_NAME} | reference.kecamatan()
        return {code: _slug(label) for code, label in names.items()}
    if name == kinds.CLASS:
        return {"": ALL_CLASSES, "kecil_menengah": "kecil-menengah"}
    return {}


def _slug(label: str) -> str:
    return label.lower().replace(" ", "-")


def _page(cube: Store, view: Sematan, chosen: Selection, language: str, offered: Options) -> str:
    template = html.make_environment().get_template(f"lembar_{view.jenis}.html")
    base = address(settings().host)
    with speaking(language):
        content = view.draw(cube, chosen)
        return template.render(
            isi=content,
            bahasa=language,
            css=html.embed_stylesheet(),
            script=html.embed_script(),
            policy=policy(),
            address=_address(view, chosen, offered),
            published=theme.day(cube.record["tanggal"]),
            version=cube.version,
            base=base,
            nama=view.nama,
            discovery=discovery(base, f"/{FOLDER}/{view.nama}", content.title) if base else "",
            **content.more,
        )


@cache
def policy() -> str:
    """Return the Content-Security-Policy that each page carries in its head."""
    return (
        f"default-src 'none'; style-src '{html.source_hash(html.embed_stylesheet())}'; "
        f"script-src '{html.source_hash(html.embed_script())}'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )


def _address(view: Sematan, chosen: Selection, offered: Options) -> str:
    """Return the tool's page that shows the same choice."""
    page, parameters = view.page
    asked = {"kecamatan" if name == kinds.AREA else name for name in view.parameter}
    if kinds.PERIOD not in view.parameter:
        chosen = Selection(offered.default().periode, chosen.wilayah, chosen.skala)
    written = {k: v for k, v in offered.write(chosen).items() if k in asked}
    query = urlencode(parameters | written)
    return f"{page}?{query}" if query else page


def _listed(view: Sematan) -> dict[str, Any]:
    """Return a view's entry in the catalogue."""
    titles = {}
    for language in LANGUAGES:
        with speaking(language):
            titles[language] = view.title()
    return {
        "nama": view.nama,
        "jenis": view.jenis,
        "indikator": view.indikator,
        "judul": titles,
        "parameter": {
            name: [_slugs(name).get(code, code) for code in codes]
            for name, codes in view.parameter.items()
        },
        "tinggi": view.height,
    }
