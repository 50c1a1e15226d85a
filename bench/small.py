"""``python -m bench.small``: what a small office can show, with all tables and with those offered.

Businesses of the made-up city's newest period, evenly from the list, are counted and protected
as a first publication; nothing is written. The main figures are the five main indicators
(``bench.revisions.MAIN``) of the city and of its six kecamatan: 35. ``possible`` are those of which
no count of their own is too small, so that more than these can be shown by no choice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from analysis.count.from_members import count_again
from analysis.count.members import read_members
from analysis.disclosure import rule
from analysis.release import offered, publication
from analysis.release.revision import read_areas
from bench.revisions import MAIN
from bench.table import Aim
from bench.terbitan import counted
from data.settings import settings
from data.store.states import list_tables
from data.store.store import STORE, Store, open_version
from data.store.versions import Versions

SIZES = (40, 200, 500, 2_000, 12_192)
AIMS = {200: 17, 500: 25}
"""The least number of main figures that are shown, by the number of businesses."""


@dataclass(frozen=True)
class Small:
    """What is shown of so many businesses: main figures of the ``city`` (of 5) and of its
    ``kecamatan`` (of 30), how many of the 35 were ``possible``, ``rows`` that are shown ``of`` how
    many published ones in how many ``tables``, and the ``pivots`` of the search for them."""

    businesses: int
    every_table: bool
    city: int
    kecamatan: int
    possible: int
    rows: int
    of: int
    tables: int
    pivots: int

    @property
    def main(self) -> int:
        """The main figures that are shown."""
        return self.city + self.kecamatan


def select_evenly(members: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return so many of the businesses, evenly from the list."""
    places = np.linspace(0, len(members) - 1, min(number, len(members))).round().astype(int)
    return members.iloc[places].reset_index(drop=True)


def measure(rows: pd.DataFrame, businesses: int, least: int) -> Small:
    """Return what a first publication of one period's counts shows; with 0 as ``least`` of every
    table."""
    chosen = offered.select_offered(rows, least)
    with counted() as work:
        found = publication.protect_rows(chosen, set())
    main, shown = find_main(chosen), ~found.withheld
    city = (chosen["tingkat"] == offered.CITY).to_numpy()
    mine = rows[find_main(rows)].reset_index(drop=True)
    possible = ~publication.find_sensitive(mine, rule.PUBLIC) & (mine["n"] > 0).to_numpy()
    return Small(
        businesses,
        least == 0,
        int((main & shown & city).sum()),
        int((main & shown & ~city).sum()),
        int(possible.sum()),
        int(shown.sum()),
        len(chosen),
        len(list_tables(chosen)),
        work.pivots,
    )


def find_main(rows: pd.DataFrame) -> np.ndarray:
    """Return one boolean per row: a main figure of which there is anything."""
    found = (
        rows["indikator"].isin(MAIN)
        & (rows["dimensi"] == "")
        & (rows["tingkat"] != "kelurahan")
        & (rows["n"] > 0)
    )
    return found.to_numpy(dtype=bool)


def compare(store: Store, sizes: Sequence[int] = SIZES) -> list[Small]:
    """Return what is shown of registers of each size, with every table and with those offered."""
    areas, every = read_areas(store), publication.count_all_rows(store)
    periode, members = max(read_members(store).items())
    rows = every[every["periode"] == periode].reset_index(drop=True)
    found = []
    for size in sizes:
        counts = count_again(rows, select_evenly(members, size), areas)
        found += [measure(counts, size, least) for least in (0, settings().usaha_per_sel)]
    return found


def aims(found: Iterable[Small]) -> list[Aim]:
    """Return what is to be reached."""
    return [
        Aim(f"main figures at {one.businesses} businesses", one.main, least, "of 35", True)
        for one in found
        if not one.every_table and (least := AIMS.get(one.businesses))
    ]


def markdown(found: Iterable[Small]) -> str:
    """Return the table of all sizes."""
    lines = [
        "| businesses | tables | city, of 5 | kecamatan, of 30 | possible, of 35 | rows shown "
        "| pivots |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in found:
        which = f"all {one.tables}" if one.every_table else f"{one.tables} offered"
        lines.append(
            f"| {one.businesses:,} | {which} | {one.city} | {one.kecamatan} | {one.possible} "
            f"| {one.rows:,} of {one.of:,} | {one.pivots:,} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure the served data, print the table and the aims."""
    versions = Versions(settings().gudang)
    name = versions.find_current()
    if name is None:
        print("Nothing is built. Run: make build", file=sys.stderr)
        return 1
    found = compare(open_version(settings().gudang, name, STORE))
    print(markdown(found), "", "Aims:", "", *aims(found), sep="\n")
    print([asdict(one) for one in found], file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
