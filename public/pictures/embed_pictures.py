"""A picture of each embed, for the preview of a pasted link: ``sematan/{view}.png``.

It shows the default choice, from the same views as the embed, and is drawn without a browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection, read_options
from analysis.views import tiles, views
from analysis.views.cells import read_reference_rows
from analysis.views.clusters import (
    make_clusters_heading,
    read_product_clusters,
    write_clusters_headline,
)
from analysis.views.export import Mark
from analysis.views.view import Row, View
from analysis.words.theme import ORIGINS, SIGNS, day, number, period
from data.store.store import Store, remember_answers
from public.embeds import kinds
from public.files.catalogue import build_name
from public.files.public_file import File
from public.pictures.drawing import Picture, draw_png

MEDIA = "image/png"
MOST_CLUSTERS = 6
ONE_PICTURE = ("kartu", "batang", "tabel", "peta")
"""Kinds that show the same numbers, and so have one picture."""


@dataclass(frozen=True)
class _Facts:
    """What every picture of a cube says at its foot."""

    published: str
    version: str

    def write_foot(self, *lines: str) -> tuple[str, ...]:
        """Return the foot: where the numbers come from, then when they were published."""
        return (*lines, f"Terbit {self.published}, versi {self.version}")


def make_files(cube: Store) -> Iterator[File]:
    """Return the picture of every view; those of one indicator's kinds are drawn once."""
    cube = remember_answers(cube)
    wanted = {embed.nama for embed in kinds.list_embeds(cube)}
    chosen = read_options(cube).default()
    facts = _Facts(day(cube.record["tanggal"]), cube.version)
    for kode, entry in INDICATORS.items():
        same = wanted.intersection(build_name(jenis, kode) for jenis in ONE_PICTURE)
        course = build_name("garis", kode)
        if same:
            yield from _make_files(sorted(same), _picture_values(cube, entry, chosen, facts))
        if course in wanted:
            yield from _make_files([course], _picture_periods(cube, entry, chosen, facts))
    yield from _make_files(["klaster"], _picture_clusters(cube, chosen, facts))
    for fact in read_reference_rows(cube, "fakta"):
        yield from _make_files(
            [build_name(kinds.FACT, str(fact["kunci"]))], _picture_fact(fact, facts)
        )


def _make_files(names: Iterable[str], picture: Picture) -> Iterator[File]:
    drawn = draw_png(picture)
    for name in names:
        yield File(f"sematan/{name}.png", MEDIA, drawn)


def _picture_values(cube: Store, entry: Indicator, chosen: Selection, facts: _Facts) -> Picture:
    """Return an indicator's value with its parts: kecamatan, else its answers, else periods."""
    if entry.labels:
        view = views.view_by_category(cube, entry.kode, entry.answers, chosen)
        return _picture_view(cube, view, f"{view.heading.scope}.", chosen, facts)
    view = views.view_by_kecamatan(cube, entry.kode, chosen)
    if view.rows:
        return _picture_view(cube, view, view.sentence, chosen, facts)
    return _picture_periods(cube, entry, chosen, facts, line=False)


def _picture_periods(
    cube: Store, entry: Indicator, chosen: Selection, facts: _Facts, line: bool = True
) -> Picture:
    """Return an indicator's value with its course, drawn as a line or as bars."""
    view = views.view_by_period(cube, entry.kode, chosen)
    tile = tiles.make_tile(cube, entry.kode, chosen)
    # The place and the month belong to the number, and the course beside it says its own months.
    said = [f"{tile.scope}.", f"{tile.change}." if tile.change else ""]
    return _picture_view(cube, view, " ".join(said).strip(), chosen, facts, line)


def _picture_view(
    cube: Store, view: View, said: str, chosen: Selection, facts: _Facts, line: bool = False
) -> Picture:
    entry = view.indicator
    row = None if entry.labels else tiles.make_tile(cube, entry.kode, chosen).row
    return Picture(
        title=entry.judul,
        number=row.text if row else "",
        below=f"{row.counts}. Penyebut: {entry.penyebut}" if row and row.counts else "",
        sentence=said,
        marks=tuple(Mark(part.label, part.value, part.text) for part in view.rows),
        full=100.0 if entry.satuan == "persen" and not line else None,
        online=entry.makna == "daring",
        line=line,
        origins=_list_origins((*view.rows, *([row] if row else []))),
        foot=facts.write_foot(
            f"Semesta: {entry.semesta}. Satuan: {entry.satuan}.",
            " ".join([f"Sumber: {view.source}, {view.date}.", *_explain_signs(view)]),
        ),
    )


def _explain_signs(view: View) -> list[str]:
    return [f"{sign} = {SIGNS[sign]}." for sign in view.signs]


def _list_origins(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ORIGINS[row.origin] for row in rows if row.origin))


def _picture_clusters(cube: Store, chosen: Selection, facts: _Facts) -> Picture:
    found = sorted(read_product_clusters(cube, chosen), key=lambda one: -one.n)[:MOST_CLUSTERS]
    entry, date = INDICATORS["jumlah_umkm"], period(chosen.periode)
    return Picture(
        title=make_clusters_heading(chosen).title,
        sentence=write_clusters_headline(cube, chosen),
        marks=tuple(
            Mark(f"{one.product}, {one.area}", one.n, f"{number(one.n)} · {one.share}")
            for one in found
        ),
        origins=(ORIGINS["sintetis"],) if cube.record["sintetis"] else (),
        foot=facts.write_foot(
            f"Semesta: {entry.semesta}. Satuan: {entry.satuan}; persen dari yang menjawab.",
            f"Sumber: {entry.sumber}, {date}."
            + (f" x = {SIGNS['x']}." if any(one.online is None for one in found) else ""),
        ),
    )


def _picture_fact(fact: dict[str, object], facts: _Facts) -> Picture:
    return Picture(
        title=str(fact["pernyataan"]),
        sentence=f"Dinyatakan {day(str(fact['tanggal']))}.",
        origins=(ORIGINS["terbit"],),
        foot=facts.write_foot(f"Sumber: {fact['sumber']}.", str(fact["rujukan"])),
    )
