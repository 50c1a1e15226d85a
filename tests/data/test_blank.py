"""The store without a row is made once for the rules that make it, and copied by every build."""

from __future__ import annotations

import errno
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from data.build import blank
from data.store.store import IDENTITY, STORE
from data.tables import TABLES
from tests.data.rows import Workspace, write_register

pytestmark = pytest.mark.lambat


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the folders in which one has been made, of a cache that is still empty."""
    monkeypatch.setattr(blank, "CACHE", tmp_path / "cache")
    seen: list[Path] = []
    real = blank._make

    def making(folder: Path) -> None:
        seen.append(folder)
        real(folder)

    monkeypatch.setattr(blank, "_make", making)
    return seen


def copied(folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    blank.copy(folder)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_table_is_there_and_none_has_a_row(tmp_path: Path, made: list[Path]) -> None:
    assert set(copied(tmp_path / "a")) == {STORE, IDENTITY}
    with duckdb.connect(str(tmp_path / "a" / STORE)) as con:
        for name in (*TABLES, "lembar", "penggantian", "panel", "riwayat"):
            assert con.execute(f"select count(*) from {name}").fetchone() == (0,)
        assert con.execute("select count(*) from wilayah").fetchone() == (74,)


def test_many_builds_at_once_make_one(tmp_path: Path, made: list[Path]) -> None:
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(copied, [tmp_path / name for name in "abcd"])
    assert others == [first] * 3
    assert len(made) == 1


def test_what_a_killed_process_has_left_is_no_store_and_goes(
    tmp_path: Path, made: list[Path]
) -> None:
    whole = copied(tmp_path / "a")
    (kept,) = blank.CACHE.glob(blank.KEPT.format("*"))
    shutil.rmtree(kept)
    half = blank.CACHE / blank.KEPT.format(".setengah")
    half.mkdir()
    (half / STORE).write_bytes(whole[STORE][:5000])
    assert copied(tmp_path / "b").keys() == whole.keys()
    assert [path.name for path in blank.CACHE.glob(blank.KEPT.format("*"))] == [kept.name]


def test_other_rules_make_another_and_the_oldest_go(
    tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(blank.FEW + 2):
        monkeypatch.setattr(blank, "_digest", lambda number=number: f"aturan{number}")
        copied(tmp_path / f"a{number}")
    names = sorted(path.name for path in blank.CACHE.glob(blank.KEPT.format("*")))
    assert names == [blank.KEPT.format(f"aturan{number}") for number in (1, 2, 3, 4)]
    assert len(made) == blank.FEW + 2


def test_its_name_tells_what_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {blank._digest.__wrapped__()}
    monkeypatch.setattr(duckdb, "__version__", "0")
    found.add(blank._digest.__wrapped__())
    monkeypatch.setattr(blank, "_list_statements", lambda: ("select 1",))
    found.add(blank._digest.__wrapped__())
    monkeypatch.setattr(blank.reference, "NAMES", ("skala",))
    found.add(blank._digest.__wrapped__())
    assert len(found) == 4


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_where_nothing_can_be_kept_it_is_made_in_place(
    tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    class Closed:
        def mkdir(self, **_: object) -> None:
            raise OSError(number, "tertutup")

    monkeypatch.setattr(blank, "CACHE", Closed())
    assert set(copied(tmp_path / "a")) == {STORE, IDENTITY}
    assert made == [tmp_path / "a"]


def test_a_full_disk_is_no_reason_to_make_it_elsewhere(
    tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def mkdir(self, **_: object) -> None:
            raise OSError(errno.ENOSPC, "penuh")

    monkeypatch.setattr(blank, "CACHE", Full())
    with pytest.raises(OSError, match="penuh"):
        copied(tmp_path / "a")


def test_a_build_asks_nothing_of_a_table_without_a_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_register(workspace.raw / "juni.csv", [{} for _ in range(8)])
    workspace.build()  # so that the store without a row is there
    asked: list[str] = []
    real = duckdb.connect

    class Seen:
        def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
            self.con = con

        def __enter__(self) -> Seen:
            return self

        def __exit__(self, *_: object) -> None:
            self.con.close()

        def __getattr__(self, name: str) -> object:
            return getattr(self.con, name)

        def execute(self, sql: str, *given: object) -> duckdb.DuckDBPyConnection:
            asked.append(sql)
            return self.con.execute(sql, *given)

    write_register(workspace.raw / "juni.csv", [{} for _ in range(9)])
    with monkeypatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda *a, **k: Seen(real(*a, **k)))
        workspace.build()
    others = [f"{table.name}_bersih" for table in TABLES.values() if table.name != "usaha"]
    others += [f"mentah_{table}" for table in TABLES if table != "usaha"]
    assert any("mentah_usaha" in sql for sql in asked)
    assert not [sql for sql in asked if any(name in sql for name in others)]
    assert not [sql for sql in asked if "create table ref_" in sql]
    assert len(asked) <= 80
