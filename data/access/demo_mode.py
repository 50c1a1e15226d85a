"""Demo mode: all pages open to everybody, as long as there is nothing that anybody could not see.

It ends for good once accounts or real data have existed. A sign-in that is lost or broken later, or
data that are taken away again, must not open to strangers what was kept of both: the record of
access names the accounts. That it has ended is written beside the stores, and only ``reset`` takes
it back, once nothing is left that would be shown.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from data.access import access_log
from data.access.people import read_people
from data.disk import write_whole
from data.errors import StoreError
from data.settings import settings
from data.store.versions import Versions

MARKER = "demo-berakhir"
ACCOUNTS = "pernah ada akun"
REAL = "pernah ada data nyata"
CLOSED = "pengaturan mode_demo menutupnya"
EMPTY = "belum ada data"
NOBODYS = {"", "demo", "publik", "operator", "sistem"}
"""Whom the record names where nobody has signed in."""


def find_end() -> str:
    """Return why the pages are not open as a demo, "" where they are.

    Raises what reading the list of people and the record raises: who cannot look does not open.
    """
    if not settings().mode_demo:
        return CLOSED
    said = _read_marker()
    if said:
        return said
    found = _find_trace()
    if found and found != EMPTY:
        end(found)
    return found


def explain_end() -> str:
    """Return why the pages are not open as a demo, as a reader of a closed page is told."""
    found = find_end()
    is_there = found == REAL and not is_only_made_up()
    return "gudang berisi data nyata" if is_there else found


def is_only_made_up() -> bool:
    """Return whether every row of every version in the store is made up.

    Versions that are kept count as well: going back to made-up data does not open the pages from
    which the real ones can be served again.
    """
    folder = settings().gudang
    names = Versions(folder).list_names()
    return bool(names) and all(_is_made_up(folder, name) for name in names)


def end(why: str) -> None:
    """Write for good that the demo is over. Where that cannot be written, what ended it still ends
    it as long as it is there."""
    marker = settings().keadaan / MARKER
    if marker.exists():
        return
    try:
        marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(marker, f"{why}\n".encode(), mode=0o600, synced=True)
    except OSError as error:
        logging.getLogger("dasbor").warning("%s: tidak dapat ditulis (%s)", marker, error)


def end_if_real() -> None:
    """Write that the demo is over where a kept version holds a real row."""
    if Versions(settings().gudang).list_names() and not is_only_made_up():
        end(REAL)


def reset() -> None:
    """Let the pages be a demo again. Raises StoreError while something is left to be seen."""
    found = _find_trace()
    if found and found != EMPTY:
        raise StoreError(
            f"Mode demo tetap berakhir: {found}, dan jejaknya masih ada. Pindahkan dulu versi data "
            "nyata (gudang), akses.toml dan catatan akses (audit), lalu ulangi."
        )
    (settings().keadaan / MARKER).unlink(missing_ok=True)


def _read_marker() -> str:
    """Return what the marker says, "" where there is none."""
    try:
        said = (settings().keadaan / MARKER).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return said.strip() or ACCOUNTS


def _find_trace() -> str:
    """Return what there is of accounts or real data by now, "" where there is nothing."""
    folder = settings().gudang
    if not Versions(folder).list_names():
        return EMPTY
    if not is_only_made_up():
        return REAL
    people = read_people(settings().akses)
    if people.listed or people.role_claim or _names.has_account(settings().audit):
        return ACCOUNTS
    return ""


@lru_cache(maxsize=256)
def _is_made_up(folder: Path, name: str) -> bool:
    """Return what a version's record says; a version never changes."""
    return Versions(folder).record(name).get("sintetis") is True


class _Names:
    """Whether a record of access names an account: each line is looked at once."""

    def __init__(self) -> None:
        self._seen: dict[Path, str] = {}

    def has_account(self, folder: Path) -> bool:
        """Return whether a line names somebody who has signed in."""
        newest = ""
        for line in access_log.read_newest(folder):
            newest = newest or line.sidik
            if line.sidik == self._seen.get(folder):
                break
            if line.masuk or line.siapa not in NOBODYS:
                return True
        self._seen[folder] = newest
        return False


_names = _Names()
