"""The record is read back as it was written, and no further than needed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.access import access_log
from data.access.access_log import AuditError
from data.access.access_log.files import BLOCK
from tests.data.access.trail import MAY, chain, file, note


def test_lines_come_newest_first_and_no_more_than_wanted(folder: Path) -> None:
    written = chain(folder)
    assert access_log.read_lines(folder) == written[::-1]
    assert access_log.read_lines(folder, 6) == written[:5:-1]
    assert access_log.read_lines(folder, 0) == []


def test_the_newest_lines_are_read_without_the_rest_of_a_long_file(folder: Path) -> None:
    written = [note(folder, subject="é" * 200 + str(n)) for n in range(200)]
    assert file(folder).stat().st_size > 2 * BLOCK
    assert (
        access_log.read_lines(folder, 1000) == written[::-1]
    )  # whole across the edges of the blocks
    with file(folder).open("r+b") as handle:
        handle.write(b"?" * 100)
    assert access_log.read_lines(folder, 10) == written[:-11:-1]
    assert note(folder).nomor == 201


def test_a_month_is_read_oldest_first(folder: Path) -> None:
    written = chain(folder)
    assert access_log.read(folder, "2026-04") == written[4:8]
    assert access_log.read(folder, "2026-02") == access_log.read(folder, "../2026-04") == []


def test_since_gives_one_action_from_a_moment_on_and_opens_only_the_files_needed(
    folder: Path,
) -> None:
    chain(folder)
    ends = [note(folder, MAY + timedelta(days=n), action="keluar", login=str(n)) for n in range(15)]
    note(folder, MAY + timedelta(days=15), action="masuk", subject='"keluar"')
    assert access_log.list_months(folder)[-1] == "2026-06"
    file(folder, "2026-03").unlink()
    file(folder, "2026-03").mkdir()  # opening it would fail
    assert access_log.read_since(folder, MAY, "keluar") == ends
    assert access_log.read_since(folder, MAY + timedelta(days=13), "keluar") == ends[13:]
    assert access_log.read_since(folder, MAY, "tidak pernah") == []
    with pytest.raises(AuditError, match="tidak dapat dibaca"):
        access_log.read_since(folder, MAY - timedelta(days=70), "keluar")


def test_since_misses_no_line_of_the_same_second(folder: Path) -> None:
    line = note(folder, MAY.replace(microsecond=700_000))
    assert access_log.read_since(folder, MAY.replace(microsecond=500_000), "lihat") == [line]
