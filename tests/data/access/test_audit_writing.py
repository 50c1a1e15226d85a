"""Every event is kept, in its order and whole, whoever else writes and whatever ends suddenly."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from data.access import access_log
from data.access.access_log import START
from data.access.access_log.line import LONGEST
from data.settings import ROOT
from tests.data.access.trail import MAY, chain, file, note, resealed, texts
from tests.pace import upto

KILLS = upto(24, 3)
WRITER = """
import sys
from pathlib import Path
from data.access import access_log
for turn in range(int(sys.argv[2])):
    line = access_log.record(Path(sys.argv[1]), who=sys.argv[3], role="staf", action="lihat",
                        subject=f"usaha {turn}")
    print(line.nomor, flush=True)
"""


def writer(folder: Path, turns: int, who: str = "x") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(turns), who]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_line_has_the_agreed_fields_in_their_order(folder: Path) -> None:
    first = note(folder, version="20260501-ab", rows=20, login="f00d")
    second = note(folder)
    lines = [json.loads(text) for text in texts(folder)]
    assert list(lines[0].items()) == [
        ("nomor", 1),
        ("waktu", "2026-05-20T08:30:00+00:00"),
        ("siapa", "petugas@example.go.id"),
        ("peran", "staf"),
        ("tindakan", "lihat"),
        ("objek", "usaha"),
        ("versi", "20260501-ab"),
        ("baris", 20),
        ("masuk", "f00d"),
        ("sebelum", START),
        ("sidik", first.sidik),
    ]
    assert lines[1] == vars(second)
    assert (second.baris, second.masuk, second.sebelum) == (None, "", first.sidik)
    assert texts(folder) == [resealed(line) for line in lines]


def test_the_chain_goes_on_over_the_months_and_is_whole(folder: Path) -> None:
    written = chain(folder)
    assert access_log.list_months(folder) == ["2026-03", "2026-04", "2026-05"]
    assert [line.nomor for line in written] == list(range(1, 13))
    verdict = access_log.verify(folder)
    assert (verdict.ok, verdict.count, verdict.head) == (True, 12, written[-1].sidik)
    assert all(access_log.verify(folder, line.sidik).ok for line in written)
    assert f"12 baris.\nSidik terakhir: {written[-1].sidik}" in access_log.describe(verdict)


def test_the_month_and_time_of_a_line_are_those_of_utc(folder: Path) -> None:
    early_june_in_serang = datetime(2026, 6, 1, 3, tzinfo=timezone(timedelta(hours=7)))
    assert note(folder, early_june_in_serang).waktu == "2026-05-31T20:00:00+00:00"
    assert access_log.list_months(folder) == ["2026-05"]


def test_without_a_given_time_a_line_bears_the_present(folder: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    line = access_log.record(folder, who="operator", role="operator", action="x", subject="y")
    assert before <= datetime.fromisoformat(line.waktu) <= datetime.now(UTC)


def test_a_clock_that_was_set_back_goes_on_in_the_newest_file(folder: Path) -> None:
    note(folder)
    line = note(folder, MAY - timedelta(days=60))
    assert line.waktu.startswith("2026-03")
    assert access_log.list_months(folder) == ["2026-05"]
    assert access_log.verify(folder).ok
    assert access_log.read_since(folder, MAY - timedelta(days=61), "lihat")[-1] == line


def test_an_empty_log_is_whole_and_empty(folder: Path) -> None:
    assert (
        access_log.list_months(folder),
        access_log.read_lines(folder),
        access_log.read(folder, "2026-05"),
    ) == (
        [],
        [],
        [],
    )
    verdict = access_log.verify(folder)
    assert (verdict.ok, verdict.count, verdict.head) == (True, 0, START)
    assert access_log.describe(verdict) == "Log akses masih kosong."
    assert not folder.exists()


# Many at once, and sudden ends


def test_eight_processes_at_once_lose_no_line(folder: Path) -> None:
    writers = [writer(folder, 25, f"p{n}") for n in range(8)]
    said = [process.communicate() for process in writers]
    assert [process.returncode for process in writers] == [0] * 8, said
    assert access_log.verify(folder).ok
    lines = access_log.read_lines(folder, 1000)
    assert [line.nomor for line in lines] == list(range(200, 0, -1))
    by_writer = {(line.siapa, line.objek) for line in lines}
    assert by_writer == {(f"p{n}", f"usaha {turn}") for n in range(8) for turn in range(25)}


def test_threads_at_once_lose_no_line_and_a_reader_sees_a_whole_chain(folder: Path) -> None:
    with ThreadPoolExecutor(9) as pool:
        writing = [pool.submit(note, folder, subject=str(n)) for n in range(80)]
        while not all(future.done() for future in writing):
            assert access_log.verify(folder).ok
    assert {line.objek for line in access_log.read_lines(folder)} == {str(n) for n in range(80)}
    assert access_log.verify(folder).count == 80


def test_a_writer_killed_at_any_moment_leaves_a_log_that_goes_on(folder: Path) -> None:
    acknowledged: list[int] = []
    chance = random.Random(7)
    for _ in range(KILLS):
        process = writer(folder, 100_000)
        assert process.stdout is not None
        said = process.stdout.readline()  # it is at work: the imports are behind it
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        said += process.communicate()[0]
        acknowledged += [int(text) for text in said.splitlines(keepends=True) if text[-1:] == "\n"]
    verdict = access_log.verify(folder)
    assert [text for text in verdict.problems if "tidak utuh" not in text] == []
    kept = [line.nomor for line in access_log.read_lines(folder, 1_000_000)][::-1]
    assert kept == list(range(1, verdict.count + 1))
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= set(kept)
    assert note(folder, datetime.now(UTC)).nomor == verdict.count + 1


def test_a_torn_line_stays_is_reported_and_the_next_follows_the_last_whole_one(
    folder: Path,
) -> None:
    kept = note(folder)
    whole = file(folder).read_bytes()
    note(folder)
    torn = file(folder).read_bytes()[len(whole) : -1]
    for length in (1, 2, *range(3, len(torn) - 1, 9), len(torn) - 1):
        file(folder).write_bytes(whole + torn[:length])
        line = note(folder)
        assert (line.nomor, line.sebelum) == (2, kept.sidik)
        assert file(folder).read_bytes().startswith(whole + torn[:length] + b"\n{")
        verdict = access_log.verify(folder)
        assert verdict.count == 2
        assert verdict.problems == (
            "2026-05.jsonl, baris 2: tidak utuh, terpotong saat ditulis atau dirusak.",
        )
    assert access_log.read_lines(folder) == [line, kept]


def test_a_line_that_lacks_only_its_end_of_line_is_whole(folder: Path) -> None:
    note(folder)
    file(folder).write_bytes(file(folder).read_bytes()[:-1])
    assert access_log.verify(folder).ok
    assert note(folder).nomor == 2
    assert access_log.verify(folder).ok


def test_a_month_that_begins_with_a_torn_line_follows_the_month_before(folder: Path) -> None:
    note(folder, MAY - timedelta(days=30))
    file(folder).write_bytes(b'{"nomor":2,"wak')
    assert note(folder).nomor == 2
    assert len(access_log.verify(folder).problems) == 1


# Texts from outside


ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=400)


@given(ANY_TEXT, ANY_TEXT)
@example('x","sidik":"' + START + '"}\n{"nomor":1', "\r\x85\u2028\u2029\x0b\x0c")
@example("\ud800\x00", "\u202egnp.exe")
def test_no_text_breaks_the_chain_and_what_can_be_seen_comes_back(
    folder: Path, who: str, subject: str
) -> None:
    line = note(folder, who=who, subject=subject)
    assert access_log.read_lines(folder, 1) == [line]
    for text, kept in ((who, line.siapa), (subject, line.objek)):
        assert len(kept) <= LONGEST
        assert kept.isprintable() and len(kept.splitlines()) == bool(kept)
        if text.isprintable() and len(text) <= LONGEST:
            assert kept == text
    assert len(texts(folder)) == line.nomor
    assert access_log.verify(folder).ok


def test_a_long_text_is_cut_and_says_so(folder: Path) -> None:
    line = note(folder, subject="a" * 1000)
    assert line.objek == "a" * 253 + "…"
    assert note(folder, subject=line.objek).objek == line.objek
