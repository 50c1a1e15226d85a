"""Opens a finished version of a store read-only, and shuts off the rest of the machine.

``publik`` is the door of the published cube, for everybody. The door of the micro data is
``data.access.restricted``; there is none to the identity file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from data.errors import StoreError
from data.settings import settings
from data.store.versions import Versions

STORE = "gudang.duckdb"
IDENTITY = "identitas.duckdb"
PUBLISHED = "publik.duckdb"
ROUNDED = "akademisi.duckdb"
TOO_SLOW = (
    "Permintaan ini dihentikan karena memakan waktu lebih dari {seconds} detik. Pilih wilayah, "
    "periode atau rincian yang lebih sempit, lalu coba lagi."
)
CONFIG = {
    "access_mode": "READ_ONLY",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    # Part of the opening, since the second opener of a file that is still open could not set it.
    "lock_configuration": "true",
    "memory_limit": "1GB",
    "threads": "1",
    # What a query needed is given back after it; a server keeps no store of free memory.
    "allocator_flush_threshold": "1MB",
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
"""How a finished store is opened."""
WRITING: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
    "preserve_insertion_order": "false",
}
"""How a store is opened by what makes it."""

Made = TypeVar("Made")
Answer = TypeVar("Answer", pd.DataFrame, list[dict[str, Any]])
Cursor = duckdb.DuckDBPyConnection
Parameters = Mapping[str, Any] | Sequence[Any] | None


@dataclass(frozen=True)
class Store:
    """One open version. ``version`` is its name, and so the key of anything cached from it.

    ``seconds`` is how long one query may take, None for as long as it needs.
    """

    version: str
    record: dict[str, Any] = field(hash=False)
    _root: duckdb.DuckDBPyConnection = field(repr=False, hash=False, compare=False)
    seconds: int | None = None
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False, hash=False, compare=False)

    def work_once(self, work: Callable[..., Made], *arguments: Hashable) -> Made:
        """Return what ``work`` makes of this store and the arguments, made once while it is open.

        A version never changes, so neither does what is made of it; nobody may write to it.
        """
        key = (work, *arguments)
        if key not in self._made:
            self._made[key] = work(self, *arguments)
        made: Made = self._made[key]
        return made

    def query(self, sql: str, parameters: Parameters = None) -> pd.DataFrame:
        """Return the rows of one query; safe to call from any number of threads.

        Each call has a cursor of its own: threads that share a connection get one another's
        answers. Raises StoreError for a query that takes too long.
        """
        return self._ask(sql, parameters, _read_frame)

    def query_rows(self, sql: str, parameters: Parameters = None) -> list[dict[str, Any]]:
        """Return the rows of one query as a dict each, None where there is no value. For few rows
        many times faster than a frame. Raises StoreError as ``query`` does."""
        return self._ask(sql, parameters, _read_dicts)

    def _ask(self, sql: str, parameters: Parameters, take: Callable[[Cursor], Answer]) -> Answer:
        """Return what ``take`` makes of one query's cursor. Every question passes through here, so
        that this is the one place to guard, to count at, or to answer from memory."""
        cursor = self._root.cursor()
        try:
            with _stopping_after(self.seconds, cursor.interrupt):
                return take(cursor.execute(sql, parameters))
        except duckdb.InterruptException as error:
            raise StoreError(TOO_SLOW.format(seconds=self.seconds)) from error
        finally:
            cursor.close()


def _read_frame(cursor: Cursor) -> pd.DataFrame:
    return cursor.df()


def _read_dicts(cursor: Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _copy(answer: Answer) -> Answer:
    """Return an answer that its asker may change, while the known one stays as it is."""
    return answer.copy() if isinstance(answer, pd.DataFrame) else [dict(row) for row in answer]


@dataclass(frozen=True)
class _Remembering(Store):
    """A store that puts each question to another one once."""

    _asked: Store = field(kw_only=True, repr=False, hash=False, compare=False)
    _answers: dict[Hashable, Any] = field(
        default_factory=dict, repr=False, hash=False, compare=False
    )

    def _ask(self, sql: str, parameters: Parameters, take: Callable[[Cursor], Answer]) -> Answer:
        key = (take, repr((sql, parameters)))
        if key not in self._answers:
            self._answers[key] = self._asked._ask(sql, parameters, take)
        known: Answer = self._answers[key]
        return _copy(known)


def remember_answers(store: Store) -> Store:
    """Return the same store, which asks each question once: for work that asks the same over and
    over. It holds every answer as long as it lives."""
    return _Remembering(store.version, store.record, store._root, store.seconds, _asked=store)


@contextmanager
def _stopping_after(seconds: int | None, stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` from another thread when the block takes longer."""
    if seconds is None:
        yield
        return
    clock = threading.Timer(seconds, stop)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def open_store(path: Path, version: str, record: dict[str, Any]) -> Store:
    """Return an open store file. Raises StoreError when it cannot be opened."""
    try:
        root = duckdb.connect(str(path), config=dict(CONFIG))
    except duckdb.Error as error:
        raise StoreError(f"Versi '{version}' tidak dapat dibuka: {error}") from error
    return Store(version, record, root, settings().batas_kueri_detik)


def open_version(folder: Path, name: str, file: str) -> Store:
    """Return a kept version's open store. Raises StoreError for a name that is not kept."""
    versions = Versions(folder)
    if name not in versions.list_names():
        # Also "../gudang/NAME", which would be a path to one.
        raise versions.explain_unknown(name)
    return open_store(folder / name / file, name, versions.record(name))


def has_bands(cube: Store) -> bool:
    """Return whether a published cube says of withheld shares in which half they lie (``rentang``);
    versions from before that was said have no such column."""
    return has_column(cube, "rentang")


def has_dates(cube: Store) -> bool:
    """Return whether a published cube says of which day each number is (``angka_per``); in versions
    from before that was said all were of the day of the version."""
    return has_column(cube, "angka_per")


def has_column(cube: Store, name: str, table: str = "sel") -> bool:
    """Return whether a table of a published cube, its cells by default, has a column."""
    return name in cube.work_once(_read_columns).get(table, ())


def has_table(cube: Store, name: str) -> bool:
    """Return whether a published cube has a table; older versions have fewer."""
    return name in cube.work_once(_read_columns)


def _read_columns(cube: Store) -> dict[str, frozenset[str]]:
    """Return the names of the columns of each table."""
    rows = cube.query_rows(
        "select table_name, list(column_name) as names from duckdb_columns() group by table_name"
    )
    return {row["table_name"]: frozenset(row["names"]) for row in rows}


class Door:
    """Opens the served version of a folder, once, and the next one as soon as it is served."""

    def __init__(self, file: str, missing: str) -> None:
        self._file = file
        self._missing = missing
        self._lock = threading.Lock()
        self._open: dict[Path, Store] = {}

    def __call__(self, folder: Path) -> Store:
        versions = Versions(folder)
        name = versions.find_current()
        if name is None:
            raise StoreError(self._missing)
        store = self._open.get(folder)
        if store is None or store.version != name:
            with self._lock:
                store = self._open.get(folder)
                if store is None or store.version != name:
                    store = open_version(folder, name, self._file)
                    # The old version closes when the last query that uses it lets go of it.
                    self._open[folder] = store
        return store


_publik = Door(PUBLISHED, "Belum ada data terbit. Jalankan: make run")


def open_publik() -> Store:
    """Return the served published cube. Raises StoreError when nothing has been published."""
    return _publik(settings().publik)
