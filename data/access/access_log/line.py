"""One line of the record: its fields, its one spelling, and the hash that seals it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from data.errors import DasborError

START = "0" * 64
RETENTION = "retensi"
# What a line of retention names: the last line of the file that goes.
CUT = re.compile(
    r"(\d{4}-\d{2})\.jsonl, nomor terakhir (\d+), sidik ([0-9a-f]{64})(?:, sampai (\S+))?"
)
JUMP = "lompatan jam"
LONGEST_SILENCE = timedelta(days=92)
"""Of a record that is in use; what comes later than that may come from a wrong clock."""
SET_BACK = timedelta(days=1)
TRUSTED_AFTER = timedelta(days=31)
"""So long must a clock go on from where it jumped to before anything is removed by it."""
# An e-mail address is at most this long.
LONGEST = 254


class AuditError(DasborError):
    """The record cannot be written or read; access without a trace is to be refused."""


@dataclass(frozen=True)
class Line:
    """One event, as it stands in its file.

    ``waktu`` is ISO in UTC, ``baris`` the number of rows shown, ``masuk`` the fingerprint of the
    sign-in, ``sebelum`` the ``sidik`` of the line before. ``sidik`` is the SHA-256 of ``sebelum``
    and the JSON of all other fields.
    """

    nomor: int
    waktu: str
    siapa: str
    peran: str
    tindakan: str
    objek: str
    versi: str
    baris: int | None
    masuk: str
    sebelum: str
    sidik: str


NAMES = [f.name for f in fields(Line)]
TYPES: dict[str, tuple[type, ...]] = {"nomor": (int,), "baris": (int, type(None))}


def read_moment(line: Line) -> datetime | None:
    """Return the time of a line in UTC, None where somebody has put no time there."""
    try:
        return datetime.fromisoformat(line.waktu).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_jump(before: datetime | None, after: datetime | None) -> bool:
    """Return whether a clock that goes well cannot have led from one line's time to the next's."""
    if before is None or after is None:
        return False
    return not -SET_BACK <= after - before <= LONGEST_SILENCE


def parse(raw: bytes) -> Line | None:
    """Return the line that stands there, or None when it is not one as the record writes it."""
    try:
        given = json.loads(raw)
        if not isinstance(given, dict) or list(given) != NAMES:
            return None
        if not all(type(given[name]) in TYPES.get(name, (str,)) for name in NAMES):
            return None
        return Line(**given) if write_canonical(given).encode() == raw else None
    except (ValueError, RecursionError):
        return None


def write_canonical(value: object) -> str:
    """Return the one JSON text of a value: fields in their order, no spaces, nothing escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def seal(line: Line) -> str:
    """Return the hash that seals a line's other fields."""
    sealed = {name: value for name, value in vars(line).items() if name != "sidik"}
    return hashlib.sha256((line.sebelum + write_canonical(sealed)).encode()).hexdigest()


def clean(text: str) -> str:
    """Return a text of bounded length in which every character can be seen."""
    seen = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return seen if len(seen) <= LONGEST else seen[: LONGEST - 1] + "…"
