"""The doors open one finished version read-only, to any number of threads, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from data.errors import StoreError
from data.settings import settings
from data.store import store as doors
from data.store.store import STORE, Store
from data.store.versions import Versions
from tests.data.rows import Workspace, ids, one, write_register

REFUSED = [
    "insert into usaha select * from usaha",
    "create table baru as select 1",
    "update usaha set skala = 'kecil'",
    "delete from usaha",
    "drop table usaha",
    "select * from read_csv('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from '/etc/passwd.csv'",
    "select * from glob('/*')",
    "attach '{identity}' as identitas",
    "attach ':memory:' as lain",
    "copy usaha to '{folder}/bocor.csv'",
    "export database '{folder}/bocor'",
    "set threads = 8",
    "set enable_external_access = true",
    "reset memory_limit",
    "install httpfs",
    "load httpfs",
]


_door = doors.Door(STORE, "Belum ada gudang data. Jalankan: make run")


def micro() -> Store:
    """Open the served micro data as the restricted door does, without its questions."""
    return _door(settings().gudang)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    place = Workspace(tmp_path_factory.mktemp("dilayani"))
    write_register(place.raw / "a.csv", [{}])
    place.build()
    return place


@pytest.mark.parametrize("statement", REFUSED)
def test_served_store_refuses_to_write_to_read_files_and_to_be_reconfigured(
    served: Workspace, statement: str
) -> None:
    sql = statement.format(identity=served.identity, folder=served.folder)
    with pytest.raises(duckdb.Error):
        served.gudang.query(sql)
    assert not list(served.folder.glob("bocor*"))
    assert ids(served.gudang) == ["KS000001"]


def test_threads_that_share_a_store_each_get_their_own_answers(demo: Workspace) -> None:
    total = one(demo.gudang, "select count(*) from usaha")

    def ask(start: int) -> list[bool]:
        return [
            demo.gudang.query("select $a as a, count(*) + $a as n from usaha", {"a": number})
            .iloc[0]
            .tolist()
            == [number, total + number]
            for number in range(start, start + 150)
        ]

    with ThreadPoolExecutor(2) as pool:
        answers = [right for many in pool.map(ask, (0, 10_000)) for right in many]
    assert len(answers) == 300
    assert all(answers)


def test_open_door_gives_the_new_version_as_soon_as_it_is_served(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    workspace.ready()
    before = micro()
    assert micro() is before

    write_register(workspace.raw / "a.csv", [{}, {}])
    workspace.build()
    after = micro()

    assert (len(ids(before)), len(ids(after))) == (1, 2)
    assert before.version != after.version == Versions(workspace.settings.gudang).find_current()


def test_a_version_opens_again_while_an_earlier_reader_still_holds_it(
    workspace: Workspace,
) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    workspace.ready()
    held = micro()
    write_register(workspace.raw / "a.csv", [{}, {}])
    workspace.build()
    assert len(ids(micro())) == 2

    Versions(workspace.settings.gudang).serve(held.version)

    assert ids(micro()) == ids(held) == ["KS000001"]
    with pytest.raises(duckdb.Error, match="locked"):
        micro().query("set threads = 2")


@pytest.mark.parametrize("door", [micro, doors.open_publik])
def test_missing_store_says_what_to_run(workspace: Workspace, door: Callable[[], Store]) -> None:
    with pytest.raises(StoreError, match="make run"):
        door()


def test_broken_store_file_names_its_version(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    name = workspace.ready().version
    copy = workspace.folder / "rusak.duckdb"
    copy.write_bytes(b"bukan duckdb" * 1000)
    with pytest.raises(StoreError, match=name):
        doors.open_store(copy, name, {})


def test_a_remembering_store_asks_once_and_hands_out_what_nobody_else_changes(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Store._ask
    monkeypatch.setattr(
        Store, "_ask", lambda self, sql, *given: asked.append(sql) or ask(self, sql, *given)
    )
    store = doors.remember_answers(demo.publik)
    first = store.query("select ? as n", [1])
    first["n"] = 99
    assert list(store.query("select ? as n", [1])["n"]) == [1]
    assert list(store.query("select ? as n", [2])["n"]) == [2]
    assert len(asked) == 2
    assert (store.version, store.record) == (demo.publik.version, demo.publik.record)
