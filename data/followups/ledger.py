"""The file of the entries: SQLite, whose transactions are on disk whole or not at all.

Nothing in it is ever overwritten: a change is a new version, and so is taking one back. Whoever
saves says which version they looked at; where another one came between, nothing is saved.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec

from data.disk import to_disk
from data.errors import StoreError
from data.followups.entries import KINDS, ChangedMeanwhile, Content, Entry, Kind, Note, name_note

SCHEMA = 1
"""Raised with every change of ``schema.sql``, together with a step from the one before."""
WAIT_SECONDS = 10
SQL = Path(__file__).parent / "sql"
Witness = Callable[[Entry], object]
"""What is told of a version before it counts; where it raises, the version is not kept."""


def read_entries(path: Path) -> list[Entry]:
    """Return the newest version of each entry, withdrawn ones too, in the order in which they were
    made; none where nothing was ever kept. Raises StoreError for a file that cannot be read."""
    if not path.exists():
        return []
    with _reading(path) as con:
        return [_make_entry(row) for row in con.execute(_read_sql("newest"))]


def read_history(path: Path, key: str) -> list[Entry]:
    """Return all versions of an entry, the oldest first. Raises StoreError as ``read_entries``."""
    if not path.exists():
        return []
    with _reading(path) as con:
        return _list_versions(con, key)


def add_commitment(path: Path, content: Content, role: str, witness: Witness) -> Entry:
    """Keep a new commitment under the next number; return its first version."""
    with _writing(path) as con:
        (made,) = con.execute(_read_sql("count")).fetchone()
        return _add(con, f"komitmen-{made + 1}", 0, "komitmen", content, role, witness)


def save(path: Path, key: str, seen: int, content: Content, role: str, witness: Witness) -> Entry:
    """Keep a next version of an entry that was looked at in version ``seen``; return it.

    Raises ChangedMeanwhile where another version came since, and StoreError.
    """
    kind: Kind = "catatan" if isinstance(content, Note) else "komitmen"
    with _writing(path) as con:
        _expect(con, key, seen)
        return _add(con, key, seen, kind, content, role, witness)


def save_note(path: Path, seen: int, note: Note, role: str, witness: Witness) -> Entry:
    """Keep a next version of the note of an indicator and period; 0 is ``seen`` where it has none.
    Raises as ``save``."""
    return save(path, name_note(note), seen, note, role, witness)


def undo(path: Path, key: str, seen: int, role: str, witness: Witness) -> Entry:
    """Keep what an entry said before its version ``seen`` as its next version; the first one is
    withdrawn. Raises as ``save``."""
    with _writing(path) as con:
        _expect(con, key, seen)
        *earlier, last = _list_versions(con, key)
        content = earlier[-1].content if earlier else None
        return _add(con, key, seen, last.kind, content, role, witness)


def _expect(con: sqlite3.Connection, key: str, seen: int) -> None:
    versions = _list_versions(con, key)
    if versions and versions[-1].version != seen:
        looked_at = next((found for found in versions if found.version == seen), None)
        raise ChangedMeanwhile(looked_at, versions[-1])
    if not versions and seen:
        raise StoreError("Entri ini tidak ada. Muat ulang halaman.")


def _add(
    con: sqlite3.Connection,
    key: str,
    seen: int,
    kind: Kind,
    content: Content | None,
    role: str,
    witness: Witness,
) -> Entry:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(key, seen + 1, kind, content, role, now)
    said = None if content is None else msgspec.json.encode(content).decode()
    con.execute(
        _read_sql("add"),
        {
            "kunci": key,
            "versi": entry.version,
            "jenis": kind,
            "isi": said,
            "peran": role,
            "waktu": now,
        },
    )
    witness(entry)
    return entry


def _list_versions(con: sqlite3.Connection, key: str) -> list[Entry]:
    return [_make_entry(row) for row in con.execute(_read_sql("history"), {"kunci": key})]


def _make_entry(row: tuple[str, int, Kind, str | None, str, str]) -> Entry:
    key, version, kind, said, role, time = row
    try:
        content = None if said is None else msgspec.json.decode(said, type=KINDS[kind])
    except msgspec.MsgspecError as error:
        raise StoreError(f"Entri {key} versi {version} tidak dapat dibaca ({error}).") from error
    return Entry(key, version, kind, content, role, time)


@cache
def _read_sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with _opening(f"{path.resolve().as_uri()}?mode=ro") as con:
        _check_schema(con, path)
        yield con


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold the file alone; what the block did is kept as a whole when it ends, and else nothing."""
    _make_file(path)
    with _opening(path.resolve().as_uri()) as con:
        con.execute("pragma synchronous = full")
        con.execute("begin immediate")
        try:
            if not _find_schema(con):
                _build_schema(con)
            _check_schema(con, path)
            yield con
        except BaseException:
            con.execute("rollback")
            raise
        con.execute("commit")


@contextmanager
def _opening(address: str) -> Iterator[sqlite3.Connection]:
    try:
        con = sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            yield con
        finally:
            con.close()
    except sqlite3.Error as error:
        raise StoreError(f"Tindak lanjut tidak dapat dibuka atau ditulis ({error}).") from error


def _make_file(path: Path) -> None:
    """Make the file, for the program's account only; its journal gets the same mode."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        to_disk(path.parent)


def _build_schema(con: sqlite3.Connection) -> None:
    for statement in _split(_read_sql("schema")):
        con.execute(statement)
    con.execute(f"pragma user_version = {SCHEMA}")


def _split(sql: str) -> Iterator[str]:
    """Yield the statements of a script: ``executescript`` would end the transaction."""
    part = ""
    for line in sql.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""


def _find_schema(con: sqlite3.Connection) -> int:
    return int(con.execute("pragma user_version").fetchone()[0])


def _check_schema(con: sqlite3.Connection, path: Path) -> None:
    found = _find_schema(con)
    if found != SCHEMA:
        raise StoreError(
            f"{path.name} ditulis program versi lain (skema {found}, program ini {SCHEMA}). "
            "Pakai program yang sesuai, atau pulihkan cadangannya."
        )
