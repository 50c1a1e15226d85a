"""Old files go when their time is up, each removal is a line, and no other removal is excused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.access import access_log
from data.access.access_log import AuditError, Line, events
from tests.data.access.trail import MAY, chain, file, note, resealed, rewrite, texts


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


def use_until(folder: Path, start: datetime, end: datetime) -> None:
    """Record an event every two months, as of a record that is in use."""
    while start < end:
        note(folder, start)
        start += timedelta(days=61)


def test_a_file_is_kept_as_many_months_as_agreed(folder: Path) -> None:
    note(folder, datetime(2024, 5, 31, tzinfo=UTC))
    use_until(folder, datetime(2024, 7, 1, tzinfo=UTC), datetime(2026, 5, 30, tzinfo=UTC))
    note(folder, datetime(2026, 5, 31, tzinfo=UTC))
    assert access_log.list_months(folder)[0] == "2024-05"
    note(folder, datetime(2026, 6, 1, tzinfo=UTC))
    assert access_log.list_months(folder)[0] == "2024-07"


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


JUMPED = datetime(2036, 1, 3, tzinfo=UTC)


def test_a_clock_that_jumps_ahead_removes_nothing_and_is_recorded(folder: Path) -> None:
    lines = yearly(folder)
    event = note(folder, JUMPED)
    note(folder, JUMPED.replace(month=2, day=2), login="f00d", action="keluar")
    assert len(access_log.list_months(folder)) == 12
    assert event.waktu.startswith("2036-01-03")
    jump, kept, _ = access_log.read(folder, "2026-12")[2:]
    assert kept == event
    assert (jump.siapa, jump.tindakan) == ("sistem", "lompatan jam")
    assert jump.objek == f"dari {lines[-1].waktu} ke {event.waktu}"
    verdict = access_log.verify(folder)
    assert verdict.ok and len(verdict.remarks) == 1
    assert "jam server melompat ke 2036-01-03" in access_log.describe(verdict)
    # What was recorded by the wrong clock is found by who looks from its time on.
    (end,) = access_log.read_since(folder, JUMPED, "keluar")
    assert end.masuk == "f00d"


def test_a_clock_that_comes_back_from_a_jump_is_recorded_and_the_months_go_on(
    folder: Path,
) -> None:
    yearly(folder)
    note(folder, JUMPED)
    note(folder, datetime(2026, 12, 3, tzinfo=UTC))
    note(folder, datetime(2027, 1, 1, tzinfo=UTC), keep_months=6)
    assert access_log.list_months(folder)[-1] == "2026-12"
    note(folder, datetime(2027, 1, 5, tzinfo=UTC), keep_months=6)
    assert access_log.list_months(folder)[0] == "2026-07"
    assert access_log.list_months(folder)[-1] == "2027-01"
    verdict = access_log.verify(folder)
    assert verdict.ok and len(verdict.remarks) == 2


def test_a_log_that_slept_lets_go_of_its_files_once_the_clock_has_gone_on(folder: Path) -> None:
    yearly(folder)
    slept = datetime(2031, 1, 3, tzinfo=UTC)
    note(folder, slept)
    note(folder, slept + timedelta(days=30))
    assert len(access_log.list_months(folder)) == 12
    note(folder, slept + timedelta(days=31))
    assert access_log.list_months(folder) == ["2031-02"]
    assert access_log.verify(folder).ok


@pytest.mark.parametrize("kept", [0, 1], ids=["nothing-before", "one-before"])
def test_a_removal_by_a_clock_that_had_just_jumped_is_not_called_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    yearly(folder)
    with monkeypatch.context() as patch:
        # As the record was written before a jump was noticed.
        patch.setattr(events, "is_jump", lambda before, after: False)
        note(folder, JUMPED, keep_months=24 if not kept else 109)
    assert len(access_log.list_months(folder)) == 1 + kept
    verdict = access_log.verify(folder)
    assert not verdict.ok
    assert "dihapus karena jam melompat" in access_log.describe(verdict)


def test_nobody_else_records_a_jump(folder: Path) -> None:
    with pytest.raises(AuditError, match="'lompatan jam'"):
        note(folder, action="lompatan jam")


def test_a_line_with_no_time_stops_no_record(folder: Path) -> None:
    line = json.loads(json.dumps(vars(note(folder))))
    rewrite(folder, "2026-05", [resealed(line, waktu="kemarin")])
    assert note(folder).nomor == 2


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
    use_until(folder, datetime(2026, 5, 3, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
    note(folder, datetime(2027, 2, 3, tzinfo=UTC), keep_months=12)
    note(folder, datetime(2027, 3, 3, tzinfo=UTC), keep_months=12)
    months = access_log.list_months(folder)
    assert (months[0], months[-2:]) == ("2026-03", ["2027-02", "2027-03"])
    assert access_log.verify(folder).ok
