"""How often a page asks the published cube: its cells come in one query a version, and a choice
that nobody has made before needs few more or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.settings import ROOT
from data.store import store as doors
from data.store.store import Store
from tests.data.rows import Workspace

FRAME = ROOT / "pages" / "parts" / "frame.py"
FIRST = {
    "ringkasan": 7,
    "wilayah": 5,
    "peta": 6,
    "adopsi": 9,
    "klaster": 5,
    "jelajah": 7,
    "survei": 9,
}
"""Queries of the first run of a version: choices, which columns it has, whether its tables are of
several days, cells, targets, benchmarks, tests of surveys."""
CHANGED = {
    "ringkasan": 0,
    "wilayah": 6,
    "peta": 2,
    "adopsi": 2,
    "klaster": 1,
    "jelajah": 1,
    "survei": 3,
}
"""Queries of a new choice: product clusters, ranks, surveys, kelurahan, help where much is
withheld."""


@pytest.fixture
def asked(served_demo: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The queries asked from here on; nothing is remembered from before."""
    found: list[str] = []
    ask = Store._ask

    def counted(self: Store, sql: str, *given: Any) -> Any:
        found.append(" ".join(sql.split()))
        return ask(self, sql, *given)

    monkeypatch.setattr(Store, "_ask", counted)
    monkeypatch.setattr(doors, "_publik", doors.Door(doors.PUBLISHED, ""))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield found


@pytest.mark.parametrize("name", FIRST)
def test_a_page_asks_for_its_cells_once_and_little_more_for_a_new_choice(
    asked: list[str], name: str
) -> None:
    page = AppTest.from_file(str(FRAME), default_timeout=120).switch_page(f"../{name}.py")
    page.run()
    assert not page.exception
    assert len([sql for sql in asked if "from sel as s" in sql]) == 1, asked
    assert len(asked) <= FIRST[name], asked
    choices = {"Kecamatan": "Kasemen", "Skala usaha": "Mikro", "Periode": "Juni 2023"}
    for label, choice in choices.items():
        for box in page.selectbox:
            if box.label == label:
                asked.clear()
                box.set_value(choice)
                page.run()
                assert not page.exception
                assert len(asked) <= CHANGED[name], (label, asked)


def test_what_is_chosen_is_what_the_cells_say(asked: list[str]) -> None:
    """Cells that are kept are those of the version that is served."""
    cube = doors.open_publik()
    kept = cube.work_once(_count)
    assert cube.work_once(_count) == kept
    assert len(asked) == 1
    assert doors.Door(doors.PUBLISHED, "")(doors.settings().publik).work_once(_count) == kept
    assert len(asked) == 2, "another opening of the store asks for itself"


def _count(store: Store) -> int:
    return len(store.query_rows("select 1 from sel"))
