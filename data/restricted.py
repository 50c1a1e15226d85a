"""The door of the micro data.

Nothing is handed out: the caller gives the work to be done on the store, and gets its result back
when the viewer may have it and the line about it is on record. The store that the work is given
closes with it, so what was kept of it (in a page's state, a fragment, a cache) opens nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from data.access.people import Scope
from data.access.policy import Kind
from data.access.viewer import Viewer, note, require
from data.build import STORE
from data.errors import AccessDenied, StoreError
from data.settings import settings
from data.store import CONFIG, Door, Store

Result = TypeVar("Result")

VERBS: dict[Kind, str] = {"halaman": "lihat", "unduhan": "unduh", "tindakan": "ubah"}
AT_ONCE = 4
PATIENCE_SECONDS = 10
BUSY = "Server sedang mengerjakan permintaan lain. Silakan coba lagi sebentar lagi."
KEPT_SCOPES = 8
AREA_COLUMNS = ("kode_wilayah", "kode_kecamatan", "kode_kelurahan")

_gudang = Door(STORE, "Belum ada gudang data. Jalankan: make run")
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class _Lease(Store):
    """A store for the time of one piece of work, which counts the rows that it gave."""

    counted: list[int] = field(default_factory=list, hash=False, compare=False)
    over: threading.Event = field(default_factory=threading.Event, hash=False, compare=False)

    def query(
        self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> pd.DataFrame:
        """Return the rows of one query. Raises StoreError when the work is over."""
        if self.over.is_set():
            raise StoreError("Data terbatas ini sudah ditutup. Muat ulang halaman.")
        rows = super().query(sql, parameters)
        self.counted.append(len(rows))
        return rows


def gudang(
    viewer: Viewer, kind: Kind, name: str, work: Callable[[Store], Result], detail: str = ""
) -> Result:
    """Return what ``work`` makes of the served micro data, if the viewer may have it.

    A viewer who is limited to some kecamatan gets a store that holds nothing else. ``detail``
    says on record which part was asked for; it names, and never quotes, what the store holds.
    Raises AccessDenied, AuditError, or StoreError when there is no store or too much to do.
    """
    now = require(viewer, kind, name)
    if not _places.acquire(timeout=None if viewer.operator else PATIENCE_SECONDS):
        raise StoreError(BUSY)
    try:
        whole = _gudang(settings().gudang)
        if now.demo and whole.record.get("sintetis") is not True:
            # Real rows came in since the viewer's standing was looked at.
            raise AccessDenied("Data nyata sudah masuk, jadi halaman ini ditutup. Silakan masuk.")
        store = _scoped(whole, now.scope) if now.scope else whole
        seconds = None if kind == "tindakan" else store.seconds
        lease = _Lease(store.version, store.record, store._root, seconds)
        try:
            result = work(lease)
        finally:
            lease.over.set()
            subject = f"{name}: {detail}" if detail else name
            note(viewer, now, VERBS[kind], subject, store.version, sum(lease.counted))
    finally:
        _places.release()
    return result


_scopes: OrderedDict[tuple[Path, str, Scope], Store] = OrderedDict()
_scopes_lock = threading.Lock()


def _scoped(whole: Store, scope: Scope) -> Store:
    """Return a store in memory that holds the rows of some kecamatan and no others."""
    folder = settings().gudang
    key = (folder, whole.version, scope)
    with _scopes_lock:
        if key not in _scopes:
            _scopes[key] = _copy(folder / whole.version / STORE, whole, scope)
            while len(_scopes) > KEPT_SCOPES:
                _scopes.popitem(last=False)
        _scopes.move_to_end(key)
        return _scopes[key]


def _copy(path: Path, whole: Store, scope: Scope) -> Store:
    later = ("access_mode", "enable_external_access", "lock_configuration")
    root = duckdb.connect(config={k: v for k, v in CONFIG.items() if k not in later})
    quoted = str(path).replace("'", "''")
    root.execute(f"attach '{quoted}' as semua (read_only)")
    tables = root.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        "where database_name = 'semua' and not internal group by table_name"
    ).fetchall()
    for table, columns in tables:
        area = [_within(name, scope) for name in AREA_COLUMNS if name in columns]
        if not area and not table.startswith("ref_"):
            continue  # a table that does not say whose its rows are
        rows = " where " + " and ".join(area) if area else ""
        root.execute(f"create table {table} as select * from semua.{table}{rows}")
    root.execute("detach semua")
    root.execute("set enable_external_access = false")
    root.execute("set lock_configuration = true")
    return Store(whole.version, whole.record, root, whole.seconds)


def _within(column: str, scope: Scope) -> str:
    """Return SQL: the area is one of these kecamatan or lies in it. Codes are our own."""
    each = (f"{column} = '{code}' or starts_with({column}, '{code}.')" for code in scope)
    return f"({' or '.join(each)})"
