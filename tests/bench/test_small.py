"""The bench of what a small office can show: its shape, and that its aims can be missed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from bench import small
from bench.small import Small
from tests.analysis.states import make_members, make_rows

FEW = Small(200, True, 4, 12, 24, 250, 2_582, 59, 71_000)


def test_so_many_businesses_are_taken_from_all_over_the_list() -> None:
    members = pd.DataFrame({"id_usaha": range(100)})
    assert small.select_evenly(members, 3)["id_usaha"].tolist() == [0, 50, 99]
    assert len(small.select_evenly(members, 500)) == 100


@pytest.mark.lambat
def test_offered_tables_are_fewer_and_take_less_search() -> None:
    rows = make_rows(make_members(90, 1))
    every, offered = (small.measure(rows, 90, least) for least in (0, 10))
    assert (every.every_table, offered.every_table) == (True, False)
    assert offered.tables < every.tables
    assert offered.of < every.of
    assert offered.main >= every.main
    assert offered.possible == every.possible >= offered.main > 0


def test_an_aim_is_of_the_offered_tables_and_can_be_missed() -> None:
    offered = replace(FEW, every_table=False, city=5)
    (aim,) = small.aims([FEW, offered])
    assert (aim.value, aim.limit, aim.met) == (17, 17, True)
    (missed,) = small.aims([replace(offered, kecamatan=11)])
    assert not missed.met
    lines = small.markdown([FEW, offered]).splitlines()
    assert {line.count("|") for line in lines} == {8}
    assert "all 59" in lines[2] and "59 offered" in lines[3]
