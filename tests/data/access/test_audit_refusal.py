"""What cannot be recorded is refused, and the record is closed to other accounts."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.access import access_log
from data.access.access_log import AuditError
from data.access.access_log.events import TRIAL
from data.access.access_log.files import LOCK
from data.errors import DasborError
from data.settings import ROOT
from tests.data.access.trail import file, note


def refused_at(folder: Path, code: str) -> str:
    """Run code in a process of its own that prints the AuditError it meets; return its text."""
    program = (
        "import os, resource, sys\nfrom pathlib import Path\nfrom data.access import access_log\n"
        "folder = Path(sys.argv[1])\n"
        "give = dict(who='x', role='x', action='x', subject='x')\n"
        f"{code}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("room", [0, 1, 50, 200])
def test_a_full_disk_refuses_the_event_and_leaves_the_earlier_lines(
    folder: Path, room: int
) -> None:
    for _ in range(3):
        note(folder, datetime.now(UTC))
    (path,) = folder.glob("*.jsonl")
    before = path.read_bytes()
    limit = len(before) + room
    said = refused_at(
        folder,
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {resource.RLIM_INFINITY}))\n"
        "for attempt in (access_log.record, access_log.record, access_log.ready):\n"
        "    try:\n"
        "        attempt(folder, **(give if attempt is access_log.record else {}))\n"
        "    except access_log.AuditError as error:\n"
        "        print(error)\n",
    )
    assert said.count("log akses tidak dapat ditulis") == 3
    assert path.read_bytes()[: len(before)] == before
    assert path.stat().st_size == limit
    assert not (folder / TRIAL).exists()
    assert note(folder, datetime.now(UTC)).nomor == 4
    assert len(access_log.verify(folder).problems) == (room > 0)


CLOSED = """
os.chdir(folder)
if os.geteuid() == 0:  # whom no mode keeps out
    os.chown(".", 65534, 65534)
    os.setgid(65534)
    os.setuid(65534)
os.chmod(".", {mode})
for attempt in {attempts}:
    try:
        attempt()
    except access_log.AuditError as error:
        print(error)
"""


def test_a_folder_without_the_right_to_write_refuses_the_event(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    attempts = "(lambda: access_log.record(Path('.'), **give), lambda: access_log.ready(Path('.')))"
    said = refused_at(folder, CLOSED.format(mode="0o500", attempts=attempts))
    assert said.count("log akses tidak dapat ditulis") == 2
    assert access_log.list_months(folder) == []


def test_a_folder_without_the_right_to_read_is_not_taken_for_an_empty_log(folder: Path) -> None:
    note(folder)
    attempts = "(lambda: access_log.verify(Path('.')), lambda: access_log.lines(Path('.')))"
    said = refused_at(folder, CLOSED.format(mode="0o000", attempts=attempts))
    assert said.count("log akses tidak dapat dibaca") == 2


def test_a_folder_that_cannot_be_made_refuses_the_event(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    below = tmp_path / "berkas" / "jejak"
    with pytest.raises(AuditError, match="tidak dapat ditulis"):
        note(below)
    with pytest.raises(AuditError, match="tidak dapat ditulis"):
        access_log.check_ready(below)


def test_a_file_that_cannot_be_opened_refuses_the_event(folder: Path) -> None:
    note(folder)
    file(folder).unlink()
    file(folder).mkdir()
    with pytest.raises(AuditError):
        note(folder)
    with pytest.raises(AuditError, match="tidak dapat ditulis"):
        access_log.check_ready(folder)
    with pytest.raises(AuditError, match="tidak dapat dibaca"):
        access_log.verify(folder)


def test_ready_makes_the_folder_and_writes_no_line(folder: Path) -> None:
    access_log.check_ready(folder)
    access_log.check_ready(folder)
    assert os.listdir(folder) == [LOCK]
    note(folder)
    before = file(folder).read_bytes()
    access_log.check_ready(folder)
    assert file(folder).read_bytes() == before
    assert sorted(os.listdir(folder)) == [LOCK, file(folder).name]


def test_folder_and_files_are_closed_to_others_whatever_the_umask(folder: Path) -> None:
    usual = os.umask(0)
    try:
        note(folder)
    finally:
        os.umask(usual)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {LOCK: 0o600, "2026-05.jsonl": 0o600}


def test_a_folder_open_to_others_is_refused_with_the_command_that_closes_it(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o750)
    with pytest.raises(AuditError, match=r"mode 750.*chmod 700"):
        note(folder)
    with pytest.raises(AuditError, match="chmod 700"):
        access_log.check_ready(folder)
    assert os.listdir(folder) == []


def test_the_refusal_is_one_that_the_program_shows() -> None:
    assert issubclass(AuditError, DasborError)
