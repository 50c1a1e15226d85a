"""What the paper says of an area and a period, made by rule from published cells.

It is a document without a form: a memo, a workbook and a picture are set from it by another process
(``public.brief.press``). Every sentence is a value and what was decided of it elsewhere: whether a
target is reached, what a test says. No word here says that anything rose or fell, so none can say
it where the test does not.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from analysis.definitions.selection import CITY, Selection
from analysis.views.attention import list_attention
from analysis.views.cells import read_reference_rows
from analysis.views.comparison import find_value, list_bands, make_comparisons
from analysis.views.gaps import measure_gap
from analysis.views.headline import MAIN, make_headline, say_ends, say_place, say_targets
from analysis.views.matrix import Matrix, MatrixRow, make_matrix
from analysis.views.names import name_column, name_inside
from analysis.views.quality import list_quality
from analysis.views.scorecard import Scorecard, ScoreRow, make_scorecard, read_rows
from analysis.views.view import Row
from analysis.words import theme
from data.city import OUR_CITY
from data.settings import settings
from data.store.store import Store
from public.api.published_table import SYNTHETIC
from public.brief.drawings import draw_bars, draw_courses, draw_map_svg, list_map_key
from public.brief.paper import clean_all, clean_text, shorten
from public.brief.sheets import make_sheets

COURSES = (MAIN, "proporsi_nib", "bayar_digital", "dasar_digital")
"""The shares whose lines stand in one chart, the first drawn strongest."""
NOTHING_DECIDED = "Tidak ada yang menonjol menurut angka terbit pilihan ini."
NO_FOLLOW_UP = "Belum ada tindak lanjut yang tercatat."
NO_VALUES = "Belum ada nilai yang terbit untuk gambar ini."
NOT_COMPARED = "tidak dibandingkan"
UNTESTED = "tidak diuji"
WITHOUT_TARGET = "tanpa target"
WITHOUT_BASIS = "tanpa dasar"
MADE_UP = "Data sintetis, bukan angka resmi"
NARROW = 13
"""Letters of a word that fit the narrowest columns of follow-ups."""
Document = dict[str, Any]


@dataclass(frozen=True)
class FollowUp:
    """What a meeting agreed on: of which indicator and kecamatan, what is done, by which office,
    until which day (ISO, or words where only they are known), and how it stands."""

    indicator: str
    area: str
    action: str
    office: str
    due: str
    state: str


def make_brief(store: Store, selection: Selection, follow_ups: Sequence[FollowUp] = ()) -> Document:
    """Return the document of an area and a period, of all classes of size, its texts cleaned.

    The same cube, choice and follow-ups give the same document.
    """
    card, matrix = make_scorecard(store, selection), make_matrix(store, selection)
    sheets = make_sheets(store, selection, card, matrix, [vars(each) for each in follow_ups])
    record = store.record
    said: Document = {
        "name": name_paper(selection),
        "title": f"Nota dinas: {_write_subject(selection)}",
        "subject": _write_subject(selection),
        "government": f"Pemerintah {OUR_CITY.nama}",
        "program": OUR_CITY.program,
        "area": selection.area_name,
        "period": theme.period(selection.periode),
        "headline": _write_headline(store, card, selection),
        "summary": list(_summarise(store, card, selection)),
        "since": card.before or "periode sebelumnya",
        "main": _make_main(card),
        "year": selection.periode[:4],
        "score_title": f"Capaian indikator{', terendah dahulu' if card.aimed else ''}",
        "score": [_make_score(store, row, selection, card) for row in card.rows],
        "score_note": _explain_score(card),
        "decisions": [
            {"title": line.title, "text": line.text} for line in list_attention(store, selection)
        ],
        "nothing_decided": NOTHING_DECIDED,
        "map": _draw_map(store, selection, matrix),
        "courses": _draw_courses(store, selection),
        "bars": _draw_bars(store, selection, card),
        "no_values": NO_VALUES,
        "matrix": _write_matrix(matrix),
        "areas": _list_areas(matrix),
        "follow_ups": [_write_follow_up(each) for each in follow_ups],
        "no_follow_up": NO_FOLLOW_UP,
        "definitions": [
            {
                "name": row.name,
                "words": _take_sentence(row.entry.definisi),
                "weight": _weigh_definition(row),
            }
            for row in card.rows
        ],
        "sources": _list_sources(store, selection, card),
        "signs": _explain_signs([*(row.row.sign for row in card.rows), *matrix.signs]),
        "published": theme.day(record["tanggal"]),
        "version": record["versi"],
        "made_up": MADE_UP if record["sintetis"] else "",
        "made_up_long": SYNTHETIC if record["sintetis"] else "",
        "stamp": int(datetime.fromisoformat(record["tanggal"]).replace(tzinfo=UTC).timestamp()),
        "sheets": sheets,
    }
    said = clean_all(said)
    whole = json.dumps(said, sort_keys=True, ensure_ascii=True).encode()
    return said | {"digest": hashlib.sha256(whole).hexdigest()}


def name_paper(selection: Selection) -> str:
    """Return what a file of a choice is called, without its kind: kecamatan-kasemen-2025-06."""
    area = re.sub(r"[^a-z0-9]+", "-", selection.area_name.lower()).strip("-")
    return f"{area}-{selection.periode}"


def _write_subject(selection: Selection) -> str:
    date = theme.period(selection.periode)
    where = selection.area_name
    if selection.wilayah != CITY:
        where = f"{where}, {OUR_CITY.nama}"
    return f"Kinerja UMKM digital {where}, keadaan {date}"


def _write_headline(store: Store, card: Scorecard, selection: Selection) -> str:
    """Return what is read first: what became of the choice's own targets; where it has none, how
    many sell online."""
    if any(row.own for row in card.aimed):
        return _join(say_targets(card))
    return _join(make_headline(store, selection).first)


def _summarise(store: Store, card: Scorecard, selection: Selection) -> tuple[str, str, str]:
    """Return three sentences: how many sell online, what became of the targets, and how the areas
    differ."""
    main = next(row for row in card.rows if row.entry.kode == MAIN)
    return (
        _say_online(main, selection),
        _say_goals(card, selection),
        _say_areas(store, main, selection),
    )


def _make_main(card: Scorecard) -> dict[str, str]:
    """Return the number that a picture shows largest, with all that belongs to it."""
    main = next(row for row in card.rows if row.entry.kode == MAIN)
    row, entry = main.row, main.entry
    why = "" if row.value is not None else theme.SIGNS[row.sign]
    return {
        "name": entry.judul,
        "value": row.text,
        "below": f"{row.counts} yang jawabannya diketahui" if row.counts else why,
        "change": f"{main.change} dari {main.since}" if main.change else "",
        "verdict": (main.verdict or UNTESTED) if main.change else "",
        "definition": _take_sentence(entry.definisi),
        "universe": entry.semesta,
        "source": entry.sumber,
    }


def _say_online(main: ScoreRow, selection: Selection) -> str:
    date, where, row = theme.period(selection.periode), selection.area_name, main.row
    if row.value is None:
        why = f"{theme.SIGNS[row.sign]} ({row.sign})"
        return f"Pangsa UMKM {where} yang berjualan daring pada {date} {why}."
    counted = f" ({row.counts} yang jawabannya diketahui)" if row.counts else ""
    change = f", {main.change} dari {main.since}" if main.change else ""
    tested = f" ({main.verdict or UNTESTED})" if main.change else ""
    return f"Pada {date}, {row.text} UMKM {where} berjualan daring{counted}{change}{tested}."


def _say_goals(card: Scorecard, selection: Selection) -> str:
    """Return what became of the choice's own targets, with the numbers of the worst."""
    own = [row for row in card.aimed if row.own]
    if not own:
        alone = "" if selection.wilayah == CITY else " sendiri"
        return f"{selection.area_name} belum punya target{alone} untuk periode ini."
    said = _join(say_targets(card))
    worst = own[0]
    if worst.goal is None or worst.goal.reached is not False:
        return f"{said}."
    return (
        f"{said}; terendah {name_inside(worst.entry.kode)}, {worst.row.text} dari target "
        f"{worst.goal.text} (capaian {worst.goal.achieved_text})."
    )


def _join(said: str) -> str:
    """Return sentences as one, without its full stop."""
    first, *rest = re.split(r"(?<=\.) ", said)
    return "; ".join(part.rstrip(".") for part in (first, *map(theme.inside, rest)))


def _say_areas(store: Store, main: ScoreRow, selection: Selection) -> str:
    if selection.wilayah != CITY:
        place = say_place(store, main, selection)
        if not place:
            return "Jaraknya dari kota tidak dapat dihitung."
        return f"Pangsa berjualan daring {theme.inside(place)}"
    ends = say_ends(store, selection)
    if not ends:
        return "Angka menurut kecamatan tidak cukup untuk dibandingkan."
    return f"Berjualan daring menurut kecamatan: {ends}."


def _make_score(
    store: Store, found: ScoreRow, selection: Selection, card: Scorecard
) -> dict[str, Any]:
    """Return a row of the capaian table in words, and how its bar is drawn in shares of it."""
    unit, goal = found.entry.satuan, found.goal
    _, before, *_ = make_comparisons(store, found.entry.kode, selection)
    # A value with a sign of its own keeps it; units stand in their own column.
    value = found.row.text if found.row.value is None else theme.amount(found.row.value, unit)
    return {
        "name": found.name,
        "remark": ", ".join(filter(None, [found.remark, _say_origin(store, found.row)])),
        "own": found.own,
        "stale": found.stale and not card.all_stale,
        "unit": "%" if unit == "persen" else unit,
        "target": theme.amount(goal.value, unit) if goal else theme.NO_VALUE,
        "value": f"{value} {found.row.mark}".strip(),
        "achieved": (goal.achieved_text if goal.reached is not None else "tidak dapat dinilai")
        if goal
        else WITHOUT_TARGET,
        "filled": min(1.0, (goal.achieved or 0.0) / 110) if goal and goal.achieved else None,
        "status": "" if goal is None or goal.reached is None else goal.status,
        "reached": bool(goal and goal.reached),
        "band": goal.band if goal and goal.reached is not None else "",
        "tone": goal.tone if goal else "",
        "before": theme.NO_VALUE if before.value is None else theme.amount(before.value, unit),
        "change": re.sub(r"\u00a0.*", "", found.change) or theme.NO_VALUE,
        "verdict": (found.verdict or UNTESTED) if found.change else NOT_COMPARED,
        "document": _name_document(store, found) if goal else WITHOUT_TARGET,
    }


def _say_origin(store: Store, row: Row) -> str:
    """Return that a value was published, where most of a cube's are made up."""
    told = store.record["sintetis"] and row.origin not in ("", "sintetis")
    return theme.inside(theme.ORIGINS[row.origin]) if told else ""


def _name_document(store: Store, found: ScoreRow) -> str:
    """Return the paper that a target stands in, with its page where that is known."""
    rows = read_reference_rows(store, "target")
    shown = found.shown
    key = (found.entry.kode, shown.wilayah, shown.periode)
    row = next(r for r in rows if (r["indikator"], r["kode_wilayah"], r["periode"]) == key)
    document, page = (str(row[name] or "").strip(" -") for name in ("dokumen", "halaman"))
    if not document:
        return WITHOUT_BASIS
    said = f"{document}, hlm. {page}" if page else document
    return shorten(f"{said} (sintetis)" if row["sintetis"] else said, 45, NARROW)


def _explain_score(card: Scorecard) -> list[str]:
    """Return how the table is read, a sentence each."""
    said = [
        "Capaian = realisasi : target × 100 %; bila yang rendah lebih baik, (2 × target − "
        "realisasi) : target × 100 %.",
        f"Predikat menurut capaian: {'; '.join(list_bands())}.",
        "Di bawah perubahan: hasil uji antarsurvei pada taraf 5 %.",
    ]
    if card.rows and card.all_stale:
        oldest = next(row.freshness for row in card.rows if row.freshness)
        said.append(f"Basi: {oldest.words}.")
    elif any(row.stale for row in card.rows):
        said.append("Basi: angka terbarunya lebih tua daripada siklus pembaruannya.")
    return said + _explain_signs([row.row.sign for row in card.rows])


def _draw_map(store: Store, selection: Selection, matrix: Matrix) -> dict[str, Any]:
    at = [column.entry.kode for column in matrix.columns].index(MAIN)
    values = "; ".join(f"{row.label} {row.cells[at].row.text}" for row in matrix.rows)
    return {
        "svg": draw_map_svg(store, selection),
        "alt": f"Peta kecamatan, UMKM yang berjualan daring, {theme.period(selection.periode)}: "
        f"{values or NO_VALUES}.",
        "key": list_map_key(store, selection),
        "city": f"Dibanding kota, {matrix.whole.cells[at].row.text}:",
    }


def _read_past(store: Store, found: ScoreRow) -> tuple[Row, ...]:
    """Return an indicator's values up to the chosen period: a paper knows nothing of later ones."""
    rows = read_rows(store, found.entry, found.shown)
    return tuple(row for row in rows if row.code <= found.shown.periode)


def _draw_courses(store: Store, selection: Selection) -> dict[str, str]:
    card = make_scorecard(store, selection)
    by_kode = {row.entry.kode: row for row in card.rows}
    found = [
        (name_column(kode), _read_past(store, by_kode[kode])) for kode in COURSES if kode in by_kode
    ]
    said = ". ".join(f"{name}: {_list_values(rows)}" for name, rows in found if rows)
    return {
        "title": f"Persen UMKM, {selection.area_name}",
        "svg": draw_courses(found),
        "alt": f"Garis menurut periode. {said}.",
    }


def _list_values(rows: Sequence[Row]) -> str:
    return "; ".join(f"{row.label} {row.text}" for row in rows)


def _draw_bars(store: Store, selection: Selection, card: Scorecard) -> dict[str, str]:
    """Return the worst target's indicator over time beside its target; where the choice has none,
    selling online beside the city, or the city's number of businesses."""
    own = [row for row in card.aimed if row.own]
    kode = MAIN if selection.wilayah != CITY else "jumlah_umkm"
    found = own[0] if own else next(row for row in card.rows if row.entry.kode == kode)
    rows, unit = _read_past(store, found), found.entry.satuan
    aim, name, gap = None, "", ""
    if own and found.goal:
        aim, name = found.goal.value, f"target {selection.periode[:4]}"
        gap = f"kurang {found.goal.lacking}" if found.goal.lacking else ""
    elif selection.wilayah != CITY:
        city = find_value(store, kode, selection.widen_to_city())
        aim, name = (city.value if city else None), "kota"
        apart = measure_gap(found.entry, found.row.value, aim)
        gap = f"kurang {_write_apart(apart.difference)}" if (apart.difference or 0.0) < 0 else ""
    text = "" if aim is None else theme.amount(aim, unit)
    beside = f" Garis: {name} {text}." if aim is not None else ""
    return {
        "title": f"{found.name}, {'persen' if unit == 'persen' else unit}",
        "svg": draw_bars(rows, aim, name, text, clean_text(gap)),
        "alt": f"Batang menurut periode. {found.name}: {_list_values(rows)}.{beside}",
    }


def _write_apart(difference: float | None) -> str:
    return theme.distance(difference or 0.0, "poin")


def _write_matrix(matrix: Matrix) -> dict[str, Any]:
    def write(row: MatrixRow) -> dict[str, Any]:
        return {
            "name": row.label,
            "cells": [cell.text for cell in row.cells],
            "chosen": row.code == matrix.highlighted != CITY,
        }

    return {
        "title": matrix.heading.subject,
        "columns": [
            {
                "name": column.name.replace("\u00ad", ""),
                "unit": "%" if column.entry.satuan == "persen" else column.entry.satuan,
            }
            for column in matrix.columns
        ],
        "rows": [write(row) for row in matrix.rows],
        "whole": write(matrix.whole),
        "signs": _explain_signs(matrix.signs),
    }


def _list_areas(matrix: Matrix) -> list[dict[str, Any]]:
    """Return the share online of each kecamatan and of the city, for a picture without targets."""
    at = [column.entry.kode for column in matrix.columns].index(MAIN)
    shown = [(row, row.cells[at].row) for row in (*matrix.rows, matrix.whole)]
    return [
        {
            "name": row.label,
            "text": cell.text,
            "share": None if cell.value is None else cell.value / 100,
            "chosen": row.code == matrix.highlighted,
        }
        for row, cell in shown
    ]


def _write_follow_up(each: FollowUp) -> dict[str, str]:
    return {
        "indicator": shorten(each.indicator, 60),
        "area": shorten(each.area, 40, NARROW),
        "action": shorten(each.action),
        "office": shorten(each.office, 60),
        "due": shorten(_write_due(each.due), 40, NARROW),
        "state": shorten(each.state, 120),
    }


def _write_due(due: str) -> str:
    """Return a day or month in words; what is none as it was written."""
    try:
        return theme.day(due)
    except ValueError:
        return due


def _weigh_definition(found: ScoreRow) -> int:
    """Return how long a definition stays on paper that is short of room: 3 for the main number's,
    2 for one with a target, 1 for the others'."""
    return 3 if found.entry.kode == MAIN else 2 if found.goal else 1


def _take_sentence(definition: str) -> str:
    """Return the first sentence of a definition; the workbook has it whole."""
    return re.split(r"(?<=\.) (?=[A-Z])", definition)[0]


def _list_sources(store: Store, selection: Selection, card: Scorecard) -> list[str]:
    """Return where the numbers come from and how good they are, a sentence each."""
    named = dict.fromkeys(row.entry.sumber for row in card.rows)
    target = f"Target: {shorten(card.documents)}." if card.documents else ""
    return [
        f"{'; '.join(named)}.",
        *filter(None, [target]),
        *list_quality(store, selection),
        f"{settings().batas_kredit.rstrip('.')}.",
    ]


def _explain_signs(shown: Sequence[str]) -> list[str]:
    """Return what each sign stands for, a sentence each."""
    return [f"{sign}: {theme.SIGNS[sign]}." for sign in dict.fromkeys(shown) if sign]
