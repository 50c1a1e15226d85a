"""What pages share: filters, tiles, figures with their source, and every cache.

A page asks here by name; caches are keyed by the version of the published cube, so a new version
is seen at once and nothing has to be invalidated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.definitions.dimensions import UNKNOWN, label
from analysis.definitions.indicators import INDICATORS, THEMES
from analysis.definitions.selection import Options, Selection, read_options
from analysis.views import comparison, html, ranking, tiles, views
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.export import Export, export_view, to_json, write_csv
from analysis.views.left_out import say_left_out
from analysis.views.view import ProductCluster, View
from analysis.words import theme
from data import helper_process
from data.store import store
from pages.parts.carried import take_up_choices
from pages.parts.plain import write_plain
from public.api.table_formats import XLSX

PERIOD = "waktu"
FORMS = {
    "xlsx": XLSX,
    "png": "image/png",
    "svg": "image/svg+xml",
}
"""What a table is offered as, beside CSV."""
ONE_AT_A_TIME = Lock()
FILTER = 185  # pixels: the longest choice fits
CACHE: Any = {"max_entries": 256, "show_spinner": False}


def make_strip() -> DeltaGenerator:
    """Return the strip at the top of every page. It names the program and says that data are made
    up while they are; what is added to it stands at its end."""
    strip = st.container(key="pita", horizontal=True, vertical_alignment="center")
    dark = st.context.theme.type == "dark"
    strip.html(html.render_strip(store.open_publik().record["sintetis"], dark))
    return strip


def show_footer(page: str = "") -> None:
    """Close a page with the version of the data and where its sources are explained; ``page`` is
    the page's own address."""
    cube = store.open_publik()
    newest, record = next(iter(read_options(cube).periode)), cube.record
    address = (st.context.url or "").removesuffix(page).rstrip("/")
    st.html(
        html.render_footer(newest, record["tanggal"], cube.version, record["sintetis"], address)
    )


def make_filter_row() -> DeltaGenerator:
    """Return the row that a page's filters stand in; it wraps on a narrow screen."""
    return st.container(horizontal=True, key="saring")


def choose(*names: str) -> Selection:
    """Show the filters and return the choice; it lives in the URL and follows to other pages.

    ``names`` are those of ``Options`` that the page can use; the rest keep their default. An
    unknown value in the URL falls back to the default, and the page says so.
    """
    offered = read_options(store.open_publik())
    mend_address(offered, names)
    codes = dict(zip(vars(offered), vars(offered.default()).values(), strict=True))
    for name in names:
        labels = vars(offered)[name]
        label = st.selectbox(
            LABELS[name], list(labels), key=name, bind="query-params", width=FILTER
        )
        codes[name] = labels[label]
    return Selection(*codes.values())


def mend_address(offered: Options, names: tuple[str, ...]) -> None:
    """Spell the choices in the address as the filters do, and say of each that is not known what
    is used instead. What the page before had chosen comes first."""
    take_up_choices(names, offered)
    wanted = {name: st.query_params[name] for name in names if name in st.query_params}
    selection, problems = offered.read(wanted)
    for name, spelled in offered.write(selection).items():
        if name in wanted and wanted[name] != spelled:
            # Spelled in another way, which the widget would take for a wrong value and drop.
            st.query_params[name] = st.session_state[name] = spelled
            st.rerun()
    for problem in problems:
        st.warning(write_plain(problem))


def choose_one(label: str, key: str, labels: Mapping[str, str], width: int = FILTER) -> str:
    """Show one more choice (code -> label) that lives in the URL; return its code."""
    warn_unknown(label, key, labels)
    chosen = st.selectbox(label, list(labels.values()), key=key, bind="query-params", width=width)
    return next(code for code, text in labels.items() if text == chosen)


def warn_unknown(label: str, key: str, labels: Mapping[str, str]) -> None:
    """Say that the URL has a choice that is not offered, where it has."""
    given = st.query_params.get(key)
    if given is not None and given not in labels.values():
        st.warning(
            f"Pilihan {label.lower()} '{write_plain(given[:40])}' tidak dikenal, jadi dipakai "
            f"'{next(iter(labels.values()))}'."
        )


def show_tiles(kinds: tuple[str, ...], selection: Selection) -> None:
    """Show the tiles of some indicators in a row that wraps."""
    st.html(_render_tiles(store.open_publik().version, kinds, selection))


def show_bars(view: View) -> None:
    """Show a view as a table with bars, its source one click away."""
    if say_empty(view):
        return
    st.html(_render_bars(store.open_publik().version, view))


def show_download(view: View) -> None:
    """Offer a view as CSV for spreadsheets in Indonesian, as XLSX, and as a picture."""
    offer_export(export_view(store.open_publik(), view), f"{view.indicator.kode}-{view.source}")


def offer_export(taken: Export, key: str) -> None:
    """Offer a table in each form that it has, written when it is asked for: all but CSV by a
    process that has the libraries."""
    with st.container(horizontal=True):
        st.download_button(
            "Unduh CSV",
            partial(write_csv, taken),
            f"{taken.name}.csv",
            "text/csv",
            key=f"unduh-{key}",
            on_click="ignore",
        )
        for form, media in FORMS.items():
            if form == "xlsx" or taken.pictured:
                st.download_button(
                    form.upper(),
                    partial(_write_form, taken, form),
                    f"{taken.name}.{form}",
                    media,
                    key=f"unduh-{form}-{key}",
                    on_click="ignore",
                    help=f"Unduh {form.upper()}",
                )


@lru_cache(maxsize=64)
def _write_form(taken: Export, form: str) -> bytes:
    """Return a table in a form. Anybody may press the button as often as they like, so one process
    works at a time, and what it made is kept."""
    with ONE_AT_A_TIME:
        return helper_process.run("public.pictures.download_file", form, given=to_json(taken))


def read_view(name: str, *arguments: Any) -> View:
    """Return a view of the published cube: ``by_area`` is ``view_by_area`` of
    ``analysis.views.views``."""
    return _read_view(store.open_publik().version, name, arguments)


def show_ranks(selection: Selection) -> None:
    """Show between which ranks each kecamatan lies by digital score."""
    st.html(_render_ranks(store.open_publik().version, selection))


def show_comparisons(kode: str, selection: Selection) -> None:
    """Show what an indicator's value is held against, or why it cannot be."""
    if INDICATORS[kode].labels:
        st.caption(
            "Indikator ini punya beberapa jawaban, jadi tidak ada satu nilai untuk dibanding."
        )
        return
    st.html(_render_comparisons(store.open_publik().version, kode, selection))


def read_clustered(kode: str, dimension: str, selection: Selection) -> View:
    """Return an indicator by product or subsector, without what lies in no cluster or has no
    business in the chosen area."""
    found = read_view("by_category", kode, dimension, selection)
    counted = read_view("by_category", "jumlah_umkm", dimension, selection)
    empty = {row.code for row in counted.rows if row.value == 0}
    kept = [row for row in found.rows if row.code not in {"lainnya", UNKNOWN} | empty]
    return replace(found, rows=tuple(kept))


def say(sentence: str) -> str:
    """Return the sentence of a view as a page says it: that data are made up stands above."""
    return sentence.removesuffix(f" ({theme.ORIGINS['sintetis']}.)")


def find_label(labels: Mapping[str, str], code: str) -> str:
    """Return the label of a code among the choices of a filter."""
    return next(label for label, known in labels.items() if known == code)


def keep_within(view: View, selection: Selection) -> View:
    """Return the rows of a view that lie in the chosen kecamatan."""
    return views.select_within(view, selection)


def show_clusters(selection: Selection) -> None:
    """Show the product clusters of kelurahan as a table."""
    found = _read_clusters(store.open_publik().version, selection)
    said = make_clusters_heading(selection, found)
    if not found:
        st.info(f"Tidak ada klaster yang cukup besar untuk diterbitkan: {said.scope}.")
        return
    st.html(html.render_clusters(said, found, store.open_publik().record["sintetis"]))


def list_themes() -> dict[str, str]:
    """Return the themes of the indicators, key -> label, all of them first."""
    return {"": "Semua tema"} | {str(key): title for key, title in THEMES.items()}


def list_indicators(chosen: str) -> dict[str, str]:
    """Return the indicators of a theme ('' is all), code -> title, by theme."""
    # Selling online comes first: it is what most come for, and the survey asks it too.
    order = sorted(THEMES, key=lambda name: name != "daring")
    mine = [entry for entry in INDICATORS.values() if chosen in ("", entry.tema)]
    return {e.kode: e.judul for e in sorted(mine, key=lambda entry: order.index(entry.tema))}


def list_breakdowns(kode: str) -> dict[str, str]:
    """Return the ways in which an indicator is published, key -> label."""
    entry = INDICATORS[kode]
    if entry.labels:
        return {entry.answers: label(entry.answers)}
    names = {"": "Kecamatan"} if "kecamatan" in entry.levels else {}
    names |= {key: label(key) for key in entry.rincian if key not in ("", "skala")}
    return names | {PERIOD: "Periode"}


def read_breakdown(kode: str, dimension: str, selection: Selection) -> View:
    """Return one indicator from the register, by kecamatan (''), by period or by a breakdown."""
    if dimension == PERIOD:
        return read_view("by_period", kode, selection)
    if dimension:
        return read_view("by_category", kode, dimension, selection)
    return read_view("by_area", kode, "kecamatan", selection)


LABELS = {"periode": "Periode", "kecamatan": "Kecamatan", "skala": "Skala usaha"}


def say_empty(view: View) -> bool:
    """Say that a view has no rows, where it has none; return whether."""
    if not view.rows:
        why = say_left_out(store.open_publik(), view.heading.selection.periode)
        other = "Coba periode atau wilayah lain."
        st.info(f"Belum ada nilai terbit: {view.title}. {why or other}")
    return not view.rows


@st.cache_data(**CACHE)
def _render_tiles(version: str, kinds: tuple[str, ...], selection: Selection) -> str:
    return html.render_tiles(
        tiles.make_tile(store.open_publik(), kind, selection) for kind in kinds
    )


@st.cache_resource(**CACHE)
def _read_view(version: str, name: str, arguments: tuple[Any, ...]) -> View:
    found: View = getattr(views, f"view_{name}")(store.open_publik(), *arguments)
    return found


@st.cache_data(**CACHE, hash_funcs={View: repr})
def _render_bars(version: str, view: View) -> str:
    return html.add_about(html.render_bars(view), view)


@st.cache_data(**CACHE)
def _render_ranks(version: str, selection: Selection) -> str:
    cube = store.open_publik()
    found = ranking.read_ranks(cube, selection)
    return html.render_ranks(
        ranking.make_ranks_heading(selection), found, ranking.describe_bounds(cube, selection)
    )


@st.cache_data(**CACHE)
def _render_comparisons(version: str, kode: str, selection: Selection) -> str:
    found = comparison.make_comparisons(store.open_publik(), kode, selection)
    return html.render_comparisons(
        comparison.make_value_heading(kode, selection), INDICATORS[kode], found
    )


@st.cache_data(**CACHE)
def _read_clusters(version: str, selection: Selection) -> list[ProductCluster]:
    return read_product_clusters(store.open_publik(), selection, "kelurahan")
