"""The sentences that open Survei and Jelajah, by rule from what is published.

That something rose or fell is said only where a test between two surveys supports it.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import Selection
from analysis.views.ends import write_ends
from analysis.views.heading import Heading
from analysis.views.survey_views import find_change
from analysis.views.view import Row, View
from analysis.views.views import view_estimates, view_estimates_by_period
from analysis.words import theme
from data.store.store import Store

NOTHING = "belum ada nilai yang dapat diterbitkan"


def write_view_lead(view: View) -> Heading:
    """Return which rows of a view are highest and lowest, or why nobody can tell."""
    known = [row for row in view.rows if row.value is not None]
    said = write_ends(view.rows)
    if not said:
        said = f"hanya {known[0].label} yang terbit, {known[0].text}" if known else NOTHING
    return replace(view.heading, subject=f"{view.indicator.judul}: {said}")


def write_course_lead(view: View) -> Heading:
    """Return the first and the last published value over time."""
    known = [row for row in view.rows if row.value is not None]
    said = ", ".join(
        f"{row.text} pada {row.label}" for row in dict.fromkeys((*known[:1], *known[-1:]))
    )
    return replace(view.heading, subject=f"{view.indicator.judul}: {said or NOTHING}")


def write_survey_lead(store: Store, kode: str, selection: Selection) -> tuple[Heading, View] | None:
    """Return what the newest survey says of an indicator, with its interval and what may be said of
    the change, and the view it is of; None where no survey has asked it."""
    entry = translate_indicator(kode)
    if entry.labels:
        view = view_estimates(store, kode, entry.answers, selection)
        if not view.rows:
            return None
        said = f"{write_ends(view.rows) or NOTHING} menurut survei {view.date}"
        return replace(view.heading, subject=f"{entry.judul}: {said}"), view
    view = view_estimates_by_period(store, kode, selection)
    if not view.rows:
        return None
    row = view.rows[-1]
    area = view.heading.selection.wilayah
    change = _say_change(store, kode, area, row.code) if row.value is not None else ""
    subject = f"{entry.judul}: {_say_estimate(row)}{change}"
    return replace(view.heading, subject=subject, date=row.label), view


def _say_estimate(row: Row) -> str:
    if row.value is None:
        return f"{row.sign} menurut survei {row.label} ({theme.SIGNS[row.sign]})"
    sign = f" {row.sign}" if row.sign else ""
    return f"{row.text}{sign} menurut survei {row.label} (selang {row.interval})"


def _say_change(store: Store, kode: str, area: str, periode: str) -> str:
    """Return what the test between two surveys allows, as the end of a sentence."""
    found = find_change(store, kode, area, periode)
    if found is None:
        return "; belum ada survei lain untuk dibandingkan"
    before, word = found
    if word == theme.UNDECIDED:
        return f"; perubahan sejak survei {theme.period(before)} {word}"
    return f"; {word} sejak survei {theme.period(before)}"
