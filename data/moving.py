"""Brings what the program made and received into ``var``, once, from where it was kept before.

Only what the settings leave to the program: a path that they name stays where it is. Each piece is
renamed by itself, so that a move that was cut short goes on at the next start.
"""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Iterator
from pathlib import Path

from data.errors import StoreError
from data.progress import say
from data.settings import ROOT, Settings

KEPT_BEFORE = {
    "raw": "data/raw",
    "gudang": "data/gudang",
    "publik": "data/publik",
    "terbitan": "data/terbitan",
    "audit": "data/audit",
    "tata_letak": "data/layouts/setempat",
    "keputusan": "data/keputusan.jsonl",
    "koreksi": "data/koreksi.csv",
    "kunci_tautan": "data/.kunci-tautan",
    "perujuk": "data/perujuk.json",
}
"""The setting that names each piece, and where it was kept before."""
NAMED_BY_WEB_SERVERS = {"terbitan"}
"""What a web server's own configuration may name: there the old path leads to the new one."""
NOTHING = {"README.md"}
"""What a folder without anything of the office may hold."""


def move_into_var(settings: Settings, root: Path = ROOT) -> list[str]:
    """Move what still lies at its earlier place; return the names of the pieces that were moved.

    Raises StoreError, and moves nothing, where both places hold something, while another process
    has a store open or changes one, and where a piece lies on another disk.
    """
    pieces = list(_list_waiting(settings, root))
    for name, old, new in pieces:
        if _holds_something(new):
            raise StoreError(
                f"'{name}' ada di dua tempat: {old} dan {new}. Tidak ada yang dipindahkan, karena "
                "program tidak tahu mana yang benar. Pindahkan yang tidak dipakai ke luar folder "
                f"program, atau sebut jalur yang dipakai sebagai {name} di dasbor.toml."
            )
    for name, old, _ in pieces:
        if _is_in_use(old):
            raise StoreError(
                f"{old} sedang dipakai program yang berjalan, jadi {name} belum dapat dipindahkan "
                "ke var/. Hentikan program itu, lalu ulangi perintah ini."
            )
    for name, old, new in pieces:
        _move(name, old, new)
    if pieces:
        names = ", ".join(name for name, _, _ in pieces)
        say(f"Dipindahkan satu kali dari data/ ke var/: {names}.")
    return [name for name, _, _ in pieces]


def _list_waiting(settings: Settings, root: Path) -> Iterator[tuple[str, Path, Path]]:
    """Yield the name, the earlier and the new place of what is still to be moved."""
    for name, place in KEPT_BEFORE.items():
        old, new = root / place, getattr(settings, name)
        if new.is_relative_to(root / "var") and not old.is_symlink() and _holds_something(old):
            yield name, old, new


def _holds_something(path: Path) -> bool:
    if path.is_dir():
        return any(entry.name not in NOTHING for entry in path.iterdir())
    return path.exists()


def _is_in_use(path: Path) -> bool:
    """Return whether another process has one of the stores below a folder open, or changes them:
    DuckDB holds a lock on each open file, and whoever changes versions on ``.kunci``."""
    locks = [*path.glob("*/*.duckdb"), *path.glob(".kunci")] if path.is_dir() else []
    return any(not _can_lock(lock) for lock in locks)


def _can_lock(path: Path) -> bool:
    with path.open("rb+") as file:
        try:
            # The one kind that DuckDB sets is POSIX's, the other that of ``.kunci``.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _move(name: str, old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    if new.is_dir():
        for entry in new.iterdir():
            entry.unlink()  # it holds nothing of the office, see above
        new.rmdir()
    try:
        old.rename(new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise StoreError(
            f"{old} terletak di disk lain dan tidak dapat dipindahkan ke {new}. Sebut jalurnya di "
            f'dasbor.toml: {name} = "{old}".'
        ) from error
    if name in NAMED_BY_WEB_SERVERS:
        old.symlink_to(new, target_is_directory=True)
