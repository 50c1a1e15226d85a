"""What an embed shows, kind by kind, from the view functions that the tool's pages use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS, translate_indicator
from analysis.definitions.selection import Selection
from analysis.views import chart_svg
from analysis.views.cells import read_reference_rows
from analysis.views.clusters import (
    make_clusters_heading,
    read_product_clusters,
    write_clusters_headline,
)
from analysis.views.heading import Heading
from analysis.views.tiles import make_tile
from analysis.views.view import View
from analysis.views.views import view_by_category, view_by_kecamatan, view_by_period, view_cross
from analysis.words import theme
from analysis.words.language import kata, kutipan
from data.settings import settings
from data.store.store import Store
from geo import map_svg as maps
from geo import shades
from geo.labelled_map import draw_map
from geo.modes import CLUSTERS
from public.files.catalogue import build_name

ONLINE = "berusaha_daring"
FRAMES = ("sedang", "sempit")
"""The drawings of a map of clusters: a frame shows the one that fits its width."""


@dataclass(frozen=True)
class Content:
    """What one embed says: the words of every kind, and in ``more`` what its kind draws.

    ``below`` stands under its subject; ``area`` is in its details where no view has the word.
    """

    subject: str
    below: str
    title: str
    sentence: str
    origins: tuple[str, ...]
    signs: tuple[str, ...]
    indicator: Indicator | None
    area: str
    date: str
    source: str
    more: dict[str, Any]

    @property
    def synthetic(self) -> bool:
        """Whether any value in it is made up."""
        return "sintetis" in self.origins


def make_card(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return one number with what it is held against."""
    found = make_tile(cube, kode, chosen)
    entry, row = found.indicator, found.row
    said = f"{row.text} ({row.counts})." if row.counts else f"{row.text}."
    rows = (replace(row, label=found.place),)
    return _make_of_view(View(entry, found.heading, said, rows, entry.sumber), tile=found)


def make_bars(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return bars by kecamatan, or by answer for a question with several."""
    entry = INDICATORS[kode]
    if entry.by_answer:
        view = view_by_category(cube, kode, entry.answers, chosen)
        view = replace(view, sentence=_say_most_given(view))
    else:
        view = view_by_kecamatan(cube, kode, chosen)
    return _make_of_view(view, chart=chart_svg.draw_bars(view))


def make_line(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return one value over all periods."""
    view = view_by_period(cube, kode, chosen)
    return _make_of_view(view, chart=chart_svg.draw_line(view))


def make_table(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return a table by kecamatan, or of kecamatan by answer."""
    entry = INDICATORS[kode]
    if not entry.by_answer:
        return _make_of_view(view_by_kecamatan(cube, kode, chosen))
    table = view_cross(cube, kode, entry.answers, chosen)
    city = view_by_category(cube, kode, entry.answers, chosen)
    return _make_content(
        table.heading,
        _say_most_given(city),
        table.origins,
        table.signs,
        city.indicator,
        city.source,
        {"cross": table},
    )


def make_map(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return the kecamatan shaded by value."""
    view = view_by_kecamatan(cube, kode, chosen)
    cuts = shades.choose_cuts(cube, view.indicator)
    return _make_of_view(
        view,
        map=maps.draw_areas(view, cuts),
        legend=shades.make_legend(cuts, view.indicator.satuan),
        credit=settings().batas_kredit,
    )


def make_clusters(cube: Store, chosen: Selection) -> Content:
    """Return the product clusters of an area on a map, drawn for a wide frame and a narrow one."""
    found = read_product_clusters(cube, chosen)
    said = make_clusters_heading(chosen, found)
    entry = translate_indicator(ONLINE)
    return _make_content(
        said,
        write_clusters_headline(cube, chosen),
        tuple(dict.fromkeys(cluster.origin for cluster in found)),
        ("x",) if any(cluster.online is None for cluster in found) else (),
        entry,
        entry.sumber,
        {
            "clusters": found,
            "maps": {size: draw_map(cube, chosen, CLUSTERS, size) for size in FRAMES},
            "credit": settings().batas_kredit,
        },
    )


def make_fact(cube: Store, nama: str) -> Content:
    """Return the published statement of an embed's name, as it was printed."""
    rows = read_reference_rows(cube, "fakta")
    row = next(row for row in rows if build_name("fakta", row["kunci"]) == nama)
    entry = translate_indicator(row["indikator"]) if row["indikator"] in INDICATORS else None
    area = Selection(row["periode"], row["kode_wilayah"])
    title = kata("Angka yang pernah diumumkan") if row["nilai"] else kata("Pernyataan yang terbit")
    return Content(
        title,
        "",
        title,
        kutipan(row["pernyataan"]),
        ("terbit",),
        (),
        entry,
        area.area_name,
        theme.day(row["tanggal"]),
        kutipan(row["sumber"]),
        {
            "fact": row,
            "value": theme.quantity(float(row["nilai"]), row["satuan"]) if row["nilai"] else "",
        },
    )


def _make_of_view(view: View, **more: object) -> Content:
    return _make_content(
        view.heading,
        view.sentence,
        view.origins,
        view.signs,
        view.indicator,
        view.source,
        {"view": view} | more,
    )


def _make_content(
    said: Heading,
    sentence: str,
    origins: tuple[str, ...],
    signs: tuple[str, ...],
    entry: Indicator,
    source: str,
    more: dict[str, Any],
) -> Content:
    return Content(
        said.subject,
        said.below,
        said.title,
        sentence,
        origins,
        signs,
        entry,
        said.selection.place,
        said.date,
        source,
        more,
    )


def _say_most_given(view: View) -> str:
    """Return the sentence that says which answer is given most often."""
    known = [row for row in view.rows if row.value is not None]
    where = f"{view.heading.selection.area_name}, {view.date}"
    if not known:
        return kata("{wilayah}: belum ada nilai terbit.", wilayah=where)
    most = max(known, key=lambda row: row.value or 0.0)
    text = (
        "{wilayah}: terbanyak {jawaban}, {nilai}."
        if len(known) == len(view.rows)
        else "{wilayah}: dari yang terbit, terbanyak {jawaban}, {nilai}."
    )
    said = kata(
        text,
        wilayah=where,
        jawaban=theme.inside(most.label),
        nilai=f"{most.text} ({most.counts})" if most.counts else most.text,
    )
    return f"{said} ({kata('Data sintetis')}.)" if view.synthetic else said
