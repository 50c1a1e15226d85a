"""What to choose instead of a choice whose value is withheld or was never published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import (
    ALL_CLASSES,
    CITY,
    CITY_NAME,
    Selection,
    read_options,
)
from analysis.views.cells import find_nearest
from analysis.views.comparison import find_value
from analysis.views.view import View
from analysis.views.views import view_by_kecamatan
from analysis.words import theme
from data.store.store import Store

NOTHING = "Tidak ada nilai terbit untuk pilihan ini."


def suggest_for_value(cube: Store, kode: str, selection: Selection) -> str:
    """Return what else to choose to see an indicator's value, '' where nothing helps."""

    def is_published(choice: Selection) -> bool:
        row = find_value(cube, kode, choice)
        return row is not None and row.value is not None

    return _suggest(cube, kode, selection, is_published)


def suggest_for_view(cube: Store, view: View, selection: Selection) -> str:
    """Return what a view by kecamatan does not show, and what to choose to see it.

    '' where every kecamatan has a value for just this choice.
    """
    entry = view.indicator
    missing = [row.label for row in view.rows if row.value is None]
    if view.rows and not missing:
        return ""
    why = " dan ".join(dict.fromkeys(theme.SIGNS[r.sign] for r in view.rows if r.value is None))
    what = f"Tidak ada nilai di {', '.join(missing)}: {why}." if missing else NOTHING

    def is_complete(choice: Selection) -> bool:
        rows = view_by_kecamatan(cube, entry.kode, choice).rows
        return bool(rows) and all(row.value is not None for row in rows)

    instead = _suggest(cube, entry.kode, selection.widen_to_city(), is_complete)
    return f"{what} {instead}".strip()


def _suggest(
    cube: Store, kode: str, selection: Selection, good: Callable[[Selection], bool]
) -> str:
    found = [name for name, choice in _yield_nearest(cube, kode, selection, good) if choice]
    return f"Pilih {' atau '.join(found)} untuk melihat angkanya." if found else ""


def _yield_nearest(
    cube: Store, kode: str, selection: Selection, good: Callable[[Selection], bool]
) -> Iterator[tuple[str, Selection | None]]:
    """Yield the nearest choice that shows it in each direction: class, area, newest period."""
    selection = find_nearest(INDICATORS[kode], selection)
    if selection.skala:
        wider = replace(selection, skala="")
        yield ALL_CLASSES.lower(), wider if good(wider) else None
    if selection.wilayah != CITY:
        wider = selection.widen_to_city()
        yield CITY_NAME, wider if good(wider) else None
    others = (replace(selection, periode=p) for p in read_options(cube).periode.values())
    when = next((choice for choice in others if good(choice)), None)
    yield theme.period(when.periode) if when else "", when
