"""The auditor on two states that somebody keeps, whatever let them through."""

from __future__ import annotations

import random
from collections.abc import Collection

import pandas as pd

from analysis.audit.groups import Area, Areas, find_groups
from analysis.audit.history import History, People, Shown
from analysis.audit.pairs import Movers, find_changes
from analysis.count.members import name_answer
from analysis.definitions.indicators import INDICATORS
from data import reference
from data.store.states import PLACE
from tests.analysis.states import PERIODE, VILLAGES, make_candidate, make_members, make_one, show

KODES = ("jumlah_umkm", "berusaha_daring")
BEFORE = make_members(300, 1)
AREAS = Areas(
    {"36.73": Area("Kota Serang", "kota", "36")}
    | {code: Area(name, "kecamatan", "36.73") for code, name in reference.list_kecamatan().items()}
    | {code: Area(name, "kelurahan", code[:8]) for code, name in reference.list_kelurahan().items()}
)


def state(members: pd.DataFrame, left_out: Collection[str] = (), levels: str = "") -> Shown:
    """Return a state that is shown whole, but for rows of some areas and tables of some levels."""
    candidate = make_candidate(members, KODES)
    rows = show(candidate.rows)
    if levels:
        rows = rows[rows["tingkat"].isin(levels.split())]
    rows = rows.assign(tampak=~rows["kode_wilayah"].isin(list(left_out)))
    return Shown(candidate.name, PERIODE, False, members, rows.reset_index(drop=True))


def more(number: int, place: str = VILLAGES[0], **answers: int) -> pd.DataFrame:
    rng = random.Random(number)
    new = [
        make_one(f"B{n}", rng)
        | {PLACE: place}
        | {name_answer(kode): value for kode, value in answers.items()}
        for n in range(number)
    ]
    return pd.concat([BEFORE, pd.DataFrame(new)], ignore_index=True)


def judge(*states: Shown, minimum: int = 10) -> set[tuple[str, str, str]]:
    """Return the tables that betray who changed."""
    found, pairs = find_changes(History(states), AREAS, "umum", minimum)
    assert pairs == len(states) * (len(states) - 1) // 2
    return {finding.table for finding in found if finding.table}


def test_one_business_more_is_found_in_every_table_that_counts_it() -> None:
    found = judge(state(BEFORE), state(more(1)))
    assert {("jumlah_umkm", level, "") for level in ("kota", "kecamatan", "kelurahan")} <= found
    assert ("jumlah_umkm", "kota", "produk") in found


def test_what_only_one_state_shows_betrays_nobody() -> None:
    assert judge(state(BEFORE, levels="kecamatan kelurahan"), state(more(1), levels="")) != set()
    assert judge(state(BEFORE), state(more(1), levels="provinsi")) == set()


def test_a_row_that_is_withheld_follows_from_its_siblings() -> None:
    """Of the new state the city alone is shown, and every kelurahan but one."""
    hidden = [VILLAGES[0], VILLAGES[0][:8]]
    found = judge(state(BEFORE), state(more(3), left_out=hidden))
    assert ("jumlah_umkm", "kelurahan", "") in found


def test_two_that_are_withheld_hide_each_other() -> None:
    hidden = [*VILLAGES[:2], VILLAGES[0][:8], VILLAGES[2][:8], "36.73"]
    found = judge(
        state(BEFORE, hidden, "kota kecamatan kelurahan"),
        state(more(3), hidden, "kota kecamatan kelurahan"),
    )
    assert ("jumlah_umkm", "kelurahan", "") not in found


def test_twelve_with_one_answer_are_found() -> None:
    found = judge(state(BEFORE, levels="kota"), state(more(12, berusaha_daring=1), levels="kota"))
    assert ("berusaha_daring", "kota", "") in found
    assert ("jumlah_umkm", "kota", "") not in found


def test_every_pair_is_compared() -> None:
    third = pd.concat([more(200), more(3)[-3:].assign(id_usaha=["C1", "C2", "C3"])])
    states = [state(members, levels="kota") for members in (BEFORE, more(200), third)]
    assert ("jumlah_umkm", "kota", "") in judge(*states)
    assert ("jumlah_umkm", "kota", "") not in judge(states[0], states[2])


def test_groups_have_the_businesses_that_the_tables_count() -> None:
    candidate = make_candidate(BEFORE)
    people = People(BEFORE)
    for row in candidate.rows.to_dict("records"):
        entry = INDICATORS[row["indikator"]]
        if entry.parent and entry.parent[0] == "berusaha_daring":
            continue  # whoever answers about channels sells online, which chance has not heard of
        if entry.exclusive:
            continue  # and stands on one rung
        groups = find_groups(entry, row["kode_wilayah"], row["dimensi"], row["kategori"])
        assert {what: people.count(group) for what, group in groups.items()} == {
            what: row[what] for what in groups
        }, row


def test_ids_that_shift_move_one() -> None:
    shifted = BEFORE.drop(index=0).assign(id_usaha=BEFORE["id_usaha"].to_list()[:-1])
    groups = find_groups(INDICATORS["jumlah_umkm"], "36.73", "", "")
    assert Movers.compare(BEFORE, shifted).count(groups["n"]) == 1
