"""Which tables a period publishes, and that the choice tells nothing by itself."""

from __future__ import annotations

import random
from functools import cache

import pandas as pd
import pytest

from analysis.audit import habits
from analysis.audit.groups import AREA, Area, Areas
from analysis.audit.knowledge import Knowledge
from analysis.count.from_members import count_again
from analysis.count.members import read_members
from analysis.disclosure.rule import OFFICIALS, PUBLIC
from analysis.release import offered, publication, waiting
from analysis.release.offered import COUNT, list_offered
from analysis.release.revision import read_areas
from bench import small
from data.store.states import PLACE, ROW, list_tables
from tests.analysis.states import AREAS, make_candidate, make_members, make_one, make_rows, show
from tests.analysis.test_waiting import Seen
from tests.data.rows import Workspace

LEAST = 10
SIZES = {200: (17, 159), 500: (25, 291)}
"""By businesses: the main figures that are shown at least, and the rows that are published."""


@pytest.fixture(scope="module")
def city(demo: Workspace) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The made-up city's newest period: its businesses, its rows, and its areas."""
    periode, members = max(read_members(demo.gudang).items())
    rows = publication.count_all_rows(demo.gudang)
    rows = rows[rows["periode"] == periode].reset_index(drop=True)
    return members, rows, read_areas(demo.gudang)


@pytest.mark.parametrize("number", SIZES)
def test_a_small_office_shows_its_main_figures(
    city: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], number: int
) -> None:
    members, rows, areas = city
    counts = count_again(rows, small.select_evenly(members, number), areas)
    found = small.measure(counts, number, LEAST)
    least, published = SIZES[number]
    assert found.main >= least
    assert found.main >= found.possible - 1, "nearly all of what any choice could show"
    assert found.of == published


def test_a_city_of_twelve_thousand_publishes_every_table(
    city: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], demo: Workspace
) -> None:
    every = publication.count_all_rows(demo.gudang)
    assert len(offered.select_offered(every, LEAST)) == len(every)


@pytest.mark.parametrize(
    ("table", "number"),
    [
        (("jumlah_umkm", "kota", "sektor"), 5 * 10),
        (("berusaha_daring", "kota", "skala_gabung"), 2 * 2 * 10),
        (("berusaha_daring", "kecamatan", "skala_gabung"), 6 * 2 * 2 * 10),
        (("jumlah_umkm", "kelurahan", ""), 67 * 10),
        (("ber_nib", "kelurahan", ""), 67 * 2 * 10),
        (("jumlah_umkm", "kecamatan", "produk"), 6 * 13 * 10),
        (("berusaha_daring", "kecamatan", "produk"), 6 * 13 * 10),
    ],
)
def test_a_table_comes_with_ten_businesses_in_its_average_cell(
    table: tuple[str, str, str], number: int
) -> None:
    rows = make_rows(make_members(1, 1))
    city = (rows["indikator"] == COUNT[0]) & (rows["tingkat"] == "kota") & (rows["dimensi"] == "")
    for businesses, there in ((number, True), (number - 1, False)):
        rows.loc[city, "n"] = businesses
        assert (table in list_offered(rows, LEAST)) == there


@cache
def count_members(number: int, seed: int, online: float) -> pd.DataFrame:
    """Return the rows of a register of so many, for whatever is asked of it."""
    return make_rows(make_members(number, seed, online))


@pytest.mark.lambat
@pytest.mark.parametrize("least", [LEAST, OFFICIALS])
@pytest.mark.parametrize("number", [9, 10, 57, 130])
def test_only_the_number_of_businesses_decides(number: int, least: int) -> None:
    """Whoever they are and whatever they answer; below ten not even how many there are."""
    found = {
        frozenset(list_offered(count_members(n, seed, online), least))
        for n in ([number] if number >= PUBLIC else range(1, PUBLIC, 2))
        for seed, online in ((1, 0.5), (2, 0.0), (3, 1.0))
    }
    assert len(found) == 1
    assert {("jumlah_umkm", "kota", ""), ("ber_nib", "kecamatan", "")} <= found.pop()


@pytest.mark.parametrize(("number", "seed"), [(50, 4), (60, 2), (60, 4), (70, 4)])
def test_the_number_of_businesses_is_always_shown(
    city: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], number: int, seed: int
) -> None:
    """Which tables there are follows from it, so it must protect nothing. Of these registers it
    would be withheld."""
    members, rows, areas = city
    counts = count_again(rows, members.sample(number, random_state=seed), areas)
    chosen = offered.select_offered(counts, LEAST)
    found = publication.protect_rows(chosen, set())
    count = (chosen[["indikator", "tingkat", "dimensi"]] == list(COUNT)).all(axis=1).to_numpy()
    assert count.sum() == 1
    assert not found.withheld[count].any()


def test_the_auditor_takes_the_number_of_businesses_as_known() -> None:
    areas = Areas({"36.73": Area("Kota", "kota", ""), "36.73.01": Area("A", "kecamatan", "36.73")})
    whole, part = frozenset({(AREA, "36.73")}), frozenset({(AREA, "36.73.01")})
    for number, limits in ((40, (40, 40)), (9, (0, 1e7))):
        knowledge = Knowledge({whole: number, part: 5})
        habits.learn_size(knowledge, areas)
        assert knowledge.find_limits(whole) == limits
        assert knowledge.find_limits(part) == (0, 1e7)


def test_a_new_table_comes_with_the_number_of_businesses_and_not_before() -> None:
    """Nine more businesses: their number waits, so a table that it lets in would tell of them."""
    kodes = ("jumlah_umkm", "naik_kelas")
    members = make_members(400, 1)
    before = make_candidate(members, kodes)
    new = ("naik_kelas", "kecamatan", "")
    shown = show(before.rows[[table != new for table in list_names(before.rows)]])
    for more, comes in ((9, False), (40, True)):
        rng = random.Random(3)
        added = pd.DataFrame(
            [make_one(f"B{n}", rng) | {PLACE: members[PLACE][0]} for n in range(more)]
        )
        candidate = make_candidate(pd.concat([members, added], ignore_index=True), kodes)
        found = waiting.decide(
            candidate,
            [Seen(before, shown)],
            AREAS,
            before=dict.fromkeys(list_tables(shown), before.name),
            mask=dict.fromkeys(candidate.rows[ROW].itertuples(index=False, name=None), True),
            halves={},
            exempt=set(candidate.rows[publication.KEY].itertuples(index=False, name=None)),
        )
        assert (COUNT in found.taken) == comes
        assert (new in found.taken) == comes


def list_names(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the table of each row."""
    return list(rows[["indikator", "tingkat", "dimensi"]].itertuples(index=False, name=None))
