"""Recording an event, letting go of old files, and reading events back."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from data.access.access_log.files import (
    BLOCK,
    file_of,
    months,
    months_before,
    newest_first,
    reading,
    write,
    writing,
)
from data.access.access_log.line import (
    RETENTION,
    START,
    AuditError,
    Line,
    canonical,
    clean,
    seal,
)
from data.disk import to_disk

RETENTION_FAILED = "retensi gagal"
TRIAL = ".coba"


def record(
    folder: Path,
    *,
    who: str,
    role: str,
    action: str,
    subject: str,
    version: str = "",
    rows: int | None = None,
    login: str = "",
    keep_months: int = 24,
    now: datetime | None = None,
) -> Line:
    """Write one event to disk and return its line. Any number of processes may do so at once.

    A character that cannot be printed becomes ``�`` and a long text ends in ``…``, so that no
    text can pose as a line. The line that opens a month also lets go of the files that are more
    than ``keep_months`` older, and each removal is a line of its own. ``now`` has a time zone.

    Raises AuditError when the line cannot be written, or when ``action`` is the one that only
    this package may record.
    """
    event = {
        "siapa": clean(who),
        "peran": clean(role),
        "tindakan": clean(action),
        "objek": clean(subject),
        "versi": clean(version),
        "baris": None if rows is None else int(rows),
        "masuk": clean(login),
    }
    if event["tindakan"] == RETENTION:
        raise AuditError(f"Tindakan '{RETENTION}' hanya dicatat oleh log akses sendiri.")
    with writing(folder):
        # The clock is read inside the lock, or a later line could bear an earlier time.
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        known = months(folder)
        # After a clock was set back the newest file goes on: an older one would break the order.
        month = max([*known, f"{moment:%Y-%m}"])
        last = next(newest_first(folder, known), None)
        line = _append(folder, month, last, moment, event)
        if month not in known:
            oldest = months_before(month, keep_months)
            _remove_old(folder, [name for name in known if name < oldest], month, line, moment)
    return line


def ready(folder: Path) -> None:
    """Return when a line could be written now; no line is. Raises AuditError when none could."""
    with writing(folder):
        trial = folder / TRIAL
        try:
            # More than the longest line takes: a full disk shows here and not at the first event.
            write(trial, bytes(BLOCK))
        finally:
            trial.unlink(missing_ok=True)
        for month in months(folder)[-1:]:
            os.close(os.open(file_of(folder, month), os.O_RDWR | os.O_APPEND))


def lines(folder: Path, last: int = 200) -> list[Line]:
    """Return the newest lines, newest first; damaged ones are left to ``verify``.

    Reads from the end, no further than needed. Raises AuditError when a file cannot be read.
    """
    with reading(folder):
        return list(islice(newest_first(folder, months(folder)), max(last, 0)))


def read(folder: Path, month: str) -> list[Line]:
    """Return the whole lines of a month, oldest first; none for a month without a file.

    Raises AuditError when the file cannot be read.
    """
    with reading(folder):
        known = [name for name in months(folder) if name == month]
        return list(newest_first(folder, known))[::-1]


def since(folder: Path, moment: datetime, action: str) -> list[Line]:
    """Return the lines of one action from a moment on, oldest first.

    ``moment`` has a time zone. A line bears whole seconds, so those of the moment's own second
    are all among them. Raises AuditError when a file cannot be read.
    """
    start = _iso(moment)
    # A line is never in a file of an earlier month than its own.
    known = [month for month in months(folder) if month >= start[:7]]
    wanted = canonical(clean(action)).encode()
    with reading(folder):
        found = [
            line
            for line in newest_first(folder, known, wanted)
            if line.tindakan == clean(action) and line.waktu >= start
        ]
    return found[::-1]


def _append(
    folder: Path, month: str, last: Line | None, moment: datetime, event: dict[str, Any]
) -> Line:
    """Write the line that follows ``last`` and return it."""
    unsealed = Line(
        nomor=last.nomor + 1 if last else 1,
        waktu=_iso(moment),
        **event,
        sebelum=last.sidik if last else START,
        sidik="",
    )
    line = replace(unsealed, sidik=seal(unsealed))
    write(file_of(folder, month), canonical(vars(line)).encode() + b"\n")
    return line


def _remove_old(folder: Path, old: list[str], newest: str, last: Line, moment: datetime) -> None:
    """Remove the files of the old months, each after a line in the newest file that says so.

    The line comes first and the files go one by one from the oldest: at whatever moment this
    ends, what is left begins where a line says it does.
    """
    for month in old:
        end = next(newest_first(folder, [month]), None)
        subject = f"{month}.jsonl, tanpa baris utuh"
        if end:
            subject = f"{month}.jsonl, nomor terakhir {end.nomor}, sidik {end.sidik}"
        event = {"siapa": "sistem", "peran": "sistem", "versi": "", "baris": None, "masuk": ""}
        said = event | {"tindakan": RETENTION, "objek": subject}
        last = _append(folder, newest, last, moment, said)
        try:
            file_of(folder, month).unlink()
            to_disk(folder)
        except OSError as error:
            # The event itself is on disk, so access goes on; next month tries again. The files
            # after this one stay as well, or the chain would have a hole.
            subject = clean(f"{month}.jsonl: {error.strerror or error}")
            said = event | {"tindakan": RETENTION_FAILED, "objek": subject}
            _append(folder, newest, last, moment, said)
            return


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
