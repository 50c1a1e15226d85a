"""The door of the micro data under load: slow queries are stopped, and few run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import duckdb
import pandas as pd
import pytest

from data.access import restricted
from data.access.access_log import AuditError
from data.access.restricted import AT_ONCE, BUSY, read_gudang, read_protected
from data.access.viewer import OPERATOR
from data.errors import AccessDenied, StoreError
from data.store import store as doors
from data.store.findings import read_findings
from data.store.store import Store
from tests.data.access.test_viewer import setting, signed_in
from tests.data.doors import COUNT, count, lines, official
from tests.data.rows import Workspace, one

pytestmark = pytest.mark.lambat

SLOW = "select count(*) from range(10000000) as a, range(10000000) as b"


@pytest.mark.parametrize("sql", [SLOW, "select * from range(4000000000) as a order by 1 desc"])
def test_a_slow_query_is_stopped_and_says_what_to_do(place: Workspace, sql: str) -> None:
    setting(place, batas_kueri_detik=1)
    viewer = official(place)
    with pytest.raises(StoreError, match=r"lebih dari 1 detik\. Pilih wilayah.*lebih sempit"):
        read_gudang(viewer, "halaman", "rincian", lambda store: store.query(sql))
    assert count(viewer) == 3


def test_a_table_that_takes_too_long_to_make_is_stopped_and_made_the_next_time(
    place: Workspace,
) -> None:
    setting(place, batas_kueri_detik=1)
    viewer, asked = official(place, "Kasemen"), [SLOW, COUNT]

    def make(store: Store) -> pd.DataFrame:
        return pd.DataFrame({"kode_wilayah": ["36.73.02"], "n": [one(store, asked.pop(0))]})

    with pytest.raises(StoreError, match="1 detik"):
        read_protected(viewer, "halaman", "rincian", make, lambda rows: rows)
    assert lines(place) == []
    found = read_protected(viewer, "halaman", "rincian", make, lambda rows: rows)
    assert found["n"].tolist() == [3]


def test_others_are_answered_while_a_slow_query_runs(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, stops = official(place), []

    @contextmanager
    def by_hand(_: int, stop: Callable[[], None]) -> Iterator[None]:
        stops.append(stop)
        begun.set()
        yield

    begun = threading.Event()
    monkeypatch.setattr(doors, "_stopping_after", by_hand)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(
            read_gudang, viewer, "halaman", "rincian", lambda store: store.query(SLOW)
        )
        assert begun.wait(30)
        answers = [count(viewer) for _ in range(5)]
        assert not slow.done()
        while not slow.done():
            stops[0]()
            wait([slow], 0.05)
        assert isinstance(slow.exception(), StoreError)
    assert answers == [3] * 5


def test_a_change_to_the_data_may_take_as_long_as_it_needs(place: Workspace) -> None:
    setting(place, batas_kueri_detik=1)
    kinds = [("halaman", "rincian"), ("unduhan", "rincian"), ("tindakan", "terbitkan")]
    limits = [
        read_gudang(OPERATOR, kind, name, lambda store: store.seconds) for kind, name in kinds
    ]  # type: ignore[arg-type]
    assert limits == [1, 1, None]


@pytest.fixture
def crowd(place: Workspace) -> Iterator[threading.Event]:
    """As many pieces of work as may run at once, which end when the event is set."""
    viewer = official(place)
    begun, end = threading.Barrier(AT_ONCE + 1), threading.Event()

    def hold(store: Store) -> None:
        begun.wait(10)
        end.wait(10)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        held = [
            pool.submit(read_gudang, viewer, "halaman", "rincian", hold) for _ in range(AT_ONCE)
        ]
        begun.wait(10)
        yield end
        end.set()
        for one_ in held:
            one_.result()


def test_whoever_waits_too_long_for_a_place_is_told_to_come_back(
    crowd: threading.Event, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restricted, "PATIENCE_SECONDS", 0.2)
    assert "coba lagi" in BUSY
    with pytest.raises(StoreError) as caught:
        count(signed_in())
    assert str(caught.value) == BUSY
    assert lines(place) == []


def test_whoever_waits_gets_the_next_free_place(crowd: threading.Event) -> None:
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(count, viewer) for viewer in (signed_in(), OPERATOR)]
        assert not wait(waiting, 0.3).done
        crowd.set()
        assert [one_.result(10) for one_ in waiting] == [3, 3]


def test_work_that_fails_or_is_refused_frees_its_place(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restricted, "PATIENCE_SECONDS", 0.2)
    viewer = official(place)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(duckdb.Error):
            read_gudang(viewer, "halaman", "rincian", lambda store: store.query("select"))
        with pytest.raises(AccessDenied):
            read_gudang(viewer, "halaman", "data", read_findings)
    place.settings.audit.chmod(0o755)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(AuditError):
            count(viewer)
    place.settings.audit.chmod(0o700)
    assert count(viewer) == 3
