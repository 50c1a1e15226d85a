"""How good the data behind a choice are, in one line: age, coverage, unknown answers, and which
tables they are too few for."""

from __future__ import annotations

from analysis.definitions.selection import CITY, Selection
from analysis.views.comparison import find_value
from analysis.views.freshness import read_freshness
from analysis.views.left_out import say_left_out
from analysis.words import theme
from data.store.store import Store

MAIN = "berusaha_daring"


def list_quality(store: Store, selection: Selection) -> tuple[str, ...]:
    """Return what is published of the data's age and coverage, of answers that are unknown, and of
    tables that are left out, a sentence each; one that is not published is left out."""
    said = (
        _say_age(store, selection),
        _say_coverage(store, selection),
        _say_unknown(store, selection),
        say_left_out(store, selection.periode),
    )
    return tuple(sentence for sentence in said if sentence)


def _say_age(store: Store, selection: Selection) -> str:
    fresh = read_freshness(store, MAIN, selection)
    if fresh is None or fresh.days is None:
        return f"Periode yang dipilih: {theme.period(selection.periode)}."
    due = " Sudah waktunya diperbarui." if fresh.stale else ""
    words = fresh.words if fresh.cycle else f"data {theme.period(fresh.newest)}"
    return f"{words[:1].upper()}{words[1:]}.{due}"


def _say_coverage(store: Store, selection: Selection) -> str:
    row = find_value(store, "cakupan", Selection(selection.periode, CITY))
    if row is None or row.value is None or row.below is None:
        return ""
    return (
        f"Register kota memuat {row.text} dari perkiraan {theme.number(row.below)} usaha mikro "
        "dan kecil."
    )


def _say_unknown(store: Store, selection: Selection) -> str:
    row = find_value(store, MAIN, selection)
    return f"Berjualan daring: {row.silence}." if row and row.silence else ""
