"""The rounded cube as it is released: cells that rounding left too narrow go the other way.

Random rounding alone leaves some small cells between values that are all small, because the sums
around them are tight. Controlled rounding (Cox 1987) turns such a cell to its other neighbour
multiple of five, until the audit finds none: still off by at most four, and the same every time.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from analysis import compute, rounded
from analysis.audit import readers
from analysis.audit.groups import Group
from analysis.audit.judge import Evidence
from analysis.audit.releases import Release
from data.errors import DasborError
from data.fill import CONFIG
from data.store import ROUNDED, Store

SECONDS = 30
"""The processor time after which a period that has no safe rounding yet is left out."""


def cube(
    store: Store,
    key: bytes,
    own: pd.DataFrame,
    draft: Release,
    earlier: Sequence[Release],
    evidence: Mapping[str, Evidence],
) -> pd.DataFrame:
    """Return the cells of the rounded cube to release beside a draft: periode, the variables,
    ``nilai`` and ``asal``.

    ``key`` is the office's secret, ``own`` what officials see beside the draft, ``evidence`` what
    everybody can read of the draft and before. A period with so many small cells that no safe
    rounding of it is found in ``SECONDS`` is left out. Raises DasborError when a cell is told
    however it is rounded.
    """
    cells = rounded.cells(store, rounded.secret(key))
    periods = readers.periods(cells, own, draft, earlier, evidence)
    places = {periode: cells.index[cells["periode"] == periode] for periode in periods}
    turned: Counter[int] = Counter()
    waiting = set(periods)
    until = time.process_time() + SECONDS
    while waiting and time.process_time() < until:
        turns: set[int] = set()
        for periode in sorted(waiting):
            period = periods[periode]
            row = dict(zip(period.rows, places[periode].tolist(), strict=True))
            for held in period.held(cells.loc[places[periode], "nilai"].tolist()):
                if not turns & {row[cell] for cell in held.cells}:
                    turns |= _turn(cells, held, row, turned, period)
        low = cells["n"] // rounded.BASE * rounded.BASE
        here = cells.index.isin(turns)
        cells.loc[here, "nilai"] = (2 * low + rounded.BASE - cells["nilai"])[here]
        turned.update(turns)
        waiting = set(cells.loc[here, "periode"])
    safe = cells[~cells["periode"].isin(waiting)]
    made_up = safe["periode"].isin(compute.made_up_periods(store))
    asal = made_up.map({True: "sintetis", False: "register"})
    return safe.drop(columns=["n", "kunci"]).assign(asal=asal)


def _turn(
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
            f"{period.words(held.group)}: dapat dibaca {held.audience} bagaimanapun dibulatkan, "
            f"dari: {'; '.join(held.tables)}. Gabungkan kategori yang kecil di analysis/rounded.py."
        )
    row = min(near, key=lambda row: (turned[row], row not in own, cells["n"][row], row))
    # The same businesses in another table or period are the same number there.
    same = (cells["n"] == cells["n"][row]) & (cells["kunci"] == cells["kunci"][row])
    return set(cells.index[same].tolist())


def write(folder: Path, cells: pd.DataFrame) -> None:
    """Write the cube as a version's own file, which no public surface opens."""
    with duckdb.connect(str(folder / ROUNDED), config=CONFIG) as con:
        con.register("sumber", cells)
        con.execute("create table sel as select * from sumber")
        con.execute("checkpoint")
