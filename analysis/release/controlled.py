"""The rounded cube as it is released: cells that rounding left too narrow go the other way.

Random rounding alone leaves some small cells between values that are all small, because the sums
around them are tight. Controlled rounding (Cox 1987) turns such a cell to its other neighbour
multiple of five, until the audit finds none: still off by at most four, and the same every time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from analysis.audit import readers
from analysis.audit.groups import Group
from analysis.count import compute, rounded
from data.errors import DasborError
from data.store.store import ROUNDED, WRITING, Store

FEW = 0.4
"""The share of small cells among those that are not empty above which a period is left out: values
that are off by up to four say nothing of such a register."""

PATIENCE = 10
"""Rounds in a row without fewer held counts than ever before, after which a period is left out."""


def select_offered(store: Store, key: bytes, periods: Collection[str], least: int) -> pd.DataFrame:
    """Return the cells, as of ``rounded.make_cells``, of the periods in which not too many are
    small, of those that are asked for.

    ``key`` is the office's secret. Nothing is computed of a period in which the average cell of the
    largest table has fewer than ``least`` businesses.
    """
    large = find_large(store, least)
    cells = rounded.make_cells(
        store, rounded.derive_secret(key), [p for p in periods if p in large]
    )
    people = cells[cells["n"] > 0]
    small = (people["n"] < rounded.BASE).groupby(people["periode"]).mean()
    return cells[cells["periode"].isin(small.index[small <= FEW])].reset_index(drop=True)


def find_large(store: Store, least: int) -> set[str]:
    """Return the periods with ``least`` businesses for each cell of the largest table."""
    needed = least * max(map(rounded.count_places, rounded.list_tables()))
    found = store.query("select periode, count(*) as n from usaha group by periode")
    return set(found.loc[found["n"] >= needed, "periode"])


def make_cube(
    store: Store, cells: pd.DataFrame, periods: Mapping[str, readers.Period]
) -> pd.DataFrame:
    """Return the cells of the rounded cube to release beside a draft: periode, the variables,
    ``nilai`` and ``asal``.

    ``cells`` are those of ``select_offered``, ``periods`` says what is known beside them. A period
    of which no safe rounding is found while the held counts grow fewer is left out. Raises
    DasborError when a cell is told however it is rounded.
    """
    safe = cells[~cells["periode"].isin(_turn_until_safe(cells, periods))]
    made_up = safe["periode"].isin(compute.find_made_up_periods(store))
    asal = made_up.map({True: "sintetis", False: "register"})
    return safe.drop(columns=["n", "kunci"]).assign(asal=asal)


def _turn_until_safe(cells: pd.DataFrame, periods: Mapping[str, readers.Period]) -> set[str]:
    """Round cells the other way, in place, until no count is held; return the periods in which one
    still is."""
    # All periods are turned together although each is judged alone: the same businesses in another
    # period have the same key and count, and must show the same number there. So a turn can make
    # another period unsafe again, and that one is then asked once more.
    places = {periode: cells.index[cells["periode"] == periode] for periode in periods}
    turned: Counter[int] = Counter()
    hopes = {periode: _Hope() for periode in periods}
    waiting, hopeless = set(periods), set[str]()
    while waiting:
        turns: set[int] = set()
        for periode in sorted(waiting):
            period = periods[periode]
            # The next reader is asked only when nothing is left to mend for the one before.
            held_counts = next(
                filter(None, period.find_held(cells.loc[places[periode], "nilai"].tolist())), []
            )
            if hopes[periode].is_lost(len(held_counts)):
                hopeless.add(periode)
                continue
            row = dict(zip(period.rows, places[periode].tolist(), strict=True))
            # Turning one cell may free several counts. A count that is held by a cell that this
            # round turns anyhow waits for the next round, and is not answered with a second turn.
            for held in held_counts:
                if not turns & {row[cell] for cell in held.cells}:
                    turns |= _choose_turn(cells, held, row, turned, period)
        low = cells["n"] // rounded.BASE * rounded.BASE
        here = cells.index.isin(turns)
        cells.loc[here, "nilai"] = (2 * low + rounded.BASE - cells["nilai"])[here]
        turned.update(turns)
        waiting = set(cells.loc[here, "periode"]) - hopeless
    return hopeless


@dataclass
class _Hope:
    """The fewest counts that were held in a period so far, and the rounds since then."""

    fewest: float = math.inf
    rounds: int = 0

    def is_lost(self, number: int) -> bool:
        """Take in what a round found; return whether turning more leads nowhere."""
        self.rounds = 0 if number < self.fewest or not number else self.rounds + 1
        self.fewest = min(self.fewest, number)
        return self.rounds >= PATIENCE


def _choose_turn(
    cells: pd.DataFrame,
    held: readers.Held,
    place: dict[Group, int],
    turned: Counter[int],
    period: readers.Period,
) -> set[int]:
    """Return the rows to round the other way so that a cell is held less: of itself and those that
    hold it, the one that was turned least often so far, itself or the smallest first."""
    own = {place[held.group]} if held.group in place else set()
    near = [row for row in own | {place[g] for g in held.cells} if cells["n"][row] % rounded.BASE]
    if not near:
        raise DasborError(
            f"{period.describe(held.group)}: dapat dibaca {held.audience} bagaimanapun dibulatkan, "
            f"dari: {'; '.join(held.tables)}. Gabungkan kategori "
            "yang kecil di analysis/count/rounded.py."
        )
    # Least often turned first, or two cells would be turned to and fro for ever. A multiple of five
    # has no other neighbour and is not among them.
    row = min(near, key=lambda row: (turned[row], row not in own, cells["n"][row], row))
    # The same businesses in another table or period are the same number there.
    same = (cells["n"] == cells["n"][row]) & (cells["kunci"] == cells["kunci"][row])
    return set(cells.index[same].tolist())


def write(folder: Path, cells: pd.DataFrame) -> None:
    """Write the cube as a version's own file, which no public surface opens."""
    with duckdb.connect(str(folder / ROUNDED), config=WRITING) as con:
        con.register("sumber", cells)
        con.execute("create table sel as select * from sumber")
        con.execute("checkpoint")
