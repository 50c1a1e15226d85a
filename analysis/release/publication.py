"""The fixed list of published tables, and the sums that tie their cells together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.count.compute import count
from analysis.definitions.dimensions import ANSWERS, DIMENSIONS
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import rule
from analysis.disclosure.release import ReleasedCells
from analysis.disclosure.solver import Protector, choose
from analysis.release import clusters, offered
from analysis.words import theme
from data import reference
from data.store.store import Store

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
DEARER = 4
"""How many times a row weighs what a row one area level below weighs."""

Cell = tuple[str, str, str, str, str, str]
"""(indikator, periode, kode_wilayah, dimensi, kategori, which count)."""

Known = Collection[tuple[Cell, int]]
"""Counts that readers know whatever is published now."""

Told = Collection[tuple[tuple[str, ...], str]]
"""Rows (as ``KEY``), each with the half that readers were told its share lies in (``theme.BANDS``).
"""


@dataclass(frozen=True)
class Tables:
    """All published counts, and one boolean per row that says whether it is withheld.

    ``information`` is that of all rows, that of the withheld ones, and the least that must be
    lost, in bits as ``weigh_rows`` counts them. ``given_away`` are rows (as ``KEY``) with a small
    count that nothing protects any more, since earlier releases and printed figures tell it.
    ``bands`` is the half that is told of each row (``theme.BANDS``), '' of most. ``silenced`` are
    withheld rows (as ``KEY``) of which an earlier release told the half and this one cannot.
    """

    rows: pd.DataFrame
    withheld: np.ndarray
    bands: np.ndarray
    information: tuple[float, float, float]
    given_away: list[tuple[str, ...]]
    silenced: list[tuple[str, ...]]

    def list_told(self) -> set[tuple[tuple[str, ...], str]]:
        """Return the rows (as ``KEY``) of which the half is told, each with it."""
        named = self.bands != ""
        return set(zip(_list_keys(self.rows[named]), self.bands[named].tolist(), strict=True))


def protect_tables(
    store: Store,
    exempt: set[tuple[str, ...]],
    known: Known = (),
    protector: Protector = choose,
    told: Told = (),
    least: int = 0,
) -> Tables:
    """Return every published table's counts with what must be withheld in them.

    ``exempt`` are rows (as ``KEY``) that the city has printed and that stay shown; ``known`` are
    counts that earlier releases have shown, ``told`` the halves that they told. The tables are
    those that are offered for ``least`` businesses a cell, none of which was published before.
    """
    rows = offered.select_offered(count_all_rows(store), least)
    return protect_rows(rows, exempt, known, protector, told)


def protect_rows(
    rows: pd.DataFrame,
    exempt: set[tuple[str, ...]],
    known: Known = (),
    protector: Protector = choose,
    told: Told = (),
) -> Tables:
    """Return the same of rows that are counted, whole periods."""
    known = {*known, *_list_city_counts(rows)}
    withheld, halves = np.zeros(len(rows), dtype=bool), np.full(len(rows), "", dtype=object)
    told_once, known_half = find_rows(rows, {row for row, _ in told}), _find_told(rows, told)
    information = np.zeros(3)
    open_: list[int] = []
    # Nothing adds up across periods, so each is a problem of its own.
    for place in rows.groupby("periode").indices.values():
        here = rows.iloc[place].reset_index(drop=True)
        release = build_release(here, exempt, known)
        choice = protector(clusters.add_known(release, known_half[place]), rule.PUBLIC)
        withheld[place] = choice.withheld[: len(place)]
        halves[place] = clusters.choose_bands(
            here, release, withheld[place], told_once[place], known_half[place]
        )
        information += (release.weight.sum(), choice.lost, choice.bound)
        open_ += place[release.unit[list(choice.given_away)]].tolist() if choice.given_away else []
    silenced = told_once & withheld & (halves == "")
    whole, lost, bound = information.tolist()
    return Tables(
        rows,
        withheld,
        halves,
        (whole, lost, bound),
        _list_keys(rows.loc[sorted(set(open_))]),
        _list_keys(rows[silenced]),
    )


def _list_city_counts(rows: pd.DataFrame) -> Iterator[tuple[Cell, int]]:
    """Yield how many businesses the city has, by period: every reader is taken to know it, since
    which tables are published follows from it. So it protects nothing, and is shown."""
    for periode, here in rows.groupby("periode"):
        if number := offered.count_businesses(here):
            area = here.loc[here["tingkat"] == offered.CITY, "kode_wilayah"].iloc[0]
            yield ("jumlah_umkm", str(periode), str(area), "", "", "n"), number


def _find_told(rows: pd.DataFrame, told: Told) -> np.ndarray:
    """Return one boolean per row: readers were told the half that its share lies in today."""
    known = np.zeros(len(rows), dtype=bool)
    for half in (theme.MOSTLY, theme.PARTLY):
        here = {row for row, said in told if said == half}
        known |= find_rows(rows, here) & (clusters.find_halves(rows) == half)
    return known


def _list_keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(rows[KEY].itertuples(index=False, name=None))


@lru_cache(maxsize=2)
def count_all_rows(store: Store) -> pd.DataFrame:
    """Return the counts of every published row, made once for a store; nobody may change it."""
    return count_rows(store, INDICATORS, LEVELS)


def count_rows(
    store: Store, entries: Mapping[str, Indicator], levels: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Return the counts of every row of every published table, as ``compute.count`` gives them."""
    rows = pd.concat(
        [
            count(store, entry, dimension)
            for entry in entries.values()
            if entry.counted
            for dimension in entry.rincian
        ],
        ignore_index=True,
    )
    allowed = [level in levels[dim] for level, dim in zip(rows.tingkat, rows.dimensi, strict=True)]
    return rows[np.array(allowed, dtype=bool)].reset_index(drop=True)


def read_exempt() -> set[tuple[str, ...]]:
    """Return the rows (as ``KEY``) that the city has printed itself, and that so stay shown."""
    exceptions = reference.read("pengecualian").fillna("")
    return set(exceptions[KEY].itertuples(index=False, name=None))


def find_rows(rows: pd.DataFrame, keys: Set[tuple[str, ...]]) -> np.ndarray:
    """Return one boolean per row: it is among those that ``keys`` (as ``KEY``) name."""
    if not keys:
        return np.zeros(len(rows), dtype=bool)
    mine = rows[KEY].itertuples(index=False, name=None)
    return np.array([key in keys for key in mine], dtype=bool)


def withhold_from_officials(
    rows: pd.DataFrame,
    public: np.ndarray,
    exempt: set[tuple[str, ...]],
    known: Known = (),
    told: Told = (),
) -> np.ndarray:
    """Return one boolean per row: withheld also from officials, who see counts from 3 on.

    ``public`` says which rows are withheld from everybody. Officials see more only of rows without
    a breakdown, protected together with what the public sees, so that the two give nothing away;
    ``told`` are the halves of shares among that.
    """
    withheld, known_half = public.copy(), _find_told(rows, told)
    for place in rows.groupby("periode").indices.values():
        here, hidden = rows.iloc[place].reset_index(drop=True), public[place]
        closed = hidden & (here["dimensi"].to_numpy() != "")
        # Rows with a breakdown that the public does not see stay closed for officials too. They
        # weigh nothing, so they are withheld from the start and at no cost, and everything that the
        # public sees is known. What is left to choose among are rows without a breakdown.
        release = build_release(here, exempt, known, rule.OFFICIALS)
        release = replace(
            release,
            known=release.known | ~hidden[release.unit],
            weight=np.where(closed, 0.0, release.weight),
        )
        choice = choose(clusters.add_known(release, known_half[place]), rule.OFFICIALS)
        withheld[place] = closed | choice.withheld[: len(place)]
    return withheld


def choose_rest(
    rows: pd.DataFrame,
    withheld: np.ndarray,
    shown: np.ndarray,
    exempt: set[tuple[str, ...]],
) -> np.ndarray:
    """Return one boolean per row of a period: withheld, where of some rows it is settled.

    ``withheld`` and ``shown`` say of which: the first weigh nothing and so are withheld from the
    start, the others are known to everybody.
    """
    release = build_release(rows, exempt)
    release = replace(
        release,
        known=release.known | shown[release.unit],
        weight=np.where(withheld, 0.0, release.weight),
    )
    return choose(release, rule.PUBLIC).withheld[: len(rows)]


def find_sensitive(rows: pd.DataFrame, minimum: int = rule.PUBLIC) -> np.ndarray:
    """Return one boolean per row: one of its counts is too small to be shown."""
    return np.array(
        [
            any(small for *_, small in _list_counts(row, minimum))
            for row in rows.itertuples(index=False)
        ],
        dtype=bool,
    )


def build_release(
    rows: pd.DataFrame,
    exempt: set[tuple[str, ...]],
    known: Known = (),
    minimum: int = rule.PUBLIC,
) -> ReleasedCells:
    """Return one period's rows as cells and sums; the row is the unit that is withheld.

    Cells below ``minimum`` are sensitive, unless their row is ``exempt``.
    """
    index: dict[Cell, int] = {}
    value: list[int] = []
    unit: list[int] = []
    sensitive: list[bool] = []
    open_: list[bool] = []
    for row, r in enumerate(rows.itertuples(index=False)):
        key = (r.indikator, r.periode, r.kode_wilayah, r.dimensi, r.kategori)
        printed = key in exempt
        for what, number, small in _list_counts(r, minimum):
            index[*key, what] = len(value)
            value.append(number)
            unit.append(row)
            sensitive.append(small and not printed)
            must_be_known = {(what, number)}
            if what != "ya" and _is_bare(r.indikator):
                must_be_known = {
                    ("ya", r.ya),
                    ("n", r.n),
                }  # the rest of a bare count is not shown itself
            open_.append(printed or all(((*key, w), v) in known for w, v in must_be_known))
    return ReleasedCells(
        np.array(value),
        np.array(unit),
        np.array(sensitive, dtype=bool),
        _find_sums(index),
        weigh_rows(rows),
        np.array(open_, dtype=bool),
    )


def weigh_rows(rows: pd.DataFrame) -> np.ndarray:
    """Return the information that each row holds: log2(2 + n) bits, and ``DEARER`` times as much
    with every area level above the lowest.

    A count of n takes about log2(n) bits to say, so a large row is dearer, but not a thousand
    times; a zero still says one bit. What is read out loud are the city and the kecamatan: one of
    their rows may go only where several of the rows below would have to go in its place. Product
    clusters weigh more, and what a kelurahan makes beside them next to nothing.
    """
    depth = rows["kode_wilayah"].astype("str").str.count(r"\.").to_numpy()
    bits = np.log2(2 + rows["n"].to_numpy())
    return bits * float(DEARER) ** (depth.max(initial=0) - depth) * clusters.weigh_products(rows)


def _is_bare(kode: str) -> bool:
    """Return whether an indicator's hits are shown without what they are a share of."""
    return not INDICATORS[kode].share and not INDICATORS[kode].counts_universe


def _list_counts(r: Any, minimum: int) -> Iterator[tuple[str, int, bool]]:
    """Yield the counts of a row: which one, how many, and whether it is sensitive."""
    of_universe = INDICATORS[r.indikator].counts_universe
    small = rule.find_sensitive(of_universe, r.n, r.ya, r.tidak, minimum)
    if of_universe:
        yield "n", r.n, "n" in small
        return
    yield "ya", r.ya, "ya" in small
    yield "tidak", r.tidak, "tidak" in small
    # Not knowing is no answer, so few of them give nobody away.
    yield "tak_tahu", r.tak_tahu, False


def _find_sums(index: dict[Cell, int]) -> list[list[int]]:
    """Return every sum that holds between published cells, as [total, part, part ...]."""
    groups: dict[tuple[str, Cell], list[int]] = defaultdict(list)
    for cell, number in index.items():
        for way, total in list_totals(cell):
            if total in index:
                groups[way, total].append(number)
    return [[index[total], *parts] for (_, total), parts in groups.items()]


def list_totals(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Yield the cells that this one is a part of, each with the way in which it adds up."""
    kode, periode, area, dim, kat, what = cell
    if "." in area:
        yield "area", (kode, periode, area.rsplit(".", 1)[0], dim, kat, what)
    if dim and dim not in ANSWERS:
        yield f"rincian {dim}", (kode, periode, area, "", "", what)
    yield from _list_totals_elsewhere(cell)
    for coarse in DIMENSIONS.values():
        if coarse.coarse_of == dim:
            for category, fine in coarse.groups:
                if kat in fine:
                    yield "gabungan", (kode, periode, area, coarse.key, category, what)


def _list_totals_elsewhere(cell: Cell) -> Iterator[tuple[str, Cell]]:
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
