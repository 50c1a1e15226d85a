"""Embeds as files: a page of its own for every choice, and the list of all of them.

A page reads without script, asks no other host, sets no cookie and carries its own policy, so that
it keeps its promises on any web server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from urllib.parse import urlencode

from analysis.definitions.selection import Options, Selection, read_options
from analysis.views import html
from analysis.views.left_out import say_left_out
from analysis.words import theme
from analysis.words.language import speaking
from data.fingerprint import hash_source
from data.settings import settings
from data.store.store import Store, remember_answers
from public.embeds import kinds
from public.embeds.snippets import write_discovery
from public.files.base_address import find_base
from public.files.catalogue import LISTED, Chosen
from public.files.public_file import File

PAGE = "text/html; charset=utf-8"
NEWEST = "terbaru"


def make_files(cube: Store) -> Iterable[File]:
    """Return the page of every embed, choice and language, then the list of the embeds."""
    cube = remember_answers(cube)
    offered = read_options(cube)
    embeds = list(kinds.list_embeds(cube))
    for embed in embeds:
        for chosen in embed.yield_choices():
            page = _render_page(cube, chosen, offered)
            yield File(chosen.file, PAGE, page.encode(), _name_further(chosen))
    text = json.dumps({"views": [vars(embed) for embed in embeds]}, ensure_ascii=False, indent=1)
    yield File(LISTED, "application/json", text.encode())


def _name_further(chosen: Chosen) -> tuple[str, ...]:
    """Return the name that stays the same from period to period, for the newest one's page: how a
    web server that knows no periods finds it."""
    periods = chosen.embed.parameter.get(kinds.PERIOD, ())
    if not periods or chosen.get(kinds.PERIOD) != periods[0]:
        return ()
    return (replace(chosen, values=chosen.values | {kinds.PERIOD: NEWEST}).file,)


def _render_page(cube: Store, chosen: Chosen, offered: Options) -> str:
    embed, language = chosen.embed, chosen.get("bahasa")
    template = html.make_environment().get_template(f"lembar_{embed.jenis}.html")
    drawing = embed.jenis == kinds.CLUSTERS
    base, selection = find_base(settings().host), kinds.read_selection(chosen)
    with speaking(language):
        content = kinds.draw(cube, embed, selection)
        return template.render(
            isi=content,
            bahasa=language,
            css=html.build_embed_stylesheet(drawing),
            script=html.build_embed_script(),
            policy=build_embed_policy(drawing),
            address=_find_tool_address(chosen, selection, offered),
            published=theme.day(cube.record["tanggal"]),
            version=cube.version,
            base=base,
            nama=embed.nama,
            left_out=say_left_out(cube, selection.periode),
            discovery=write_discovery(base, chosen.page, content.title) if base else "",
            **content.more,
        )


@cache
def build_embed_policy(drawing: bool = False) -> str:
    """Return the Content-Security-Policy that each page carries in its head."""
    return (
        f"default-src 'none'; style-src '{hash_source(html.build_embed_stylesheet(drawing))}'; "
        f"script-src '{hash_source(html.build_embed_script())}'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )


def _find_tool_address(chosen: Chosen, selection: Selection, offered: Options) -> str:
    """Return the tool's page that shows the same choice."""
    page, parameters = kinds.find_tool_page(chosen.embed)
    names = chosen.embed.parameter
    asked = {"kecamatan" if name == kinds.AREA else name for name in names}
    if kinds.PERIOD not in names:
        selection = replace(selection, periode=offered.default().periode)
    written = {k: v for k, v in offered.write(selection).items() if k in asked}
    query = urlencode(parameters | written)
    return f"{page}?{query}" if query else page
