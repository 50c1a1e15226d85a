"""Recording an event, letting go of old files, and reading events back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from data.access.access_log.files import (
    BLOCK,
    count_back,
    find_file,
    list_months,
    read_newest_first,
    reading,
    write,
    writing,
)
from data.access.access_log.line import (
    JUMP,
    RETENTION,
    START,
    TRUSTED_AFTER,
    AuditError,
    Line,
    clean,
    is_jump,
    read_moment,
    seal,
    write_canonical,
)
from data.disk import to_disk

RETENTION_FAILED = "retensi gagal"
OURS = (RETENTION, JUMP)
"""What only this package may record: ``verify`` believes it."""
OWN = {"siapa": "sistem", "peran": "sistem", "versi": "", "baris": None, "masuk": ""}
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

    A clock that has jumped gets a line of its own, opens no month and removes nothing until it has
    gone on from there for ``TRUSTED_AFTER``: by a wrong clock everything would be too old.

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
    if event["tindakan"] in OURS:
        raise AuditError(f"Tindakan '{event['tindakan']}' hanya dicatat oleh log akses sendiri.")
    with writing(folder):
        # The clock is read inside the lock, or a later line could bear an earlier time.
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        known = list_months(folder)
        last = next(read_newest_first(folder, known), None)
        if last and is_jump(read_moment(last), moment):
            said = OWN | {"tindakan": JUMP, "objek": f"dari {last.waktu} ke {_write_iso(moment)}"}
            last = _append(folder, known[-1], last, moment, said)
        month = _choose_month(folder, known, moment)
        line = _append(folder, month, last, moment, event)
        if month not in known:
            oldest = count_back(month, keep_months)
            _remove_old(folder, [name for name in known if name < oldest], month, line, moment)
    return line


def check_ready(folder: Path) -> None:
    """Return when a line could be written now; no line is. Raises AuditError when none could."""
    with writing(folder):
        trial = folder / TRIAL
        try:
            # More than the longest line takes: a full disk shows here and not at the first event.
            write(trial, bytes(BLOCK))
        finally:
            trial.unlink(missing_ok=True)
        for month in list_months(folder)[-1:]:
            os.close(os.open(find_file(folder, month), os.O_RDWR | os.O_APPEND))


def read_lines(folder: Path, last: int = 200) -> list[Line]:
    """Return the newest lines, newest first; damaged ones are left to ``verify``.

    Reads from the end, no further than needed. Raises AuditError when a file cannot be read.
    """
    return list(islice(read_newest(folder), max(last, 0)))


def read_newest(folder: Path) -> Iterator[Line]:
    """Yield the whole lines, newest first, reading no further than is asked for.

    Raises AuditError when a file cannot be read.
    """
    with reading(folder):
        yield from read_newest_first(folder, list_months(folder))


def read(folder: Path, month: str) -> list[Line]:
    """Return the whole lines of a month, oldest first; none for a month without a file.

    Raises AuditError when the file cannot be read.
    """
    with reading(folder):
        known = [name for name in list_months(folder) if name == month]
        return list(read_newest_first(folder, known))[::-1]


def read_since(folder: Path, moment: datetime, action: str) -> list[Line]:
    """Return the lines of one action from a moment on, oldest first.

    ``moment`` has a time zone. A line bears whole seconds, so those of the moment's own second
    are all among them. Raises AuditError when a file cannot be read.
    """
    start = _write_iso(moment)
    months = list_months(folder)
    wanted = write_canonical(clean(action)).encode()
    with reading(folder):
        known = [month for month in months if month >= start[:7]]
        before = months[: len(months) - len(known)][-1:]
        # After a jump of the clock a file goes on into later months.
        if any(line.waktu >= start for line in islice(read_newest_first(folder, before), 1)):
            known = before + known
        found = [
            line
            for line in read_newest_first(folder, known, wanted)
            if line.tindakan == clean(action) and line.waktu >= start
        ]
    return found[::-1]


def _choose_month(folder: Path, known: list[str], moment: datetime) -> str:
    """Return the month of the file that the next line belongs into.

    The newest file goes on where another one would break the order, as after a clock was set back,
    and where the clock has jumped of late.
    """
    wanted = f"{moment:%Y-%m}"
    if not known or wanted <= known[-1]:
        return known[-1] if known else wanted
    said = write_canonical(JUMP).encode()
    lines = read_newest_first(folder, known[-1:], said)
    jumped = next((read_moment(line) for line in lines if line.tindakan == JUMP), None)
    return known[-1] if jumped and moment - jumped < TRUSTED_AFTER else wanted


def _append(
    folder: Path, month: str, last: Line | None, moment: datetime, event: dict[str, Any]
) -> Line:
    """Write the line that follows ``last`` and return it."""
    unsealed = Line(
        nomor=last.nomor + 1 if last else 1,
        waktu=_write_iso(moment),
        **event,
        sebelum=last.sidik if last else START,
        sidik="",
    )
    line = replace(unsealed, sidik=seal(unsealed))
    write(find_file(folder, month), write_canonical(vars(line)).encode() + b"\n")
    return line


def _remove_old(folder: Path, old: list[str], newest: str, last: Line, moment: datetime) -> None:
    """Remove the files of the old months, each after a line in the newest file that says so.

    The line comes first and the files go one by one from the oldest: at whatever moment this
    ends, what is left begins where a line says it does.
    """
    for month in old:
        end = next(read_newest_first(folder, [month]), None)
        subject = f"{month}.jsonl, tanpa baris utuh"
        if end:
            subject = f"{month}.jsonl, nomor terakhir {end.nomor}, sidik {end.sidik}"
            # A file that went on while the clock was not trusted ends later than its name says.
            subject += f", sampai {end.waktu}" if end.waktu[:7] > month else ""
        said = OWN | {"tindakan": RETENTION, "objek": subject}
        last = _append(folder, newest, last, moment, said)
        try:
            find_file(folder, month).unlink()
            to_disk(folder)
        except OSError as error:
            # The event itself is on disk, so access goes on; next month tries again. The files
            # after this one stay as well, or the chain would have a hole.
            subject = clean(f"{month}.jsonl: {error.strerror or error}")
            said = OWN | {"tindakan": RETENTION_FAILED, "objek": subject}
            _append(folder, newest, last, moment, said)
            return


def _write_iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
