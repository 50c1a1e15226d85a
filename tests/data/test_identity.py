"""What identifies a business reaches one closed file, and nothing that a reader can open."""

from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import pytest

from data.store.store import Store
from data.tables import TABLES, USAHA
from tests.data.rows import Workspace, one, write_register
from tests.worlds import MadeOnce

SECRETS = {
    "nama_usaha": "Kedai Rahasia Bu Marsinah",
    "nama_pemilik": "Marsinah Kusumawardhani",
    "nik": "3673014707800042",
    "telepon": "081289891212",
    "alamat": "Gang Kenanga Tersembunyi 7",
    "lintang": "-6.123457",
    "bujur": "106.154323",
}
SWAPPED = {"lintang": "106.154323", "bujur": "-6.123457"}
UNREADABLE = {"lintang": "6° 07' 24.4\"", "bujur": "timur"}
PRIVATE = {column.name for table in TABLES.values() for column in table.columns if column.private}


@pytest.fixture(scope="module")
def published(made_once: MadeOnce) -> Workspace:
    """Three businesses with every private cell filled; two have a point that cannot be."""
    others = [SECRETS | point | {"telepon": ""} for point in (SWAPPED, UNREADABLE)]
    rows = [SECRETS, *others]
    return made_once("rahasia", lambda place: write_register(place.raw / "register.csv", rows))


def contents(store: Store) -> tuple[set[str], set[str]]:
    """Return the column names of a store, and every value of every table as text."""
    tables = store.query("select table_name from duckdb_tables() where not internal")["table_name"]
    columns: set[str] = set()
    values: set[str] = set()
    for table in tables:
        frame = store.query(f'select columns(*)::varchar from "{table}"')
        columns |= set(frame.columns)
        for column in frame:
            values |= set(frame[column].dropna())
    return columns, values


@pytest.mark.parametrize("kind", ["gudang", "publik"])
def test_no_private_column_or_value_is_in_a_store_that_opens(
    published: Workspace, kind: str
) -> None:
    columns, values = contents(getattr(published, kind))
    assert "36.73.01.1002" in values, "the walk sees nothing"
    assert not columns & PRIVATE
    written = [*SECRETS.values(), *SWAPPED.values(), *UNREADABLE.values()]
    for secret in written:
        assert not [text for text in values if secret in text], secret


def test_the_walk_over_a_store_would_find_a_leak(published: Workspace) -> None:
    with duckdb.connect(str(published.identity), read_only=True) as con:
        columns, values = contents(Store("x", {}, con))
    assert set(SECRETS.values()) <= values
    assert columns >= PRIVATE


def test_the_bytes_of_the_stores_hold_no_name_number_or_address(published: Workspace) -> None:
    for folder in (published.settings.gudang, published.settings.publik):
        files = [f for f in folder.rglob("*") if f.is_file() and f != published.identity]
        assert files
        for file in files:
            content = file.read_bytes()
            for column in ("nama_pemilik", "nik", "telepon", "alamat"):
                assert SECRETS[column].encode() not in content, f"{column} in {file.name}"


def test_finding_about_a_private_cell_names_its_place_without_its_value(
    published: Workspace,
) -> None:
    frame = published.gudang.query("select baris, kolom, nilai from temuan order by all")
    assert frame[["baris", "kolom"]].values.tolist() == [
        [4, "bujur"],
        [4, "lintang"],
        [5, "bujur"],
        [5, "lintang"],
    ]
    assert frame["nilai"].isna().all()


def test_identity_file_is_closed_to_others_and_keeps_the_accepted_rows(
    published: Workspace,
) -> None:
    assert stat.S_IMODE(published.identity.stat().st_mode) == 0o600
    with duckdb.connect(str(published.identity), read_only=True) as con:
        rows = con.sql("select id_usaha, nama_pemilik, lintang from usaha order by 1").fetchall()
    owner = SECRETS["nama_pemilik"]
    assert rows == [
        ("KS000001", owner, -6.123457),
        ("KS000002", owner, None),  # a point that cannot be takes no business out of the count
        ("KS000003", owner, None),
    ]


def test_folder_with_an_apostrophe_in_its_name_can_be_built(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "Jum'at")
    write_register(place.raw / "a.csv", [{}])
    assert one(place.build(), "select count(*) from usaha") == 1


def test_private_columns_are_those_that_identify() -> None:
    private = {column.name for column in USAHA.columns if column.private}
    assert private == set(SECRETS)
