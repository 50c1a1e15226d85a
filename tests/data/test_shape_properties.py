"""What holds of any sheet of a shape: nothing is lost, or taken for another thing, when it is
opened, named, split or read."""

from __future__ import annotations

import csv
import io

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.build import choices, steps
from data.layouts.heading_names import flatten, read_heading
from data.layouts.headings import find_heading
from data.layouts.layout import CELL_MARKS, Choices, simplify_heading
from data.layouts.one_cell import find_mark, open_cells
from data.layouts.recognition import PlacedLayout
from data.layouts.several import split_answers
from tests.pace import examples

WORDS = ["Mikro", "Kecil", "Rakyat", "Kota", "Desa", "Lama", "Baru", "Uji"]
cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).map(
    str.strip
)


@given(st.sampled_from(CELL_MARKS), st.integers(2, 5), st.data())
@examples(300, 60)
def test_cells_that_lie_in_one_come_out_as_they_went_in(
    mark: str, width: int, data: st.DataObject
) -> None:
    row = st.lists(cells, min_size=width, max_size=width).filter(any)
    rows = data.draw(st.lists(row, min_size=2, max_size=5))
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    lines = [[line] for line in text.getvalue().splitlines()]
    assume(len(lines) == len(rows))
    opened = open_cells(lines, mark)
    assert [[cell or "" for cell in row] for row in opened] == [
        [" ".join(cell.splitlines()).strip() for cell in row] for row in rows
    ]


@given(st.lists(st.lists(cells.filter(bool), min_size=2, max_size=4), min_size=1, max_size=4))
@examples(200, 40)
def test_a_sheet_with_several_cells_in_a_row_is_never_opened(rows: list[list[str]]) -> None:
    assert find_mark(rows) == ""
    assert open_cells(rows, ",") == rows


@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3,
                                                   unique=True)),
        min_size=1, max_size=3, unique_by=lambda group: group[0],
    ),
    st.integers(0, 2),
)  # fmt: skip
@examples(300, 60)
def test_every_column_below_groups_has_a_name_that_no_other_has(
    groups: list[tuple[str, list[str]]], more: int
) -> None:
    """``more`` rows of groups stand above the one, of a single word each."""
    above, own = ["Kecamatan"], [""]
    for group, names in groups:
        above += [group, *[""] * (len(names) - 1)]
        own += names
    top = [["", f"Atas {n}", *[""] * (len(own) - 2)] for n in range(more)]
    rows = [*top, above, own, ["Serang", *map(str, range(1, len(own)))]]
    names = read_heading(rows, len(top) + 1, more + 2)
    assert names.first == 0 and names.bare == ("Kecamatan", *own[1:])
    flat = flatten(rows, len(top) + 1, more + 2)[len(top) + 1]
    assert len({simplify_heading(name) for name in flat}) == len(own)
    for place, name in enumerate(flat):
        found = names.find_places([str(name)])
        assert place in found
        twice = [n for n in flat if simplify_heading(n) == simplify_heading(name)]
        assert len(found) == 1 or len(twice) < len(found)


@given(st.integers(1, 3), st.integers(2, 4))
@examples(50, 20)
def test_a_heading_of_several_rows_is_found_whole(groups: int, width: int) -> None:
    above = ["Kecamatan", *(w for g in range(groups) for w in [f"Tahun {2020 + g}",
                                                            *[None] * (width - 1)])]  # fmt: skip
    own = [None, *WORDS[:width] * groups]
    body = [[name, *map(str, range(len(own) - 1))] for name in ("Serang", "Curug", "Kasemen")]
    last, depth = find_heading([["REKAP UMKM"], above, own, *body])
    assert (last, depth) == (2, 0)


answers = st.sampled_from(["WhatsApp", "Instagram", "Toko (kios, los)", "Lainnya", "Shopee"])


@given(st.lists(answers, min_size=1, max_size=4), st.sampled_from([",", ";", "|"]))
@examples(200, 40)
def test_answers_are_split_where_they_were_joined(said: list[str], mark: str) -> None:
    assert split_answers(f"{mark} ".join(said), mark) == said


KNOWN = {"WhatsApp": ("a",), "Instagram": ("b",), "Toko (kios, los)": (), "Shopee": ("b", "c")}


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    steps.run(made, "rapi")
    return made


@given(st.lists(answers, max_size=4))
@examples(200, 40)
def test_a_cell_with_several_answers_says_yes_no_or_nothing_and_never_another_thing(
    con: duckdb.DuckDBPyConnection, said: list[str]
) -> None:
    choice = Choices(("Media",), ",", KNOWN)
    placed = PlacedLayout(None, 0, ("Media",), {}, {}, {}, choices={0: choice})  # type: ignore[arg-type]
    readings = choices.write_readings(placed)
    cell = ", ".join(said) or None
    found = con.execute(
        f"select {', '.join(readings[name] for name in 'abc')} from (select ? as c1)", [cell]
    ).fetchone()
    strange = "Lainnya" in said
    for name, read in zip("abc", found or (), strict=True):
        if any(name in KNOWN.get(answer, ()) for answer in said):
            assert read == "ya"
        else:
            assert read == (None if strange or not said else "tidak")


def test_pairs_of_rows_are_told_apart_by_their_places() -> None:
    names = read_heading([["Kelurahan", "Kelurahan"], ["Cipare", "Unyur"]], 0)
    assert [names.find_places([f"Kelurahan ({n})"]) for n in (1, 2)] == [(0,), (1,)]
