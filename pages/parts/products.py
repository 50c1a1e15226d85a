"""The page of product clusters: the panels of all of them, and the sheet of one product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analysis.definitions.selection import Selection, read_options
from analysis.views import chart_html, charts_clusters, html, products
from analysis.views.charts_time import Course, emphasize
from analysis.views.clusters import read_product_clusters
from analysis.views.export import export_clusters
from analysis.views.view import ProductCluster
from data.store import store
from pages.parts import charts as c
from pages.parts import widgets as w

PRODUCT = "produk"
ALL = "Semua produk"
FORMS = {"jumlah": "Jumlah", "persen": "Persen", "daftar": "Satu daftar"}
PANEL = 260
"""Pixels: the least width of a panel, so that a phone has one beside the other's place."""


def choose() -> str:
    """Show the choice of a product; return its key, '' for all."""
    return w.choose_one("Produk", PRODUCT, {"": ALL} | products.list_products())


def show_overview(selection: Selection) -> None:
    """Show all clusters: the sentence, the panels or the list, who is left, the subsectors."""
    found = _read(store.open_publik().version, selection)
    heading = products.make_headline(found, selection)
    st.html(chart_html.render_headline(heading, list_origins(found)))
    if found:
        form = c.choose_segment("Tampilan", "tampilan", FORMS)
        st.html(chart_html.render_key(found, unknown=form == "jumlah"))
        if form == "daftar":
            _show_list(found)
        else:
            _show_panels(found, selection, percent=form == "persen")
        links = link_products(selection)
        st.html(chart_html.render_cluster_table("Klaster produk", found, links, selection.periode))
        said = replace(heading, subject="Klaster produk")
        w.offer_export(export_clusters(store.open_publik(), said, found), "klaster")
        st.html(chart_html.render_embed_link(heading.selection.periode))
        _show_opportunity(found, selection)
    _show_subsectors(selection)


def list_origins(found: Sequence[ProductCluster]) -> tuple[str, ...]:
    """Return where the clusters' values come from, each once."""
    return tuple(dict.fromkeys(cluster.origin for cluster in found if cluster.origin))


def link_products(selection: Selection) -> dict[str, str]:
    """Return the address of each product's sheet for a choice, key -> address."""
    chosen = read_options(store.open_publik()).write(selection)
    labels = products.list_products().items()
    return {key: f"klaster?{urlencode(chosen | {PRODUCT: name})}" for key, name in labels}


def _show_panels(found: list[ProductCluster], selection: Selection, percent: bool) -> None:
    """Show one panel a kecamatan, all to one scale."""
    full = max(cluster.n for cluster in found)
    with st.grid(min_column_width=PANEL, gap="medium"):
        for panel in products.arrange_panels(found, selection):
            with st.container(gap="xxsmall"):
                st.html(chart_html.render_panel(panel, selection.periode))
                if panel.clusters:
                    names = [cluster.product for cluster in panel.clusters]
                    _show_bars(panel.clusters, names, f"klaster-{panel.code}", full, percent)


def _show_list(found: list[ProductCluster]) -> None:
    """Show one list of all clusters, the most online first."""
    ordered = products.sort_by_share(found)
    names = [f"{cluster.product}, {cluster.area}" for cluster in ordered]
    _show_bars(ordered, names, "klaster-daftar", 0, percent=True)


def _show_bars(
    found: Sequence[ProductCluster],
    names: Sequence[str],
    key: str,
    full: float,
    percent: bool,
) -> None:
    scheme = c.find_scheme()
    figure = _draw(store.open_publik().version, tuple(found), tuple(names), scheme, full, percent)
    write = charts_clusters.write_share if percent else charts_clusters.write_counts
    said = "; ".join(f"{name}: {write(one)}" for one, name in zip(found, names, strict=True))
    labels = products.list_products()
    c.show_figure(figure, key=key, alt=f"Klaster produk. {said}.", on_pick=_pick, choices=labels)


def _pick(key: str, labels: Mapping[str, str]) -> None:
    """Take over the product whose bar was clicked; the page runs again by itself."""
    product = c.read_picked(key)
    if product is not None and product in labels:
        st.session_state[PRODUCT] = labels[product]


def _show_opportunity(found: list[ProductCluster], selection: Selection) -> None:
    left = products.sort_by_offline(found)
    st.subheader("Peluang")
    if not left:
        st.caption("Tidak ada klaster yang pembuatnya diketahui belum berjualan daring.")
        return
    st.markdown(products.write_opportunity(found))
    links = link_products(selection)
    heading = products.make_opportunity_heading(selection, found)
    st.html(chart_html.render_opportunity(heading, list_origins(left), left, links))


def _show_subsectors(selection: Selection) -> None:
    """Show the subsectors of the creative economy as figures in a line."""
    counts = {row.code: row for row in w.read_clustered("jumlah_umkm", "ekraf", selection).rows}
    view = w.read_clustered("berusaha_daring", "ekraf", selection)
    figures = [
        chart_html.Figure(row.label, row.text, _say_subsector(row.counts, counts, row.code))
        for row in view.rows
    ]
    st.subheader("Subsektor Ekraf")
    if figures:
        st.html(chart_html.render_figures(view.heading, view.origins, figures))
    st.caption(
        "Penempatan produk ke subsektor adalah simpulan kami; padanan resmi KBLI 2020 atau 2025 "
        "belum ditemukan. Usaha di luar klaster tidak ditempatkan."
    )


def _say_subsector(share: str, counts: Mapping[str, Any], code: str) -> str:
    makers = counts[code].text if code in counts else ""
    return " · ".join(part for part in (share, makers) if part)


def show_sheet(product: str, selection: Selection) -> None:
    """Show one product: its sentence, by kecamatan, over time and by kelurahan. No embed shows one
    product alone, so none is offered here."""
    sheet = _read_sheet(store.open_publik().version, product, selection)
    found = sheet.by_kecamatan
    st.html(chart_html.render_headline(products.write_sheet_headline(sheet), list_origins(found)))
    st.button(f"← {ALL}", key="semua-produk", on_click=_show_all)
    if not found:
        st.info(f"{products.NONE}: {sheet.product}, {sheet.heading.scope}.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        _show_places(sheet, selection)
    with right:
        _show_time(sheet)
    _show_kelurahan(sheet, selection)
    every = (*found, *sheet.by_kelurahan, *sheet.closed)
    w.offer_export(export_clusters(store.open_publik(), sheet.heading, every), "produk")


def _show_all() -> None:
    st.session_state[PRODUCT] = ALL


def _show_places(sheet: products.Sheet, selection: Selection) -> None:
    """Show the product's kecamatan as split bars."""
    subject = f"{sheet.product} menurut kecamatan"
    heading = replace(sheet.heading, subject=subject)
    found = sheet.by_kecamatan
    st.html(html.render_title(heading, list_origins(found)))
    st.html(chart_html.render_key(found, unknown=True))
    names = [cluster.area for cluster in found]
    figure = _draw(
        store.open_publik().version,
        found,
        tuple(names),
        c.find_scheme(),
        max(cluster.n for cluster in found),
        False,
    )
    said = "; ".join(f"{one.area}: {charts_clusters.write_counts(one)}" for one in found)
    c.show_figure(figure, key="produk-kecamatan", alt=f"{subject}. {said}.")
    st.html(chart_html.render_cluster_table(subject, found, {}, selection.periode))


def _show_time(sheet: products.Sheet) -> None:
    """Show the product's share online over the periods, one line a kecamatan."""
    if not sheet.courses:
        return
    heading = sheet.courses[0].heading
    courses = emphasize([Course(view.sentence, view.rows) for view in sheet.courses])
    st.html(html.render_title(heading, sheet.courses[0].origins))
    c.show_courses(courses, key="produk-waktu", title=heading.title)


def _show_kelurahan(sheet: products.Sheet, selection: Selection) -> None:
    subject = f"{sheet.product} menurut kelurahan"
    heading = replace(sheet.heading, subject=subject)
    origins = list_origins((*sheet.by_kelurahan, *sheet.closed))
    st.html(chart_html.render_kelurahan(heading, origins, sheet))


@st.cache_data(**w.CACHE)
def _read(version: str, selection: Selection) -> list[ProductCluster]:
    return read_product_clusters(store.open_publik(), selection)


@st.cache_resource(**w.CACHE)
def _read_sheet(version: str, product: str, selection: Selection) -> products.Sheet:
    return products.read_sheet(store.open_publik(), product, selection)


@st.cache_resource(**w.CACHE, hash_funcs={ProductCluster: repr})
def _draw(
    version: str,
    found: tuple[ProductCluster, ...],
    names: tuple[str, ...],
    scheme: str,
    full: float,
    percent: bool,
) -> Any:
    return charts_clusters.draw_split_bars(found, names, scheme, full=full, percent=percent)
