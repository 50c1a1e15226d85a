"""Which tables take new numbers: each part of the rule by itself, on states made up for it."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pandas as pd
import pytest

from analysis.count.members import name_answer
from analysis.release import waiting
from analysis.release.movers import count_movers, find_differing
from analysis.release.waiting import Candidate, Decision
from data.store.states import ID, PLACE, ROW, list_tables
from tests.analysis.states import (
    AREAS,
    PERIODE,
    VILLAGES,
    count_slowly,
    make_candidate,
    make_members,
    make_one,
    show,
)
from tests.pace import FULL

BEFORE = make_members(400, 1)
KODES = ("jumlah_umkm", "berusaha_daring", "ber_nib")
CITY, KECAMATAN = ("jumlah_umkm", "kota", ""), ("jumlah_umkm", "kecamatan", "")
SHARE = ("berusaha_daring", "kota", "")


@dataclass(frozen=True)
class Seen:
    """A state of which every table was shown, or those that are named."""

    candidate: Candidate
    shown: pd.DataFrame
    has_members: bool = True

    @property
    def name(self) -> str:
        return self.candidate.name

    @property
    def periode(self) -> str:
        return self.candidate.periode

    @property
    def made_up(self) -> bool:
        return self.candidate.made_up

    @property
    def members(self) -> pd.DataFrame:
        return self.candidate.members

    @property
    def tables(self) -> set[tuple[str, str, str]]:
        return list_tables(self.shown)


def see(members: pd.DataFrame) -> Seen:
    candidate = make_candidate(members, KODES)
    return Seen(candidate, show(candidate.rows))


def decide(members: pd.DataFrame, *family: Seen, minimum: int = 10) -> Decision:
    """Return what becomes of a register whose rows are all shown, small ones too."""
    candidate = make_candidate(members, KODES)
    return waiting.decide(
        candidate,
        family,
        AREAS,
        before=dict.fromkeys(list_tables(candidate.rows), family[0].name),
        mask=dict.fromkeys(candidate.rows[ROW].itertuples(index=False, name=None), True),
        halves={},
        exempt=set(candidate.rows[waiting.KEY].itertuples(index=False, name=None)),
        minimum=minimum,
    )


def add(number: int, place: str = "", seed: int = 9, **answers: int) -> pd.DataFrame:
    """Return the register with so many businesses more, in a place or anywhere."""
    rng = random.Random(seed)
    new = [make_one(f"B{seed}-{n}", rng) for n in range(number)]
    for row in new:
        row |= {PLACE: place} if place else {}
        row |= {name_answer(kode): value for kode, value in answers.items()}
    return pd.concat([BEFORE, pd.DataFrame(new)], ignore_index=True)


@pytest.mark.parametrize("seed", range(20 if FULL else 4))
def test_movers_are_those_that_one_finds_business_by_business(seed: int) -> None:
    rng = random.Random(seed)
    new = BEFORE.sample(380, random_state=seed).reset_index(drop=True)
    for place in rng.sample(range(380), 40):
        new.loc[place, name_answer("ber_nib")] = rng.choice([1, 2, 3])
        new.loc[place, PLACE] = rng.choice(VILLAGES)
    new = pd.concat([new, add(15, seed=1000 + seed)[-15:]], ignore_index=True)
    tables = list_tables(make_candidate(BEFORE, KODES).rows)
    found = count_movers(find_differing(BEFORE, new), AREAS, tables)
    for table in tables:
        read = {
            (row["kode_wilayah"], row["kategori"], what): row[what]
            for row in found[table].to_dict("records")
            for what in ("n", "ya", "tidak", "tak_tahu")
            if row[what]
        }
        assert read == count_slowly(BEFORE, new, table), table


def test_a_register_that_is_numbered_anew_has_moved_nobody() -> None:
    anew = BEFORE.assign(**{ID: [f"X{n}" for n in range(len(BEFORE))]})
    assert find_differing(BEFORE, anew).empty


def test_where_ids_shift_by_one_only_the_business_that_left_has_moved() -> None:
    shifted = BEFORE.drop(index=0).assign(**{ID: BEFORE[ID].to_list()[:-1]})
    moved = count_movers(find_differing(BEFORE, shifted), AREAS, {CITY})[CITY]
    assert moved["n"].tolist() == [1]


def test_without_ids_who_left_may_be_who_came() -> None:
    anew = BEFORE.assign(**{ID: [f"X{n}" for n in range(len(BEFORE))]})
    for place in range(8):
        anew.loc[place, name_answer("ber_nib")] = 4 - anew.loc[place, name_answer("ber_nib")]
    moved = count_movers(find_differing(BEFORE, anew), AREAS, {CITY, ("ber_nib", "kota", "")})
    assert moved[CITY]["n"].max() <= 8


@pytest.mark.parametrize("number", [1, 9])
def test_few_move_no_table(number: int) -> None:
    assert decide(add(number), see(BEFORE)).changed == frozenset()


def test_ten_in_one_kelurahan_move_the_tables_that_count_them_alone() -> None:
    found = decide(add(40, VILLAGES[0]), see(BEFORE))
    assert {CITY, KECAMATAN, ("jumlah_umkm", "kelurahan", "")} <= found.changed


def test_a_finer_table_waits_for_its_total() -> None:
    """Six move between kecamatan on each side: nobody moves in the city's table of a class, but its
    total may not move, since nine are new."""
    rows = add(9)
    found = decide(rows, see(BEFORE))
    assert CITY not in found.taken
    every = dict(waiting.sort_from_coarse(make_candidate(BEFORE, KODES).rows))
    for table in found.taken:
        assert every[table] <= found.taken, table


def test_totals_come_first() -> None:
    order = [table for table, _ in waiting.sort_from_coarse(make_candidate(BEFORE).rows)]
    place = {table: number for number, table in enumerate(order)}
    for finer, coarser in [
        (KECAMATAN, CITY),
        (("jumlah_umkm", "kelurahan", ""), KECAMATAN),
        (("jumlah_umkm", "kota", "skala"), ("jumlah_umkm", "kota", "skala_gabung")),
        (("jumlah_umkm", "kota", "produk"), ("jumlah_umkm", "kota", "ekraf")),
        (SHARE, CITY),
        (("kanal_daring", "kota", "kanal"), SHARE),
        (("tangga_digital", "kota", "anak_tangga"), SHARE),
    ]:
        assert place[finer] > place[coarser], (finer, coarser)


def test_twelve_with_one_answer_wait() -> None:
    found = decide(add(12, berusaha_daring=1), see(BEFORE))
    assert CITY in found.changed
    assert SHARE not in found.taken


def test_all_states_are_asked_and_not_the_newest_alone() -> None:
    """A release that was gone back from is known."""
    more = add(200)
    three_more = pd.concat([more, add(3, seed=5)[-3:]], ignore_index=True)
    assert CITY in decide(three_more, see(BEFORE)).changed
    assert CITY not in decide(three_more, see(BEFORE), see(more)).taken


def test_a_state_without_businesses_lets_nothing_move() -> None:
    lost = see(BEFORE)
    gone = Seen(lost.candidate, lost.shown, has_members=False)
    assert decide(add(300), gone).taken == frozenset()


def test_a_shown_row_that_would_become_small_keeps_its_table() -> None:
    small = BEFORE.drop(index=BEFORE.index[BEFORE[PLACE] == VILLAGES[0]][:-4])
    before, candidate = see(BEFORE), make_candidate(small, KODES)
    found = waiting.decide(
        candidate,
        [before],
        AREAS,
        before={},
        mask=dict.fromkeys(candidate.rows[ROW].itertuples(index=False, name=None), True),
        halves={},
        exempt=set(),
    )
    assert ("jumlah_umkm", "kelurahan", "") not in found.taken


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (PERIODE, PERIODE, True),
        (PERIODE, "2025-11", True),
        (PERIODE, "2025-12", False),
        ("2024-12", PERIODE, False),
        ("2025-01", PERIODE, True),
    ],
)
def test_periods_nearer_than_six_months_are_versions_of_one(
    one: str, other: str, near: bool
) -> None:
    assert waiting.are_near(one, other) is near
