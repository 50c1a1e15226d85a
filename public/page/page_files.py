"""The files of ``/publik``: a page for the city and each kecamatan, one script, all choices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Options, Selection, read_options
from analysis.views import html
from analysis.views.area_panel import make_panel
from analysis.views.comparison import find_value
from analysis.views.tiles import MAIN
from analysis.views.view import Row, View
from analysis.views.views import view_by_category, view_by_kecamatan, write_lead
from data import reference
from data.settings import settings
from data.store.store import Store, remember_answers
from geo.map_svg import draw_kecamatan
from geo.shades import make_legend
from public.files.assets import ICON
from public.files.base_address import find_base
from public.files.public_file import File, encode_json
from public.page import metadata, page_content, style

ASSETS = Path(__file__).parent / "aset"
MAP_WIDTH = 600
"""Units of the map's drawing, which scales with its frame."""


def make_files(cube: Store) -> Iterable[File]:
    """Yield every file of the public page; script, data and icon carry their hash in their name."""
    cube = remember_answers(cube)
    offered = read_options(cube)
    script = _name_by_hash("publik.js", "text/javascript", (ASSETS / "publik.js").read_bytes())
    icon = _name_by_hash("ikon.svg", "image/svg+xml", ICON.read_bytes())
    choices = encode_json(page_content.collect_data(cube, offered))
    cells = _name_by_hash("isi.json", "application/json", choices)
    yield from (script, icon, cells)
    shared = {
        "script": script.path,
        "icon": icon.path,
        "data": cells.path,
        "offered": offered,
        "map": draw_kecamatan(MAP_WIDTH),
        "area_address": page_content.build_address,
        "dataset": _describe_cube(cube, offered),
        "base": find_base(settings().host),
        "credit": settings().batas_kredit,
        "published": cube.record["tanggal"],
        "version": cube.version,
        "synthetic": cube.record["sintetis"],
    }
    css = style.build_stylesheet()
    for area in offered.kecamatan.values():
        chosen = Selection(offered.default().periode, area)
        body = _render_page(cube, chosen, css, shared)
        yield File(build_path(area), "text/html; charset=utf-8", body)


def build_path(area: str) -> str:
    """Return the file of an area's page."""
    return "publik/index.html" if area == CITY else f"publik/{page_content.build_slug(area)}.html"


def _render_page(cube: Store, chosen: Selection, css: str, shared: dict[str, Any]) -> bytes:
    """Return the page of an area: its first view in the markup, and its own policy."""
    view = view_by_kecamatan(cube, page_content.IN_FIGURE[0], chosen)
    found = page_content.make_main_tiles(cube, chosen)
    offered: Options = shared["offered"]
    rows = _read_history(cube, view, offered)
    origins = list(dict.fromkeys(r.origin for _, _, cells in rows for r in cells if r))
    words = shared | {
        "chosen": chosen,
        "address": page_content.build_address(chosen.wilayah),
        "picture": page_content.build_picture_path(chosen.wilayah),
        "pages": {
            name: page_content.build_address(area)
            for name, area in offered.kecamatan.items()
            if area != CITY
        },
        "lead": write_lead(cube, page_content.IN_FIGURE[0], chosen),
        "tiles": found,
        "main": MAIN,
        "figures": [INDICATORS[kode] for kode in page_content.IN_FIGURE],
        "view": view,
        "clusters": page_content.draw_clusters(cube, chosen),
        "panel": make_panel(cube, chosen),
        "channels": view_by_category(cube, "kanal_daring", "kanal", chosen),
        "matrix": page_content.render_matrix(cube, chosen),
        "remarks": page_content.write_remarks(cube, view, chosen),
        "rows": {row.code: row for row in view.rows},
        "shades": page_content.choose_shades(view),
        "legend": make_legend(),
        "table_title": page_content.write_table_title(cube, view),
        "history": rows,
        "origins": origins,
        "mixed": len(origins) > 1,
    }
    environment = html.make_environment()
    body, rules = style.lift_styles(environment.get_template("publik_isi.html").render(words))
    whole = css + rules
    page = environment.get_template("publik.html").render(
        words, body=body, css=whole, policy=style.build_page_policy(whole)
    )
    return page.encode()


def _read_history(
    cube: Store, view: View, offered: Options
) -> list[tuple[str, str, list[Row | None]]]:
    """Return (code, name, values oldest period first) for the city and each kecamatan."""
    periods = list(reversed(offered.periode.values()))
    areas = {CITY: Selection("").area_name} | reference.list_kecamatan()
    return [
        (
            code,
            name,
            [find_value(cube, view.indicator.kode, Selection(period, code)) for period in periods],
        )
        for code, name in areas.items()
    ]


def _describe_cube(cube: Store, offered: Options) -> dict[str, Any]:
    codes: Iterator[str] = iter(
        cube.query("select distinct indikator from sel where sumber = 'register'")["indikator"]
    )
    published = set(codes)
    entries = [entry for entry in INDICATORS.values() if entry.kode in published]
    base = find_base(settings().host)
    return metadata.describe_dataset(cube, entries, list(offered.periode.values()), base)


def _name_by_hash(name: str, media: str, body: bytes) -> File:
    stem, _, ending = name.rpartition(".")
    return File(
        f"publik/{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}",
        media,
        body,
    )
