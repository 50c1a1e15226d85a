"""Lines of the record for tests, and ways to change its files behind its back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from data.access import access_log
from data.access.access_log import Line

MAY = datetime(2026, 5, 20, 8, 30, tzinfo=UTC)


def note(folder: Path, now: datetime = MAY, **given: Any) -> Line:
    """Record an event; a test names only what it is about."""
    usual = {"who": "petugas@example.go.id", "role": "staf", "action": "lihat", "subject": "usaha"}
    return access_log.record(folder, now=now, **(usual | given))


def chain(folder: Path) -> list[Line]:
    """Write twelve lines over three months, and return them."""
    starts = [datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5)]
    return [note(folder, start + timedelta(days=day)) for start in starts for day in range(4)]


def file(folder: Path, month: str = "2026-05") -> Path:
    return folder / f"{month}.jsonl"


def texts(folder: Path, month: str = "2026-05") -> list[str]:
    return file(folder, month).read_text(encoding="utf-8").splitlines()


def rewrite(folder: Path, month: str, lines: list[str]) -> None:
    file(folder, month).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def resealed(given: dict[str, Any], **changed: Any) -> str:
    """Return a line with a hash that fits, made without the code under test."""
    values = {k: v for k, v in (given | changed).items() if k != "sidik"}
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    sidik = sha256((values["sebelum"] + body).encode()).hexdigest()
    return json.dumps(values | {"sidik": sidik}, ensure_ascii=False, separators=(",", ":"))
