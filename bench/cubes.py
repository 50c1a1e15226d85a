"""``python -m bench.cubes``: what protecting a whole cube costs, and what is lost in it.

All indicators, periods and area levels of the served city, and of a made-up province with one
level more, by the exact choice and by the plain method that it replaced. The plain method ends
with dense linear algebra, which a province is too large for, so there it stops after the single
sums; the last column says what that gives away. Figures of a shared machine wander; what is
withheld and lost does not. UMKM_BENCH_USAHA says how many businesses the province has.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure.complement import complement
from analysis.disclosure.release import ReleasedCells, find_required_widths
from analysis.disclosure.rule import PUBLIC
from analysis.disclosure.separation import Separation
from analysis.disclosure.solver import GAP, Choice, choose
from analysis.release import publication
from bench.plain_method import choose_plainly
from bench.provinces import write_province
from bench.table import Aim
from data.settings import settings
from data.store.store import STORE, Store, open_store, open_version
from data.store.versions import Versions

BUSINESSES = 1_000_000
BUSINESSES_VARIABLE = "UMKM_BENCH_USAHA"
CITY_SECONDS = 20
EXACT, PLAIN, SUMS = "exact choice", "plain method", "plain method, single sums"
Withhold = Callable[[ReleasedCells, int], np.ndarray]


@dataclass(frozen=True)
class Method:
    """What one method does with a cube: processor seconds, withheld rows, the share of the
    information lost with them, by what share of itself that may exceed the least possible, and
    how many rows with a small count a reader can still bound too closely."""

    seconds: float
    withheld: int
    lost: float
    gap: float
    betrayed: int


@dataclass(frozen=True)
class Cube:
    """One cube: its rows, those with a small count, the seconds that counting takes, and what
    each method does with it."""

    name: str
    rows: int
    small: int
    counting: float
    methods: dict[str, Method]


def wanted_businesses() -> int:
    """Return how many businesses the province is to have."""
    return int(os.environ.get(BUSINESSES_VARIABLE, BUSINESSES))


def measure(businesses: int) -> list[Cube]:
    """Return what was found of the served city and of a province of so many businesses.

    The store has to be built.
    """
    return [city(), province(businesses)]


def city() -> Cube:
    """Return what was found of the served city."""
    return _cube(
        "city", open_version(*_served(), STORE), INDICATORS, publication.LEVELS,
        publication.read_exempt(), (PLAIN, choose_plainly),
    )  # fmt: skip


def province(businesses: int) -> Cube:
    """Return what was found of a made-up province of so many businesses."""
    _say(f"a province of {businesses:,} businesses")
    folder, name = _served()
    entries = {
        kode: replace(entry, levels=("provinsi", *entry.levels))
        for kode, entry in INDICATORS.items()
    }
    levels = {dim: ("provinsi", *each) for dim, each in publication.LEVELS.items()}
    with tempfile.TemporaryDirectory() as aside:
        path = write_province(Path(aside) / "provinsi.duckdb", folder / name / STORE, businesses)
        return _cube(
            "province", open_store(path, "provinsi", {}), entries, levels,
            set(), (SUMS, complement),
        )  # fmt: skip


def _served() -> tuple[Path, str]:
    folder = settings().gudang
    name = Versions(folder).find_current()
    assert name is not None, "nothing is built: make build"
    return folder, name


def _cube(
    name: str,
    store: Store,
    entries: Mapping[str, Indicator],
    levels: Mapping[str, tuple[str, ...]],
    exempt: set[tuple[str, ...]],
    other: tuple[str, Withhold],
) -> Cube:
    _say(f"counting the {name}")
    began = time.process_time()
    rows = publication.count_rows(store, entries, levels)
    releases = [_release(period, exempt) for _, period in rows.groupby("periode")]
    counting = time.process_time() - began
    return Cube(
        name,
        len(rows),
        sum(int(release.primary.sum()) for release in releases),
        counting,
        {
            EXACT: _method(f"{EXACT}, {name}", releases, lambda r: choose(r, PUBLIC)),
            other[0]: _method(f"{other[0]}, {name}", releases, _only(other[1])),
        },
    )


def _release(period: pd.DataFrame, exempt: set[tuple[str, ...]]) -> ReleasedCells:
    return publication.build_release(period.reset_index(drop=True), exempt)


def _only(withhold: Withhold) -> Callable[[ReleasedCells], Choice]:
    def chosen(release: ReleasedCells) -> Choice:
        withheld = withhold(release, PUBLIC)
        return Choice(withheld, release.measure_loss(withheld), 0.0)

    return chosen


def _method(
    name: str, releases: list[ReleasedCells], choose_: Callable[[ReleasedCells], Choice]
) -> Method:
    _say(name)
    began = time.process_time()
    choices = [choose_(release) for release in releases]
    seconds = time.process_time() - began
    lost = sum(choice.lost for choice in choices)
    return Method(
        seconds,
        sum(int(choice.withheld.sum()) for choice in choices),
        lost / sum(float(release.weight.sum()) for release in releases),
        (lost - sum(choice.bound for choice in choices)) / lost if lost else 0.0,
        sum(_betrayed(r, choice.withheld) for r, choice in zip(releases, choices, strict=True)),
    )


def _betrayed(release: ReleasedCells, withheld: np.ndarray) -> int:
    """Return how many rows with a small count are shown, or bounded too closely."""
    width = find_required_widths(release, PUBLIC)
    separation = Separation(release, width)
    shown = [cell for cell in np.flatnonzero(width).tolist() if not withheld[release.unit[cell]]]
    for cell in shown:
        separation.forget(cell)
    told = [*shown, *(cut.target for cut in separation.find_cuts(withheld))]
    return len({int(release.unit[cell]) for cell in told if release.sensitive[cell]})


def aims(found: list[Cube]) -> list[Aim]:
    """Return what is to be reached."""
    city = found[0]
    seconds = city.counting + city.methods[EXACT].seconds
    return [
        Aim("protecting the city's cube, CPU", seconds, CITY_SECONDS, "s"),
        *(
            Aim(f"{cube.name}, more lost than the least possible", _gap(cube), 100 * GAP, "%")
            for cube in found
        ),
        *(
            Aim(f"{cube.name}, rows given away", cube.methods[EXACT].betrayed, 0, "rows")
            for cube in found
        ),
    ]


def _gap(cube: Cube) -> float:
    return 100 * cube.methods[EXACT].gap


def markdown(found: list[Cube]) -> str:
    """Return the table of both cubes and methods."""
    lines = [
        "| cube | method | CPU | rows withheld | information lost | above the least | given away |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for cube in found:
        for name, method in cube.methods.items():
            share = 100 * method.withheld / cube.rows
            above = f"{100 * method.gap:.1f} %" if name == EXACT else "–"
            lines.append(
                f"| {cube.name} | {name} | {method.seconds:.1f} s "
                f"| {method.withheld:,} ({share:.1f} %) | {100 * method.lost:.2f} % | {above} "
                f"| {method.betrayed} |"
            )
    lines += [""] + [
        f"The {cube.name} has {cube.rows:,} rows, {cube.small:,} of them with a small count; "
        f"counting takes {cube.counting:.1f} s."
        for cube in found
    ]
    return "\n".join(lines)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print the table and the aims."""
    found = measure(wanted_businesses())
    print(markdown(found), "", "Aims:", "", *aims(found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
