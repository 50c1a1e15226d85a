"""Old files go when their time is up, each removal is a line, and no other removal is excused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.access import access_log
from data.access.access_log import AuditError, Line
from tests.data.access.trail import MAY, chain, file, note, rewrite, texts


def yearly(folder: Path, **given: Any) -> list[Line]:
    """Record two events in each month of 2026, and return their lines."""
    days = [MAY.replace(month=month, day=day) for month in range(1, 13) for day in (1, 2)]
    return [note(folder, day, **given) for day in days]


def removed_by_hand(folder: Path) -> str:
    """Delete the oldest of three months; return the words that would record it as removed."""
    end = chain(folder)[3]
    file(folder, "2026-03").unlink()
    return f"2026-03.jsonl, nomor terakhir {end.nomor}, sidik {end.sidik}"


def test_files_past_their_time_go_and_each_removal_is_a_line(folder: Path) -> None:
    yearly(folder)
    end = access_log.read(folder, "2026-01")[-1]
    event = note(folder, datetime(2027, 1, 3, tzinfo=UTC), keep_months=11)
    assert access_log.list_months(folder)[0] == "2026-02"
    first, second = access_log.read(folder, "2027-01")
    assert first == event
    assert (second.siapa, second.tindakan) == ("sistem", "retensi")
    assert second.objek == f"2026-01.jsonl, nomor terakhir 2, sidik {end.sidik}"
    assert access_log.verify(folder).ok
    assert access_log.verify(folder, end.sidik).ok


def test_a_file_is_kept_as_many_months_as_agreed(folder: Path) -> None:
    note(folder, datetime(2024, 5, 31, tzinfo=UTC))
    note(folder, datetime(2026, 5, 31, tzinfo=UTC))
    assert access_log.list_months(folder) == ["2024-05", "2026-05"]
    note(folder, datetime(2026, 6, 1, tzinfo=UTC))
    assert access_log.list_months(folder) == ["2026-05", "2026-06"]


def test_files_go_only_when_a_line_opens_a_month(folder: Path) -> None:
    yearly(folder)
    note(folder, datetime(2026, 12, 30, tzinfo=UTC), keep_months=1)
    assert len(access_log.list_months(folder)) == 12


def test_a_log_kept_for_years_stays_whole_and_bounded(folder: Path) -> None:
    for number in range(40):
        year, month = divmod(number, 12)
        note(folder, datetime(2026 + year, month + 1, 5, tzinfo=UTC), keep_months=6)
        assert access_log.verify(folder).ok
    assert len(access_log.list_months(folder)) == 7


def test_a_log_that_slept_past_all_its_files_stays_whole(folder: Path) -> None:
    yearly(folder)
    note(folder, datetime(2031, 1, 3, tzinfo=UTC))
    assert access_log.list_months(folder) == ["2031-01"]
    assert [line.tindakan for line in access_log.read(folder, "2031-01")] == [
        "lihat",
        *["retensi"] * 12,
    ]
    assert access_log.verify(folder).ok


def test_more_than_the_recorded_removal_is_found(folder: Path) -> None:
    yearly(folder, keep_months=10)
    assert access_log.verify(folder).ok
    assert access_log.list_months(folder)[0] == "2026-02"
    rewrite(folder, "2026-02", texts(folder, "2026-02")[1:])
    (problem,) = access_log.verify(folder).problems
    assert "2026-02.jsonl, baris 1: awal rantai hilang" in problem
    file(folder, "2026-02").unlink()
    (problem,) = access_log.verify(folder).problems
    assert "2026-03.jsonl, baris 1: awal rantai hilang" in problem


def test_a_removal_whose_line_was_changed_excuses_nothing(folder: Path) -> None:
    cut = removed_by_hand(folder)
    lines = texts(folder)
    changed = json.loads(lines[1]) | {"tindakan": "retensi", "objek": cut}
    lines[1] = json.dumps(changed, separators=(",", ":"))
    rewrite(folder, "2026-05", lines)
    first, second = access_log.verify(folder).problems
    assert "2026-04.jsonl, baris 1: awal rantai hilang" in first
    assert "2026-05.jsonl, baris 2: diubah" in second


def test_a_subject_that_reads_like_a_removal_excuses_nothing(folder: Path) -> None:
    note(folder, subject=removed_by_hand(folder))
    (problem,) = access_log.verify(folder).problems
    assert "awal rantai hilang" in problem


def test_nobody_else_records_a_removal(folder: Path) -> None:
    with pytest.raises(AuditError, match="'retensi'"):
        note(folder, action="retensi")
    assert not folder.exists()


def test_a_removal_that_was_cut_short_leaves_a_whole_chain(folder: Path) -> None:
    yearly(folder)
    kept = {path: path.read_bytes() for path in sorted(folder.glob("*.jsonl"))}
    note(folder, datetime(2027, 3, 3, tzinfo=UTC), keep_months=11)
    assert access_log.list_months(folder)[0] == "2026-04"
    # The files go from the oldest: any number of the last of them may still be there.
    for path in reversed(list(kept)[:3]):
        path.write_bytes(kept[path])
        assert access_log.verify(folder).ok
    note(folder, datetime(2027, 4, 3, tzinfo=UTC), keep_months=11)
    assert access_log.list_months(folder)[0] == "2026-05"
    assert access_log.verify(folder).ok


def test_a_file_that_cannot_be_removed_does_not_stop_the_event(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yearly(folder)

    usual = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.name == "2026-02.jsonl":
            raise PermissionError(1, "tidak boleh", str(self))
        usual(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    note(folder, datetime(2027, 3, 3, tzinfo=UTC), keep_months=11)
    assert access_log.list_months(folder)[0] == "2026-02"
    newest = access_log.read(folder, "2027-03")
    assert [line.tindakan for line in newest] == ["lihat", "retensi", "retensi", "retensi gagal"]
    assert newest[-1].objek == "2026-02.jsonl: tidak boleh"
    assert access_log.verify(folder).ok
    monkeypatch.undo()
    note(folder, datetime(2027, 4, 3, tzinfo=UTC), keep_months=11)
    assert access_log.list_months(folder)[0] == "2026-05"
    assert access_log.verify(folder).ok


def test_a_month_with_nothing_whole_can_go_too(folder: Path) -> None:
    note(folder, datetime(2026, 1, 3, tzinfo=UTC))
    file(folder, "2026-02").write_bytes(b'{"nomor":2')
    note(folder, datetime(2026, 3, 3, tzinfo=UTC), keep_months=12)
    assert len(access_log.verify(folder).problems) == 1
    note(folder, datetime(2027, 2, 3, tzinfo=UTC), keep_months=12)
    note(folder, datetime(2027, 3, 3, tzinfo=UTC), keep_months=12)
    assert access_log.list_months(folder) == ["2026-03", "2027-02", "2027-03"]
    assert access_log.verify(folder).ok
