"""The sentence that opens Ringkasan and the page of a kecamatan, made by rule from published cells.

It says how many sell online, and then what is not reached; where no target is set for the choice,
how far it lies from the whole. No rule says that anything rose or fell: a count says by how much it
differs from the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, Selection
from analysis.views.comparison import find_value
from analysis.views.ends import write_ends
from analysis.views.gaps import name_unit, rank
from analysis.views.heading import Heading
from analysis.views.names import list_words, name_inside, spell
from analysis.views.scorecard import Scorecard, ScoreRow, make_scorecard
from analysis.views.view import Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data.store.store import Store

MAIN = "berusaha_daring"


@dataclass(frozen=True)
class Headline:
    """``first`` is what is said aloud; below it stand the area, period and class that it is of,
    then ``more``: the counts behind it, the change, both ends of the list of kecamatan."""

    heading: Heading
    first: str
    more: tuple[str, ...]
    origin: str


def make_headline(store: Store, selection: Selection) -> Headline:
    """Return the sentence of a choice with its second line."""
    card = make_scorecard(store, selection)
    main = next(found for found in card.rows if found.entry.kode == MAIN)
    more = (
        _say_counts(main.row),
        f"{main.change} dari {main.since}" if main.change else "",
        "" if selection.wilayah != CITY else say_ends(store, selection),
    )
    return Headline(
        card.heading,
        f"{_say_online(main.row, selection)} {_say_rest(store, card, main, selection)}".strip(),
        tuple(part for part in more if part),
        main.row.origin,
    )


def _say_online(row: Row, selection: Selection) -> str:
    who = f"UMKM {selection.class_words}" if selection.skala else "UMKM"
    where = "" if selection.wilayah == CITY else f" di {selection.area_name}"
    if row.value is None:
        why = f"{theme.SIGNS[row.sign]} ({row.sign})"
        return f"Pangsa {who}{where} yang berjualan daring {why}."
    return f"{row.text} {who}{where} berjualan daring."


def _say_rest(store: Store, card: Scorecard, main: ScoreRow, selection: Selection) -> str:
    """Return what the targets say, or where the choice has none how it stands."""
    if any(found.own for found in card.aimed):
        return say_targets(card)
    if selection.skala or selection.wilayah != CITY:
        return say_place(store, main, selection)
    return "Belum ada target untuk periode ini."


def say_targets(card: Scorecard) -> str:
    """Return how many targets of the choice itself are not reached and which, in words."""
    goals = [(found, found.goal) for found in card.aimed if found.goal and found.own]
    judged = [(found, goal) for found, goal in goals if goal.reached is not None]
    missed = [name_inside(found.entry.kode) for found, goal in judged if not goal.reached]
    said = _say_judged(missed, [name_inside(found.entry.kode) for found, _ in judged])
    hidden = len(goals) - len(judged)
    unknown = f"{spell(hidden).capitalize()} target tidak dapat dinilai." if hidden else ""
    return " ".join(part for part in (said, unknown) if part)


def _say_judged(missed: list[str], judged: list[str]) -> str:
    """Return what became of the targets that can be judged, by their names."""
    whole = spell(len(judged))
    if not judged:
        return ""
    if len(judged) == 1:
        return f"Target {judged[0]} {'belum tercapai' if missed else 'tercapai'}."
    if not missed:
        return f"{whole.capitalize()} dari {whole} target tercapai."
    count = spell(len(missed)).capitalize()
    return f"{count} dari {whole} target belum tercapai: {list_words(missed)}."


def say_place(store: Store, main: ScoreRow, selection: Selection) -> str:
    """Return how far a kecamatan lies from the city and in which place, or a class from all."""
    larger = (
        selection.widen_to_city() if selection.wilayah != CITY else replace(selection, skala="")
    )
    whole = find_value(store, MAIN, larger)
    if main.row.value is None or whole is None or whole.value is None:
        return ""
    lead = main.row.value - whole.value
    apart = theme.distance(lead, name_unit(main.entry))
    than = "kota" if selection.wilayah != CITY else "angka semua skala"
    place = say_rank(store, MAIN, selection)
    said = f"{apart} {'di atas' if lead >= 0 else 'di bawah'} {than}"
    return f"{said[:1].upper()}{said[1:]}{f', {place}' if place else ''}."


def say_rank(store: Store, kode: str, selection: Selection) -> str:
    """Return a kecamatan's place among the others in words, '' for the city or without one."""
    if selection.wilayah == CITY:
        return ""
    view = view_by_area(store, kode, "kecamatan", selection)
    found = rank(view.rows, selection.wilayah, translate_indicator(kode).arah)
    if found is None:
        return ""
    place, among = found
    of = f"dari {spell(among)} kecamatan" + (" yang terbit" if among < len(view.rows) else "")
    words = {1: "tertinggi", among: "terendah"} if view.indicator.arah == "naik" else {}
    return f"{words.get(place, f'urutan ke-{place}')} {of}"


def say_ends(store: Store, selection: Selection) -> str:
    """Return the highest and the lowest kecamatan in words, '' where fewer than two are shown."""
    return write_ends(view_by_area(store, MAIN, "kecamatan", selection).rows)


def _say_counts(row: Row) -> str:
    """Return the counts behind the share, with its denominator in words."""
    return f"{row.counts} UMKM yang jawabannya diketahui" if row.counts else ""
