"""What a figure rests on where that is not the same in every period: the channels that were asked,
and the register that a follow-up looks into.

Values of another definition are not compared: no difference, no line from one to the other, no
sentence with both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.views.asked import has_asked
from analysis.views.heading import Heading
from analysis.views.view import Row, View
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store, has_table

CHANNELS = INDICATORS["kanal_daring"].labels or {}
COACHED = "dibina_daring"


def agree(*rows: Row) -> bool:
    """Return whether values were counted under one definition."""
    return len({row.basis for row in rows}) < 2


def list_pieces(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows over time in the pieces in which a line may join them: between values that are
    not shown, and of one definition each."""
    pieces: list[list[Row]] = [[]]
    for row in rows:
        if row.value is None:
            pieces.append([])
            continue
        if pieces[-1] and not agree(pieces[-1][-1], row):
            pieces.append([])
        pieces[-1].append(row)
    return [piece for piece in pieces if piece]


def select_comparable(rows: Sequence[Row]) -> list[Row]:
    """Return the shown rows that were counted as the last of them is."""
    shown = [row for row in rows if row.value is not None]
    return [row for row in shown if agree(row, shown[-1])]


def join_gaps(rows: Sequence[Row]) -> list[Row | None]:
    """Return rows over time with None where a line must break between two definitions."""
    whole: list[Row | None] = list(rows[:1])
    for before, row in pairwise(rows):
        whole += [row] if agree(before, row) else [None, row]
    return whole


def say_basis(store: Store, entry: Indicator, row: Row, periode: str) -> str:
    """Return what a value of a period rests on, in sentences; '' where that is as defined."""
    said = (say_not_asked(row), _say_months(store, periode) if entry.kode == COACHED else "")
    return " ".join(part for part in said if part)


def say_not_asked(*rows: Row) -> str:
    """Return which channels the definition of some values lacks, as a sentence."""
    lacking = {name for row in rows for name in row.basis.split(",") if name}
    if not lacking:
        return ""
    names = [theme.inside(kata(words)) for key, words in CHANNELS.items() if key in lacking]
    return kata(
        "Tidak ditanyakan, jadi tidak ikut dihitung: {kanal}. Tidak dibandingkan dengan periode "
        "yang menanyakannya.",
        kanal=", ".join(names),
    )


def list_not_asked(store: Store, entry: Indicator) -> dict[str, list[str]]:
    """Return the channels that the register's periods did not ask, by period, for an indicator
    that rests on them."""
    if not entry.by_channels or not has_asked(store):
        return {}
    rows = store.query_rows(
        "select periode, list(kategori order by kategori) as kanal from kanal_ditanya "
        "where sumber = 'register' and not ditanya group by periode order by periode"
    )
    return {row["periode"]: list(row["kanal"]) for row in rows}


def add_remark(heading: Heading, said: str) -> Heading:
    """Return a heading that says one sentence more."""
    return replace(heading, remark=f"{heading.remark} {said}".strip()) if said else heading


def tell(view: View) -> View:
    """Return a view whose heading says what the definition of its values lacks."""
    lacking = [row for row in view.rows if row.basis]
    said = say_not_asked(*lacking)
    if said and not agree(*view.rows):
        said = f"{', '.join(row.label for row in lacking)}: {theme.inside(said)}"
    return replace(view, heading=add_remark(view.heading, said))


def _say_months(store: Store, periode: str) -> str:
    """Return which register a follow-up looks into, and how long after the coaching it is."""
    rows = store.work_once(_read_months)
    if periode not in rows:
        return ""
    low, high = rows[periode]
    text = (
        "Register {periode}, {awal} bulan sesudah pembinaan."
        if low == high
        else "Register {periode}, {awal} sampai {akhir} bulan sesudah pembinaan."
    )
    return kata(text, periode=theme.period(periode), awal=low, akhir=high)


def _read_months(store: Store) -> dict[str, tuple[int, int]]:
    if not has_table(store, "jarak_pembinaan"):
        return {}  # a version from before it was said
    return {
        row["periode"]: (row["bulan_min"], row["bulan_maks"])
        for row in store.query_rows("from jarak_pembinaan")
    }
