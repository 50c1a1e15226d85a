"""Refusal with help: for a table of which too much is withheld, the one change that answers most.

Everything is read from the published cube, so help tells nothing that is not shown already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from analysis.words import theme
from data.store.store import Store

TOO_MUCH = 1 / 3
"""The share of withheld cells above which a table is too thin to be read."""


@dataclass(frozen=True)
class Table:
    """A published table as it is asked for: the areas of a level within ``wilayah`` (or the one
    that contains it), by the categories of ``dimensi`` ('' is none)."""

    indikator: str
    periode: str
    tingkat: str
    wilayah: str
    dimensi: str = ""


@dataclass(frozen=True)
class Help:
    """The table to ask for instead, and the sentence that offers it."""

    table: Table
    sentence: str


def help_with(
    store: Store, table: Table, can_show: Callable[[Table], bool] = lambda _: True
) -> Help | None:
    """Return what to ask for instead of a table that is too thin.

    That is the coarser area level, the coarser class, no breakdown, or the other period of which
    the largest share of cells is shown; of equal ones the one with the most cells. None for a
    table that is not too thin, or when no single change shows a larger share of it. Only tables
    that ``can_show`` says the asking page can be led to are offered.
    """
    cells = store.query(
        "select tingkat, kode_wilayah, periode, dimensi, tanda from sel "
        "where indikator = ? and sumber = 'register'",
        [table.indikator],
    )
    here = _mark_withheld(cells, table)
    if here.mean() <= TOO_MUCH or here.empty:
        return None
    others = [
        (other, words, _mark_withheld(cells, other))
        for other, words in _list_changes(cells, table)
        if can_show(other)
    ]
    better = [offer for offer in others if len(offer[2]) and offer[2].mean() < here.mean()]
    if not better:
        return None
    best, words, withheld = min(better, key=lambda offer: (offer[2].mean(), -len(offer[2])))
    return Help(
        best,
        f"{here.sum()} dari {len(here)} sel tabel ini dirahasiakan agar tidak ada usaha yang dapat "
        f"dikenali. {words}, {(~withheld).sum()} dari {len(withheld)} sel dapat ditampilkan.",
    )


def _mark_withheld(cells: pd.DataFrame, table: Table) -> pd.Series:
    """Return one boolean for each cell of a table."""
    inside = cells["kode_wilayah"].map(
        lambda area: area.startswith(table.wilayah) or table.wilayah.startswith(area)
    )
    rows = cells[
        inside
        & (cells["tingkat"] == table.tingkat)
        & (cells["periode"] == table.periode)
        & (cells["dimensi"] == table.dimensi)
    ]
    return rows["tanda"] == "x"


def _list_changes(cells: pd.DataFrame, table: Table) -> Iterator[tuple[Table, str]]:
    """Yield every table that differs in one thing and is coarser, or of another period, with the
    words for the change; the newest period first."""
    for coarse in DIMENSIONS.values():
        if coarse.coarse_of == table.dimensi:
            classes = ", ".join(coarse.categories.values())
            yield replace(table, dimensi=coarse.key), f"Dengan kelas lebih kasar ({classes})"
    levels = INDICATORS[table.indikator].levels
    for level in levels[: levels.index(table.tingkat)]:
        yield replace(table, tingkat=level), f"Menurut {level}"
    if table.dimensi:
        yield replace(table, dimensi=""), "Tanpa rincian"
    for periode in sorted(set(cells["periode"]) - {table.periode}, reverse=True):
        yield replace(table, periode=periode), f"Untuk {theme.period(periode)}"
