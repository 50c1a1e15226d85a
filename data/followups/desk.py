"""The door to the entries: who may read and change which, each change on record as it is kept."""

from __future__ import annotations

from datetime import date

from data.access.restricted import read_beside
from data.access.viewer import Standing, Viewer, note, note_refusal, require
from data.city import OUR_CITY
from data.errors import AccessDenied
from data.followups import ledger
from data.followups.entries import Commitment, Content, Entry, Note, check
from data.settings import settings

PAGE, ACTION = "kinerja", "tindak_lanjut"
OTHERS = "Anda dapat mengubah tindak lanjut kecamatan Anda saja."


def read_followups(viewer: Viewer) -> list[Entry]:
    """Return the newest version of each entry that the viewer may read: who is limited to some
    kecamatan reads theirs and the whole city's. Raises AccessDenied, AuditError and StoreError."""
    now = require(viewer, "halaman", PAGE)
    return read_beside(
        viewer,
        "halaman",
        PAGE,
        lambda: [e for e in ledger.read_entries(settings().tindak_lanjut) if _may_read(now, e)],
        "tindak lanjut",
    )


def read_history(viewer: Viewer, key: str) -> list[Entry]:
    """Return all versions of an entry, the oldest first; none where the viewer may not read one of
    them. Raises as ``read_followups``."""
    now = require(viewer, "halaman", PAGE)

    def read_all() -> list[Entry]:
        versions = ledger.read_history(settings().tindak_lanjut, key)
        return versions if all(_may_read(now, e) for e in versions if e.content) else []

    return read_beside(viewer, "halaman", PAGE, read_all, f"riwayat {key}")


def add_commitment(viewer: Viewer, content: Commitment) -> Entry:
    """Keep a new commitment. Raises FormError, AccessDenied, AuditError and StoreError."""
    now = _allow(viewer, content)
    return ledger.add_commitment(
        settings().tindak_lanjut, content, now.role.value, _put_on_record(viewer, now)
    )


def save(viewer: Viewer, key: str, seen: int, content: Commitment) -> Entry:
    """Keep a next version of a commitment. Raises as ``add_commitment``, and ChangedMeanwhile."""
    now = _allow(viewer, content)
    _allow_old(viewer, now, key)
    path = settings().tindak_lanjut
    return ledger.save(path, key, seen, content, now.role.value, _put_on_record(viewer, now))


def save_note(viewer: Viewer, seen: int, content: Note) -> Entry:
    """Keep a next version of the note of an indicator and period. Raises as ``save``."""
    now = _allow(viewer, content)
    return ledger.save_note(
        settings().tindak_lanjut, seen, content, now.role.value, _put_on_record(viewer, now)
    )


def undo(viewer: Viewer, key: str, seen: int) -> Entry:
    """Take back the last change of an entry, by a next version. Raises as ``save``."""
    now = require(viewer, "tindakan", "tindak_lanjut")
    _allow_old(viewer, now, key)
    path = settings().tindak_lanjut
    return ledger.undo(path, key, seen, now.role.value, _put_on_record(viewer, now))


def _allow(viewer: Viewer, content: Content) -> Standing:
    """Return the standing of a viewer who may keep an entry that may be kept."""
    now = require(viewer, "tindakan", "tindak_lanjut")
    check(content, date.today())
    if not _may_change(now, content):
        note_refusal(viewer, now, f"tindakan {ACTION}")
        raise AccessDenied(OTHERS)
    return now


def _allow_old(viewer: Viewer, now: Standing, key: str) -> None:
    """Return where each version of an entry is one that the viewer may change: another one would
    come back when a change is taken back."""
    versions = ledger.read_history(settings().tindak_lanjut, key)
    if not all(_may_change(now, e.content) for e in versions if e.content):
        note_refusal(viewer, now, f"tindakan {ACTION}")
        raise AccessDenied(OTHERS)


def _may_read(now: Standing, entry: Entry) -> bool:
    """Return whether the viewer may read a version; a withdrawn one does not say of which area."""
    if not now.scope or isinstance(entry.content, Note):
        return True
    if entry.content is None:
        return False
    return entry.content.kode_wilayah in (OUR_CITY.kode, *now.scope)


def _may_change(now: Standing, content: Content) -> bool:
    """Return whether an entry is of an area that the viewer may change; a note is the city's."""
    if not now.scope:
        return True
    return isinstance(content, Commitment) and content.kode_wilayah in now.scope


def _put_on_record(viewer: Viewer, now: Standing) -> ledger.Witness:
    """Return what puts a version on record; no word of the entry stands there."""
    return lambda entry: note(viewer, now, ACTION, f"{entry.key} versi {entry.version}")
