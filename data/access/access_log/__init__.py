"""Who did what with restricted data: an append-only record in which tampering shows.

A line for each event, in files by month (``2026-03.jsonl``, UTC), in a closed folder of their own
apart from the stores. Each line carries the hash of the one before it, so a line that is changed,
removed, moved or slipped in breaks the chain, and ``verify`` says where.

``subject`` names a page, a table or a file, never a value: what identifies a business has no place
in this record, which outlives the rows that it tells about.

Nothing in a file is ever overwritten. A line that a crash or a full disk cut short stays as it is;
the next one starts on a line of its own and follows the last whole one.
"""

from __future__ import annotations

from data.access.access_log.chain import Verdict, describe, verify
from data.access.access_log.events import (
    check_ready,
    read,
    read_lines,
    read_newest,
    read_since,
    record,
)
from data.access.access_log.files import list_months
from data.access.access_log.folding import fold
from data.access.access_log.line import START, AuditError, Line

__all__ = [
    "START",
    "AuditError",
    "Line",
    "Verdict",
    "check_ready",
    "describe",
    "fold",
    "list_months",
    "read",
    "read_lines",
    "read_newest",
    "read_since",
    "record",
    "verify",
]
