"""What an embed shows, kind by kind, from the view functions that the tool's pages use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from analysis import svg, theme
from analysis.bahasa import kata, kutipan
from analysis.clusters import clusters
from analysis.indicator import Indicator
from analysis.indicators import INDICATORS, spoken
from analysis.selection import Selection
from analysis.tiles import tile
from analysis.view import Cluster, View
from analysis.views import by_category, by_kecamatan, by_period, cross, reference_rows
from data.settings import settings
from data.store import Store
from geo import layers
from geo import svg as maps

ONLINE = "berusaha_daring"


@dataclass(frozen=True)
class Content:
    """What one embed says: the words of every kind, and in ``more`` what its kind draws."""

    title: str
    sentence: str
    origins: tuple[str, ...]
    signs: tuple[str, ...]
    indicator: Indicator | None
    scope: str
    date: str
    source: str
    more: dict[str, Any]

    @property
    def synthetic(self) -> bool:
        """Whether any value in it is made up."""
        return "sintetis" in self.origins


def kartu(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return one number with what it is held against."""
    found = tile(cube, kode, chosen)
    entry, row = found.indicator, found.row
    said = kata(
        "{judul}, {wilayah}, {periode}: {nilai}.",
        judul=entry.judul,
        wilayah=found.scope,
        periode=found.date,
        nilai=f"{row.text} ({row.counts})" if row.counts else row.text,
    )
    view = View(
        entry, entry.judul, said, (replace(row, label=found.scope),), found.date, entry.sumber
    )
    return _of_view(view, tile=found)


def batang(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return bars by kecamatan, or by answer for a question with several."""
    entry = INDICATORS[kode]
    if entry.by_answer:
        view = by_category(cube, kode, entry.answers, chosen)
        title = f"{view.title}, {chosen.area_name}, {view.date}"
        view = replace(view, title=title, sentence=_answers_sentence(view, chosen))
    else:
        view = by_kecamatan(cube, kode, chosen)
    return _of_view(view, chart=svg.bars(view))


def garis(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return one value over all periods."""
    view = by_period(cube, kode, chosen)
    return _of_view(view, chart=svg.line(view))


def tabel(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return a table by kecamatan, or of kecamatan by answer."""
    entry = INDICATORS[kode]
    if not entry.by_answer:
        return _of_view(by_kecamatan(cube, kode, chosen))
    table = cross(cube, kode, entry.answers, chosen)
    city = by_category(cube, kode, entry.answers, chosen)
    return Content(
        table.title,
        _answers_sentence(city, chosen),
        tuple(dict.fromkeys(row.origin for _, rows in table.rows for row in rows if row.origin)),
        tuple(dict.fromkeys(row.sign for _, rows in table.rows for row in rows if row.sign)),
        city.indicator,
        "",
        city.date,
        city.source,
        {"cross": table},
    )


def peta(cube: Store, kode: str, chosen: Selection) -> Content:
    """Return the kecamatan shaded by value."""
    view = by_kecamatan(cube, kode, chosen)
    cuts = layers.cuts_for(cube, view.indicator)
    return _of_view(
        view,
        map=maps.areas(view, cuts),
        legend=layers.legend(cuts, view.indicator.satuan),
        credit=settings().batas_kredit,
    )


def klaster(cube: Store, chosen: Selection) -> Content:
    """Return the product clusters of an area on a map."""
    found = clusters(cube, chosen)
    date = theme.period(chosen.periode)
    entry = spoken(ONLINE)
    return Content(
        kata("Klaster produk, {wilayah}, {periode}", wilayah=chosen.area_name, periode=date),
        _clusters_sentence(found, chosen, date),
        tuple(dict.fromkeys(cluster.origin for cluster in found)),
        ("x",) if any(cluster.daring is None for cluster in found) else (),
        entry,
        chosen.area_name,
        date,
        entry.sumber,
        {
            "clusters": found,
            "map": maps.clusters(found, chosen.wilayah),
            "note": kata(
                "Usaha: UMKM tercatat yang membuat produk itu di kelurahan itu. "
                "Klaster di bawah 10 usaha per kelurahan tidak ditampilkan."
            ),
            "credit": settings().batas_kredit,
        },
    )


def fakta(cube: Store, key: str) -> Content:
    """Return one published statement, as it was printed."""
    row = next(row for row in reference_rows(cube, "fakta") if row["kunci"] == key)
    entry = spoken(row["indikator"]) if row["indikator"] in INDICATORS else None
    area = Selection(row["periode"], row["kode_wilayah"])
    return Content(
        kata("Angka yang pernah diumumkan") if row["nilai"] else kata("Pernyataan yang terbit"),
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


def _of_view(view: View, **more: object) -> Content:
    return Content(
        view.title,
        view.sentence,
        view.origins,
        view.signs,
        view.indicator,
        "",
        view.date,
        view.source,
        {"view": view} | more,
    )


def _answers_sentence(view: View, chosen: Selection) -> str:
    """Return the sentence that says which answer is given most often."""
    known = [row for row in view.rows if row.value is not None]
    where = f"{chosen.area_name}, {view.date}"
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


def _clusters_sentence(found: list[Cluster], chosen: Selection, date: str) -> str:
    if not found:
        return kata("{wilayah}: belum ada nilai terbit.", wilayah=f"{chosen.area_name}, {date}")
    largest = found[0]
    return kata(
        "{cacah} klaster terbit di {wilayah}, {periode}; terbesar {nama}: {isi}.",
        cacah=theme.number(len(found)),
        wilayah=chosen.area_name,
        periode=date,
        nama=layers.cluster_name(largest),
        isi=layers.cluster_words(largest),
    )
