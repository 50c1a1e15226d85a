"""What officials can work out of all that they see and all that is published: no small count."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.definitions.indicators import list_kelurahan_titles
from analysis.release.officials import make_cells
from data import reference
from data.access.restricted import read_protected
from data.access.viewer import Viewer
from tests.analysis.judge import attack, fixed
from tests.analysis.test_publication import Cell, sums_among
from tests.analysis.thin import (
    KASEMEN,
    officials_see,
    published,
    random_rows,
    rows_of,
    shown,
    small,
    truth_of,
)
from tests.data.access.test_viewer import give, signed_in
from tests.data.rows import Workspace, write_register
from tests.worlds import MadeOnce, Use


def learned(truth: dict[Cell, int], known: dict[Cell, int], least: int = 1) -> set[Cell]:
    """Return the secrets that follow from known counts."""
    assert all(truth[cell] == value for cell, value in known.items())
    sums = sums_among(set(truth))
    assert all(truth[total] == sum(truth[part] for part in parts) for total, *parts in sums)
    open_ = set(known) | set(attack(sums, known))
    return small(truth, least) & (open_ | fixed(sums, set(truth) - open_))


def everything(viewer: Viewer) -> pd.DataFrame:
    """Return all that the door gives a viewer."""
    return read_protected(viewer, "halaman", "rincian", make_cells, lambda rows: rows)


Made = Callable[[str, list[dict[str, object]]], Workspace]


@pytest.fixture
def made(made_once: MadeOnce, use: Use) -> Made:
    """Publish a register under a name, once for all tests, with an official of Kasemen and one of
    the city; it is the one that ``settings()`` names."""

    def fill(place: Workspace, rows: list[dict[str, object]]) -> None:
        write_register(place.raw / "a.csv", rows)
        give(place, "pejabat", "Kasemen")
        give(place, "pejabat", email="asda@example.go.id")

    return lambda name, rows: use(made_once(name, lambda place: fill(place, rows)))


def test_no_small_count_follows_from_one_table_alone(thin: Workspace) -> None:
    truth, read = truth_of(thin), shown(officials_see(thin.gudang))
    for kode in list_kelurahan_titles():
        alone = {c: value for c, value in truth.items() if c[0] == kode and c[3] == ""}
        seen = {cell: value for cell, value in read.items() if cell[0] == kode}
        assert not learned(alone, seen), kode


def test_no_small_count_follows_from_all_cells_and_the_published_cube(thin: Workspace) -> None:
    truth = truth_of(thin)
    assert len(small(truth)) > 50
    assert not learned(truth, shown(officials_see(thin.gudang)) | published(thin))


def test_no_small_count_follows_for_an_official_of_one_kecamatan(thin: Workspace) -> None:
    truth, mine = truth_of(thin), everything(signed_in())
    assert set(mine["kode_wilayah"].str[:8]) == {KASEMEN}
    assert not learned(truth, shown(mine) | published(thin))


def test_the_attack_finds_a_count_where_only_the_small_ones_are_withheld(thin: Workspace) -> None:
    truth = truth_of(thin)
    hidden = small(truth)
    assert learned(truth, {cell: value for cell, value in truth.items() if cell not in hidden})


def test_the_attack_finds_a_count_where_each_table_is_safe_and_both_are_not(
    made: Made,
) -> None:
    """Kasemen is protected as if it stood alone, which the published city gives away."""
    place = made("dua-jawaban", two_answers())
    truth, known = truth_of(place), published(place)
    own = {
        cell: value
        for cell, value in truth.items()
        if cell[0] == "ber_nib" and cell[2] == KASEMEN and cell[3] == ""
    }
    assert not learned(truth, known)
    assert learned(truth, known | own)


def two_answers() -> list[dict[str, object]]:
    """Return a register in which two of Taktakan say yes, and fifteen of Kasemen."""
    first = {code: f"{code}.1001" for code in reference.list_kecamatan()}
    sizes = {code: (50, 50) for code in first} | {"36.73.06": (2, 28), KASEMEN: (15, 25)}
    return [
        row
        for code, (yes, no) in sizes.items()
        for answer, size in (("Ya", yes), ("Tidak", no))
        for row in rows_of({first[code]: size}, punya_nib=answer)
    ]


@pytest.mark.parametrize("who", ["petugas@example.go.id", "asda@example.go.id"])
def test_an_official_learns_no_small_count_of_another_kecamatan(made: Made, who: str) -> None:
    place = made("dua-jawaban", two_answers())
    assert not learned(truth_of(place), shown(everything(signed_in(who))) | published(place), 0)


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.semua) for n in (4, 9))])
def test_it_does_not_follow_that_nobody_in_a_kelurahan_gave_an_answer(
    made: Made, seed: int
) -> None:
    """What both withhold is less than either; what is left blank in a sum may all be zero."""
    place = made(f"acak-{seed}", random_rows(seed, detailed=False, sizes=(30, 40, 50, 1)))
    truth, known = truth_of(place), published(place)
    assert not learned(truth, known, least=0)
    seen = everything(signed_in("asda@example.go.id"))
    assert not learned(truth, known | shown(seen), least=0)
