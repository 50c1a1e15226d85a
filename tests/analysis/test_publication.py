"""The published demo cube, judged by what a stranger can read and work out from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.disclosure.release import ReleasedCells
from analysis.disclosure.rule import PUBLIC
from analysis.disclosure.solver import Choice, choose
from analysis.release import publication
from data import reference
from tests.analysis.judge import attack, fixed
from tests.analysis.test_plain import exposed
from tests.data.rows import Workspace

Cell = tuple[str, str, str, str, str, str]
PARENT = {
    "berusaha_daring": ("jumlah_umkm", "n"),
    "ber_nib": ("jumlah_umkm", "n"),
    "ekspor_daring": ("jumlah_umkm", "n"),
    "kanal_daring": ("berusaha_daring", "ya"),
    "usaha_aktif": ("jumlah_umkm", "n"),
    "marketplace_kota": ("jumlah_umkm", "n"),
    "bayar_digital": ("jumlah_umkm", "n"),
    "tangga_digital": ("jumlah_umkm", "n"),
    "dasar_digital": ("jumlah_umkm", "n"),
}
"""Which published count is the universe of each indicator, written down once more."""
SUBSECTORS = {
    **dict.fromkeys(["tempe", "tahu", "kerupuk_tangkil", "emping", "kue_satu"], "kuliner"),
    **dict.fromkeys(["gipang", "ikan_asin", "telor_asin"], "kuliner"),
    **dict.fromkeys(["tampah", "emas"], "kriya"),
    "konveksi": "fesyen",
}
"""Where each product of a cluster belongs; the rest is a subsector of the same name."""
NAMED = set(SUBSECTORS)


@pytest.fixture(scope="module")
def cube(demo: Workspace) -> pd.DataFrame:
    return demo.publik.query(
        "select * from sel where sumber = 'register' "
        "and indikator not in ('kesegaran', 'cakupan', 'kecil_menengah', 'skor_digital')"
    )


@pytest.fixture(scope="module")
def exempt() -> set[tuple[str, ...]]:
    rows = reference.read("pengecualian").fillna("")
    return set(rows[publication.KEY].itertuples(index=False, name=None))


def cells_of(row: object) -> dict[Cell, int]:
    """Return the counts that a shown row gives away: n, ya, tidak and tak_tahu."""
    key = (row.indikator, row.periode, row.kode_wilayah, row.dimensi, row.kategori)  # type: ignore[attr-defined]
    n, above, below = row.n, row.pembilang, row.penyebut  # type: ignore[attr-defined]
    found: dict[Cell, int] = {}
    if row.tanda == "..":  # type: ignore[attr-defined]
        # "Not available" says that nobody answered.
        found |= {(*key, "ya"): 0, (*key, "tidak"): 0}
    if pd.notna(n):
        found[(*key, "n")] = int(n)
    if key[0] != "jumlah_umkm" and pd.notna(above):
        found[(*key, "ya")] = int(above)
        if pd.notna(below):
            found[(*key, "tidak")] = int(below) - int(above)
            found[(*key, "tak_tahu")] = int(n) - int(below)
        elif key[0] == "berusaha_daring":
            raise AssertionError("a share without its denominator")
    return found


def printed_elsewhere(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Yield the counts of other tables that a count is a part of, because they count the same."""
    kode, periode, area, dim, kat, what = cell
    if dim == "produk":
        yield "subsektor", (kode, periode, area, "ekraf", SUBSECTORS.get(kat, kat), what)
    if kode == "tangga_digital" and what == "ya":
        said = "tidak" if kat == "0_1" else "ya"
        yield "tangga", ("berusaha_daring", periode, area, "", "", said)
    if kode == "tangga_digital" and (what == "ya" or (what, kat) == ("tak_tahu", "0_1")):
        yield "satu", ("jumlah_umkm", periode, area, "", "", "n")


def sums_among(cells: set[Cell]) -> list[list[Cell]]:
    """Return every sum that anyone can set up between counts, found by adding up and by asking."""
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for kode, periode, area, dim, kat, what in cells:
        cell = (kode, periode, area, dim, kat, what)
        if len(area) > len("36.73"):
            upper = area[:5] if len(area) == 8 else area[:8]
            groups["area", (kode, periode, upper, dim, kat, what)].append(cell)
        if dim in ("skala", "skala_gabung", "sektor", "produk", "ekraf", "kriteria"):
            groups[dim, (kode, periode, area, "", "", what)].append(cell)
        if dim == "skala" and kat in ("kecil", "menengah"):
            coarse = (kode, periode, area, "skala_gabung", "kecil_menengah", what)
            groups["gabung", coarse].append(cell)
        if dim == "skala" and kat == "mikro":
            groups["gabung", (kode, periode, area, "skala_gabung", "mikro", what)].append(cell)
        for way, total in printed_elsewhere(cell):
            groups[way, total].append(cell)
        if what != "n":
            groups["jawaban", (kode, periode, area, dim, kat, "n")].append(cell)
        if what == "n" and kode in PARENT:
            place = ("", "") if dim in ("kanal", "anak_tangga") else (dim, kat)
            parent, count = PARENT[kode]
            groups["induk", kode, kat, (parent, periode, area, *place, count)].append(cell)
    return [[key[-1], *parts] for key, parts in groups.items() if key[-1] in cells]  # type: ignore[list-item]


def small(cell: Cell, value: int, base: int) -> bool:
    """Whether a count may not be known: below ten, or nobody at all among those who answered."""
    if cell[-1] == "n":
        return cell[0] == "jumlah_umkm" and 0 < value < PUBLIC
    return cell[-1] in ("ya", "tidak") and base > 0 and value < PUBLIC


@pytest.fixture(scope="module")
def truth(demo: Workspace) -> dict[Cell, int]:
    """The exact counts of every published row."""
    rows = publication.count_rows(demo.gudang, INDICATORS, publication.LEVELS)
    found: dict[Cell, int] = {}
    for row in rows.itertuples():
        key = (row.indikator, row.periode, row.kode_wilayah, row.dimensi, row.kategori)
        found[(*key, "n")] = int(row.n)
        if row.indikator != "jumlah_umkm":
            for what in ("ya", "tidak", "tak_tahu"):
                found[(*key, what)] = int(getattr(row, what))
    return found


@pytest.fixture(scope="module")
def read(cube: pd.DataFrame) -> dict[Cell, int]:
    """Every count that the cube shows, said by a number or by a sign."""
    found: dict[Cell, int] = {}
    for row in cube.itertuples():
        found |= cells_of(row)
    return found


@pytest.fixture(scope="module")
def secret(truth: dict[Cell, int], exempt: set[tuple[str, ...]]) -> set[Cell]:
    """The counts that nobody may learn. The rest of a bare count is no count of its own."""
    return {
        cell
        for cell, value in truth.items()
        if cell[:-1] not in exempt
        and small(cell, value, sum(truth.get((*cell[:-1], w), 0) for w in ("ya", "tidak")))
    }


def test_the_sums_of_the_judge_hold_in_the_exact_counts(truth: dict[Cell, int]) -> None:
    sums = sums_among(set(truth))
    assert {"n", "ya", "tidak", "tak_tahu"} == {total[-1] for total, *_ in sums}
    assert len(sums) > 10_000
    for total, *parts in sums:
        assert truth[total] == sum(truth[part] for part in parts), total


def test_the_sums_of_the_protector_hold_and_tie_every_row_to_another(demo: Workspace) -> None:
    seen = []

    def look(release: ReleasedCells, minimum: int) -> Choice:
        for total, *parts in release.sums:
            assert release.value[total] == release.value[parts].sum()
        tied = {int(release.unit[cell]) for cells in release.sums for cell in cells}
        alone = set(range(int(release.unit.max()) + 1)) - tied
        # The coached are counted once, for the city: no other table holds any of them.
        assert len(alone) <= 1
        seen.append(len(release.sums))
        return Choice(np.zeros(len(release.weight), dtype=bool), 0.0, 0.0)

    publication.protect_tables(demo.gudang, set(), protector=look)
    assert len(seen) == 4
    assert min(seen) > 2000


def test_shown_counts_are_the_exact_ones(read: dict[Cell, int], truth: dict[Cell, int]) -> None:
    assert len(read) > 10_000
    assert all(truth[cell] == value for cell, value in read.items())


def test_no_small_count_is_shown_but_the_recorded_exception(
    cube: pd.DataFrame, read: dict[Cell, int], secret: set[Cell], exempt: set[tuple[str, ...]]
) -> None:
    assert not secret & set(read)
    assert len(exempt) == 1
    counts = cube[cube["nilai"].notna() & (cube["indikator"] != "jumlah_umkm")]
    low = counts[counts["pembilang"] < PUBLIC]
    assert {tuple(row) for row in low[publication.KEY].to_numpy()} == exempt
    zeros_or_large = cube[(cube["indikator"] == "jumlah_umkm") & cube["nilai"].between(1, 9)]
    assert zeros_or_large.empty


def test_withheld_rows_show_nothing_at_all(cube: pd.DataFrame) -> None:
    withheld = cube[cube["tanda"] == "x"]
    assert 200 < len(withheld) < len(cube) / 2
    assert withheld[["nilai", "pembilang", "penyebut", "n", "bawah", "atas"]].isna().all(axis=None)
    assert set(cube["tanda"]) == {"", "x", ".."}


def test_nearly_all_clusters_are_shown_and_all_of_the_largest(
    read: dict[Cell, int], truth: dict[Cell, int]
) -> None:
    """What a kelurahan makes beside them is withheld in their place."""
    for periode in {cell[1] for cell in truth}:
        clusters = {
            cell: n
            for cell, n in truth.items()
            if cell[:2] == ("jumlah_umkm", periode) and cell[3] == "produk"
            if len(cell[2]) > len("36.73.01") and cell[4] in NAMED and n >= PUBLIC
        }
        largest = sorted(clusters, key=lambda cell: -clusters[cell])[:10]
        assert len(clusters) > 30
        assert set(largest) <= set(read)
        assert len(set(clusters) & set(read)) >= 0.9 * len(clusters)


def test_subtraction_finds_no_small_count(
    read: dict[Cell, int], truth: dict[Cell, int], secret: set[Cell]
) -> None:
    found = attack(sums_among(set(truth)), read)
    assert all(truth[cell] == value for cell, value in found.items()), "the attacker miscounts"
    assert not secret & set(found)


def test_linear_algebra_finds_no_small_count(
    read: dict[Cell, int], truth: dict[Cell, int], secret: set[Cell]
) -> None:
    sums = sums_among(set(truth))
    known = set(read) | set(attack(sums, read))
    assert not secret & fixed(sums, set(truth) - known)


def test_attacks_succeed_against_a_cube_that_withholds_only_what_is_small(
    demo: Workspace, truth: dict[Cell, int], secret: set[Cell]
) -> None:
    def primary_only(release: ReleasedCells, minimum: int) -> Choice:
        return Choice(release.primary, release.measure_loss(release.primary), 0.0)

    tables = publication.protect_tables(demo.gudang, set(), protector=primary_only)
    hidden = {tuple(row) for row in tables.rows[tables.withheld][publication.KEY].to_numpy()}
    read = {cell: value for cell, value in truth.items() if cell[:-1] not in hidden}
    assert secret & set(attack(sums_among(set(truth)), read))


def test_the_release_as_the_protector_sees_it_is_safe_by_exact_arithmetic(
    demo: Workspace, exempt: set[tuple[str, ...]]
) -> None:
    judged = []

    def keep(release: ReleasedCells, minimum: int) -> Choice:
        choice = choose(release, minimum)
        judged.append(exposed(release, choice.withheld))
        return choice

    publication.protect_tables(demo.gudang, exempt, protector=keep)
    assert judged == [set()] * 4
