"""The fixed list of published tables, and the sums that tie their cells together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compute import count
from analysis.dimensions import ANSWERS, DIMENSIONS
from analysis.indicators import INDICATORS
from analysis.protect import MINIMUM, Protector, Release, is_safe, plain
from analysis.selection import CITY
from data import reference
from data.store import Store

# Area levels at which a breakdown is published. Finer combinations would be mostly withheld.
LEVELS: dict[str, tuple[str, ...]] = {
    "": ("kota", "kecamatan", "kelurahan"),
    "skala": ("kota",),
    "skala_gabung": ("kota", "kecamatan"),
    "sektor": ("kota", "kecamatan"),
    "produk": ("kota", "kecamatan", "kelurahan"),
    "ekraf": ("kota", "kecamatan"),
    "kriteria": ("kota",),
} | dict.fromkeys(ANSWERS, ("kota", "kecamatan"))
KEY = ["indikator", "periode", "kode_wilayah", "dimensi", "kategori"]
ROUNDS = 10

Cell = tuple[str, str, str, str, str, str]
"""(indikator, periode, kode_wilayah, dimensi, kategori, which count)."""


@dataclass(frozen=True)
class Tables:
    """All published counts, and one boolean per row that says whether it is withheld."""

    rows: pd.DataFrame
    withheld: np.ndarray


def tables(store: Store, exempt: set[tuple[str, ...]], protector: Protector = plain) -> Tables:
    """Return every published table's counts with what must be withheld in them.

    ``exempt`` are rows (as ``KEY``) that are already public and stay so.
    """
    rows = pd.concat(
        [
            count(store, entry, dimension)
            for entry in INDICATORS.values()
            if entry.counted
            for dimension in entry.rincian
        ],
        ignore_index=True,
    )
    allowed = [level in LEVELS[dim] for level, dim in zip(rows.tingkat, rows.dimensi, strict=True)]
    rows = rows[np.array(allowed, dtype=bool)].reset_index(drop=True)
    withheld = np.zeros(len(rows), dtype=bool)
    # Nothing adds up across periods, so each is a problem of its own.
    for _, place in rows.groupby("periode").indices.items():
        release = release_of(rows.iloc[place].reset_index(drop=True), exempt)
        withheld[place] = protector(release, MINIMUM)
    return Tables(rows, withheld)


def exempt() -> set[tuple[str, ...]]:
    """Return the rows (as ``KEY``) that the city has printed itself, and that so stay shown."""
    exceptions = reference.read("pengecualian").fillna("")
    return set(exceptions[KEY].itertuples(index=False, name=None))


def withheld_from_officials(found: Tables, minimum: int) -> np.ndarray:
    """Return one boolean per row: withheld also from officials, who see counts from ``minimum``.

    They see more than the public only of rows without a breakdown. Where the two together would
    give a small cell back, they see no more than the public in that period.
    """
    withheld = found.withheld.copy()
    for _, place in found.rows.groupby("periode").indices.items():
        rows = found.rows.iloc[place].reset_index(drop=True)
        release = release_of(rows, exempt(), minimum)
        public = found.withheld[place]
        # With a breakdown they see what the public sees, and nobody unsees that.
        fewer = public & (plain(release, minimum) | (rows["dimensi"].to_numpy() != ""))
        for _ in range(ROUNDS):
            if is_safe(release, fewer, minimum):
                withheld[place] = fewer
                break
            fewer = public & plain(release, minimum, fewer)
    return withheld


def release_of(rows: pd.DataFrame, exempt: set[tuple[str, ...]], minimum: int = MINIMUM) -> Release:
    """Return one period's rows as cells and sums; the row is the unit that is withheld.

    Cells below ``minimum`` are sensitive, unless their row is ``exempt``.
    """
    index: dict[Cell, int] = {}
    value: list[int] = []
    unit: list[int] = []
    sensitive: list[bool] = []

    def add(cell: Cell, number: int, row: int, small: bool) -> None:
        index[cell] = len(value)
        value.append(number)
        unit.append(row)
        sensitive.append(small)

    for row, r in enumerate(rows.itertuples(index=False)):
        key = (r.indikator, r.periode, r.kode_wilayah, r.dimensi, r.kategori)
        open_ = key in exempt
        if INDICATORS[r.indikator].counts_universe:
            add((*key, "n"), r.n, row, 0 < r.n < minimum and not open_)
            continue
        known = r.ya + r.tidak > 0
        # A zero here would say what everybody in the cell answered, so it is as small as a one.
        # Only a count that is shown as such can be small: of a bare count the rest is not shown.
        add((*key, "ya"), r.ya, row, known and r.ya < minimum and not open_)
        add((*key, "tidak"), r.tidak, row, known and r.tidak < minimum and not open_)
        add((*key, "tak_tahu"), r.tak_tahu, row, False)
    sums = _sums(index)
    return Release(np.array(value), np.array(unit), np.array(sensitive, dtype=bool), sums)


def _sums(index: dict[Cell, int]) -> list[list[int]]:
    """Return every sum that holds between published cells, as [total, part, part ...]."""
    groups: dict[tuple[str, Cell], list[int]] = defaultdict(list)
    for cell, number in index.items():
        for way, total in _totals(cell):
            if total in index:
                groups[way, total].append(number)
    return [[index[total], *parts] for (_, total), parts in groups.items()]


def _totals(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Yield the cells that this one is a part of, each with the way in which it adds up."""
    kode, periode, area, dim, kat, what = cell
    if "." in area.removeprefix(CITY):
        yield "area", (kode, periode, area.rsplit(".", 1)[0], dim, kat, what)
    if dim and dim not in ANSWERS:
        yield f"rincian {dim}", (kode, periode, area, "", "", what)
    yield from _elsewhere(cell)
    for coarse in DIMENSIONS.values():
        if coarse.coarse_of == dim:
            for category, fine in coarse.groups:
                if kat in fine:
                    yield "gabungan", (kode, periode, area, coarse.key, category, what)


def _elsewhere(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of other indicators that this one is a part of."""
    kode, periode, area, dim, kat, what = cell
    entry = INDICATORS[kode]
    if dim == "" or dim in ANSWERS:
        for tie in entry.ties:
            if (tie.kategori, tie.what) == (kat, what):
                other, other_dim, other_kat, count_there = tie.of
                yield f"sama {kode}", (other, periode, area, other_dim, other_kat, count_there)
    if what == "n" or entry.parent is None:
        return
    # Every answer has the same universe: the row without a breakdown.
    place = ("", "") if dim in ANSWERS else (dim, kat)
    whole, count_there = entry.parent
    yield f"jawaban {kode} {kat}", (whole, periode, area, *place, count_there)
    first = next(iter(entry.questions))
    if entry.exclusive and (what == "ya" or (what, kat) == ("tak_tahu", first)):
        yield f"satu jawaban {kode}", (whole, periode, area, *place, count_there)
