"""The doors of the micro data, and of what officials may see of them.

Nothing is handed out: the caller gives the work to be done on the store, and gets its result back
when the viewer may have it and the line about it is on record. The store that the work is given
closes with it, so what was kept of it (in a page's state, a fragment, a cache) opens nothing.

An official never gets at a business: ``read_protected`` gives rows of a table that disclosure
control has been through, and to an official of one kecamatan only that kecamatan's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import pandas as pd

from data.access import access_log
from data.access.policy import Kind
from data.access.viewer import Standing, Viewer, note, note_refusal, require
from data.errors import AccessDenied, StoreError
from data.settings import settings
from data.store.store import (
    IDENTITY,
    ROUNDED,
    STORE,
    Answer,
    Cursor,
    Door,
    Parameters,
    Store,
    open_store,
    open_version,
)
from data.store.versions import Versions

Result = TypeVar("Result")

SEEN = "lihat"
VERBS: dict[Kind, str] = {"halaman": SEEN, "unduhan": "unduh", "tindakan": "ubah"}
AT_ONCE = 4
PATIENCE_SECONDS = 10
BUSY = "Server sedang mengerjakan permintaan lain. Silakan coba lagi sebentar lagi."

_gudang = Door(STORE, "Belum ada gudang data. Jalankan: make run")
_tabulasi = Door(ROUNDED, "Belum ada data terbit. Jalankan: make run")
_making = threading.Lock()
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class _Lease(Store):
    """A store for the time of one piece of work, which counts the rows that it gave."""

    counted: list[int] = field(default_factory=list, hash=False, compare=False)
    over: threading.Event = field(default_factory=threading.Event, hash=False, compare=False)

    def _ask(self, sql: str, parameters: Parameters, take: Callable[[Cursor], Answer]) -> Answer:
        """Answer while the work lasts. Raises StoreError when it is over."""
        if self.over.is_set():
            raise StoreError("Data terbatas ini sudah ditutup. Muat ulang halaman.")
        answer = super()._ask(sql, parameters, take)
        self.counted.append(len(answer))
        return answer

    def close(self) -> None:
        """Answer no more, and forget what was made of the store."""
        self.over.set()
        self._made.clear()


def read_gudang(
    viewer: Viewer,
    kind: Kind,
    name: str,
    work: Callable[[Store], Result],
    detail: str = "",
    *,
    only_seen: bool = False,
) -> Result:
    """Return what ``work`` makes of the served micro data, if the viewer may have it.

    ``detail`` says on record which part was asked for; it names, and never quotes, what the store
    holds. ``only_seen`` says that what an action may change is only looked at. Raises
    AccessDenied, also to a viewer who is limited to some kecamatan; AuditError; and StoreError when
    there is no store or too much to do.
    """
    return _work(
        viewer,
        kind,
        name,
        _open_served,
        lambda stores: work(*stores),
        detail,
        verb=SEEN if only_seen else "",
    )


def read_versions(
    viewer: Viewer,
    kind: Kind,
    name: str,
    names: Sequence[str],
    work: Callable[[Sequence[Store]], Result],
    detail: str = "",
    *,
    only_seen: bool = False,
) -> Result:
    """Return what ``work`` makes of kept versions of the micro data, given in the order of
    ``names``, if the viewer may have it.

    The line on record names them all. Raises as ``read_gudang`` does, and StoreError for a version
    that is not kept.
    """
    verb = SEEN if only_seen else ""
    return _work(viewer, kind, name, lambda now: _open_named(now, names), work, detail, verb=verb)


def read_draft(
    viewer: Viewer,
    kind: Kind,
    name: str,
    which: str,
    work: Callable[[Store], Result],
    detail: str = "",
) -> Result:
    """Return what ``work`` makes of a draft: what a waiting file would become.

    Raises as ``read_gudang`` does, and StoreError for a draft that is gone.
    """

    def open_now(now: Standing) -> list[Store]:
        kept = Versions(settings().gudang)
        record = kept.record_of_draft(which)
        return [_open_to(now, open_store(kept.locate_draft(which) / STORE, which, record))]

    return _work(viewer, kind, name, open_now, lambda stores: work(*stores), detail)


def read_identity(viewer: Viewer, name: str, work: Callable[[Store], Result]) -> Result:
    """Return what ``work`` makes of the served version's identity file, for who may do the action
    ``name`` and looks at what it is about.

    Raises as ``read_gudang`` does.
    """

    def open_now(now: Standing) -> list[Store]:
        folder = settings().gudang
        served = Versions(folder).find_current()
        if served is None:
            raise StoreError("Belum ada gudang data. Jalankan: make run")
        return [_open_to(now, open_version(folder, served, IDENTITY))]

    def make(stores: Sequence[Store]) -> Result:
        return work(*stores)

    return _work(viewer, "tindakan", name, open_now, make, "identitas", verb=SEEN)


def read_beside(
    viewer: Viewer,
    kind: Kind,
    name: str,
    work: Callable[[], Result],
    detail: str = "",
    *,
    only_seen: bool = False,
) -> Result:
    """Return what ``work`` makes of what is kept beside the stores (the record of access, the
    websites that show embeds), if the viewer may have it.

    Raises AccessDenied and AuditError.
    """
    now = require(viewer, kind, name)
    found = work()
    rows = len(found) if isinstance(found, Sized) else 0
    _note(viewer, now, SEEN if only_seen else VERBS[kind], name, detail, "", rows)
    return found


def read_protected(
    viewer: Viewer,
    kind: Kind,
    name: str,
    make: Callable[[Store], pd.DataFrame],
    pick: Callable[[pd.DataFrame], pd.DataFrame],
    detail: str = "",
) -> pd.DataFrame:
    """Return the rows that ``pick`` takes of a table that ``make`` has made safe, and that lie in
    the viewer's kecamatan.

    The table is made of the whole city, once for each version: what protects a kecamatan depends
    on the others. Its rows name their area in ``kode_wilayah``. Raises as ``read_gudang`` does.
    """
    now = require(viewer, kind, name)
    with _place(viewer):
        (store,) = _open_served(now)
        rows = _make_once(
            settings().gudang, store, make, Versions(settings().publik).find_current()
        )
    if now.scope:
        rows = rows[rows["kode_wilayah"].astype("str").str.startswith(now.scope)]
    shown = 0
    try:
        found = pick(rows.copy())  # what is kept for the next viewer stays as it is
        shown = len(found)
    finally:
        _note(viewer, now, VERBS[kind], name, detail, store.version, shown)
    return found


def read_rounded(
    viewer: Viewer,
    kind: Kind,
    name: str,
    work: Callable[[Store], Result],
    detail: str = "",
    *,
    only_seen: bool = False,
) -> Result:
    """Return what ``work`` makes of the served rounded cube, if the viewer may have it.

    Its numbers are of no business, so who is limited to some kecamatan reads all of it. Raises as
    ``read_gudang`` does.
    """
    return _work(
        viewer,
        kind,
        name,
        lambda now: [_tabulasi(settings().publik)],
        lambda stores: work(*stores),
        detail,
        of_businesses=False,
        verb=SEEN if only_seen else "",
    )


def _work(
    viewer: Viewer,
    kind: Kind,
    name: str,
    find: Callable[[Standing], Sequence[Store]],
    work: Callable[[Sequence[Store]], Result],
    detail: str,
    *,
    of_businesses: bool = True,
    verb: str = "",
) -> Result:
    """Decide, find the stores, do the work on them, close them, and put it on record."""
    now = require(viewer, kind, name)
    if now.scope and of_businesses:
        note_refusal(viewer, now, f"{kind} {name}")
        raise AccessDenied("Data usaha hanya terbuka bagi yang berwenang untuk seluruh kota.")
    if kind == "tindakan":
        access_log.check_ready(settings().audit)  # what cannot be recorded is not done
    with _place(viewer):
        leases = [
            _Lease(s.version, s.record, s._root, None if kind == "tindakan" else s.seconds)
            for s in find(now)
        ]
        try:
            result = work(leases)
        finally:
            for lease in leases:
                lease.close()
            opened = " ".join(lease.version for lease in leases)
            rows = sum(sum(lease.counted) for lease in leases)
            _note(viewer, now, verb or VERBS[kind], name, detail, opened, rows)
    return result


@contextmanager
def _place(viewer: Viewer) -> Iterator[None]:
    """Hold one of the few places for heavy work. Raises StoreError when none comes free."""
    if not _places.acquire(timeout=None if viewer.operator else PATIENCE_SECONDS):
        raise StoreError(BUSY)
    try:
        yield
    finally:
        _places.release()


def _open_served(now: Standing) -> tuple[Store]:
    """Return the served store; in demo mode only while it is made up."""
    return (_open_to(now, _gudang(settings().gudang)),)


def _open_named(now: Standing, names: Sequence[str]) -> list[Store]:
    """Return kept versions, opened anew; in demo mode only made-up ones."""
    return [_open_to(now, open_version(settings().gudang, name, STORE)) for name in names]


def _open_to(now: Standing, store: Store) -> Store:
    if now.demo and store.record.get("sintetis") is not True:
        # Real rows came in since the viewer's standing was looked at.
        raise AccessDenied("Data nyata sudah masuk, jadi halaman ini ditutup. Silakan masuk.")
    return store


def _make_once(
    folder: Path, store: Store, make: Callable[[Store], pd.DataFrame], release: str | None
) -> pd.DataFrame:
    """Return a table of a version and of what is published of it, made once however many ask for it
    at once."""
    with _making:
        return _make_kept(folder, store, make, release)


@lru_cache(maxsize=1)  # what is kept holds its version open
def _make_kept(
    folder: Path, store: Store, make: Callable[[Store], pd.DataFrame], release: str | None
) -> pd.DataFrame:
    return make(store)


def _note(
    viewer: Viewer, now: Standing, verb: str, name: str, detail: str, version: str, rows: int
) -> None:
    subject = f"{name}: {detail}" if detail else name
    note(viewer, now, verb, subject, version, rows)
