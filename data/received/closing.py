"""Files that somebody put below ``raw`` by hand are often readable to every account of the machine;
they hold names and numbers of persons, so they are closed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

CLOSED = "{} di {} terbuka bagi akun lain di mesin ini; sekarang tertutup."
STILL_OPEN = (
    "{} di {} terbuka bagi akun lain di mesin ini dan milik akun lain, jadi tidak dapat ditutup "
    "dari sini. Jalankan sebagai pemiliknya: chmod -R o-rwx '{}'"
)


def close_to_others(raw: Path) -> list[str]:
    """Take from ``raw`` and what lies in it whatever accounts of no group may do with it; return
    what there is to say of that. A group keeps what it may: an office may share the folder."""
    closed, still_open = 0, 0
    for path in _list_open(raw):
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~stat.S_IRWXO)
            closed += 1
        except PermissionError:
            still_open += 1
    return [
        *([CLOSED.format(_count(closed), raw)] if closed else []),
        *([STILL_OPEN.format(_count(still_open), raw, raw)] if still_open else []),
    ]


def _list_open(raw: Path) -> Iterator[Path]:
    """Yield the files and folders that others may use; a link is none, since what it leads to may
    be another's business."""
    if not raw.exists():
        return
    for path in (raw, *raw.rglob("*")):
        if not path.is_symlink() and path.lstat().st_mode & stat.S_IRWXO:
            yield path


def _count(number: int) -> str:
    return f"{number} berkas atau folder"
