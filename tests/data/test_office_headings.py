"""Headings that stand twice: the right one of them, or a refusal that names them all."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.build import doubled, steps
from data.build.steps import Sql
from data.errors import InputError
from data.layouts import recognition
from data.layouts.heading_names import read_heading
from data.layouts.recognition import PlacedLayout
from tests.data.sent import Cells
from tests.pace import examples

pytestmark = pytest.mark.lambat

BUSINESS = ("Alamat Usaha", "Lokasi Usaha", "Tempat Usaha", "Data Usaha")
HOME = ("Alamat KTP", "Alamat Rumah", "Domisili Pemilik", "Tempat Tinggal")
UNCLEAR = ("Alamat", "Data", "Lama", "Baru", "A", "B")
REST = ["ID Usaha", "Skala Usaha", "Pesan Instan"]
HEAD = "DATA UMKM KEADAAN JUNI 2025"
PLACES = {"home": ["Cipare", "Drangong", "Unyur"], "business": ["Banten", "Kalodran", "Tinggar"]}
WORDS = {"home": ["Serang", "Taktakan", "Serang"], "business": ["Kasemen", "Walantaka", "Curug"]}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        for name in ("rapi", "pribadi"):
            steps.run(made, name)
        steps.run(made, "findings/make")
        yield made


def settle(
    con: duckdb.DuckDBPyConnection, rows: Sequence[Cells], heading: int
) -> tuple[PlacedLayout, list[str]]:
    """Return where the columns of a sheet stand, and what was said of it."""
    found = recognition.recognise("a.xlsx", "Sheet1", rows)
    assert found.heading == heading
    cells = ", ".join(f"k{place + 1} varchar" for place in range(len(rows[heading])))
    con.execute(f"create or replace temp table sel (baris bigint, {cells})")
    marks = ", ".join("?" * (len(rows[heading]) + 1))
    for number, row in enumerate(rows[heading + 1 :], start=heading + 2):
        con.execute(f"insert into sel values ({marks})", [number, *row])
    con.execute("delete from temuan")
    placed = doubled.settle(con, "a.xlsx", found, Sql("(from sel)"))
    said = con.execute("select seharusnya from temuan").fetchall()
    return placed, [text for (text,) in said]


def make_rows(
    groups: Sequence[str],
    contents: Sequence[str],
    headings: Sequence[str] = ("Kelurahan", "Kecamatan"),
) -> list[Cells]:
    """Return a register with a pair of place columns under each group; ``contents`` says whose
    places stand below it."""
    above: list[str | None] = [None] * len(REST)
    own: list[str | None] = list(REST)
    rows: list[list[str | None]] = [[f"KS-{n}", "Mikro", "Ya"] for n in range(3)]
    for group, content in zip(groups, contents, strict=True):
        above += [group, None]
        own += headings
        for number, row in enumerate(rows):
            row += [PLACES[content][number], WORDS[content][number]]
    return [[HEAD], above, own, *rows]


@examples(200, 40)
@given(st.integers(0, 2**32))
def test_place_of_the_business_is_taken_or_the_file_is_refused(
    con: duckdb.DuckDBPyConnection, seed: int
) -> None:
    rng = random.Random(seed)
    kinds = rng.choice([("business", "home"), ("home", "business")])
    clear = rng.random() < 0.5
    pick = {"business": rng.choice(BUSINESS), "home": rng.choice(HOME)}
    unclear = rng.sample(UNCLEAR, 2)
    groups = [pick[kind] for kind in kinds] if clear else unclear
    rows = make_rows(groups, kinds)
    try:
        placed, said = settle(con, rows, 2)
    except InputError as error:
        assert not clear
        for word in (*groups, *PLACES["home"], *PLACES["business"]):
            assert word in str(error)
        assert "baris 3" in str(error)
    else:
        assert clear
        place = placed.places["kelurahan"]
        assert [row[place] for row in rows[3:]] == PLACES["business"]
        assert len(said) == 2 and all("Periksa" not in text and groups[0] in text for text in said)


@pytest.mark.parametrize("behind", [".1", "_1", "2", "...9", "_duplicated_0", ""])
def test_name_that_a_program_numbered_stands_twice(
    con: duckdb.DuckDBPyConnection, behind: str
) -> None:
    own = [*REST, "Kelurahan", "Kecamatan", f"Kelurahan{behind}", "Keterangan"]
    rows: list[Cells] = [[HEAD], own]
    rows += [[f"K{n}", "Mikro", "Ya", "Cipare", "Serang", kel, None] for n, kel in
             enumerate(("Unyur", "Lopang"))]  # fmt: skip
    with pytest.raises(InputError) as raised:
        settle(con, rows, 1)
    assert "kolom D 'Kelurahan' (Cipare)" in str(raised.value)
    assert f"kolom F 'Kelurahan{behind}' (Unyur, Lopang)" in str(raised.value)


@pytest.mark.parametrize(
    ("second", "refused"), [(["Cipare", "Unyur"], False), ([None, None], False),
                            (["Cipare", "Lopang"], True)]
)  # fmt: skip
def test_columns_that_say_the_same_are_one_and_an_empty_one_is_none(
    con: duckdb.DuckDBPyConnection, second: list[str | None], refused: bool
) -> None:
    for flip in (False, True):
        pairs = zip(["Cipare", "Unyur"], second, strict=True)
        body = [[f"K{n}", "Mikro", "Ya", "Serang", *(pair[::-1] if flip else pair)]
                for n, pair in enumerate(pairs)]  # fmt: skip
        rows: list[Cells] = [[HEAD], [*REST, "Kecamatan", "Kelurahan", "Kelurahan"], *body]
        if refused:
            with pytest.raises(InputError):
                settle(con, rows, 1)
        else:
            place = settle(con, rows, 1)[0].places["kelurahan"]
            assert [row[place] for row in rows[2:]] == ["Cipare", "Unyur"]


def wide(groups: Sequence[str]) -> list[Cells]:
    """Return a table with the classes below each group; the number tells which group it is of."""
    above: list[str | None] = ["Kecamatan"]
    own: list[str | None] = [None]
    body: list[str | None] = ["Serang"]
    for number, group in enumerate(groups, start=1):
        above += [group, None, None]
        own += ["Mikro", "Kecil", "Menengah"]
        body += [f"{number}1", f"{number}2", f"{number}3"]
    return [["Jumlah UMKM Tahun 2024"], above, own, body]


@pytest.mark.parametrize(
    "groups", list(itertools.permutations(["Laki-laki", "Perempuan", "Jumlah"]))
)
def test_group_that_is_the_sum_of_the_others_is_taken(
    con: duckdb.DuckDBPyConnection, groups: tuple[str, ...]
) -> None:
    rows = wide(groups)
    placed, said = settle(con, rows, 2)
    assert len(said) == 3
    for own, place in placed.wide.items():
        assert rows[2][place].casefold() == own  # type: ignore[union-attr]
        assert (rows[3][place] or "")[0] == str(groups.index("Jumlah") + 1)


@pytest.mark.parametrize(
    "groups", [("Laki-laki", "Perempuan"), ("2023", "2024"), ("2023", "2024", "Jumlah 2023-2024")]
)
def test_groups_between_which_nobody_can_choose_are_named(
    con: duckdb.DuckDBPyConnection, groups: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as raised:
        settle(con, wide(groups), 2)
    assert all(group in str(raised.value) for group in groups)


def test_two_lists_of_participants_side_by_side_are_refused_without_a_name_in_the_words(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows: list[Cells] = [
        ["Kegiatan: Foto Produk"],
        ["Tanggal: 24 Juni 2025"],
        ["No", "Nama Peserta", "Nama Usaha", "No", "Nama Peserta", "Nama Usaha"],
        ["1", "Orang Uji 1", "Usaha Uji 1", "6", "Orang Uji 6", "Usaha Uji 6"],
    ]
    with pytest.raises(InputError) as raised:
        settle(con, rows, 2)
    assert "berdampingan" in str(raised.value) and "Uji" not in str(raised.value)


def test_heading_in_two_rows_is_one_whether_merged_or_not(con: duckdb.DuckDBPyConnection) -> None:
    for filled in (False, True):
        rows: list[Cells] = [
            ["JUMLAH UMKM TAHUN 2024"],
            ["No", "Kecamatan", "Skala Usaha", None, None, "Jumlah"],
            ["No" if filled else None, "Kecamatan" if filled else None, "Mikro", "Kecil",
             "Menengah", None],
            ["1", "Serang", "5", "3", "1", "9"],
        ]  # fmt: skip
        placed, _ = settle(con, rows, 2)
        assert placed.places["wilayah"] == 1
        assert placed.wide == {"mikro": 2, "kecil": 3, "menengah": 4}
        assert placed.titles["periode"] == "2024"


def test_row_of_a_title_lends_no_name() -> None:
    rows: list[Cells] = [["DATA UMKM"], [None, "Kecamatan", "Mikro"]]
    assert read_heading(rows, 1).shown == ("", "Kecamatan", "Mikro")
