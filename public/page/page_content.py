"""What the pages say: tiles and figures of one choice, and all choices as data for the browser.

Words come finished from the views; the browser chooses among them and formats numbers. Every tree
of the data is ordered as the filters are: [kecamatan][periode][skala], the default first. Where
an entry repeats to the end of its list it stands once, so the reader of a list takes its last
entry for all that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import (
    CITY,
    SHOWN,
    UNKNOWN_CHOICE,
    Options,
    Selection,
    read_options,
)
from analysis.views import summary_html
from analysis.views.clusters import (
    make_clusters_heading,
    read_product_clusters,
    write_clusters_headline,
)
from analysis.views.comparison import find_value
from analysis.views.left_out import say_left_out
from analysis.views.matrix import make_matrix
from analysis.views.tiles import MAIN, make_tile
from analysis.views.view import Tile, View
from analysis.views.views import view_by_kecamatan, write_lead
from analysis.words import theme
from analysis.words.formerly import LABELS
from analysis.words.rounding import round_half_away
from data import reference
from data.store.store import Store
from geo.labelled_map import draw_map
from geo.modes import CLUSTERS
from geo.shades import shade
from public.page import alternatives

IN_FIGURE = tuple(
    sorted(
        (e.kode for e in INDICATORS.values() if "kecamatan" in e.levels and not e.labels),
        key=lambda kode: MAIN.index(kode) if kode in MAIN else len(MAIN),
    )
)
"""What bars, map and table can show: one value for each kecamatan. The first tile comes first."""
SCREENS = ("sedang", "sempit")
"""The drawings of the picture of clusters: a screen shows the one that fits its width."""
NOT_SHADED = "Jumlah tidak diwarnai: kecamatan yang luas akan tampak lebih banyak."

Tree = Any  # nested lists of what JSON knows


def make_main_tiles(cube: Store, selection: Selection) -> list[Tile]:
    """Return the main tiles of a choice; one without a value says what to choose instead."""
    return [_make_tile(cube, kode, selection) for kode in MAIN]


def draw_clusters(cube: Store, selection: Selection) -> dict[str, Any]:
    """Return the picture of the product clusters, for a wide screen and a narrow one, with what it
    is called and the sentence that says what it shows."""
    found = read_product_clusters(cube, selection)
    return {
        "heading": make_clusters_heading(selection, found),
        "origins": tuple(dict.fromkeys(cluster.origin for cluster in found)),
        "sentence": write_clusters_headline(cube, selection),
        "maps": {size: draw_map(cube, selection, CLUSTERS, size) for size in SCREENS},
    }


def render_matrix(cube: Store, selection: Selection) -> str:
    """Return the kecamatan by indicator as Ringkasan has them, for a choice. A row leads to the
    kecamatan's page here, a column to the tool."""
    found = make_matrix(cube, selection)
    rows = tuple(replace(row, link=build_address(row.code)) for row in found.rows)
    columns = tuple(replace(column, link=f"/{column.link}") for column in found.columns)
    return summary_html.render_matrix(replace(found, rows=rows, columns=columns))


def build_address(area: str) -> str:
    """Return where an area has its page."""
    return "/publik" if area == CITY else f"/publik/{build_slug(area)}"


def build_picture_path(area: str) -> str:
    """Return the file of the picture that a pasted link to an area's page shows."""
    return "publik/gambar.png" if area == CITY else f"publik/gambar-{build_slug(area)}.png"


def build_slug(area: str) -> str:
    """Return a kecamatan's name as its address has it."""
    return reference.build_slug(reference.list_kecamatan()[area])


def write_table_title(cube: Store, view: View) -> str:
    """Return what the table of all periods of a view is called."""
    periods = list(read_options(cube).periode)
    subject = f"{view.indicator.judul} menurut kecamatan dan periode"
    span = " sampai ".join(dict.fromkeys((periods[-1], periods[0])))
    return replace(view.heading, subject=subject, date=span).title


def choose_shades(view: View) -> dict[str, str]:
    """Return by code the step of the map's scale: '0' to '4', 'x' without a value, 'n' for an
    indicator that the scale of shares does not fit."""
    if view.indicator.satuan != "persen":
        return {row.code: "n" for row in view.rows}
    steps = {colour: str(number) for number, colour in enumerate(theme.STEPS)}
    return {row.code: steps.get(shade(row.value), "x") for row in view.rows}


def write_remarks(cube: Store, view: View, selection: Selection) -> list[str]:
    """Return what a reader of a figure has to know beside its sentence."""
    said = (
        alternatives.suggest_for_view(cube, view, selection),
        say_left_out(cube, selection.periode),
    )
    return [words for words in said if words]


def collect_data(cube: Store, offered: Options) -> dict[str, Any]:
    """Return all choices as the browser reads them, ready for JSON."""
    kinds = dict.fromkeys((*MAIN, *IN_FIGURE))
    return {
        "kata": {
            "tak_dikenal": UNKNOWN_CHOICE,
            "panjang": SHOWN,
            "tak_diwarnai": NOT_SHADED,
        },
        "dulu": {old.lower(): new.lower() for old, new in LABELS.items()},
        "wilayah": [Selection("", area).area_name for area in offered.kecamatan.values()],
        "tanda": theme.SIGNS,
        "entri": {kode: _describe_entry(INDICATORS[kode]) for kode in kinds},
        "utama": _make_tree(offered, partial(write_lead, cube, IN_FIGURE[0])),
        "sel": {kode: _make_tree(offered, partial(_make_cell, cube, kode)) for kode in kinds},
        "kartu": {kode: _make_tree(offered, partial(_write_lines, cube, kode)) for kode in MAIN},
        "batang": {
            kode: _make_tree(offered, partial(_describe_figure, cube, kode), areas=False)
            for kode in IN_FIGURE
        },
        "matriks": _make_tree(offered, partial(render_matrix, cube), areas=False),
    }


def _make_tile(cube: Store, kode: str, selection: Selection) -> Tile:
    found = make_tile(cube, kode, selection)
    if found.row.value is not None:
        return found
    instead = alternatives.suggest_for_value(cube, kode, selection)
    return replace(found, note=" ".join(part for part in (found.note, instead) if part))


def _describe_entry(entry: Indicator) -> dict[str, Any]:
    """Return an indicator's words, those of its details in the order of the macro ``tentang``."""
    return {
        "judul": entry.judul,
        "pendek": entry.pendek,
        "satuan": entry.satuan,
        "desimal": theme.decimals(entry.satuan),
        "daring": entry.makna == "daring",
        "tentang": [
            entry.satuan,
            entry.semesta,
            entry.pembilang,
            entry.penyebut,
            entry.definisi,
            entry.rujukan,
            entry.sumber,
        ],
    }


def _make_cell(cube: Store, kode: str, selection: Selection) -> Tree:
    """Return [value, above, below, percent unknown, sign, origin, reference], short of empty ends.

    Rounded as shown, so that the browser only writes down what it gets. 0 stands for a period
    without a cell.
    """
    row = find_value(cube, kode, selection)
    if row is None:
        return 0
    cell: list[Any] = [
        None if row.value is None else round_half_away(row.value, 1),
        row.above,
        row.below if row.above is not None else None,
        None if row.unknown is None else round_half_away(row.unknown, 1),
        row.sign,
        row.origin,
        row.reference,
    ]
    while cell and cell[-1] in (None, ""):
        cell.pop()
    return cell


def _write_lines(cube: Store, kode: str, selection: Selection) -> list[str]:
    """Return the area and the class that a tile's value is of, then its lines."""
    found = _make_tile(cube, kode, selection)
    lines = (found.change, found.target, found.benchmark, found.note)
    shown = found.heading.selection
    return [shown.area_name, shown.class_words, *(line for line in lines if line)]


def _describe_figure(cube: Store, kode: str, selection: Selection) -> dict[str, Any]:
    """Return the words of a view by kecamatan, its order and its shades, a digit a kecamatan."""
    view = view_by_kecamatan(cube, kode, selection)
    codes = list(reference.list_kecamatan())
    colours = choose_shades(view)
    return {
        "judul": view.heading.subject,
        "lingkup": view.heading.below,
        "tabel": write_table_title(cube, view),
        "kalimat": view.sentence,
        "urut": "".join(str(codes.index(row.code) + 1) for row in view.rows),
        "warna": "".join(colours.get(code, "x") for code in codes),
        "diam": view.silence,
        "catatan": write_remarks(cube, view, selection),
    }


def _make_tree(offered: Options, make: Callable[[Selection], Tree], *, areas: bool = True) -> Tree:
    """Return what ``make`` returns for every choice, as lists in lists; without ``areas`` only
    for the whole city, [periode][skala]."""
    trees = [
        _shorten(
            [
                _shorten([make(Selection(p, area, s)) for s in offered.skala.values()])
                for p in offered.periode.values()
            ]
        )
        for area in offered.kecamatan.values()
        if areas or area == offered.default().wilayah
    ]
    return _shorten(trees) if areas else trees[0]


def _shorten(found: Sequence[Tree]) -> list[Tree]:
    """Return a list without the repetitions of its last entry."""
    kept = list(found)
    while len(kept) > 1 and kept[-1] == kept[-2]:
        kept.pop()
    return kept
